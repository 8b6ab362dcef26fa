"""The family around DetachUserPolicy: who comes, what is written, what is bounded, and what goes along."""

import json
from typing import Any

import pytest

from tests.conversation.tencent.clients import Sdk
from tests.conversation.tencent.scene import Scene, allow, assumed, deny, document, trust

DENIED = "AuthFailure.UnauthorizedOperation"


def test_a_user_comes_with_a_key_and_goes_with_it_only_by_force(scene: Scene) -> None:
    key = scene.user_key("alice", allow("cam:ListUsers"))
    alice = scene.speaking(key)
    scene.group("staff", "alice")
    assert "OperationDenied.HaveKeys" == scene.root.code("DeleteUser", Name="alice")
    assert "ok" == scene.root.code("DeleteUser", Name="alice", Force=1)
    assert "AuthFailure.SecretIdNotFound" == alice.code("ListUsers")
    assert "ResourceNotFound.UserNotExist" == scene.root.code("GetUser", Name="alice")


def test_to_delete_keys_along_needs_its_own_permission(scene: Scene) -> None:
    scene.user("alice")
    bob = scene.user("bob", allow("cam:DeleteUser"))
    assert "UnauthorizedOperation.DeleteApiKey" == bob.code("DeleteUser", Name="alice", Force=1)
    carol = scene.user("carol", allow("cam:DeleteUser", "cam:DeleteApiKey"))
    assert "ok" == carol.code("DeleteUser", Name="alice", Force=1)


def test_names_are_taken_once(scene: Scene) -> None:
    scene.user("alice")
    scene.group("staff")
    scene.policy("p", allow("*"))
    scene.role("r")
    body = document(allow("*"))
    assert [
        "InvalidParameter.SubUserNameInUse",
        "InvalidParameter.GroupNameInUse",
        "FailedOperation.PolicyNameInUse",
        "InvalidParameter.RoleNameInUse",
    ] == [
        scene.root.code("AddUser", Name="alice"),
        scene.root.code("CreateGroup", GroupName="staff"),
        scene.root.code("CreatePolicy", PolicyName="p", PolicyDocument=body),
        scene.root.code("CreateRole", RoleName="r", PolicyDocument=trust(f"qcs::cam::uin/{scene.uin}:root")),
    ]


def test_a_group_is_named_by_number_and_its_members_by_either_of_theirs(scene: Scene) -> None:
    scene.user("alice")
    id = scene.group("staff", "alice")
    shown = scene.root.do("GetGroup", GroupId=id)
    assert (1, "alice") == (shown["GroupNum"], shown["UserInfo"][0]["Name"])
    uid = shown["UserInfo"][0]["Uid"]
    for named in ({"Uid": uid}, {"SubUin": scene.uins["alice"]}):
        assert [id] == [one["GroupId"] for one in scene.root.do("ListGroupsForUser", **named)["GroupInfo"]]
    for _ in range(2):
        assert "ok" == scene.root.code("RemoveUserFromGroup", Info=[{"GroupId": id, "Uid": uid}])
    assert 0 == scene.root.do("ListUsersForGroup", GroupId=id)["TotalNum"]


