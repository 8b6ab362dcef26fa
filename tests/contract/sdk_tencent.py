"""Tencent Cloud's own SDK as a second opinion: which operations exist, what they send, what they read.

Its models say the types of their members in their docstrings only.
"""

import inspect
import json
import re
from functools import cache
from types import ModuleType
from typing import Any

from tencentcloud.cam.v20190116 import models as cam_models
from tencentcloud.cam.v20190116.cam_client import CamClient
from tencentcloud.common.credential import Credential
from tencentcloud.organization.v20210331 import models as organization_models
from tencentcloud.organization.v20210331.organization_client import OrganizationClient
from tencentcloud.sts.v20180813 import models as sts_models
from tencentcloud.sts.v20180813.sts_client import StsClient

from tests.contract.shape import Shape, filled
from tigertally.clouds.service import Operation

SDKS: dict[str, tuple[type[Any], ModuleType]] = {
    "cam": (CamClient, cam_models),
    "organization": (OrganizationClient, organization_models),
    "sts": (StsClient, sts_models),
}
PACKAGES = {
    "cam": ("tencentcloud-sdk-python-cam",),
    "organization": ("tencentcloud-sdk-python-organization",),
    "sts": ("tencentcloud-sdk-python-sts",),
}

KINDS = {"str": "text", "int": "number", "bool": "flag", "float": "number"}

_types = re.compile(r"^ *:type (\w+): (.+)$", re.MULTILINE).findall
_named = re.compile(r":class:`.*\.(\w+)`|(\w+)(?: non-negative)?").fullmatch


@cache
def methods(service: str) -> dict[str, str]:
    """The client's method for every operation of a service."""
    own = (name for name, _ in inspect.getmembers(SDKS[service][0], inspect.isfunction))
    return {name: name for name in own if _is_operation(service, name)}


def _is_operation(service: str, name: str) -> bool:
    return hasattr(SDKS[service][1], f"{name}Request")


def request_shape(operation: Operation) -> Shape:
    """The parameters that the SDK knows for an operation."""
    return _shape_of(operation.service.name, f"{operation.name}Request")


def answer_shape(operation: Operation) -> Shape:
    """The answer that the SDK knows for an operation."""
    return _shape_of(operation.service.name, f"{operation.name}Response")


def read_answer(operation: Operation, answer: Any) -> Any:
    """A decoded answer through the SDK's model and out again: what is left of it."""
    model = getattr(SDKS[operation.service.name][1], f"{operation.name}Response")()
    model._deserialize(answer)
    return _where_given(model._serialize(allow_none=True), answer)


def _where_given(read: Any, answer: Any) -> Any:
    """What was read, without the members that were not given and are empty for that."""
    match read, answer:
        case dict(), dict():
            told = {name: value for name, value in read.items() if value is not None or name in answer}
            return {name: _where_given(value, answer.get(name)) for name, value in told.items()}
        case list(), list() if len(read) == len(answer):
            return [_where_given(one, other) for one, other in zip(read, answer, strict=True)]
        case _:
            return read


def sent(operation: Operation) -> dict[str, Any]:
    """What the SDK sends for a request with a sample in every place."""
    client, models = SDKS[operation.service.name]
    recorder = type("Recorder", (_Recorder, client), {})(Credential("nobody", "nothing"), "")
    request = getattr(models, f"{operation.name}Request")()
    request._deserialize(filled(request_shape(operation)))
    getattr(recorder, operation.name)(request)
    return dict(recorder.recorded)


class _Recorder:
    """A client that keeps the request instead of sending it."""

    recorded: Any

    def call(self, _action: str, params: Any, **_options: Any) -> str:
        """Keep the request and answer nothing."""
        self.recorded = params
        return json.dumps({"Response": {"RequestId": "the request"}})


@cache
def _shape_of(service: str, name: str) -> Shape:
    model = getattr(SDKS[service][1], name)
    return {member: _shape(service, told.strip()) for member, told in _types(model.__init__.__doc__ or "")}


def _shape(service: str, told: str) -> Shape:
    if told.startswith("list of "):
        return [_shape(service, told.removeprefix("list of "))]
    found = _named(told)
    assert found, told
    name = found[1] or found[2]
    return KINDS[name] if name in KINDS else _shape_of(service, name)
