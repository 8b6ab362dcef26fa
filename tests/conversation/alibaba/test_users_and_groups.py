"""RAM users and groups: their fields and names, who belongs where, and what keeps them from deletion."""

from typing import Any

import pytest

from tests.conversation.alibaba.scene import Scene, allow

ALICE = {
    "UserName": "alice",
    "DisplayName": "Alice Zhang",
    "Comments": "on call",
    "MobilePhone": "86-18600008888",
    "Email": "alice@example.com",
}


def _names(scene: Scene, action: str, **named: Any) -> list[str]:
    body = scene.root.do(action, **named)
    (kind,) = {"Users", "Groups"} & set(body)
    return [one[f"{kind[:-1]}Name"] for one in body[kind][kind[:-1]]]


def test_a_user_is_created_shown_changed_and_deleted(scene: Scene) -> None:
    made = scene.root.do("CreateUser", **ALICE)["User"]
    assert ALICE == {name: made[name] for name in ALICE}
    shown = scene.root.do("GetUser", UserName="alice")["User"]
    assert (made["UserId"], made["CreateDate"]) == (shown["UserId"], shown["CreateDate"])
    assert ["alice"] == _names(scene, "ListUsers")
    changed = scene.root.do("UpdateUser", UserName="alice", NewDisplayName="Alice", NewComments="gone")[
        "User"
    ]
    assert ("alice", "Alice", "gone", ALICE["Email"]) == tuple(
        changed[name] for name in ("UserName", "DisplayName", "Comments", "Email")
    )
    scene.root.do("DeleteUser", UserName="alice")
    assert "EntityNotExist.User" == scene.root.code("GetUser", UserName="alice")
    assert [] == _names(scene, "ListUsers")


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("MissingUserName", {"UserName": ""}),
        ("InvalidParameter.UserName.InvalidChars", {"UserName": "alice!"}),
        ("InvalidParameter.UserName.InvalidChars", {"UserName": "alice\n"}),
        ("InvalidParameter.UserName.Length", {"UserName": "a" * 65}),
        ("InvalidParameter.DisplayName.InvalidChars", {"DisplayName": "Alice\0"}),
        ("InvalidParameter.DisplayName.Length", {"DisplayName": "A" * 129}),
        ("InvalidParameter.Comments.Length", {"Comments": "c" * 129}),
        ("InvalidParameter.MobilePhone.Format", {"MobilePhone": "by pigeon"}),
        ("InvalidParameter.Email.Format", {"Email": "alice"}),
    ],
)
def test_a_user_s_fields_are_checked(scene: Scene, code: str, wrong: dict[str, str]) -> None:
    answer = scene.root.ask("CreateUser", **{**ALICE, **wrong})
    assert (400, code) == answer[:2]
    assert [] == _names(scene, "ListUsers")


@pytest.mark.parametrize("text", ["值班 <on call> & \"x\" 'y'", "a\tb\nc", "a\r\nb", "+ %20 & =", "😀"])
def test_a_comment_comes_back_as_it_was_given(scene: Scene, text: str) -> None:
    scene.root.do("CreateUser", UserName="alice", Comments=text)
    assert text == scene.root.do("GetUser", UserName="alice")["User"]["Comments"]
    heard = scene.raw().hear("GetUser", UserName="alice", Format="XML")
    assert text == heard.xml.findtext("User/Comments")