@pytest.mark.parametrize(
    ("action", "given", "code"),
    [
        ("GetGroup", {"GroupId": 5}, "ResourceNotFound.UserNotExist"),
        ("DeleteGroup", {"GroupId": 5}, "ResourceNotFound.UserNotExist"),
        ("UpdateGroup", {"GroupId": 5, "Remark": "x"}, "ResourceNotFound.GroupNotExist"),
        ("AddUserToGroup", {"Info": [{"GroupId": 5, "Uin": 6}]}, "InvalidParameter.GroupNotExist"),
        ("AttachGroupPolicy", {"PolicyId": 1, "AttachGroupId": 5}, "ResourceNotFound.GroupNotExist"),
        ("DetachGroupPolicy", {"PolicyId": 77, "DetachGroupId": 5}, "InvalidParameter.PolicyIdNotExist"),
        ("AttachRolePolicy", {"PolicyId": 1, "AttachRoleName": "x"}, "InvalidParameter.RoleNotExist"),
        ("AttachRolePolicy", {"PolicyId": 1}, "InvalidParameter.ParamError"),
        (
            "AttachRolePolicy",
            {"PolicyId": 1, "AttachRoleName": "x", "AttachRoleId": "5"},
            "InvalidParameter.ParamError",
        ),
        ("GetRole", {"RoleId": "5"}, "InvalidParameter.RoleNotExist"),
        ("GetPolicy", {"PolicyId": 77}, "ResourceNotFound.PolicyIdNotFound"),
        ("GetPolicyVersion", {"PolicyId": 1, "VersionId": 9}, "InvalidParameter.PolicyVersionNotExists"),
        ("CreateAccessKey", {"TargetUin": 5}, "InvalidParameter.UserNotExist"),
        ("PutUserPermissionsBoundary", {"TargetUin": 5, "PolicyId": 1}, "InvalidParameter.UserNotExist"),
        ("DeletePolicy", {"PolicyId": [1]}, "InvalidParameter.PolicyIdError"),
        ("AssumeRole", {"RoleArn": "qcs::cam::uin/1:roleName/x", "RoleSessionName": "me"}, DENIED),
    ],
)  # fmt: skip
def test_what_is_not_there_is_told_in_the_operations_own_code(
    scene: Scene, action: str, given: dict[str, Any], code: str
) -> None:
    assert code == scene.root.code(action, **given)


MALFORMED: list[tuple[Any, str]] = [
    ("{", "PolicyDocumentError"),
    ({"version": "1", "statement": []}, "VersionError"),
    ({"version": "2.0"}, "StatementError"),
    ({"version": "2.0", "statement": [{"effect": "maybe", "action": "*", "resource": "*"}]}, "EffectError"),
    ({"version": "2.0", "statement": [{"effect": "allow", "resource": "*"}]}, "ActionMiss"),
    ({"version": "2.0", "statement": [{"effect": "allow", "action": "x", "resource": "*"}]}, "ActionError"),
    ({"version": "2.0", "statement": [{"effect": "allow", "action": "*", "resource": "x"}]}, "ResourceError"),
    (
        {"version": "2.0", "statement": [allow("*", when={"string_is": {"qcs:uin": "1"}})]},
        "ConditionError",
    ),
    (
        {"version": "2.0", "statement": [{**allow("*"), "principal": {"qcs": ["*"]}}]},
        "PrincipalError",
    ),
]


@pytest.mark.parametrize(("body", "tail"), MALFORMED, ids=[tail for _, tail in MALFORMED])
def test_each_element_of_a_document_has_its_code(scene: Scene, body: Any, tail: str) -> None:
    text = body if isinstance(body, str) else json.dumps(body)
    told = scene.root.ask("CreatePolicy", PolicyName="p", PolicyDocument=text)
    assert f"InvalidParameter.{tail}" == told.code


def test_a_policy_is_rewritten_in_its_place_and_its_versions_count(scene: Scene) -> None:
    alice = scene.user("alice", allow("cam:ListUsers"))
    id = scene.held("alice")[0]
    scene.root.do("UpdatePolicy", PolicyId=id, PolicyDocument=document(allow("cam:ListGroups")))
    assert [DENIED, "ok"] == [alice.code(one) for one in ("ListUsers", "ListGroups")]
    made = scene.root.do(
        "CreatePolicyVersion", PolicyId=id, PolicyDocument=document(allow("cam:ListUsers")), SetAsDefault=True
    )
    assert "ok" == alice.code("ListUsers")
    assert "FailedOperation.PolicyVersionAlreadyDefault" == scene.root.code(
        "SetDefaultPolicyVersion", PolicyId=id, VersionId=made["VersionId"]
    )
    assert "FailedOperation.PolicyVersionAlreadyDefault" == scene.root.code(
        "DeletePolicyVersion", PolicyId=id, VersionId=[made["VersionId"]]
    )
    scene.root.do("DeletePolicyVersion", PolicyId=id, VersionId=[1])
    assert [2] == [one["VersionId"] for one in scene.root.do("ListPolicyVersions", PolicyId=id)["Versions"]]


