"""System policies are everybody's to attach and nobody's to change."""

import json

import pytest

from tests.conversation.alibaba.scene import Scene, allow, document

EXPECTED = {
    "AdministratorAccess": ("ok", "ok", "ok"),
    "ReadOnlyAccess": ("ok", "NoPermission", "NoPermission"),
    "AliyunRAMFullAccess": ("ok", "ok", "NoPermission"),
    "AliyunRAMReadOnlyAccess": ("ok", "NoPermission", "NoPermission"),
    "AliyunSTSAssumeRoleAccess": ("NoPermission", "NoPermission", "ok"),
}
"""What each opens: reading users, creating one, assuming a role."""


@pytest.mark.parametrize("name", EXPECTED)
def test_a_system_policy_opens_what_it_is_for(scene: Scene, name: str) -> None:
    arn = scene.role("Reader")
    alice = scene.user("alice")
    scene.attach("User", "alice", name, "System")
    opened = (
        alice.code("ListUsers"),
        alice.code("CreateUser", UserName="bob"),
        alice.code("AssumeRole", RoleArn=arn, RoleSessionName="shift"),
    )
    assert EXPECTED[name] == opened
    scene.detach("User", "alice", name, "System")
    assert "NoPermission" == alice.code("ListUsers")


@pytest.mark.parametrize("name", EXPECTED)
def test_a_system_policy_can_be_read(scene: Scene, name: str) -> None:
    named = {"PolicyType": "System", "PolicyName": name}
    body = scene.root.do("GetPolicy", **named)
    assert ("System", name, 0) == tuple(
        body["Policy"][field] for field in ("PolicyType", "PolicyName", "AttachmentCount")
    )
    counted = body["DefaultPolicyVersion"]
    assert body["Policy"]["DefaultVersion"] == counted["VersionId"]
    assert "1" == json.loads(counted["PolicyDocument"])["Version"]
    (version,) = scene.root.do("ListPolicyVersions", **named)["PolicyVersions"]["PolicyVersion"]
    assert counted["VersionId"] == version["VersionId"]
    listed = scene.root.do("ListPolicies", PolicyType="System")["Policies"]["Policy"]
    assert name in [one["PolicyName"] for one in listed]


def test_a_system_policy_s_attachments_are_counted_in_one_s_own_account(scene: Scene) -> None:
    other = Scene(scene.live, scene.live.account("alibaba"))
    other.user("mallory")
    other.attach("User", "mallory", "AdministratorAccess", "System")
    named = {"PolicyType": "System", "PolicyName": "AdministratorAccess"}
    assert 0 == scene.root.do("GetPolicy", **named)["Policy"]["AttachmentCount"]
    assert [] == scene.root.do("ListEntitiesForPolicy", **named)["Users"]["User"]
    assert 1 == other.root.do("GetPolicy", **named)["Policy"]["AttachmentCount"]


@pytest.mark.parametrize("name", ["AdministratorAccess", "AliyunRAMReadOnlyAccess"])
def test_a_system_policy_is_not_found_by_what_changes_policies(scene: Scene, name: str) -> None:
    before = scene.root.do("GetPolicy", PolicyType="System", PolicyName=name)
    more = {"PolicyDocument": document(allow("*")), "SetAsDefault": True}
    refused = [
        scene.root.code("DeletePolicy", PolicyName=name, CascadingDelete=True),
        scene.root.code("CreatePolicyVersion", PolicyName=name, **more),
        scene.root.code("SetDefaultPolicyVersion", PolicyName=name, VersionId="v1"),
        scene.root.code("DeletePolicyVersion", PolicyName=name, VersionId="v1"),
        scene.root.code("UpdatePolicyDescription", PolicyName=name, NewDescription="mine"),
        scene.root.code(
            "TagResources", ResourceType="policy", ResourceNames=[name], Tag=[{"Key": "k", "Value": "v"}]
        ),
    ]
    assert ["EntityNotExist.Policy"] * len(refused) == refused
    after = scene.root.do("GetPolicy", PolicyType="System", PolicyName=name)
    assert {**before, "RequestId": ""} == {**after, "RequestId": ""}


def test_a_custom_policy_of_the_same_name_changes_nothing_of_the_system_s(scene: Scene) -> None:
    alice = scene.user("alice")
    scene.attach("User", "alice", "ReadOnlyAccess", "System")
    scene.policy("ReadOnlyAccess", allow("*"))
    assert "NoPermission" == alice.code("CreateUser", UserName="bob")
    scene.root.do("DeletePolicy", PolicyName="ReadOnlyAccess")
    assert "ok" == alice.code("ListUsers")
