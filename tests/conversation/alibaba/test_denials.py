"""What a denial tells: AccessDeniedDetail beside it, and the sealed message that its own account can open."""

from typing import Any

import pytest

from tests.conversation.alibaba.clients import Answer, Client
from tests.conversation.alibaba.scene import Scene, allow, assumed, deny, document, trust

HOUR = 60 * 60 * 1000


def _denied(caller: Client, action: str = "ListUsers", **named: Any) -> Answer:
    answer = caller.ask(action, **named)
    assert (403, "NoPermission") == answer[:2]
    return answer


def _opened(reader: Client, answer: Answer) -> dict[str, Any]:
    body = reader.do(
        "DecodeDiagnosticMessage", EncodedDiagnosticMessage=answer.detail["EncodedDiagnosticMessage"]
    )
    found: dict[str, Any] = body["DecodedDiagnosticMessage"]
    return found


def _user_id(scene: Scene, name: str) -> str:
    found: str = scene.root.do("GetUser", UserName=name)["User"]["UserId"]
    return found


def test_silence_is_told_as_an_implicit_deny(scene: Scene) -> None:
    answer = _denied(scene.user("alice"))
    told = dict(answer.detail)
    assert told.pop("EncodedDiagnosticMessage")
    assert {
        "PolicyType": "AccountLevelIdentityBasedPolicy",
        "AuthAction": "ram:ListUsers",
        "AuthPrincipalType": "SubUser",
        "AuthPrincipalOwnerId": scene.id,
        "AuthPrincipalDisplayName": _user_id(scene, "alice"),
        "NoPermissionType": "ImplicitDeny",
    } == told
    assert answer.message == (
        "You are not authorized to do this action. "
        f"Resource: acs:ram:*:{scene.id}:user/* Action: ram:ListUsers"
    )


def test_the_sealed_message_of_silence_names_no_policy(scene: Scene) -> None:
    opened = _opened(scene.root, _denied(scene.user("alice", allow("ram:GetUser"))))
    conditions = {one["ConditionKey"].lower(): one["ConditionValues"] for one in opened.pop("AuthConditions")}
    assert ["127.0.0.1"] == conditions["acs:sourceip"]
    assert ["false"] == conditions["acs:securetransport"]
    assert {
        "ExplicitDeny": False,
        "NoPermissionPolicyType": "AccountLevelIdentityBasedPolicy",
        "AuthAction": "ram:ListUsers",
        "AuthResource": f"acs:ram:*:{scene.id}:user/*",
        "AuthPrincipal": {
            "AuthPrincipalType": "SubUser",
            "AuthPrincipalOwnerId": scene.id,
            "AuthPrincipalDisplayName": _user_id(scene, "alice"),
        },
        "MatchedPolicies": [],
    } == opened


@pytest.mark.parametrize(
    ("kind", "entity"), [("User", "RamUser"), ("Group", "RamGroup"), ("Role", "RamRole")]
)
def test_the_sealed_message_names_the_policy_that_denies(scene: Scene, kind: str, entity: str) -> None:
    caller: Client = scene.user("alice", allow("*"))
    carrier = {"User": "alice", "Group": "ops", "Role": "Reader"}[kind]
    if kind == "Group":
        scene.group("ops", "alice")
    if kind == "Role":
        caller = scene.speaking(assumed(caller, scene.role("Reader", allow("*"))))
    scene.policy("No-Lists", allow("oss:*"))
    scene.root.do(
        "CreatePolicyVersion",
        PolicyName="No-Lists",
        PolicyDocument=document(deny("ram:List*")),
        SetAsDefault=True,
    )
    scene.attach(kind, carrier, "No-Lists")
    answer = _denied(caller)
    assert "ExplicitDeny" == answer.detail["NoPermissionType"]
    opened = _opened(scene.root, answer)
    assert opened["ExplicitDeny"] is True
    assert [
        {
            "Effect": "Deny",
            "PolicyIdentifier": "No-Lists",
            "PolicyType": "Custom",
            "PolicyVersion": "v2",
            "AttachedEntityType": entity,
            "AttachedScope": "Account",
        }
    ] == opened["MatchedPolicies"]