def test_a_policy_that_is_attached_goes_and_takes_its_attachments_along(scene: Scene) -> None:
    alice = scene.user("alice", allow("cam:ListUsers"))
    scene.root.do("DeletePolicy", PolicyId=scene.held("alice"))
    assert DENIED == alice.code("ListUsers")
    assert [] == scene.held("alice")


def test_presets_have_the_ids_by_which_everybody_knows_them(scene: Scene) -> None:
    names = [scene.root.do("GetPolicy", PolicyId=id)["PolicyName"] for id in (1, 2, 400411)]
    assert ["AdministratorAccess", "QCloudResourceFullAccess", "ReadOnlyAccess"] == names
    alice = scene.user("alice")
    scene.attach("alice", 400411)
    assert ["ok", DENIED] == [
        alice.code("ListUsers"),
        alice.code("CreateGroup", GroupName="x"),
    ]


def test_lists_come_in_pages_and_tell_how_many_there_are(scene: Scene) -> None:
    for number in range(3):
        scene.policy(f"p{number}", allow("*"))
    page = scene.root.do("ListPolicies", Scope="Local", Rp=2, Page=2)
    assert (3, ["p2"]) == (page["TotalNum"], [one["PolicyName"] for one in page["List"]])
    assert [] == scene.root.do("ListPolicies", Scope="Local", Rp=2, Page=3)["List"]
    assert 1 == scene.root.do("ListPolicies", Scope="Local", Keyword="p1")["TotalNum"]


def test_an_explicit_deny_wins(scene: Scene) -> None:
    alice = scene.user("alice", allow("cam:*"))
    scene.attach("alice", scene.policy("no", deny("cam:ListUsers")))
    assert [DENIED, "ok"] == [alice.code(one) for one in ("ListUsers", "ListGroups")]


def test_a_boundary_bounds_and_allows_nothing(scene: Scene) -> None:
    alice = scene.user("alice", allow("cam:ListUsers"))
    most = scene.policy("most", allow("cam:ListGroups"))
    uin = scene.uins["alice"]
    empty = scene.root.do("GetUserPermissionBoundary", TargetUin=uin)
    assert {None} == {value for name, value in empty.items() if name != "RequestId"}
    scene.root.do("PutUserPermissionsBoundary", TargetUin=uin, PolicyId=most)
    assert most == scene.root.do("GetUserPermissionBoundary", TargetUin=uin)["PolicyId"]
    assert {DENIED} == {alice.code(one) for one in ("ListUsers", "ListGroups")}
    for _ in range(2):
        assert "ok" == scene.root.code("DeleteUserPermissionsBoundary", TargetUin=uin)
    assert "ok" == alice.code("ListUsers")


def test_keys_are_told_once_switched_and_two_to_a_user(scene: Scene) -> None:
    key = scene.user_key("alice", allow("cam:ListUsers"))
    alice, target = scene.speaking(key), {"TargetUin": scene.uins["alice"]}
    made = scene.root.do("CreateAccessKey", Description="spare", **target)["AccessKey"]
    assert "OperationDenied.AccessKeyOverLimit" == scene.root.code("CreateAccessKey", **target)
    listed = scene.root.do("ListAccessKeys", **target)["AccessKeys"]
    assert [("", "Active"), ("spare", "Active")] == [(one["Description"], one["Status"]) for one in listed]
    scene.root.do("UpdateAccessKey", AccessKeyId=key.id, Status="Inactive", **target)
    assert "AuthFailure.SecretIdNotFound" == alice.code("ListUsers")
    scene.root.do("UpdateAccessKey", AccessKeyId=key.id, Status="Active", **target)
    assert "ok" == alice.code("ListUsers")
    scene.root.do("DeleteAccessKey", AccessKeyId=made["AccessKeyId"], **target)
    assert "ResourceNotFound.SecretNotExist" == scene.root.code(
        "DeleteAccessKey", AccessKeyId="AKIDx", **target
    )