@pytest.mark.parametrize("text", ["\0", "\x0b", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_does_not_break_an_xml_answer(scene: Scene, text: str) -> None:
    scene.root.do("CreateUser", UserName="alice", Comments=f"before{text}after")
    heard = scene.raw().hear("GetUser", UserName="alice", Format="XML")
    assert "alice" == heard.xml.findtext("User/UserName")


@pytest.mark.parametrize("kind", ["User", "Group"])
def test_a_name_is_taken_in_any_case(scene: Scene, kind: str) -> None:
    scene.root.do(f"Create{kind}", **{f"{kind}Name": "ops"})
    scene.root.do(f"Create{kind}", **{f"{kind}Name": "other"})
    taken = (409, f"EntityAlreadyExists.{kind}")
    assert taken == scene.root.ask(f"Create{kind}", **{f"{kind}Name": "OPS"})[:2]
    renamed = {f"{kind}Name": "other", f"New{kind}Name": "Ops"}
    assert taken == scene.root.ask(f"Update{kind}", **renamed)[:2]
    respelled = {f"{kind}Name": "ops", f"New{kind}Name": "Ops"}
    assert "Ops" == scene.root.do(f"Update{kind}", **respelled)[kind][f"{kind}Name"]


def test_a_renamed_user_keeps_keys_groups_and_policies(scene: Scene) -> None:
    alice = scene.user("alice", allow("ram:ListUsers"))
    scene.group("ops", "alice")
    scene.root.do("UpdateUser", UserName="alice", NewUserName="alice.liddell")
    assert "ok" == alice.code("ListUsers")
    assert f"acs:ram::{scene.id}:user/alice.liddell" == alice.do("GetCallerIdentity")["Arn"]
    held = scene.root.do("ListPoliciesForUser", UserName="alice.liddell")["Policies"]["Policy"]
    assert ["of-alice"] == [one["PolicyName"] for one in held]
    assert ["ops"] == _names(scene, "ListGroupsForUser", UserName="alice.liddell")
    assert "EntityNotExist.User" == scene.root.code("GetUser", UserName="alice")
    assert "ok" == scene.root.code("CreateUser", UserName="alice")


def test_a_renamed_group_keeps_members_and_policies(scene: Scene) -> None:
    alice = scene.user("alice")
    scene.group("ops", "alice")
    scene.attach("Group", "ops", scene.policy("ReadUsers", allow("ram:ListUsers")))
    scene.root.do("UpdateGroup", GroupName="ops", NewGroupName="operators", NewComments="renamed")
    assert "ok" == alice.code("ListUsers")
    assert ["operators"] == _names(scene, "ListGroupsForUser", UserName="alice")
    assert "renamed" == scene.root.do("GetGroup", GroupName="operators")["Group"]["Comments"]
    assert "EntityNotExist.Group" == scene.root.code("GetGroup", GroupName="ops")


def test_a_member_joins_once_and_leaves_once(scene: Scene) -> None:
    alice = scene.user("alice")
    scene.group("ops")
    scene.attach("Group", "ops", scene.policy("ReadUsers", allow("ram:ListUsers")))
    named = {"UserName": "alice", "GroupName": "ops"}
    assert "ok" == scene.root.code("AddUserToGroup", **named)
    assert (409, "EntityAlreadyExists.User.Group") == scene.root.ask("AddUserToGroup", **named)[:2]
    assert ["alice"] == _names(scene, "ListUsersForGroup", GroupName="ops")
    assert "ok" == alice.code("ListUsers")
    assert "ok" == scene.root.code("RemoveUserFromGroup", **named)
    assert "NoPermission" == alice.code("ListUsers")
    assert (404, "EntityNotExist.User.Group") == scene.root.ask("RemoveUserFromGroup", **named)[:2]
    assert [] == _names(scene, "ListUsersForGroup", GroupName="ops")
    assert [] == _names(scene, "ListGroupsForUser", UserName="alice")


def test_a_user_in_a_group_is_not_deleted(scene: Scene) -> None:
    scene.root.do("CreateUser", UserName="alice")
    scene.group("ops", "alice")
    assert (409, "DeleteConflict.User.Group") == scene.root.ask("DeleteUser", UserName="alice")[:2]
    assert (409, "DeleteConflict.Group.User") == scene.root.ask("DeleteGroup", GroupName="ops")[:2]
    scene.root.do("RemoveUserFromGroup", UserName="alice", GroupName="ops")
    assert "ok" == scene.root.code("DeleteGroup", GroupName="ops")
    assert "ok" == scene.root.code("DeleteUser", UserName="alice")


def test_a_user_with_a_key_is_not_deleted(scene: Scene) -> None:
    key = scene.user_key("alice")
    assert (409, "DeleteConflict.User.AccessKey") == scene.root.ask("DeleteUser", UserName="alice")[:2]
    scene.root.do("DeleteAccessKey", UserName="alice", UserAccessKeyId=key.id)
    assert "ok" == scene.root.code("DeleteUser", UserName="alice")


@pytest.mark.parametrize("kind", ["User", "Group", "Role"])
def test_who_carries_a_policy_is_not_deleted(scene: Scene, kind: str) -> None:
    if kind == "Role":
        scene.role("carrier")
    else:
        scene.root.do(f"Create{kind}", **{f"{kind}Name": "carrier"})
    scene.attach(kind, "carrier", "ReadOnlyAccess", "System")
    named = {f"{kind}Name": "carrier"}
    assert (409, f"DeleteConflict.{kind}.Policy") == scene.root.ask(f"Delete{kind}", **named)[:2]
    scene.detach(kind, "carrier", "ReadOnlyAccess", "System")
    assert "ok" == scene.root.code(f"Delete{kind}", **named)
    assert (404, f"EntityNotExist.{kind}") == scene.root.ask(f"Delete{kind}", **named)[:2]


def test_a_user_created_anew_inherits_nothing_of_its_namesake(scene: Scene) -> None:
    old = scene.user_key("alice", allow("ram:ListUsers"))
    scene.detach("User", "alice", "of-alice")
    scene.root.do("DeleteAccessKey", UserName="alice", UserAccessKeyId=old.id)
    scene.root.do("DeleteUser", UserName="alice")
    scene.root.do("CreateUser", UserName="alice")
    assert "InvalidAccessKeyId.NotFound" == scene.speaking(old).code("ListUsers")
    assert "NoPermission" == scene.speaking(scene.further_key("alice")).code("ListUsers")


def test_the_owner_is_no_user_that_a_call_can_name(scene: Scene) -> None:
    alice = scene.user("alice", allow("ram:*"))
    for name in (f"alibaba-{scene.id[-6:]}", "root", scene.id):
        for action in ("GetUser", "CreateAccessKey", "DeleteUser"):
            assert "EntityNotExist.User" == alice.code(action, UserName=name)
    assert ["alice"] == _names(scene, "ListUsers")


def test_what_one_account_holds_another_does_not_see(scene: Scene) -> None:
    scene.root.do("CreateUser", UserName="alice")
    scene.policy("Own", allow("ram:*"))
    other = Scene(scene.live, scene.live.account("alibaba")).root
    assert [] == other.do("ListUsers")["Users"]["User"]
    assert "EntityNotExist.User" == other.code("GetUser", UserName="alice")
    assert "EntityNotExist.Policy" == other.code("GetPolicy", PolicyType="Custom", PolicyName="Own")