def test_a_role_s_session_is_told_by_role_and_session_name(scene: Scene) -> None:
    session = scene.speaking(assumed(scene.user("alice", allow("sts:*")), scene.role("Reader")))
    detail = _denied(session).detail
    assert ("AssumedRoleUser", scene.id, "Reader:shift") == (
        detail["AuthPrincipalType"],
        detail["AuthPrincipalOwnerId"],
        detail["AuthPrincipalDisplayName"],
    )


@pytest.mark.parametrize(("effect", "told"), [(allow, "ImplicitDeny"), (deny, "ExplicitDeny")])
def test_a_session_policy_is_told_as_such(scene: Scene, effect: Any, told: str) -> None:
    arn = scene.role("Reader", allow("*"))
    alice = scene.user("alice", allow("sts:*"))
    narrow = document(effect("ram:ListUsers" if effect is deny else "oss:*"))
    detail = _denied(scene.speaking(assumed(alice, arn, Policy=narrow))).detail
    assert ("SessionPolicy", told) == (detail["PolicyType"], detail["NoPermissionType"])


def test_a_trust_policy_is_told_as_such(scene: Scene) -> None:
    arn = scene.role("Reader", trusting=trust(f"acs:ram::{scene.id}:user/bob"))
    denied = _denied(scene.user("alice", allow("sts:*")), "AssumeRole", RoleArn=arn, RoleSessionName="shift")
    assert ("AssumeRolePolicy", "ImplicitDeny", "sts:AssumeRole") == (
        denied.detail["PolicyType"],
        denied.detail["NoPermissionType"],
        denied.detail["AuthAction"],
    )


def test_in_xml_the_detail_is_the_same(scene: Scene) -> None:
    heard = scene.raw(scene.user_key("alice")).hear("ListUsers", Format="XML")
    assert (403, "Error", "NoPermission") == (heard.status, heard.xml.tag, heard.xml.findtext("Code"))
    assert "ram:ListUsers" == heard.xml.findtext("AccessDeniedDetail/AuthAction")
    assert "ImplicitDeny" == heard.xml.findtext("AccessDeniedDetail/NoPermissionType")


def test_a_refusal_of_another_kind_has_no_detail(scene: Scene) -> None:
    assert "AccessDeniedDetail" not in scene.raw().hear("GetUser", UserName="nobody").json


def test_another_account_cannot_open_the_message(scene: Scene) -> None:
    message = _denied(scene.user("alice")).detail["EncodedDiagnosticMessage"]
    stranger = Scene(scene.live, scene.live.account("alibaba")).root
    answer = stranger.ask("DecodeDiagnosticMessage", EncodedDiagnosticMessage=message)
    assert (404, "EntityNotExist") == answer[:2]


def test_a_message_says_nothing_to_the_eye(scene: Scene) -> None:
    scene.policy("Secret-Name", deny("ram:ListUsers"))
    alice = scene.user("alice")
    scene.attach("User", "alice", "Secret-Name")
    heard = scene.raw(scene.further_key("alice")).hear("ListUsers")
    assert "Secret-Name" not in heard.text
    assert "NoPermission" == alice.code(
        "DecodeDiagnosticMessage",
        EncodedDiagnosticMessage=heard.json["AccessDeniedDetail"]["EncodedDiagnosticMessage"],
    )


def test_a_changed_message_is_none(scene: Scene) -> None:
    message = _denied(scene.user("alice")).detail["EncodedDiagnosticMessage"]
    for changed in (message[:40], message[::-1], "é", "A" * 5000):
        answer = scene.raw(place="form").ask("DecodeDiagnosticMessage", EncodedDiagnosticMessage=changed)
        assert (404, "EntityNotExist") == answer[:2], changed


def test_a_message_can_be_opened_for_a_day(scene: Scene) -> None:
    message = _denied(scene.user("alice")).detail["EncodedDiagnosticMessage"]
    asked = {"EncodedDiagnosticMessage": message}
    with scene.live.later(23 * HOUR):
        assert "ok" == scene.raw().code("DecodeDiagnosticMessage", **asked)
    with scene.live.later(25 * HOUR):
        answer = scene.raw().ask("DecodeDiagnosticMessage", **asked)
        assert (400, "EncodedMessageExpire") == answer[:2]
