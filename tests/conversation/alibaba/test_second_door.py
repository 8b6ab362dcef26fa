"""Policies and roles by Resource Management are RAM's own, with another door's manners."""

import pytest

from tests.conversation.alibaba.clients import MANAGERS
from tests.conversation.alibaba.scene import Scene, allow, document, trust


@pytest.mark.parametrize("dialect", MANAGERS)
def test_a_policy_made_by_one_door_is_there_by_the_other(scene: Scene, dialect: str) -> None:
    manager = MANAGERS[dialect](scene.address, scene.key)
    text, other = document(allow("oss:*")), document(allow("ecs:*"))
    made = manager.do("CreatePolicy", PolicyName="Own", PolicyDocument=text, Description="mine")["Policy"]
    assert ("Own", "Custom", "v1", "mine") == (
        made["PolicyName"], made["PolicyType"], made["DefaultVersion"], made["Description"],
    )  # fmt: skip
    named = {"PolicyType": "Custom", "PolicyName": "Own"}
    by_ram = scene.root.do("GetPolicy", **named)["DefaultPolicyVersion"]["PolicyDocument"]
    assert text == by_ram == manager.do("GetPolicy", **named)["Policy"]["PolicyDocument"]
    version = manager.do("CreatePolicyVersion", PolicyName="Own", PolicyDocument=other)["PolicyVersion"]
    assert ("v2", False) == (version["VersionId"], version["IsDefaultVersion"])
    manager.do("SetDefaultPolicyVersion", PolicyName="Own", VersionId="v2")
    shown = manager.do("GetPolicyVersion", **named, VersionId="v2")["PolicyVersion"]
    assert (other, True) == (shown["PolicyDocument"], shown["IsDefaultVersion"])
    listed = manager.do("ListPolicyVersions", **named)["PolicyVersions"]["PolicyVersion"]
    assert ["v2", "v1"] == [one["VersionId"] for one in listed]
    assert "DeleteConflict.Policy.Version" == manager.code("DeletePolicy", PolicyName="Own")
    default = manager.code("DeletePolicyVersion", PolicyName="Own", VersionId="v2")
    assert "DeleteConflict.Policy.Version.Default" == default
    manager.do("DeletePolicyVersion", PolicyName="Own", VersionId="v1")
    manager.do("DeletePolicy", PolicyName="Own")
    assert "EntityNotExist.Policy" == scene.root.code("GetPolicy", **named)


@pytest.mark.parametrize("dialect", MANAGERS)
def test_a_role_made_by_one_door_is_there_by_the_other(scene: Scene, dialect: str) -> None:
    manager, text = MANAGERS[dialect](scene.address, scene.key), trust(f"acs:ram::{scene.id}:root")
    made = manager.do("CreateRole", RoleName="ops", AssumeRolePolicyDocument=text, Description="on call")
    principal_name = scene.named("Role", "ops")["PrincipalName"]
    assert principal_name == made["Role"]["RolePrincipalName"]
    shown = manager.do("GetRole", RoleName="ops")["Role"]
    assert (text, False) == (shown["AssumeRolePolicyDocument"], shown["IsServiceLinkedRole"])
    by_ram = scene.root.do("GetRole", RoleName="ops")["Role"]
    assert (shown["RoleId"], principal_name) == (by_ram["RoleId"], by_ram["RolePrincipalName"])
    manager.do("UpdateRole", RoleName="ops", NewDescription="off call", NewMaxSessionDuration=7200)
    assert "off call" == scene.root.do("GetRole", RoleName="ops")["Role"]["Description"]
    (listed,) = manager.do("ListRoles")["Roles"]["Role"]
    assert ("ops", 7200) == (listed["RoleName"], listed["MaxSessionDuration"])
    scene.attach("Role", "ops", "ReadOnlyAccess", "System")
    assert "DeleteConflict.Role.Policy" == manager.code("DeleteRole", RoleName="ops")
    scene.detach("Role", "ops", "ReadOnlyAccess", "System")
    manager.do("DeleteRole", RoleName="ops")
    assert "EntityNotExist.Role" == scene.root.code("GetRole", RoleName="ops")


@pytest.mark.parametrize("action", ["CreatePolicy", "CreateRole"])
def test_a_malformed_document_is_a_conflict_here_and_a_bad_request_in_ram(scene: Scene, action: str) -> None:
    wrong = {
        "CreatePolicy": {"PolicyName": "Own", "PolicyDocument": "{}"},
        "CreateRole": {"RoleName": "ops", "AssumeRolePolicyDocument": "{}"},
    }[action]
    assert (409, "MalformedPolicyDocument") == scene.manager.ask(action, **wrong)[:2]
    assert (400, "MalformedPolicyDocument") == scene.root.ask(action, **wrong)[:2]


def test_policies_have_numbered_pages_and_are_counted(scene: Scene) -> None:
    for number in range(3):
        scene.policy(f"P{number}", allow("oss:*"))
    pages = [
        scene.manager.do("ListPolicies", PolicyType="Custom", PageNumber=number, PageSize=2)
        for number in (1, 2)
    ]
    assert [["P0", "P1"], ["P2"]] == [
        [one["PolicyName"] for one in page["Policies"]["Policy"]] for page in pages
    ]
    assert [(3, 1, 2), (3, 2, 2)] == [
        (page["TotalCount"], page["PageNumber"], page["PageSize"]) for page in pages
    ]
    system = scene.manager.do("ListPolicies", PolicyType="System")["TotalCount"]
    assert 3 + system == scene.manager.do("ListPolicies")["TotalCount"]


def test_the_same_permission_opens_both_doors(scene: Scene) -> None:
    key = scene.user_key("alice", allow("ram:ListRoles"))
    assert "ok" == scene.speaking(key).code("ListRoles")
    assert "ok" == scene.managing(key).code("ListRoles")
    assert "NoPermission" == scene.managing(key).code("ListPolicies")
