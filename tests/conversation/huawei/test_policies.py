"""Custom policies and their versions, the system's policies, and documents that are none.

Source: IAM 5.0 API reference, "Identity Policy Management"; service overview, "Notes and constraints".
"""

import json
from typing import Any

import pytest

from tests.conversation.huawei.clients import (
    Account,
    Json,
    allow,
    deny,
    document,
    refused,
    refused_with,
    send,
    signed,
)

LIST_USERS = allow("iam:users:listUsersV5")
LIST_GROUPS = allow("iam:groups:listGroupsV5")


def versions(account: Account, policy: str) -> list[tuple[str, bool]]:
    """The versions of a policy as listed, with the one that counts."""
    listed = account.say("ListPolicyVersionsV5", policy_id=policy).versions
    return [(one.version_id, one.is_default) for one in listed]


def add_version(account: Account, policy: str, *statements: Json, counts: bool = False) -> str:
    """One more version."""
    made = account.say(
        "CreatePolicyVersionV5",
        policy_id=policy,
        policy_document=document(*statements),
        set_as_default=counts,
    ).policy_version
    version: str = made.version_id
    return version


def test_a_policy_is_shown_as_it_was_made(account: Account) -> None:
    text = document(LIST_USERS)
    made = account.say(
        "CreatePolicyV5",
        policy_name="Read_Users",
        path="ops/europe/",
        policy_document=text,
        description="who is here",
    ).policy
    assert 201 == account.heard.status_code
    shown = account.say("GetPolicyV5", policy_id=made.policy_id).policy
    for policy in (made, shown):
        assert f"iam::{account.account_id}:policy:ops/europe/Read_Users" == policy.urn
        assert ("custom", "Read_Users", "ops/europe/", "v1", 0, "who is here") == (
            policy.policy_type,
            policy.policy_name,
            policy.path,
            policy.default_version_id,
            policy.attachment_count,
            policy.description,
        )
        assert policy.created_at == policy.updated_at
    version = account.say("GetPolicyVersionV5", policy_id=made.policy_id, version_id="v1").policy_version
    assert (text, True) == (version.document, version.is_default)


def test_the_description_alone_can_be_changed(account: Account) -> None:
    policy = account.policy(LIST_USERS)
    account.say("UpdatePolicyV5", policy_id=policy, description="new")
    assert (200, b"") == (account.heard.status_code, account.heard.content)
    assert "new" == account.say("GetPolicyV5", policy_id=policy).policy.description


def test_policies_are_listed_by_type_path_and_use(account: Account) -> None:
    user = account.user(LIST_USERS)
    (used,) = account.say("ListAttachedUserPoliciesV5", user_id=user.id).attached_policies
    pathed = account.say(
        "CreatePolicyV5", policy_name="Pathed", path="ops/", policy_document=document(LIST_USERS)
    ).policy.policy_id

    def listed(**given: Any) -> set[str]:
        return {policy.policy_id for policy in account.say("ListPoliciesV5", **given).policies}

    custom, system = {used.policy_id, pathed}, listed(policy_type="system")
    assert custom == listed(policy_type="custom")
    assert custom | system == listed()
    assert not custom & system
    assert {pathed} == listed(path_prefix="ops/")
    assert {used.policy_id} == listed(only_attached=True)


def test_another_accounts_policy_is_not_found(account: Account, stranger: Account) -> None:
    theirs = stranger.policy(LIST_USERS)
    for operation in ("GetPolicyV5", "DeletePolicyV5", "ListPolicyVersionsV5", "ListEntitiesForPolicyV5"):
        assert (404, "PAP5.0014") == refused_with(account, operation, policy_id=theirs)
    assert stranger.say("GetPolicyV5", policy_id=theirs).policy


def test_a_name_is_taken_once(account: Account) -> None:
    given = {"policy_name": "Mine", "policy_document": document(LIST_USERS)}
    account.say("CreatePolicyV5", **given)
    assert 409 == refused(account, "CreatePolicyV5", **given).status


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"policy_name": "a b"}, "IAM.0073"),
        ({"policy_name": "a" * 129}, "IAM.0073"),
        ({"path": "/ops/"}, "PAP5.0030"),
        ({"path": "ops"}, "PAP5.0030"),
        ({"path": "a/" * 257}, "PAP5.0030"),
        ({"description": "d" * 1001}, "IAM.0073"),
    ],
)
def test_a_policy_with_a_bad_parameter_is_refused(account: Account, given: dict[str, str], code: str) -> None:
    fine = {"policy_name": "Fine", "policy_document": document(LIST_USERS)}
    assert (400, code) == refused_with(account, "CreatePolicyV5", **fine | given)
    account.say("CreatePolicyV5", **fine)


