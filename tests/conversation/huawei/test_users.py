"""IAM users by the SDK: made, shown, listed, changed, deleted; the root user stands among them unchangeable.

Source: IAM 5.0 API reference, "IAM User Management" and "Access Key Management".
"""

from typing import Any

import pytest

from tests.conversation.huawei.clients import Account, Holder, allow, refused, refused_with, tags

LIST_USERS = allow("iam:users:listUsersV5")


def root_of(account: Account) -> Any:
    """The root user as it is listed."""
    (root,) = [user for user in account.say("ListUsersV5").users if user.is_root_user]
    return root


def test_a_user_is_shown_as_it_was_made(account: Account) -> None:
    made = account.say("CreateUserV5", name="alice", enabled=True, description="night shift").user
    assert 201 == account.heard.status_code
    assert f"iam::{account.account_id}:user:alice" == made.urn
    shown = account.say("ShowUserV5", user_id=made.user_id).user
    assert [] == shown.tags
    for user in (made, shown):
        assert ("alice", "night shift", True, False) == (
            user.user_name,
            user.description,
            user.enabled,
            user.is_root_user,
        )
        assert 32 == len(user.user_id)
        assert user.created_at


def test_a_users_tags_are_shown_with_it_alone(account: Account) -> None:
    user = account.user()
    account.say("TagResourceV5", resource_type="user", resource_id=user.id, tags=tags(team="blue"))
    (tag,) = account.say("ShowUserV5", user_id=user.id).user.tags
    assert ("team", "blue") == (tag.tag_key, tag.tag_value)
    account.say("ListUsersV5")
    assert all("tags" not in user for user in account.heard.json()["users"])


def test_a_new_name_keeps_policies_keys_and_id(account: Account) -> None:
    user = account.user(LIST_USERS, name="alice")
    changed = account.say(
        "UpdateUserV5", user_id=user.id, new_user_name="bob", new_description="day shift"
    ).user
    assert (user.id, "bob", "day shift") == (changed.user_id, changed.user_name, changed.description)
    assert f"iam::{account.account_id}:user:bob" == changed.urn
    assert user.caller.may("ListUsersV5")


def test_the_keys_of_a_disabled_user_are_refused_until_it_is_enabled(account: Account) -> None:
    user = account.user(LIST_USERS)
    account.say("UpdateUserV5", user_id=user.id, enabled=False)
    assert not account.say("ShowUserV5", user_id=user.id).user.enabled
    assert (401, "APIGW.0301") == refused_with(user.caller, "ListUsersV5")
    account.say("UpdateUserV5", user_id=user.id, enabled=True)
    assert user.caller.may("ListUsersV5")


def test_a_user_made_disabled_cannot_sign(account: Account) -> None:
    user = account.say("CreateUserV5", name="alice", enabled=False).user
    caller = account.holding(account.access_key(user.user_id))
    assert (401, "APIGW.0301") == refused_with(caller, "GetCallerIdentity")


def test_a_deleted_user_is_gone(account: Account) -> None:
    user = account.say("CreateUserV5", name="alice", enabled=True).user
    account.say("DeleteUserV5", user_id=user.user_id)
    assert (204, b"") == (account.heard.status_code, account.heard.content)
    assert (404, "IAM.0004") == refused_with(account, "ShowUserV5", user_id=user.user_id)
    assert user.user_id not in [one.user_id for one in account.say("ListUsersV5").users]
    assert account.say("CreateUserV5", name="alice", enabled=True).user.user_id != user.user_id


def test_a_user_with_a_key_a_group_or_a_policy_cannot_be_deleted(account: Account) -> None:
    user = account.user()
    assert (409, "IAM.0005") == refused_with(account, "DeleteUserV5", user_id=user.id)
    account.say("DeleteAccessKeyV5", user_id=user.id, access_key_id=user.caller.key.id)
    group = account.say("CreateGroupV5", group_name="g").group.group_id
    account.say("AddUserToGroupV5", group_id=group, user_id=user.id)
    assert (409, "IAM.0005") == refused_with(account, "DeleteUserV5", user_id=user.id)
    account.say("RemoveUserFromGroupV5", group_id=group, user_id=user.id)
    policy = account.give(user, LIST_USERS)
    assert (409, "IAM.0005") == refused_with(account, "DeleteUserV5", user_id=user.id)
    account.detach(policy, user)
    account.say("DeleteUserV5", user_id=user.id)


