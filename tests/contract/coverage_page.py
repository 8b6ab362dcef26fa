"""The page that says which operations are served: the registry against the official SDKs' own lists."""

from collections.abc import Iterator
from typing import NamedTuple

from tests.contract import sdk_huawei
from tests.contract.catalog import catalog_of
from tests.contract.markdown import bullets, code, table
from tests.contract.registry import SDKS
from tigertally.clouds import CLOUDS
from tigertally.clouds.cloud import Cloud
from tigertally.clouds.service import Service

TITLES = {
    ("tencent", "cam"): "Tencent Cloud CAM 2019-01-16",
    ("tencent", "sts"): "Tencent Cloud STS 2018-08-13",
    ("tencent", "organization"): "Tencent Cloud Organization 2021-03-31",
    ("alibaba", "ram"): "Alibaba Cloud RAM 2015-05-01",
    ("alibaba", "sts"): "Alibaba Cloud STS 2015-04-01",
    ("alibaba", "resourcemanager"): "Alibaba Cloud Resource Management 2020-03-31",
    ("huawei", "iam"): "Huawei Cloud IAM v5",
    ("huawei", "sts"): "Huawei Cloud STS (paths under /v5)",
}

CLASSIC = "Huawei Cloud IAM v3"
CLASSIC_INTRO = "Of the older API these are served, because clients of the newer one use them; no others."

HEAD = """\
# Coverage

Every operation that the clouds' official SDKs offer stands in a table below. **served** means that the
unchanged SDK can call it here, **not there yet** that it is answered in the cloud's own words for an unknown
operation: Tencent Cloud `InvalidAction` with 200 (as everything), Alibaba Cloud `InvalidAction.NotFound`
with 404, Huawei Cloud `APIGW.0101` with 404.

This page is made from the code by `scripts/docs`; a test compares it. How near the served operations come to
the clouds is told in [fidelity](fidelity.md).
"""

PROTOCOL = (
    "Tencent Cloud: TC3-HMAC-SHA256 and the older signature (HmacSHA1, HmacSHA256) are **served**, with "
    "JSON, form and multipart bodies; `Authorization: SKIP` (calls without a signature) and bodies of "
    "`application/octet-stream` are **not there yet** and are answered with "
    "`AuthFailure.InvalidAuthorization` and `InvalidParameter`.",
    "Alibaba Cloud: RPC signature version 1.0 (HMAC-SHA1, HMAC-SHA256) and ACS3-HMAC-SHA256 are **served**; "
    "ACS3-HMAC-SM3, ACS3-RSA-SHA256 and bearer tokens are **not there yet** and are answered with "
    "`InvalidSignatureMethod`, 400.",
    "Huawei Cloud: SDK-HMAC-SHA256 is **served**; SDK-HMAC-SM3, SDK-ECDSA-P256-SHA256, SDK-SM2-SM3, "
    "V11-HMAC-SHA256 and tokens (`X-Auth-Token`) are **not there yet** and are answered with `APIGW.0301`, "
    "401.",
    "Alibaba Cloud, resource groups: what is attached in one is **served** for calls that name it; that "
    "resources belong to a group is **not there yet**.",
    "Huawei Cloud, v3: only the operations in the last table; projects and tokens are **not there yet**.",
)


class Row(NamedTuple):
    """One operation of an SDK."""

    family: str
    name: str
    served: bool


def page() -> str:
    """The whole text."""
    sections = [line for cloud, service in _services() for line in _section(cloud, service)]
    counts = [_count(cloud, service) for cloud, service in _services()]
    counts.append((CLASSIC, len(classic()), sdk_huawei.older_count("iam")))
    total = f"{sum(count[1] for count in counts)} operations are served:"
    lines = [HEAD, total, "", *table(("API", "served", "offered by the SDK"), counts), *sections]
    lines += [f"## {CLASSIC}", "", CLASSIC_INTRO, "", *_classic()]
    lines += ["## Signatures and other parts of the protocols", "", *bullets(PROTOCOL)]
    return "\n".join(lines).rstrip() + "\n"


def rows(cloud: str, service: Service) -> list[Row]:
    """Every operation of a service's SDK, by family and name."""
    families = {name: entry.family for name, entry in catalog_of(cloud, service.name).operations.items()}
    names = SDKS[cloud].methods(service.name)
    return sorted(Row(families.get(name, "other"), name, name in service.operations) for name in names)


def classic() -> list[str]:
    """The served operations that only Huawei Cloud's older API has."""
    (huawei,) = (cloud for cloud in CLOUDS if cloud.name == "huawei")
    newest = sdk_huawei.methods("iam")
    return [name for name in huawei.services[0].operations if name not in newest]


def _services() -> Iterator[tuple[Cloud, Service]]:
    return ((cloud, service) for cloud in CLOUDS for service in cloud.services)


def _count(cloud: Cloud, service: Service) -> tuple[str, int, int]:
    listed = rows(cloud.name, service)
    return TITLES[cloud.name, service.name], sum(row.served for row in listed), len(listed)


def _section(cloud: Cloud, service: Service) -> list[str]:
    listed = rows(cloud.name, service)
    cells = ((code(row.name), row.family.replace("_", " "), _said(row.served)) for row in listed)
    title, of = TITLES[cloud.name, service.name], ", ".join(SDKS[cloud.name].PACKAGES[service.name])
    served = sum(row.served for row in listed)
    intro = f"{served} of the {len(listed)} operations in {of} are served."
    return [f"## {title}", "", intro, "", *table(("operation", "about", "state"), cells)]


def _classic() -> list[str]:
    entries = catalog_of("huawei", "iam").operations
    cells = [(code(name), entries[name].family.replace("_", " "), _said(True)) for name in classic()]
    return table(("operation", "about", "state"), cells)


def _said(is_served: bool) -> str:
    return "**served**" if is_served else "not there yet"