def test_the_longest_name_and_path_are_accepted(account: Account) -> None:
    made = account.say(
        "CreatePolicyV5", policy_name="n" * 128, path="a/" * 256, policy_document=document(LIST_USERS)
    ).policy
    assert f"iam::{account.account_id}:policy:{'a/' * 256}{'n' * 128}" == made.urn


# Versions


def test_a_version_counts_when_it_is_made_the_default(account: Account) -> None:
    user = account.user()
    policy = account.give(user, LIST_USERS)
    assert "v2" == add_version(account, policy, LIST_GROUPS)
    assert [("v2", False), ("v1", True)] == versions(account, policy)
    assert (True, False) == (user.caller.may("ListUsersV5"), user.caller.may("ListGroupsV5"))
    account.say("SetDefaultPolicyVersionV5", policy_id=policy, version_id="v2")
    assert (200, b"") == (account.heard.status_code, account.heard.content)
    assert [("v2", True), ("v1", False)] == versions(account, policy)
    assert (False, True) == (user.caller.may("ListUsersV5"), user.caller.may("ListGroupsV5"))
    account.say("SetDefaultPolicyVersionV5", policy_id=policy, version_id="v1")
    assert (True, False) == (user.caller.may("ListUsersV5"), user.caller.may("ListGroupsV5"))


def test_a_version_can_count_from_the_start(account: Account) -> None:
    policy = account.policy(LIST_USERS)
    add_version(account, policy, LIST_GROUPS, counts=True)
    assert 201 == account.heard.status_code
    assert "v2" == account.say("GetPolicyV5", policy_id=policy).policy.default_version_id


def test_a_sixth_version_is_one_too_many_and_numbers_are_never_used_again(account: Account) -> None:
    policy = account.policy(LIST_USERS)
    for _ in range(4):
        add_version(account, policy, LIST_USERS)
    sixth = {"policy_id": policy, "policy_document": document(LIST_USERS)}
    assert (409, "PAP5.0028") == refused_with(account, "CreatePolicyVersionV5", **sixth)
    account.say("DeletePolicyVersionV5", policy_id=policy, version_id="v5")
    assert (204, b"") == (account.heard.status_code, account.heard.content)
    assert "v6" == add_version(account, policy, LIST_USERS)
    assert ["v6", "v4", "v3", "v2", "v1"] == [number for number, _ in versions(account, policy)]
    for operation in ("GetPolicyVersionV5", "DeletePolicyVersionV5", "SetDefaultPolicyVersionV5"):
        assert 404 == refused(account, operation, policy_id=policy, version_id="v5").status


def test_the_default_version_cannot_be_deleted(account: Account) -> None:
    policy = account.policy(LIST_USERS)
    add_version(account, policy, LIST_USERS)
    assert 409 == refused(account, "DeletePolicyVersionV5", policy_id=policy, version_id="v1").status


@pytest.mark.parametrize("version", ["1", "v0", "v01", "latest", "v1x"])
def test_a_version_id_that_is_none_is_refused(account: Account, version: str) -> None:
    policy = account.policy(LIST_USERS)
    assert (400, "IAM.0073") == refused_with(
        account, "GetPolicyVersionV5", policy_id=policy, version_id=version
    )


def test_a_policy_with_several_versions_can_be_deleted_once_it_is_detached(account: Account) -> None:
    user = account.user()
    policy = account.give(user, LIST_USERS)
    add_version(account, policy, LIST_USERS)
    assert 409 == refused(account, "DeletePolicyV5", policy_id=policy).status
    account.detach(policy, user)
    account.say("DeletePolicyV5", policy_id=policy)
    assert (204, b"") == (account.heard.status_code, account.heard.content)
    assert (404, "PAP5.0014") == refused_with(account, "GetPolicyV5", policy_id=policy)


# System policies

SYSTEM = ("AdministratorAccess", "ReadOnlyAccess", "IAMFullAccessPolicy", "IAMReadOnlyPolicy")


def system_policy(account: Account, name: str) -> Any:
    """A system policy by its name."""
    listed = account.say("ListPoliciesV5", policy_type="system").policies
    return {policy.policy_name: policy for policy in listed}[name]


@pytest.mark.parametrize("name", SYSTEM)
def test_a_system_policy_is_there_to_be_read(account: Account, name: str) -> None:
    policy = system_policy(account, name)
    assert ("system", f"iam::system:policy:{name}") == (policy.policy_type, policy.urn)
    version = account.say(
        "GetPolicyVersionV5", policy_id=policy.policy_id, version_id=policy.default_version_id
    ).policy_version
    assert "5.0" == json.loads(version.document)["Version"]


