"""Huawei Cloud's REST style around an operation: routing, parameters, answers, refusals."""

import json
from typing import Any

import pytest
from msgspec import Struct

from tests.store.stage import ACCOUNT, ALICE, KEY
from tigertally.clouds.cloud import Answer
from tigertally.clouds.http import HttpRequest
from tigertally.clouds.huawei import CLOUD
from tigertally.clouds.huawei.envelope import broken, claims, parameters, refuse, route, succeed
from tigertally.model.principals import Caller
from tigertally.model.refusals import Denied, Invalid, NotFound, Unsigned, Unsupported

IAM, STS = CLOUD.services


class Shown(Struct):
    """An answer."""

    name: str


def request(target: str, method: str = "GET", body: bytes = b"") -> HttpRequest:
    """A request as it is heard."""
    path, _, query = target.partition("?")
    return HttpRequest(method, path, query, (), body, "127.0.0.1", secure=False)


def routed(target: str, method: str = "GET") -> tuple[str, dict[str, str]]:
    """Operation and values in the path."""
    operation, values = route(request(target, method))
    return operation.name, dict(values)


def told(answer: Answer) -> Any:
    """The body of an answer."""
    return json.loads(answer.body)


@pytest.mark.parametrize(
    ("target", "claimed"),
    [("/v5/x", True), ("/v3/x", True), ("/v3.0/x", True), ("/v5", False), ("/", False), ("/v6/x", False)],
)
def test_a_path_below_a_version_is_claimed(target: str, claimed: bool) -> None:
    assert claimed == claims(request(target))


def test_method_and_path_select_the_operation() -> None:
    assert ("ShowUserV5", {"user_id": "u1"}) == routed("/v5/users/u1")
    assert ("UpdateUserV5", {"user_id": "u1"}) == routed("/v5/users/u1", "PUT")
    assert ("ListUsersV5", {}) == routed("/v5/users")
    assert ("ListUsersV5", {}) == routed("/v5/users/")


def test_a_literal_segment_goes_before_a_placeholder() -> None:
    assert "ShowGroupSummary" == routed("/v5/groups-summary")[0]
    assert "AssumeAgency" == routed("/v5/agencies/assume", "POST")[0]
    assert "ListAttachedUserPoliciesV5" == routed("/v5/users/tags/attached-policies")[0]


def test_an_escaped_slash_stays_inside_its_segment() -> None:
    assert ("ShowUserV5", {"user_id": "a/b c"}) == routed("/v5/users/a%2Fb%20c")


@pytest.mark.parametrize(
    ("target", "method"),
    [("/v5/nothing", "GET"), ("/v5/users", "PATCH"), ("/v5/users/a/b/c/d/e", "GET"), ("/v5/USERS", "GET")],
)
def test_what_selects_no_operation_is_unsupported(target: str, method: str) -> None:
    with pytest.raises(Unsupported):
        route(request(target, method))


@pytest.mark.parametrize("target", ["/v5/users/%zz", "/v5/users/%ff", "/v5/users/%"])
def test_a_path_that_cannot_be_read_is_invalid(target: str) -> None:
    with pytest.raises(Invalid) as refusal:
        route(request(target))
    assert "path.Unreadable" == refusal.value.about


def test_each_parameter_comes_from_its_one_place() -> None:
    operation = IAM.operations["UpdateUserV5"]
    body = b'{"user_id":"other","enabled":true,"nonsense":1}'
    given = parameters(request("/v5/users/u1?enabled=false", "PUT", body), operation, {"user_id": "u1"})
    assert ("u1", True) == (given["user_id"], given["enabled"])
    assert "nonsense" not in given


def test_the_whole_body_can_be_one_parameter() -> None:
    operation = IAM.operations["DeleteResourceTagsV5"]
    given = parameters(request("/", "DELETE", b'["a","b"]'), operation, {})
    assert ["a", "b"] == given["tag_keys"]


