"""The condition keys that the server fills: only what it sees itself counts."""

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec import structs

from tests.store.stage import ACCOUNT, ALICE, DEPLOY, KEY, NOW, SESSION, WRITE
from tigertally.clouds.alibaba import CLOUD
from tigertally.clouds.alibaba.conditions import KEYS, context
from tigertally.clouds.alibaba.types import Tag
from tigertally.clouds.http import HttpRequest
from tigertally.clouds.service import Ask, Call, Thing
from tigertally.model.principals import Caller

RAM, STS, _ = CLOUD.services


def keys(
    thing: Thing = ALICE,
    *,
    operation: str = "GetUser",
    values: Mapping[str, Any] | None = None,
    query: str = "",
    secure: bool = False,
    session: bool = False,
) -> dict[str, str | tuple[str, ...]]:
    """The keys of one question."""
    caller = Caller(
        account=ACCOUNT,
        principal=DEPLOY if session else ALICE,
        credential=SESSION if session else KEY,
    )
    request = HttpRequest("GET", "/", query, (), b"", "192.0.2.7", secure)
    service = STS if operation == "AssumeRole" else RAM
    call = Call(caller, request, "id", NOW, lambda _: None)
    return context(call, service.operations[operation], Ask("x", thing), values or {})


def test_who_when_whence_and_how() -> None:
    assert {
        "acs:currenttime": "2023-11-14T22:13:20Z",
        "acs:mfapresent": "false",
        "acs:principalarn": f"acs:ram::{ACCOUNT.native_id}:user/Alice",
        "acs:securetransport": "false",
        "acs:sourceip": "192.0.2.7",
    } == keys()


def test_a_clients_own_claims_are_ignored() -> None:
    claimed = keys(query="SourceIp=10.0.0.1&SecureTransport=true")
    assert keys() == claimed


def test_a_secure_connection_is_seen() -> None:
    assert "true" == keys(secure=True)["acs:securetransport"]


def test_a_roles_arn_has_no_session() -> None:
    assert f"acs:ram::{ACCOUNT.native_id}:role/Deploy" == keys(session=True)["acs:principalarn"]


def test_the_tags_of_a_role_or_policy_are_keys() -> None:

    tagged = structs.replace(DEPLOY, tags={"Team": "Blue"})
    assert "Blue" == keys(tagged)["acs:resourcetag/team"]
    assert not [key for key in keys(WRITE) if "tag" in key]


def test_the_tags_that_a_request_would_set_are_keys() -> None:
    asked = keys(operation="CreateRole", values={"tag": [Tag("Team", "Blue")]})
    assert "Blue" == asked["acs:requesttag/team"]


def test_a_parameter_can_fill_a_key() -> None:
    assert "secret" == keys(operation="AssumeRole", values={"external_id": "secret"})["sts:externalid"]
    assert "sts:externalid" not in keys(operation="AssumeRole", values={"external_id": ""})


@pytest.mark.parametrize("key", sorted(keys(operation="CreateRole", values={"tag": [Tag("a", "b")]})))
def test_every_key_is_lower_case_and_listed(key: str) -> None:
    listed = {one.lower().replace("<tag-key>", "a") for one in KEYS}
    assert key in listed