@pytest.mark.parametrize(
    ("name", "may_list", "may_create"),
    [
        ("AdministratorAccess", True, True),
        ("ReadOnlyAccess", True, False),
        ("IAMFullAccessPolicy", True, True),
        ("IAMReadOnlyPolicy", True, False),
    ],
)
def test_a_system_policy_allows_what_its_name_says(
    account: Account, name: str, *, may_list: bool, may_create: bool
) -> None:
    user = account.user()
    policy = system_policy(account, name).policy_id
    assert not user.caller.may("ListGroupsV5")
    account.attach(policy, user)
    assert 1 == account.say("GetPolicyV5", policy_id=policy).policy.attachment_count
    assert may_list is user.caller.may("ListGroupsV5")
    assert may_create is user.caller.may("CreateGroupV5", group_name="g")
    account.detach(policy, user)
    assert not user.caller.may("ListGroupsV5")


@pytest.mark.parametrize("name", SYSTEM)
def test_nobody_can_change_a_system_policy(account: Account, name: str) -> None:
    policy = {"policy_id": system_policy(account, name).policy_id}
    for operation, given in (
        ("UpdatePolicyV5", {"description": "x"}),
        ("CreatePolicyVersionV5", {"policy_document": document(LIST_USERS)}),
        ("SetDefaultPolicyVersionV5", {"version_id": "v1"}),
        ("DeletePolicyVersionV5", {"version_id": "v1"}),
        ("DeletePolicyV5", {}),
    ):
        assert 403 == refused(account, operation, **policy, **given).status


def test_an_attached_system_policy_counts_in_its_own_account_alone(
    account: Account, stranger: Account
) -> None:
    policy = system_policy(account, "ReadOnlyAccess").policy_id
    account.attach(policy, account.user())
    assert 0 == stranger.say("GetPolicyV5", policy_id=policy).policy.attachment_count
    assert [] == stranger.say("ListEntitiesForPolicyV5", policy_id=policy).policy_users


# Documents

MALFORMED = [
    ("not json", ""),
    ("[]", ""),
    ('{"Statement": []}', "Version"),
    ('{"Version": "1.1", "Statement": []}', "Version"),
    ('{"Version": "5.0"}', "Statement"),
    ('{"Version": "5.0", "Statement": {}}', "Statement"),
    (document({"Effect": "Allow"}), "Statement[0]"),
    (document(LIST_USERS, {"Effect": "Permit", "Action": ["*"]}), "Statement[1].Effect"),
    (document({"Effect": "Allow", "Action": "iam:users:listUsersV5"}), "Statement[0].Action"),
    (document(allow("iam:users")), "Statement[0].Action[0]"),
    (document(allow("*", NotAction=["*"])), "Statement[0]"),
    (document(allow("*", Resource=["iam:everything"])), "Statement[0].Resource[0]"),
    (document(allow("*", Principal={"IAM": ["a"]})), "Statement[0]"),
    (document(allow("*", Condition={"StringIs": {"g:UserName": ["a"]}})), "Statement[0].Condition"),
    (document(allow("*", Condition={"Bool": {"g:MFAPresent": ["maybe"]}})), "Statement[0].Condition"),
    (document(allow("*", Condition={"StringEquals": {"g:TagKeys": ["a"]}})), "Statement[0].Condition"),
    (document(allow("*", Resource=["iam:*:*:user:${g:UserName"])), "Statement[0].Resource[0]"),
]


@pytest.mark.parametrize(("text", "place"), MALFORMED, ids=range(len(MALFORMED)))
def test_a_malformed_document_is_refused_with_the_place(account: Account, text: str, place: str) -> None:
    told = refused(account, "CreatePolicyV5", policy_name="Bad", policy_document=text)
    assert (400, "PAP5.0011") == told[:2]
    assert told.message.startswith("malformed policy document")
    assert place in told.message
    policy = account.policy(LIST_USERS)
    assert (400, "PAP5.0011") == refused_with(
        account, "CreatePolicyVersionV5", policy_id=policy, policy_document=text
    )


def test_a_document_is_text_and_not_an_object(account: Account) -> None:
    body = {"policy_name": "Bad", "policy_document": {"Version": "5.0", "Statement": [LIST_USERS]}}
    answer = send(signed(account, "POST", "/v5/policies", body))
    assert (400, "IAM.0073") == (answer.status, answer.code)


def test_a_document_has_6144_characters_besides_blanks(account: Account) -> None:
    def padded(size: int) -> str:
        frame = document(allow("*", Resource=["iam:*:*:user:"]), deny("*"))
        return frame.replace("user:", "user:" + "x" * (size - len("".join(frame.split()))))

    longest = padded(6144).replace('"Effect"', '\n\t    "Effect"')
    account.say("CreatePolicyV5", policy_name="Longest", policy_document=longest)
    given = {"policy_name": "Longer", "policy_document": padded(6145)}
    assert 400 == refused(account, "CreatePolicyV5", **given).status
