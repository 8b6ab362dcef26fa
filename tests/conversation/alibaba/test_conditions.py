"""Condition keys and statements over the wire, each both ways: met, it allows; not met, it does not."""

import time
from typing import Any

import pytest

from tests.conversation.alibaba.clients import Client, NewSdk
from tests.conversation.alibaba.raw import stamp
from tests.conversation.alibaba.scene import Scene, Statement, allow, assumed, deny

YES, NO = "ok", "NoPermission"
MINUTE = 60_000


def _may_list(scene: Scene, when: dict[str, Any]) -> str:
    return scene.user("alice", allow("ram:ListUsers", when=when)).code("ListUsers")


@pytest.mark.parametrize(
    ("expected", "operator", "value"),
    [
        (YES, "IpAddress", "127.0.0.1"),
        (YES, "IpAddress", "127.0.0.0/8"),
        (YES, "IpAddress", ["10.0.0.0/8", "127.0.0.0/30"]),
        (NO, "IpAddress", "127.0.0.2"),
        (NO, "IpAddress", "10.0.0.0/8"),
        (NO, "IpAddress", "::1"),
        (YES, "NotIpAddress", "10.0.0.0/8"),
        (NO, "NotIpAddress", ["10.0.0.0/8", "127.0.0.0/8"]),
    ],
)
def test_source_ip_is_where_the_caller_is(scene: Scene, expected: str, operator: str, value: Any) -> None:
    assert expected == _may_list(scene, {operator: {"acs:SourceIp": value}})


@pytest.mark.parametrize(("expected", "value"), [(YES, "false"), (NO, "true"), (YES, False), (NO, True)])
def test_secure_transport_is_false_over_http(scene: Scene, expected: str, value: Any) -> None:
    assert expected == _may_list(scene, {"Bool": {"acs:SecureTransport": value}})


@pytest.mark.parametrize(("expected", "value"), [(YES, "false"), (NO, "true")])
def test_mfa_present_is_false_for_a_key(scene: Scene, expected: str, value: str) -> None:
    assert expected == _may_list(scene, {"Bool": {"acs:MFAPresent": value}})


def test_current_time_opens_and_closes(scene: Scene) -> None:
    now = time.time()
    inside = {
        "DateGreaterThan": {"acs:CurrentTime": stamp(now + 120)},
        "DateLessThan": {"acs:CurrentTime": stamp(now + 480)},
    }
    alice = scene.user("alice", allow("ram:ListUsers", when=inside))
    codes = []
    for minutes in (0, 5, 10):
        with scene.live.later(minutes * MINUTE):
            codes.append(alice.code("ListUsers"))
    assert [NO, YES, NO] == codes


def test_current_time_is_compared_across_time_zones(scene: Scene) -> None:
    shanghai = time.strftime("%Y-%m-%dT%H:%M:%S+08:00", time.gmtime(time.time() + 8 * 3600 + 120))
    assert YES == _may_list(scene, {"DateLessThan": {"acs:CurrentTime": shanghai}})


@pytest.mark.parametrize(("expected", "name"), [(YES, "alice"), (NO, "bob"), (NO, "alic")])
def test_principal_arn_is_the_user(scene: Scene, expected: str, name: str) -> None:
    assert expected == _may_list(
        scene, {"StringEquals": {"acs:PrincipalARN": f"acs:ram::{scene.id}:user/{name}"}}
    )


@pytest.mark.parametrize(("expected", "name"), [(YES, "Reader"), (NO, "Writer")])
def test_principal_arn_of_a_session_is_the_role(scene: Scene, expected: str, name: str) -> None:
    when = {"StringLike": {"acs:PrincipalARN": f"acs:ram::*:role/{name}"}}
    arn = scene.role("Reader", allow("ram:ListUsers", when=when))
    session = scene.speaking(assumed(scene.user("alice", allow("sts:AssumeRole")), arn))
    assert expected == session.code("ListUsers")


def test_resource_tags_are_those_of_the_role_asked_for(scene: Scene) -> None:
    for env in ("test", "live"):
        scene.role(f"Role-{env}", Tag=[{"Key": "env", "Value": env}])
    scene.role("Role-plain")
    when = {"StringEquals": {"acs:ResourceTag/env": "test"}}
    alice = scene.user("alice", allow("ram:GetRole", "ram:DeleteRole", when=when))
    codes = [alice.code("GetRole", RoleName=f"Role-{tag}") for tag in ("test", "live", "plain")]
    assert [YES, NO, NO] == codes
    scene.root.do(
        "TagResources",
        ResourceType="role",
        ResourceNames=["Role-live"],
        Tag=[{"Key": "env", "Value": "test"}],
    )
    scene.root.do("UntagResources", ResourceType="role", ResourceNames=["Role-test"], TagKeys=["env"])
    codes = [alice.code("DeleteRole", RoleName=f"Role-{tag}") for tag in ("test", "live", "plain")]
    assert [NO, YES, NO] == codes


def test_resource_tags_are_those_of_the_policy_asked_for(scene: Scene) -> None:
    for name in ("Tagged", "Plain"):
        scene.policy(name, allow("oss:*"))
    scene.root.do(
        "TagResources", ResourceType="policy", ResourceNames=["Tagged"], Tag=[{"Key": "env", "Value": "test"}]
    )
    alice = scene.user(
        "alice", allow("ram:GetPolicy", when={"StringEquals": {"acs:ResourceTag/env": "test"}})
    )
    assert [YES, NO] == [
        alice.code("GetPolicy", PolicyType="Custom", PolicyName=name) for name in ("Tagged", "Plain")
    ]