def test_a_key_is_made_for_the_user_that_the_policy_names(scene: Scene) -> None:
    scene.user("bob")
    own = f"qcs::cam::uin/{scene.uin}:uin/${{uin}}"
    alice = scene.user("alice", allow("cam:CreateAccessKey", on=own))
    assert "ok" == alice.code("CreateAccessKey")
    told = alice.ask("CreateAccessKey", TargetUin=scene.uins["bob"])
    assert DENIED == told.code
    assert f"resource (qcs::cam::uin/{scene.uin}:uin/{scene.uins['bob']}) has no permission" in told.message


def test_a_role_is_assumed_by_whom_it_trusts_and_who_may(scene: Scene) -> None:
    role = scene.role("auditor", allow("cam:ListUsers"))
    bob = scene.user("bob")
    assert DENIED == bob.code("AssumeRole", RoleArn=role, RoleSessionName="shift")
    alice = scene.user("alice", allow("sts:AssumeRole", on=role))
    key = assumed(alice, role)
    auditor = scene.speaking(key)
    assert ["ok", DENIED] == [auditor.code(one) for one in ("ListUsers", "ListGroups")]
    who = auditor.do("GetCallerIdentity")
    assert (scene.uin, str(scene.uins["alice"])) == (who["AccountId"], who["PrincipalId"])
    assert "AuthFailure.TokenFailure" == scene.speaking(key._replace(token="")).code("ListUsers")
    assert "AuthFailure.TokenFailure" == scene.speaking(key._replace(token="x")).code("ListUsers")
    by_id = scene.root.do("GetRole", RoleName="auditor")["RoleInfo"]["RoleId"]
    assert assumed(scene.root, f"qcs::cam::uin/{scene.uin}:role/{by_id}").token


def test_a_session_can_do_no_more_than_its_policy_allows_and_ends(scene: Scene) -> None:
    role = scene.role("auditor", allow("cam:*"))
    limited = assumed(scene.root, role, Policy=document(allow("cam:ListUsers")), DurationSeconds=60)
    auditor = scene.speaking(limited)
    assert ["ok", DENIED] == [auditor.code(one) for one in ("ListUsers", "ListGroups")]
    with scene.live.later(61_000):
        assert "AuthFailure.TokenFailure" == auditor.code("ListUsers")
    assert "InvalidParameter.OverTimeError" == scene.root.code(
        "AssumeRole", RoleArn=role, RoleSessionName="shift", DurationSeconds=7201
    )
    assert "FailedOperation.CheckMFAError" == scene.root.code(
        "AssumeRole", RoleArn=role, RoleSessionName="shift", TokenCode="123456"
    )


def test_a_role_of_another_account_needs_both_sides(live: Any, scene: Scene) -> None:
    other = Scene(live, live.account("tencent"))
    role = scene.role("partner", allow("cam:ListUsers"), trusting=trust(f"qcs::cam::uin/{other.uin}:root"))
    alice = other.user("alice", allow("sts:AssumeRole", on=role))
    bob = other.user("bob")
    assert DENIED == bob.code("AssumeRole", RoleArn=role, RoleSessionName="shift")
    key = assumed(alice, role)
    assert ["alice"] != [one["Name"] for one in Sdk(scene.address, key).do("ListUsers")["Data"]]
    closed = scene.role("closed")
    carol = other.user("carol", allow("sts:AssumeRole"))
    assert DENIED == carol.code("AssumeRole", RoleArn=closed, RoleSessionName="shift")