def test_a_name_is_taken_once(account: Account) -> None:
    account.user(name="alice")
    other = account.user(name="bob")
    assert 409 == refused(account, "CreateUserV5", name="alice", enabled=True).status
    assert 409 == refused(account, "UpdateUserV5", user_id=other.id, new_user_name="alice").status
    account.say("UpdateUserV5", user_id=other.id, new_user_name="bob")


@pytest.mark.parametrize("name", ["7up", "a" * 65, "a/b", "a*", "ä", "a:b"])
def test_a_name_that_is_none_is_refused(account: Account, name: str) -> None:
    assert (400, "IAM.0073") == refused_with(account, "CreateUserV5", name=name, enabled=True)


@pytest.mark.parametrize("description", ["d" * 256, "a*", "a^", "a@b"])
def test_a_description_that_is_none_is_refused(account: Account, description: str) -> None:
    given = {"name": "alice", "enabled": True, "description": description}
    assert (400, "IAM.0073") == refused_with(account, "CreateUserV5", **given)


@pytest.mark.parametrize("missing", ["name", "enabled"])
def test_a_name_and_enabled_are_required(account: Account, missing: str) -> None:
    given: dict[str, Any] = {"name": "alice", "enabled": True} | {missing: None}
    told = refused(account, "CreateUserV5", **given)
    assert (400, "IAM.0072", f"'{missing}' is a required property.") == told[:3]


def test_users_are_listed_by_group_and_by_key(account: Account) -> None:
    alice, _ = account.user(), account.user()
    group = account.say("CreateGroupV5", group_name="g").group.group_id
    account.say("AddUserToGroupV5", group_id=group, user_id=alice.id)
    by_group = account.say("ListUsersV5", group_id=group).users
    by_key = account.say("ListUsersV5", access_key_id=alice.caller.key.id).users
    assert [alice.id] == [user.user_id for user in by_group] == [user.user_id for user in by_key]
    assert [] == account.say("ListUsersV5", group_id="absent").users


def test_an_account_has_fifty_users_at_most(account: Account) -> None:
    for number in range(50):  # the root user is none of them
        account.say("CreateUserV5", name=f"u{number}", enabled=True)
    assert 409 == refused(account, "CreateUserV5", name="one-too-many", enabled=True).status


def test_the_last_login_is_empty_where_there_was_none(account: Account) -> None:
    user = account.user()
    account.say("ShowUserLastLoginV5", user_id=user.id)
    assert {"user_last_login": {}} == account.heard.json()
    assert (404, "IAM.0004") == refused_with(account, "ShowUserLastLoginV5", user_id="absent")


# The root user


def test_the_root_user_is_listed_as_root(account: Account) -> None:
    account.user()
    root = root_of(account)
    assert f"iam::{account.account_id}:root" == root.urn
    assert root.enabled
    assert account.say("ShowUserV5", user_id=root.user_id).user.is_root_user


def test_the_root_user_cannot_be_changed(account: Account) -> None:
    root = root_of(account).user_id
    group = account.say("CreateGroupV5", group_name="g").group.group_id
    for operation, given in (
        ("UpdateUserV5", {"enabled": False}),
        ("UpdateUserV5", {"new_user_name": "king"}),
        ("DeleteUserV5", {}),
        ("AddUserToGroupV5", {"group_id": group}),
    ):
        assert (403, "IAM.0002") == refused_with(account, operation, user_id=root, **given)
    assert account.say("ListUsersV5").users


def test_an_administrator_cannot_change_the_root_user_either(account: Account) -> None:
    administrator = account.user(allow("*")).caller
    root = root_of(account).user_id
    assert (403, "IAM.0002") == refused_with(administrator, "UpdateUserV5", user_id=root, enabled=False)


