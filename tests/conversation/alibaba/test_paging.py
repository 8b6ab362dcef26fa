"""Long lists come in pages: Marker leads from one to the next, and every item is on exactly one."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conversation.alibaba.scene import Scene, allow, document, trust

NAMES = [f"n{at}" for at in range(5)]


def _users(scene: Scene, name: str) -> None:
    scene.root.do("CreateUser", UserName=name)


def _groups(scene: Scene, name: str) -> None:
    scene.root.do("CreateGroup", GroupName=name)


def _roles(scene: Scene, name: str) -> None:
    trusted = trust(f"acs:ram::{scene.id}:root")
    scene.root.do("CreateRole", RoleName=name, AssumeRolePolicyDocument=trusted)


def _policies(scene: Scene, name: str) -> None:
    scene.root.do("CreatePolicy", PolicyName=name, PolicyDocument=document(allow("oss:*")))


def _members(scene: Scene, name: str) -> None:
    if name == NAMES[0]:
        scene.group("ops")
    _users(scene, name)
    scene.root.do("AddUserToGroup", UserName=name, GroupName="ops")


LISTS: dict[str, tuple[Callable[[Scene, str], None], str, dict[str, str]]] = {
    "ListUsers": (_users, "User", {}),
    "ListGroups": (_groups, "Group", {}),
    "ListRoles": (_roles, "Role", {}),
    "ListPolicies": (_policies, "Policy", {"PolicyType": "Custom"}),
    "ListUsersForGroup": (_members, "User", {"GroupName": "ops"}),
}
PLURALS = {"User": "Users", "Group": "Groups", "Role": "Roles", "Policy": "Policies"}


def _pages(scene: Scene, action: str, size: int, **named: Any) -> list[list[str]]:
    _, kind, _ = LISTS[action]
    pages: list[list[str]] = []
    marker: dict[str, str] = {}
    while True:
        body = scene.root.do(action, MaxItems=size, **named, **marker)
        pages.append([one[f"{kind}Name"] for one in body[PLURALS[kind]][kind]])
        assert body["IsTruncated"] is ("Marker" in body)
        if not body["IsTruncated"]:
            return pages
        marker = {"Marker": body["Marker"]}


@pytest.mark.parametrize("size", [1, 2, 4, 5, 6, 1000])
@pytest.mark.parametrize("action", LISTS)
def test_every_item_is_on_exactly_one_page(scene: Scene, action: str, size: int) -> None:
    make, _, named = LISTS[action]
    for name in NAMES:
        make(scene, name)
    pages = _pages(scene, action, size, **named)
    assert NAMES == sorted(name for page in pages for name in page)
    assert [size] * (len(pages) - 1) == [len(page) for page in pages[:-1]]
    assert -(-len(NAMES) // size) == len(pages)


def test_nobody_is_passed_over_when_the_marker_s_item_is_deleted(scene: Scene) -> None:
    for name in NAMES:
        _users(scene, name)
    first = scene.root.do("ListUsers", MaxItems=2)
    shown = [one["UserName"] for one in first["Users"]["User"]]
    scene.root.do("DeleteUser", UserName=shown[-1])
    rest = scene.root.do("ListUsers", Marker=first["Marker"])["Users"]["User"]
    assert set(NAMES) == {*shown, *(one["UserName"] for one in rest)}


def test_system_and_custom_policies_together_come_in_pages(scene: Scene) -> None:
    for name in NAMES:
        _policies(scene, name)
    every = [name for page in _pages(scene, "ListPolicies", 3) for name in page]
    whole = scene.root.do("ListPolicies")["Policies"]["Policy"]
    assert sorted(one["PolicyName"] for one in whole) == sorted(every)
    assert len(every) == len(set(every))


def test_tags_come_in_pages(scene: Scene) -> None:
    scene.role("Deploy", Tag=[{"Key": f"k{at}", "Value": "v"} for at in range(5)])
    seen: list[str] = []
    token: dict[str, str] = {}
    while True:
        body = scene.root.do("ListTagResources", ResourceType="role", PageSize=2, **token)
        seen += [one["TagKey"] for one in body["TagResources"]]
        if "NextToken" not in body:
            break
        token = {"NextToken": body["NextToken"]}
    assert [f"k{at}" for at in range(5)] == sorted(seen)


@pytest.mark.parametrize("size", ["0", "-1", "1001", "many", "1.5", "9" * 30])
def test_a_page_has_one_to_a_thousand_items(scene: Scene, size: str) -> None:
    answer = scene.root.ask("ListUsers", MaxItems=size)
    assert 400 == answer.status
    assert answer.code.startswith("InvalidParameter.MaxItems")


@pytest.mark.parametrize("marker", ["nowhere", "' or 1=1 --", "\0"])
def test_a_foreign_marker_shows_nothing_of_others(scene: Scene, marker: str) -> None:
    other = Scene(scene.live, scene.live.account("alibaba"))
    _users(other, "mallory")
    (user,) = other.root.do("ListUsers")["Users"]["User"]
    _users(scene, "alice")
    for strange in (marker, user["UserId"]):
        answer = scene.root.ask("ListUsers", Marker=strange)
        assert answer.status in (200, 400)
        assert "mallory" not in str(answer.body)
