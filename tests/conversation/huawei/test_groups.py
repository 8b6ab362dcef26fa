"""User groups by the SDK, and what belonging to one gives and leaving it takes.

Source: IAM 5.0 API reference, "User Group Management".
"""

import pytest

from tests.conversation.huawei.clients import Account, allow, deny, refused, refused_with

LIST_USERS = allow("iam:users:listUsersV5")


def test_a_group_is_shown_as_it_was_made(account: Account) -> None:
    made = account.say("CreateGroupV5", group_name="审计 Auditors", description="read only").group
    assert 201 == account.heard.status_code
    shown = account.say("ShowGroupV5", group_id=made.group_id).group
    for group in (made, shown):
        assert (f"iam::{account.account_id}:group:审计 Auditors", "read only") == (
            group.urn,
            group.description,
        )
        assert group.created_at


def test_a_new_name_keeps_members_and_policies(account: Account) -> None:
    group = account.group(LIST_USERS)
    changed = account.say(
        "UpdateGroupV5", group_id=group.id, new_group_name="renamed", new_group_description="new"
    ).group
    assert (group.id, "renamed", "new") == (changed.group_id, changed.group_name, changed.description)
    assert group.caller.may("ListUsersV5")


def test_members_have_what_the_group_has_while_they_belong_to_it(account: Account) -> None:
    group, bob = account.group(LIST_USERS), account.user()
    membership = {"group_id": group.id, "user_id": bob.id}
    assert not bob.caller.may("ListUsersV5")
    account.say("AddUserToGroupV5", **membership)
    assert (200, b"") == (account.heard.status_code, account.heard.content)
    assert bob.caller.may("ListUsersV5")
    account.say("RemoveUserFromGroupV5", **membership)
    assert (200, b"") == (account.heard.status_code, account.heard.content)
    assert not bob.caller.may("ListUsersV5")
    assert group.caller.may("ListUsersV5")


def test_a_groups_deny_stops_what_the_user_itself_is_allowed(account: Account) -> None:
    group = account.group(deny("iam:users:listUsersV5"))
    alice = account.user(allow("*"))
    assert alice.caller.may("ListUsersV5")
    account.say("AddUserToGroupV5", group_id=group.id, user_id=alice.id)
    assert not alice.caller.may("ListUsersV5")


def test_joining_twice_is_no_error_and_leaving_twice_is_not_found(account: Account) -> None:
    group, bob = account.group(), account.user()
    membership = {"group_id": group.id, "user_id": bob.id}
    account.say("AddUserToGroupV5", **membership)
    account.say("AddUserToGroupV5", **membership)
    account.say("RemoveUserFromGroupV5", **membership)
    assert (404, "IAM.0004") == refused_with(account, "RemoveUserFromGroupV5", **membership)


def test_whom_and_what_a_membership_names_must_exist(account: Account) -> None:
    group, bob = account.group(), account.user()
    for operation in ("AddUserToGroupV5", "RemoveUserFromGroupV5"):
        assert (404, "IAM.0004") == refused_with(account, operation, group_id=group.id, user_id="absent")
        assert (404, "IAM.0004") == refused_with(account, operation, group_id="absent", user_id=bob.id)


def test_groups_are_listed_by_user_and_counted(account: Account) -> None:
    group, other, bob = account.group(), account.group(), account.user()
    account.say("AddUserToGroupV5", group_id=group.id, user_id=bob.id)
    listed = account.say("ListGroupsV5", user_id=bob.id).groups
    assert [group.id] == [one.group_id for one in listed]
    summaries = account.say("ShowGroupSummary").groups
    assert {group.id: 2, other.id: 1} == {one.group_id: one.user_count for one in summaries}


def test_a_group_with_users_or_policies_cannot_be_deleted(account: Account) -> None:
    group, bob = account.say("CreateGroupV5", group_name="g").group.group_id, account.user()
    account.say("AddUserToGroupV5", group_id=group, user_id=bob.id)
    assert (409, "IAM.0005") == refused_with(account, "DeleteGroupV5", group_id=group)
    account.say("RemoveUserFromGroupV5", group_id=group, user_id=bob.id)
    policy = account.policy(LIST_USERS)
    account.say("AttachGroupPolicyV5", policy_id=policy, group_id=group)
    assert (409, "IAM.0005") == refused_with(account, "DeleteGroupV5", group_id=group)
    account.say("DetachGroupPolicyV5", policy_id=policy, group_id=group)
    account.say("DeleteGroupV5", group_id=group)
    assert 204 == account.heard.status_code
    assert (404, "IAM.0004") == refused_with(account, "ShowGroupV5", group_id=group)


def test_a_name_is_taken_once(account: Account) -> None:
    account.say("CreateGroupV5", group_name="a")
    other = account.say("CreateGroupV5", group_name="b").group.group_id
    assert (409, "IAM.0005") == refused_with(account, "CreateGroupV5", group_name="a")
    assert (409, "IAM.0005") == refused_with(account, "UpdateGroupV5", group_id=other, new_group_name="a")


@pytest.mark.parametrize("name", ["g" * 129, "a\nb", "a:b", "a.b", "a@b"])
def test_a_name_that_is_none_is_refused(account: Account, name: str) -> None:
    assert (400, "IAM.0073") == refused_with(account, "CreateGroupV5", group_name=name)


@pytest.mark.parametrize("description", ["d" * 256, "a*", "a^", "a@b"])
def test_a_description_that_is_none_is_refused(account: Account, description: str) -> None:
    given = {"group_name": "g", "description": description}
    assert (400, "IAM.0073") == refused_with(account, "CreateGroupV5", **given)


def test_an_account_has_twenty_groups_and_a_user_is_in_ten_of_them(account: Account) -> None:
    made = [account.say("CreateGroupV5", group_name=f"g{n}").group.group_id for n in range(20)]
    assert 409 == refused(account, "CreateGroupV5", group_name="one-too-many").status
    bob = account.user()
    for group in made[:10]:
        account.say("AddUserToGroupV5", group_id=group, user_id=bob.id)
    assert 409 == refused(account, "AddUserToGroupV5", group_id=made[10], user_id=bob.id).status


def test_membership_has_permissions_of_its_own_names(account: Account) -> None:
    group, bob, clerk = account.group(), account.user(), account.user()
    membership = {"group_id": group.id, "user_id": bob.id}
    for verb in ("AddUserTo", "RemoveUserFrom"):
        assert not clerk.caller.may(f"{verb}GroupV5", **membership)
        action = f"iam:permissions:{verb[0].lower()}{verb[1:]}GroupV5"
        account.give(clerk, allow(action, Resource=[group.urn]))
        assert clerk.caller.may(f"{verb}GroupV5", **membership)
