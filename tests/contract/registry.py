"""Every operation that is served, with the SDK and the document that have a say about it."""

from typing import Any, NamedTuple

import pytest

from tests.contract import sdk_alibaba, sdk_huawei, sdk_tencent
from tests.contract.catalog import Entry, entry_of
from tigertally.clouds import CLOUDS
from tigertally.clouds.cloud import Cloud
from tigertally.clouds.service import Operation

SDKS: dict[str, Any] = {"alibaba": sdk_alibaba, "huawei": sdk_huawei, "tencent": sdk_tencent}


class Served(NamedTuple):
    """One operation of ours beside its second opinions."""

    cloud: Cloud
    operation: Operation

    @property
    def sdk(self) -> Any:
        """The official SDK of the cloud, as the modules ``sdk_<cloud>`` tell of it."""
        return SDKS[self.cloud.name]

    @property
    def entry(self) -> Entry:
        """What the documents say."""
        return entry_of(self.cloud.name, self.operation)

    @property
    def key(self) -> tuple[str, str]:
        """Service and name, as the tables of known differences are keyed."""
        return f"{self.cloud.name} {self.operation.service.name}", self.operation.name

    def __str__(self) -> str:
        return "-".join((self.cloud.name, self.operation.service.name, self.operation.name))


SERVED = tuple(
    Served(cloud, operation)
    for cloud in CLOUDS
    for service in cloud.services
    for operation in service.operations.values()
)

each_operation = pytest.mark.parametrize("served", SERVED, ids=str)


def served(cloud: str, service: str, name: str) -> Served:
    """One operation by name."""
    (found,) = (one for one in SERVED if one.key == (f"{cloud} {service}", name))
    return found
