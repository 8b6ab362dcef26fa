"""Access keys: told once, switched off, deleted, two to a user, and one's own without a name."""

from typing import Any

from tests.conversation.alibaba.clients import Client, Key
from tests.conversation.alibaba.scene import Scene, allow


def _listed(client: Client, **named: Any) -> dict[str, str]:
    keys = client.do("ListAccessKeys", **named)["AccessKeys"]["AccessKey"]
    return {one["AccessKeyId"]: one["Status"] for one in keys}


def test_a_secret_is_told_once(scene: Scene) -> None:
    key = scene.user_key("alice")
    listed = scene.raw().hear("ListAccessKeys", UserName="alice").text
    assert key.id in listed
    assert key.secret not in listed
    assert (24, 30) == (len(key.id), len(key.secret))


def test_an_inactive_key_signs_nothing_until_it_is_active_again(scene: Scene) -> None:
    key = scene.user_key("alice", allow("ram:ListUsers"))
    alice = scene.speaking(key)
    named = {"UserName": "alice", "UserAccessKeyId": key.id}
    scene.root.do("UpdateAccessKey", **named, Status="Inactive")
    assert {key.id: "Inactive"} == _listed(scene.root, UserName="alice")
    assert (400, "InvalidAccessKeyId.Inactive") == alice.ask("ListUsers")[:2]
    assert (400, "InvalidAccessKeyId.Inactive") == alice.ask("GetCallerIdentity")[:2]
    scene.root.do("UpdateAccessKey", **named, Status="Active")
    assert "ok" == alice.code("ListUsers")


def test_a_deleted_key_is_unknown(scene: Scene) -> None:
    key = scene.user_key("alice", allow("ram:ListUsers"))
    named = {"UserName": "alice", "UserAccessKeyId": key.id}
    scene.root.do("DeleteAccessKey", **named)
    assert (404, "InvalidAccessKeyId.NotFound") == scene.speaking(key).ask("ListUsers")[:2]
    assert (404, "EntityNotExist.User.AccessKey") == scene.root.ask("DeleteAccessKey", **named)[:2]
    again = scene.root.ask("UpdateAccessKey", **named, Status="Active")
    assert (404, "EntityNotExist.User.AccessKey") == again[:2]


def test_a_user_has_two_keys_at_most(scene: Scene) -> None:
    first = scene.user_key("alice")
    second = scene.further_key("alice")
    third = scene.root.ask("CreateAccessKey", UserName="alice")
    assert (409, "LimitExceeded.User.AccessKey") == third[:2]
    assert {first.id, second.id} == set(_listed(scene.root, UserName="alice"))
    scene.root.do("DeleteAccessKey", UserName="alice", UserAccessKeyId=first.id)
    assert "ok" == scene.root.code("CreateAccessKey", UserName="alice")


def test_without_a_name_a_user_means_itself(scene: Scene) -> None:
    on = f"acs:ram:*:{scene.id}:user/alice"
    keys = ("ram:CreateAccessKey", "ram:ListAccessKeys", "ram:UpdateAccessKey", "ram:DeleteAccessKey")
    first = scene.user_key("alice", allow(*keys, on=on))
    alice = scene.speaking(first)
    made = alice.do("CreateAccessKey")["AccessKey"]
    second = Key(made["AccessKeyId"], made["AccessKeySecret"])
    assert {first.id, second.id} == set(_listed(alice))
    assert "ok" == alice.code("UpdateAccessKey", UserAccessKeyId=second.id, Status="Inactive")
    assert (400, "InvalidAccessKeyId.Inactive") == scene.speaking(second).ask("ListAccessKeys")[:2]
    assert "ok" == alice.code("DeleteAccessKey", UserAccessKeyId=second.id)


def test_a_user_without_permission_has_no_say_over_its_own_keys(scene: Scene) -> None:
    assert "NoPermission" == scene.user("alice").code("CreateAccessKey")


def test_a_user_s_keys_are_not_another_user_s(scene: Scene) -> None:
    key = scene.user_key("alice")
    scene.root.do("CreateUser", UserName="bob")
    taken = scene.root.ask("DeleteAccessKey", UserName="bob", UserAccessKeyId=key.id)
    assert (404, "EntityNotExist.User.AccessKey") == taken[:2]
    assert "ok" == scene.speaking(key).code("GetCallerIdentity")


def test_permission_on_one_user_is_not_permission_on_another(scene: Scene) -> None:
    scene.root.do("CreateUser", UserName="bob")
    alice = scene.user("alice", allow("ram:CreateAccessKey", on=f"acs:ram:*:{scene.id}:user/alice"))
    refused = alice.ask("CreateAccessKey", UserName="bob")
    assert "NoPermission" == refused.code
    assert f"acs:ram:*:{scene.id}:user/bob " in refused.message


def test_root_s_own_keys_are_listed_without_a_name(scene: Scene) -> None:
    assert {scene.key.id: "Active"} == _listed(scene.root)


def test_a_status_is_active_or_inactive(scene: Scene) -> None:
    key = scene.user_key("alice")
    answer = scene.root.ask("UpdateAccessKey", UserName="alice", UserAccessKeyId=key.id, Status="Off")
    assert (400, "InvalidParameter.Status") == answer[:2]