@pytest.mark.parametrize(
    "body", [b"{", b"[1]", b'"text"', b"\xff", b"[" * 100_000, b'{"name":"\\ud800"}', b"{}x"]
)
def test_a_body_that_is_no_object_is_invalid(body: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        parameters(request("/v5/users", "POST", body), IAM.operations["CreateUserV5"], {})
    assert "body.Unreadable" == refusal.value.about


@pytest.mark.parametrize("body", [b"", b" \n", b"{}"])
def test_an_empty_body_gives_nothing(body: bytes) -> None:
    given = parameters(request("/v5/users", "POST", body), IAM.operations["CreateUserV5"], {})
    assert {"name": None, "enabled": None, "description": None} == given


@pytest.mark.parametrize("query", ["limit=1&limit=2", "limit=%zz"])
def test_a_query_that_says_two_things_is_invalid(query: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parameters(request(f"/v5/users?{query}"), IAM.operations["ListUsersV5"], {})
    assert "query.Unreadable" == refusal.value.about


def test_an_answer_has_the_operations_status_and_the_request_id_in_a_header() -> None:
    answer = succeed(request("/"), IAM.operations["CreateUserV5"], Shown("a"), "id")
    assert (201, {"name": "a"}) == (answer.status, told(answer))
    assert ("x-request-id", "id") in answer.headers


def test_nothing_to_show_is_no_body() -> None:
    answer = succeed(request("/"), IAM.operations["DeleteUserV5"], None, "id")
    assert (204, b"") == (answer.status, answer.body)


def test_a_refusal_has_a_code_a_message_and_the_request_id() -> None:
    answer = refuse(request("/"), IAM.operations["ShowUserV5"], NotFound("user", key="u9"), "id", "")
    assert 404 == answer.status
    assert {"error_code": "IAM.0004", "error_msg": "Could not find user: u9.", "request_id": "id"} == told(
        answer
    )


@pytest.mark.parametrize(
    ("explicit", "because"), [(False, "no identity-based policy allows"), (True, "explicit deny")]
)
def test_a_denial_names_caller_action_and_resource_and_carries_the_sealed_message(
    explicit: bool, because: str
) -> None:
    refusal = Denied(
        caller=Caller(account=ACCOUNT, principal=ALICE, credential=KEY), action="iam:users:getUserV5",
        resource="iam::1:user:x", explicit=explicit, layer="identity",
    )  # fmt: skip
    answer = refuse(request("/"), IAM.operations["ShowUserV5"], refusal, "id", "sealed")
    body = told(answer)
    assert (403, "PAP5.0001", "sealed") == (
        answer.status, body["error_code"], body["encoded_authorization_message"],
    )  # fmt: skip
    for part in (because, "iam:users:getUserV5", "iam::1:user:x", f"iam::{ACCOUNT.native_id}:user:Alice"):
        assert part in body["error_msg"]


def test_an_expired_signature_tells_both_times_as_the_gateway_writes_them() -> None:
    """Both in whole seconds, as the pipeline raises them."""
    refusal = Unsigned("expired", signed_at=1_700_000_000, now=1_700_001_000)
    message = told(refuse(request("/v5/users"), None, refusal, "id", ""))["error_msg"]
    assert "signature time:20231114T221320Z,server time:20231114T223000Z" in message


def test_a_mismatch_tells_the_canonical_request_on_one_line() -> None:
    refusal = Unsigned("mismatch", string_to_sign="a\nb", canonical_request="GET\n/v5/users/\n")
    answer = refuse(request("/v5/users"), None, refusal, "id", "")
    assert (401, True) == (answer.status, "canonicalRequest:GET|/v5/users/|" in told(answer)["error_msg"])


def test_the_servers_own_failure_says_nothing_of_itself() -> None:
    answer = broken(request("/"), "id")
    assert (500, "IAM.0006") == (answer.status, told(answer)["error_code"])