# Access keys


def test_a_secret_is_told_once(account: Account) -> None:
    user = account.say("CreateUserV5", name="alice", enabled=True).user.user_id
    made = account.say("CreateAccessKeyV5", user_id=user).access_key
    assert 201 == account.heard.status_code
    assert (user, "active") == (made.user_id, made.status)
    assert made.secret_access_key
    (listed,) = account.say("ListAccessKeysV5", user_id=user).access_keys
    assert made.access_key_id == listed.access_key_id
    assert made.secret_access_key.encode() not in account.heard.content


def test_a_user_has_two_keys_at_most(account: Account) -> None:
    user = account.user()
    account.access_key(user.id)
    assert 409 == refused(account, "CreateAccessKeyV5", user_id=user.id).status


def test_an_inactive_key_is_refused_until_it_is_active(account: Account) -> None:
    user = account.user(LIST_USERS)
    key = {"user_id": user.id, "access_key_id": user.caller.key.id}
    changed = account.say("UpdateAccessKeyV5", **key, status="inactive").access_key
    assert "inactive" == changed.status
    assert (401, "APIGW.0301") == refused_with(user.caller, "ListUsersV5")
    account.say("UpdateAccessKeyV5", **key, status="active")
    assert user.caller.may("ListUsersV5")


def test_a_key_has_no_third_status(account: Account) -> None:
    user = account.user()
    key = {"user_id": user.id, "access_key_id": user.caller.key.id}
    assert (400, "IAM.0073") == refused_with(account, "UpdateAccessKeyV5", **key, status="asleep")


def test_a_deleted_key_is_unknown(account: Account) -> None:
    user = account.user(LIST_USERS)
    key = {"user_id": user.id, "access_key_id": user.caller.key.id}
    account.say("DeleteAccessKeyV5", **key)
    assert (204, b"") == (account.heard.status_code, account.heard.content)
    assert (401, "APIGW.0301") == refused_with(user.caller, "ListUsersV5")
    assert (404, "IAM.0004") == refused_with(account, "DeleteAccessKeyV5", **key)
    assert [] == account.say("ListAccessKeysV5", user_id=user.id).access_keys


def test_a_key_is_found_under_its_own_user_only(account: Account) -> None:
    alice, bob = account.user(), account.user()
    key = {"user_id": bob.id, "access_key_id": alice.caller.key.id}
    for operation, given in (
        ("UpdateAccessKeyV5", {"status": "inactive"}),
        ("DeleteAccessKeyV5", {}),
        ("ShowAccessKeyLastUsedV5", {}),
    ):
        assert (404, "IAM.0004") == refused_with(account, operation, **key, **given)


def test_the_last_use_of_a_key_is_empty(account: Account) -> None:
    user = account.user()
    account.say("ShowAccessKeyLastUsedV5", user_id=user.id, access_key_id=user.caller.key.id)
    assert {"access_key_last_used": {}} == account.heard.json()


@pytest.mark.parametrize(
    ("operation", "action", "given"),
    [
        ("CreateAccessKeyV5", "createCredentialV5", {}),
        ("ListAccessKeysV5", "listCredentialsV5", {}),
        ("UpdateAccessKeyV5", "updateCredentialV5", {"status": "inactive"}),
        ("ShowAccessKeyLastUsedV5", "showAccessKeyLastUsedV5", {}),
        ("DeleteAccessKeyV5", "deleteCredentialV5", {}),
    ],
)
def test_keys_have_permissions_of_their_own_names(
    account: Account, operation: str, action: str, given: dict[str, str]
) -> None:
    clerk: Holder = account.user()
    owner = account.user()
    asked = {"user_id": owner.id, **given}
    if operation[:4] not in ("Crea", "List"):
        asked["access_key_id"] = owner.caller.key.id
    assert not clerk.caller.may(operation, **asked)
    account.give(clerk, allow(f"iam:credentials:{action}", Resource=[owner.urn]))
    assert clerk.caller.may(operation, **asked)
