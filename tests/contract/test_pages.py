"""The pages made from the code are those that were committed, and what they promise is so."""

import msgspec
import pytest

from tests.contract import known
from tests.contract.catalog import catalog_of
from tests.contract.coverage_page import classic, rows
from tests.contract.pages import DOCS, PAGES
from tests.contract.registry import SERVED
from tigertally.clouds import CLOUDS
from tigertally.clouds.alibaba import signing as alibaba_signing
from tigertally.clouds.cloud import Cloud
from tigertally.clouds.http import HttpRequest
from tigertally.clouds.huawei import signing as huawei_signing
from tigertally.clouds.service import Service
from tigertally.clouds.tencent import signing as tencent_signing
from tigertally.model.refusals import Refusal, Unsigned, Unsupported

UNKNOWN = {
    "alibaba": (404, "InvalidAction.NotFound"),
    "huawei": (404, "APIGW.0101"),
    "tencent": (200, "InvalidAction"),
}
SERVICES = [(cloud, service) for cloud in CLOUDS for service in cloud.services]
TABLES = (
    known.NOT_READ, known.REQUIRED_OTHERWISE, known.NOT_GIVEN, known.GIVEN_BEYOND, known.OPEN,
    known.STATUSES_UNCAUSED, known.NEVER_RAISED, known.UNCAUSED_HERE,
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_the_one_that_the_code_makes(name: str) -> None:
    assert PAGES[name]() == (DOCS / name).read_text(encoding="utf-8"), "run scripts/docs"


def test_every_operation_that_is_served_stands_on_the_coverage_page() -> None:
    listed = [row.name for cloud, service in SERVICES for row in rows(cloud.name, service) if row.served]
    assert len(SERVED) == len(listed) + len(classic())


@pytest.mark.parametrize(
    ("cloud", "service"), SERVICES, ids=[f"{one.name}-{two.name}" for one, two in SERVICES]
)
def test_an_operation_that_is_not_there_yet_is_unknown_in_the_clouds_words(
    cloud: Cloud, service: Service
) -> None:
    for row in rows(cloud.name, service):
        if not row.served:
            request = call_of(cloud.name, service, row.name)
            with pytest.raises(Unsupported) as refused:
                cloud.route(request)
            assert UNKNOWN[cloud.name] == words(cloud, request, refused.value), row.name


def call_of(cloud: str, service: Service, name: str) -> HttpRequest:
    """A call of an operation, as far as routing looks at it."""
    if cloud in ("alibaba", "tencent"):
        return request_for("POST", "/", f"Action={name}&Version={service.version}")
    entry = catalog_of(cloud, service.name).operations[name]
    return request_for(entry.method, entry.path.replace("{", "").replace("}", ""), "")


def request_for(method: str, path: str, query: str, **headers: str) -> HttpRequest:
    """A request without a body."""
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return HttpRequest(method, path, query, named, b"", "127.0.0.1", False)


def words(cloud: Cloud, request: HttpRequest, refusal: Refusal) -> tuple[int, str]:
    """Status and code of a refusal outside any operation."""
    answer = cloud.refuse(request, None, refusal, "the request", "")
    body = msgspec.json.decode(answer.body)
    if "Response" in body:
        return answer.status, body["Response"]["Error"]["Code"]
    return answer.status, body.get("Code") or body["error_code"]


@pytest.mark.parametrize("scheme", ["ACS3-HMAC-SM3", "ACS3-RSA-SHA256"])
def test_an_alibaba_signature_that_is_not_there_yet_is_named(scheme: str) -> None:
    authorization = f"{scheme} Credential=key,SignedHeaders=host,Signature={'0' * 64}"
    with pytest.raises(Unsigned) as refused:
        alibaba_signing.present(request_for("POST", "/", "", authorization=authorization))
    assert ("method", {"value": scheme}) == (refused.value.about, refused.value.values)


@pytest.mark.parametrize(
    "scheme", ["SDK-HMAC-SM3", "SDK-ECDSA-P256-SHA256", "SDK-SM2-SM3", "V11-HMAC-SHA256"]
)
def test_a_huawei_signature_that_is_not_there_yet_is_named(scheme: str) -> None:
    authorization = f"{scheme} Access=key, SignedHeaders=host, Signature={'0' * 64}"
    with pytest.raises(Unsigned) as refused:
        huawei_signing.present(request_for("GET", "/v5/users", "", authorization=authorization))
    assert ("method", {"value": scheme}) == (refused.value.about, refused.value.values)


def test_a_tencent_call_without_a_signature_is_named() -> None:
    request = request_for("POST", "/", "", authorization="SKIP", x_tc_action="AssumeRoleWithSAML")
    with pytest.raises(Unsigned) as refused:
        tencent_signing.present(request)
    assert ("method", {"value": "SKIP"}) == (refused.value.about, refused.value.values)


def test_a_bearer_token_is_no_signature_on_alibaba() -> None:
    with pytest.raises(Unsigned) as refused:
        alibaba_signing.present(request_for("POST", "/", "SignatureType=BEARERTOKEN&BearerToken=token"))
    assert ("method", {"value": "BEARERTOKEN"}) == (refused.value.about, refused.value.values)


def test_a_token_is_no_signature_on_huawei() -> None:
    with pytest.raises(Unsigned) as refused:
        huawei_signing.present(request_for("GET", "/v5/users", "", x_auth_token="token"))
    assert "missing" == refused.value.about


@pytest.mark.parametrize("table", TABLES)
def test_a_known_difference_is_one_of_an_operation_that_is_served(table: dict[known.Key, object]) -> None:
    assert set() == table.keys() - {served.key for served in SERVED}