def test_request_tags_are_those_that_the_call_would_set(scene: Scene) -> None:
    when = {"StringEquals": {"acs:RequestTag/env": ["test", "dev"]}}
    alice = scene.user("alice", allow("ram:CreateRole", when=when))
    document = scene.root.do("GetRole", RoleName=scene.role("Any").rpartition("/")[2])["Role"]
    trusted = document["AssumeRolePolicyDocument"]
    codes = [
        alice.code("CreateRole", RoleName=f"r{at}", AssumeRolePolicyDocument=trusted, **tags)
        for at, tags in enumerate(
            [
                {"Tag": [{"Key": "env", "Value": "test"}]},
                {"Tag": [{"Key": "team", "Value": "ops"}, {"Key": "env", "Value": "dev"}]},
                {"Tag": [{"Key": "env", "Value": "live"}]},
                {"Tag": [{"Key": "team", "Value": "test"}]},
                {},
            ]
        )
    ]
    assert [YES, YES, NO, NO, NO] == codes


def test_every_key_and_every_operator_must_be_met(scene: Scene) -> None:
    here = {"acs:SourceIp": "127.0.0.1"}
    plain, secure = {"acs:SecureTransport": "false"}, {"acs:SecureTransport": "true"}
    assert YES == _may_list(scene, {"IpAddress": here, "Bool": plain})
    scene.detach("User", "alice", "of-alice")
    scene.attach(
        "User",
        "alice",
        scene.policy("Both", allow("ram:ListUsers", when={"IpAddress": here, "Bool": secure})),
    )
    assert NO == scene.speaking(scene.further_key("alice")).code("ListUsers")


def test_a_key_that_nobody_fills_meets_nothing(scene: Scene) -> None:
    assert NO == _may_list(scene, {"StringLike": {"acs:SourceVpc": "*"}})


def test_what_a_client_says_of_itself_does_not_count(scene: Scene) -> None:
    outside = {"IpAddress": {"acs:SourceIp": "10.1.2.3"}}
    secure = {"Bool": {"acs:SecureTransport": "true"}}
    said = {"SourceIp": "10.1.2.3", "SecureTransport": "true"}
    for name, when in (("outside", outside), ("secure", secure)):
        key = scene.user_key(name, allow("ram:ListUsers", when=when))
        assert NO == NewSdk(scene.address, key, queries=said).code("ListUsers")
        assert NO == NewSdk(scene.address, key, queries=said, algorithm="v2").code("ListUsers")
        assert NO == scene.raw(key, place="form").code("ListUsers", **said)


@pytest.mark.parametrize(
    ("expected", "statements"),
    [
        (YES, [allow("ram:ListUsers")]),
        (YES, [allow("ram:List*")]),
        (YES, [allow("ram:*Users")]),
        (YES, [allow("ram:ListUser?")]),
        (YES, [allow("RAM:listusers")]),
        (YES, [allow("*")]),
        (YES, [allow("oss:*", "ram:ListUsers")]),
        (NO, [allow("ram:ListUser")]),
        (NO, [allow("ram:ListUsers?")]),
        (NO, [allow("ims:*")]),
        (YES, [allow("ram:ListUsers", on="acs:ram:*:*:user/*")]),
        (YES, [allow("ram:ListUsers", on="acs:*:*:*:*")]),
        (NO, [allow("ram:ListUsers", on="acs:ram:*:*:user/alice")]),
        (NO, [allow("ram:ListUsers", on="acs:ram:*:1000000000000000:user/*")]),
        (NO, [allow("ram:ListUsers", on="acs:oss:*:*:*")]),
        (NO, [allow("*"), deny("ram:ListUsers")]),
        (NO, [deny("ram:ListUsers"), allow("*")]),
        (NO, [allow("*"), deny("*", on="acs:ram:*:*:user/*")]),
        (YES, [allow("*"), deny("ram:ListGroups")]),
        (YES, [allow("*"), deny("*", when={"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}})]),
        (NO, [allow("*"), deny("*", when={"IpAddress": {"acs:SourceIp": "127.0.0.0/8"}})]),
        (YES, [{"Effect": "Allow", "NotAction": ["ram:Create*", "sts:*"], "Resource": "*"}]),
        (NO, [{"Effect": "Allow", "NotAction": ["ram:List*"], "Resource": "*"}]),
        (NO, [allow("*"), {"Effect": "Deny", "NotAction": ["oss:*"], "Resource": "*"}]),
        (YES, [{"Effect": "Allow", "Action": "ram:ListUsers", "NotResource": "acs:ram:*:*:group/*"}]),
        (NO, [{"Effect": "Allow", "Action": "ram:ListUsers", "NotResource": "acs:ram:*:*:user/*"}]),
    ],
)
def test_a_policy_means_what_it_says(scene: Scene, expected: str, statements: list[Statement]) -> None:
    assert expected == scene.user("alice", *statements).code("ListUsers")


def _in_group(scene: Scene, own: Statement, groups: Statement) -> Client:
    alice = scene.user("alice", own)
    scene.group("ops", "alice")
    scene.attach("Group", "ops", scene.policy("of-ops", groups))
    return alice


def test_a_group_s_allow_reaches_its_members(scene: Scene) -> None:
    assert YES == _in_group(scene, allow("oss:*"), allow("ram:ListUsers")).code("ListUsers")


def test_a_group_s_deny_beats_a_member_s_own_allow(scene: Scene) -> None:
    assert NO == _in_group(scene, allow("*"), deny("ram:ListUsers")).code("ListUsers")


def test_a_user_s_own_deny_beats_its_group_s_allow(scene: Scene) -> None:
    assert NO == _in_group(scene, deny("ram:ListUsers"), allow("*")).code("ListUsers")


def test_a_policy_does_not_bear_on_the_account_s_owner(scene: Scene) -> None:
    scene.user("alice", deny("*"))
    assert YES == scene.root.code("ListUsers")
