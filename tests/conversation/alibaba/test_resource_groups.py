"""Resource groups from Creating to gone, and the list of what is attached in them."""

import re
from typing import Any

import pytest

from tests.conversation.alibaba.clients import MANAGERS, Client
from tests.conversation.alibaba.scene import Scene, allow

TEAM = {"Name": "team", "DisplayName": "The team"}


def _ids(manager: Client, **wanted: Any) -> list[str]:
    body = manager.do("ListResourceGroups", **wanted)
    return [group["Name"] for group in body["ResourceGroups"]["ResourceGroup"]]


@pytest.mark.parametrize("dialect", MANAGERS)
def test_a_group_lives_from_creating_to_gone(scene: Scene, dialect: str) -> None:
    manager = MANAGERS[dialect](scene.address, scene.key)
    made = manager.do("CreateResourceGroup", **TEAM)["ResourceGroup"]
    assert re.fullmatch(r"rg-[0-9a-zA-Z]{15}", made["Id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", made["CreateDate"])
    assert {**TEAM, "AccountId": scene.id, "Status": "Creating"}.items() <= made.items()
    named = {"ResourceGroupId": made["Id"]}
    assert "Creating" == manager.do("GetResourceGroup", **named)["ResourceGroup"]["Status"]
    with scene.live.later(1500):
        got = manager.do("GetResourceGroup", **named)["ResourceGroup"]
        assert ("OK", ["OK"]) == (
            got["Status"],
            [one["Status"] for one in got["RegionStatuses"]["RegionStatus"]],
        )
        changed = manager.do("UpdateResourceGroup", **named, NewDisplayName="Renamed")["ResourceGroup"]
        assert ("team", "Renamed") == (changed["Name"], changed["DisplayName"])
        gone = manager.do("DeleteResourceGroup", **named)["ResourceGroup"]
        assert "PendingDelete" == gone["Status"]
        assert "PendingDelete" == manager.do("GetResourceGroup", **named)["ResourceGroup"]["Status"]
        assert "Invalid.ResourceGroup.Status" == manager.code("DeleteResourceGroup", **named)
    with scene.live.later(3000):
        answer = manager.ask("GetResourceGroup", **named)
        assert (404, "EntityNotExists.ResourceGroup") == answer[:2]
        assert ["default"] == _ids(manager)


def test_every_account_has_a_default_group_that_stays(scene: Scene) -> None:
    (group,) = scene.manager.do("ListResourceGroups")["ResourceGroups"]["ResourceGroup"]
    assert ("default", "default resource group", "OK") == (
        group["Name"], group["DisplayName"], group["Status"],
    )  # fmt: skip
    assert "NoPermission" == scene.manager.code("DeleteResourceGroup", ResourceGroupId=group["Id"])
    scene.root.do("CreateUser", UserName="alice")
    named = {"PolicyType": "System", "PolicyName": "AliyunOSSFullAccess", **scene.named("User", "alice")}
    assert "ok" == scene.manager.code("AttachPolicy", ResourceGroupId=group["Id"], **named)


ERRORS = [
    ("CreateResourceGroup", {"Name": "-team"}, 400, "InvalidParameter.Name.InvalidChars"),
    ("CreateResourceGroup", {"Name": "te_am"}, 400, "InvalidParameter.Name.InvalidChars"),
    ("CreateResourceGroup", {"Name": "t"}, 400, "InvalidParameter.Name.Length"),
    ("CreateResourceGroup", {"Name": "t" * 51}, 400, "InvalidParameter.Name.Length"),
    ("CreateResourceGroup", {"DisplayName": "t" * 51}, 400, "InvalidParameter.DisplayName.Length"),
    ("CreateResourceGroup", {"DisplayName": ""}, 400, "MissingParameter.DisplayName"),
    ("CreateResourceGroup", {"Name": "default"}, 409, "EntityAlreadyExists.ResourceGroup"),
    ("GetResourceGroup", {"ResourceGroupId": "team"}, 400, "InvalidParameter.ResourceGroupId"),
    ("GetResourceGroup", {"ResourceGroupId": "rg-none"}, 404, "EntityNotExists.ResourceGroup"),
    ("UpdateResourceGroup", {"ResourceGroupId": "rg-none"}, 404, "EntityNotExists.ResourceGroup"),
    ("UpdateResourceGroup", {"NewDisplayName": "t" * 51}, 400, "InvalidParameter.DisplayName.Length"),
    ("DeleteResourceGroup", {"ResourceGroupId": "rg-none"}, 404, "EntityNotExists.ResourceGroup"),
]


@pytest.mark.parametrize(("action", "wrong", "status", "code"), ERRORS)
def test_each_error_of_a_group_is_told(
    scene: Scene, action: str, wrong: dict[str, str], status: int, code: str
) -> None:
    given = {"CreateResourceGroup": TEAM, "UpdateResourceGroup": {"NewDisplayName": "other"}}.get(action, {})
    if action != "CreateResourceGroup" and "ResourceGroupId" not in wrong:
        given = {**given, "ResourceGroupId": scene.resource_group("group")}
    answer = scene.raw().ask(action, Version="2020-03-31", **{**given, **wrong})
    assert (status, code) == answer[:2]


def test_a_group_in_which_something_is_attached_cannot_go(scene: Scene) -> None:
    scene.root.do("CreateUser", UserName="alice")
    named = {
        "ResourceGroupId": scene.resource_group("team"), "PolicyType": "System",
        "PolicyName": "ReadOnlyAccess", **scene.named("User", "alice"),
    }  # fmt: skip
    scene.manager.do("AttachPolicy", **named)
    group = {"ResourceGroupId": named["ResourceGroupId"]}
    answer = scene.manager.ask("DeleteResourceGroup", **group)
    assert (409, "DeleteConflict.ResourceGroup.Resource") == answer[:2]
    assert "DeleteConflict.User.Policy" == scene.root.code("DeleteUser", UserName="alice")
    scene.manager.do("DetachPolicy", **named)
    assert "ok" == scene.manager.code("DeleteResourceGroup", **group)


def test_a_policy_that_is_attached_in_a_group_cannot_go(scene: Scene) -> None:
    scene.root.do("CreateUser", UserName="alice")
    named = {
        "ResourceGroupId": scene.resource_group("team"), "PolicyType": "Custom",
        "PolicyName": scene.policy("Own", allow("oss:*")), **scene.named("User", "alice"),
    }  # fmt: skip
    scene.manager.do("AttachPolicy", **named)
    for door in (scene.root, scene.manager):
        assert "DeleteConflict.Policy.User" == door.code("DeletePolicy", PolicyName="Own")
    scene.manager.do("DetachPolicy", **named)
    assert "ok" == scene.manager.code("DeletePolicy", PolicyName="Own")


def test_a_name_is_free_when_deletion_was_asked_for(scene: Scene) -> None:
    first = scene.resource_group("team")
    assert "EntityAlreadyExists.ResourceGroup" == scene.manager.code("CreateResourceGroup", **TEAM)
    scene.manager.do("DeleteResourceGroup", ResourceGroupId=first)
    assert "ok" == scene.manager.code("CreateResourceGroup", **TEAM)


def test_thirty_groups_and_no_more_and_the_gone_make_room(scene: Scene) -> None:
    made = [scene.resource_group(f"group-{number}") for number in range(30)]
    answer = scene.manager.ask("CreateResourceGroup", **TEAM)
    assert (409, "LimitExceeded.ResourceGroup") == answer[:2]
    scene.manager.do("DeleteResourceGroup", ResourceGroupId=made[0])
    with scene.live.later(2000):
        assert "ok" == scene.manager.code("CreateResourceGroup", **TEAM)


@pytest.mark.parametrize("dialect", MANAGERS)
def test_groups_are_found_by_what_they_are(scene: Scene, dialect: str) -> None:
    manager = MANAGERS[dialect](scene.address, scene.key)
    one, two = (scene.resource_group(name) for name in ("one", "two"))
    assert ["default", "one", "two"] == _ids(manager)
    assert ["one"] == _ids(manager, ResourceGroupId=one)
    assert ["one", "two"] == _ids(manager, ResourceGroupIds=[one, two])
    assert ["two"] == _ids(manager, Name="two")
    assert ["two"] == _ids(manager, DisplayName="two")
    assert [] == _ids(manager, Status="Creating")
    manager.do("CreateResourceGroup", Name="tagged", DisplayName="t", Tag=[{"Key": "k", "Value": "v"}])
    assert ["tagged"] == _ids(manager, Tag=[{"Key": "k", "Value": "v"}])
    assert ["tagged"] == _ids(manager, Status="Creating")


def test_a_list_has_numbered_pages(scene: Scene) -> None:
    for name in ("one", "two", "three"):
        scene.resource_group(name)
    pages = [scene.manager.do("ListResourceGroups", PageNumber=n, PageSize=3) for n in (1, 2, 3)]
    assert [(3, 4), (1, 4), (0, 4)] == [
        (len(page["ResourceGroups"]["ResourceGroup"]), page["TotalCount"]) for page in pages
    ]


def test_tags_are_shown_on_request(scene: Scene) -> None:
    with scene.live.later(-5000):
        made = scene.manager.do("CreateResourceGroup", **TEAM, Tag=[{"Key": "k", "Value": "v"}])
    named = {"ResourceGroupId": made["ResourceGroup"]["Id"]}
    assert "Tags" not in scene.manager.do("GetResourceGroup", **named)["ResourceGroup"]
    shown = scene.manager.do("GetResourceGroup", **named, IncludeTags=True)["ResourceGroup"]
    assert {"Tag": [{"TagKey": "k", "TagValue": "v"}]} == shown["Tags"]


def test_permissions_can_depend_on_the_tags_of_a_group(scene: Scene) -> None:
    with scene.live.later(-5000):
        made = scene.manager.do("CreateResourceGroup", **TEAM, Tag=[{"Key": "team", "Value": "red"}])
    red, other = made["ResourceGroup"]["Id"], scene.resource_group("other")
    when = {"StringEquals": {"acs:ResourceTag/team": "red"}}
    alice = scene.managing(scene.user_key("alice", allow("ram:GetResourceGroup", when=when)))
    assert ["ok", "NoPermission"] == [
        alice.code("GetResourceGroup", ResourceGroupId=id) for id in (red, other)
    ]


# What is attached.


@pytest.fixture
def furnished(scene: Scene) -> Scene:
    """alice, staff and ops carry ReadOnlyAccess in the account; alice also Own in a group."""
    scene.root.do("CreateUser", UserName="alice")
    scene.group("staff")
    scene.role("ops")
    for kind, name in (("User", "alice"), ("Group", "staff"), ("Role", "ops")):
        scene.attach(kind, name, "ReadOnlyAccess", "System")
    named = {"PolicyType": "Custom", "PolicyName": scene.policy("Own", allow("oss:*"))}
    team = scene.resource_group("team")
    scene.manager.do("AttachPolicy", ResourceGroupId=team, **named, **scene.named("User", "alice"))
    return scene


def _listed(scene: Scene, **wanted: Any) -> list[tuple[str, str]]:
    body = scene.manager.do("ListPolicyAttachments", **wanted)
    found = body["PolicyAttachments"]["PolicyAttachment"]
    assert len(found) == body["TotalCount"]
    return [(one["PrincipalName"].partition("@")[0], one["PolicyName"]) for one in found]


def test_attachments_are_found_by_what_they_are(furnished: Scene) -> None:
    everything = [(name, "ReadOnlyAccess") for name in ("alice", "staff", "ops")]
    assert [*everything, ("alice", "Own")] == _listed(furnished)
    assert everything == _listed(furnished, ResourceGroupId=furnished.id)
    assert everything == _listed(furnished, PolicyType="System")
    assert [("alice", "Own")] == _listed(furnished, PolicyName="Own")
    assert [("alice", "Own")] == _listed(furnished, PolicyName="own", PolicyType="Custom")
    assert [("staff", "ReadOnlyAccess")] == _listed(furnished, PrincipalType="IMSGroup")
    assert [("ops", "ReadOnlyAccess")] == _listed(furnished, **furnished.named("Role", "ops"))
    only_name = {"PrincipalName": furnished.named("User", "alice")["PrincipalName"]}
    assert [("alice", "ReadOnlyAccess"), ("alice", "Own")] == _listed(furnished, **only_name)
    assert [] == _listed(furnished, **furnished.named("User", "nobody"))
    assert [] == _listed(furnished, PrincipalType="IMSUser", PrincipalName="alice")


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"PolicyType": "Own"}, "InvalidParameter.PolicyType"),
        ({"ResourceGroupId": "rg-none"}, "EntityNotExists.ResourceGroup"),
        ({"PolicyName": "Nobody"}, "EntityNotExist.Policy"),
        ({"PolicyName": "Own", "PolicyType": "System"}, "EntityNotExist.Policy"),
        ({"PageSize": 101}, "InvalidParameter.PageSize"),
        ({"PageNumber": 0}, "InvalidParameter.PageNumber"),
    ],
)
def test_a_filter_that_names_nothing_is_told(furnished: Scene, wanted: dict[str, Any], code: str) -> None:
    assert code == furnished.manager.code("ListPolicyAttachments", **wanted)


def test_attachments_have_numbered_pages(furnished: Scene) -> None:
    pages = [
        furnished.manager.do("ListPolicyAttachments", PageNumber=number, PageSize=3) for number in (1, 2, 3)
    ]
    shown = [[one["PolicyName"] for one in page["PolicyAttachments"]["PolicyAttachment"]] for page in pages]
    assert [["ReadOnlyAccess"] * 3, ["Own"], []] == shown
    assert [(4, 1, 3), (4, 2, 3), (4, 3, 3)] == [
        (page["TotalCount"], page["PageNumber"], page["PageSize"]) for page in pages
    ]
