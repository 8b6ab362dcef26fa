"""The condition keys that the server fills: only what it sees itself counts."""

from collections.abc import Mapping
from typing import Any

from msgspec import structs

from tests.store.stage import ACCOUNT, ALICE, DEPLOY, KEY, NOW, ROOT, SESSION, WRITE
from tigertally.clouds.http import HttpRequest
from tigertally.clouds.huawei import CLOUD
from tigertally.clouds.huawei.conditions import KEYS, context
from tigertally.clouds.huawei.types import SessionTag, Tag
from tigertally.clouds.service import Ask, Call, Thing
from tigertally.model.credentials import AccessKey, Session
from tigertally.model.principals import Caller, Role, User

OPERATIONS = {one.name: one for service in CLOUD.services for one in service.operations.values()}

Keys = dict[str, str | tuple[str, ...]]


def keys(
    thing: Thing = ALICE,
    *,
    operation: str = "ShowUserV5",
    values: Mapping[str, Any] | None = None,
    headers: tuple[tuple[str, str], ...] = (),
    principal: User | Role = ALICE,
    credential: AccessKey | Session = KEY,
) -> Keys:
    """The keys of one question."""
    request = HttpRequest("GET", "/v5/users/u1", "", headers, b"", "192.0.2.7", secure=False)
    caller = Caller(account=ACCOUNT, principal=principal, credential=credential)
    call = Call(caller, request, "id", NOW, lambda _: None)
    return context(call, OPERATIONS[operation], Ask("x", thing), values or {})


def test_who_when_whence_and_how() -> None:
    found = keys(headers=(("user-agent", "curl"), ("x-forwarded-for", "10.0.0.1")))
    expected = {
        "g:currenttime": "2023-11-14T22:13:20.000Z",
        "g:mfapresent": "false",
        "g:principalaccount": ACCOUNT.native_id,
        "g:principalid": "u1",
        "g:principalisrootuser": "false",
        "g:principaltype": "User",
        "g:principalurn": f"iam::{ACCOUNT.native_id}:user:Alice",
        "g:securetransport": "false",
        "g:sourceip": "192.0.2.7",
        "g:useragent": "curl",
        "g:userid": "u1",
        "g:username": "Alice",
    }
    assert expected == {key: found[key] for key in expected}


def test_a_session_is_an_assumed_agency_without_a_user() -> None:
    found = keys(principal=DEPLOY, credential=structs.replace(SESSION, source_identity="alice"))
    assert ("AssumedAgency", "r1:build", "alice") == (
        found["g:principaltype"], found["g:principalid"], found["g:sourceidentity"],
    )  # fmt: skip
    assert not {"g:userid", "g:username"} & found.keys()
    assert "g:tokenissuetime" in found


def test_a_sessions_tags_stand_over_the_agencys() -> None:
    agency = structs.replace(DEPLOY, tags={"Team": "blue", "Env": "prod"})
    found = keys(principal=agency, credential=structs.replace(SESSION, tags={"Team": "red"}))
    assert ("red", "prod") == (found["g:principaltag/team"], found["g:principaltag/env"])


def test_the_tags_of_what_is_asked_about_are_keys() -> None:
    assert "blue" == keys(ALICE)["g:resourcetag/team"]
    assert not [key for key in keys(WRITE) if key.startswith("g:resourcetag")]


def test_the_root_user_is_told_as_a_resource() -> None:
    assert ("true", "false") == (keys(ROOT)["iam:resourceisrootuser"], keys(ALICE)["iam:resourceisrootuser"])


def test_the_policy_that_would_be_attached_is_a_key() -> None:
    found = keys(operation="AttachUserPolicyV5", values={"policy": WRITE})
    assert f"iam::{ACCOUNT.native_id}:policy:WRITE" == found["iam:policyurn"]


def test_the_tags_that_a_request_would_set_are_keys() -> None:
    found = keys(operation="TagResourceV5", values={"tags": [Tag("Team", "red"), Tag("Env", "")]})
    assert ("red", ("Team", "Env")) == (found["g:requesttag/team"], found["g:tagkeys"])
    gone = keys(operation="DeleteResourceTagsV5", values={"tag_keys": ["Team"]})
    assert ("Team",) == gone["g:tagkeys"]
    assert not [key for key in gone if key.startswith("g:requesttag")]


def test_the_parameters_of_an_assume_are_keys() -> None:
    found = keys(
        operation="AssumeAgency",
        values={
            "external_id": "x1", "agency_session_name": "build", "tags": [SessionTag("a", "b")],
            "transitive_tag_keys": ["a"], "source_identity": "",
        },
    )  # fmt: skip
    assert ("x1", "build", ("a",)) == (
        found["sts:externalid"], found["sts:agencysessionname"], found["sts:transitivetagkeys"],
    )  # fmt: skip
    assert "sts:sourceidentity" not in found


def test_every_key_is_lower_case_and_listed() -> None:
    listed = {one.lower().partition("<")[0] for one in KEYS}
    found = keys(operation="TagResourceV5", values={"tags": [Tag("Team", "red")]})
    assert set() == {key for key in found if key not in listed and f"{key.partition('/')[0]}/" not in listed}
