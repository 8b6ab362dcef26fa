"""The life of an attachment, the same for a user, a group, a trust agency and a classic agency.

Sources: IAM 5.0 API reference, "Attaching/Detaching an Identity Policy" and the lists beside them.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conversation.huawei.clients import (
    Account,
    Holder,
    allow,
    named,
    refused,
    refused_with,
    send,
    signed,
)

LIST_USERS = allow("iam:users:listUsersV5")
HOLDERS: dict[str, Callable[[Account], Holder]] = {
    "user": Account.user,
    "group": Account.group,
    "trust agency": Account.agency,
    "classic agency": Account.classic_agency,
}
of_each_kind = pytest.mark.parametrize("make", HOLDERS.values(), ids=HOLDERS)
KINDS = ("user", "group", "agency")
of_each_api = pytest.mark.parametrize(
    ("verb", "kind"), [(verb, kind) for verb in ("attach", "detach") for kind in KINDS]
)
NOBODY = {"user": "IAM.0004", "group": "IAM.0004", "agency": "PAP5.0012"}


def listed(account: Account, holder: Holder) -> list[Any]:
    """The policies attached to somebody."""
    answer = account.say(f"ListAttached{holder.kind.title()}PoliciesV5", **named(holder))
    assert len(answer.attached_policies) == answer.page_info.current_count
    return list(answer.attached_policies)


def entities(account: Account, policy_id: str, **given: str) -> dict[str, list[str]]:
    """Who carries a policy, by kind."""
    answer = account.say("ListEntitiesForPolicyV5", policy_id=policy_id, **given)
    return {
        "agency": [one.agency_id for one in answer.policy_agencies],
        "group": [one.group_id for one in answer.policy_groups],
        "user": [one.user_id for one in answer.policy_users],
    }


def count(account: Account, policy_id: str) -> int:
    """To how many a policy is attached, as it says itself."""
    attached: int = account.say("GetPolicyV5", policy_id=policy_id).policy.attachment_count
    return attached


@of_each_kind
def test_an_attached_policy_allows_until_it_is_detached(
    account: Account, make: Callable[[Account], Holder]
) -> None:
    holder, policy = make(account), account.policy(LIST_USERS)
    assert not holder.caller.may("ListUsersV5")
    account.attach(policy, holder)
    assert holder.caller.may("ListUsersV5")
    account.detach(policy, holder)
    assert not holder.caller.may("ListUsersV5")


@of_each_kind
def test_attaching_shows_in_every_list_and_detaching_takes_it_out(
    account: Account, make: Callable[[Account], Holder]
) -> None:
    holder, policy = make(account), account.policy(LIST_USERS)
    nobody: dict[str, list[str]] = {kind: [] for kind in KINDS}
    assert ([], nobody, 0) == (
        listed(account, holder),
        entities(account, policy),
        count(account, policy),
    )
    account.attach(policy, holder)
    (shown,) = listed(account, holder)
    assert (policy, account.policy_urn(policy)) == (shown.policy_id, shown.urn)
    assert shown.policy_name
    assert shown.attached_at
    assert nobody | {holder.kind: [holder.id]} == entities(account, policy)
    assert 1 == count(account, policy)
    account.detach(policy, holder)
    assert ([], nobody, 0) == (
        listed(account, holder),
        entities(account, policy),
        count(account, policy),
    )


def test_entities_of_one_type_leave_the_others_out(account: Account) -> None:
    policy = account.policy(LIST_USERS)
    holders = [make(account) for make in HOLDERS.values()]
    for holder in holders:
        account.attach(policy, holder)
    assert 4 == count(account, policy)
    for kind in KINDS:
        shown = entities(account, policy, entity_type=kind)
        assert sorted(one.id for one in holders if one.kind == kind) == sorted(shown.pop(kind))
        assert [[], []] == list(shown.values())
    assert (400, "IAM.0073") == refused_with(
        account, "ListEntitiesForPolicyV5", policy_id=policy, entity_type="provider"
    )


@of_each_kind
def test_attaching_twice_is_a_conflict_and_detaching_twice_is_not_found(
    account: Account, make: Callable[[Account], Holder]
) -> None:
    holder, policy = make(account), account.policy(LIST_USERS)
    given = {"policy_id": policy, **named(holder)}
    account.attach(policy, holder)
    assert 409 == refused(account, f"Attach{holder.kind.title()}PolicyV5", **given).status
    account.detach(policy, holder)
    assert 404 == refused(account, f"Detach{holder.kind.title()}PolicyV5", **given).status


@of_each_kind
def test_a_principal_can_carry_ten_policies(account: Account, make: Callable[[Account], Holder]) -> None:
    holder = make(account)
    for _ in range(10):
        account.give(holder, LIST_USERS)
    given = {"policy_id": account.policy(LIST_USERS), **named(holder)}
    assert (409, "PAP5.0003") == refused_with(account, f"Attach{holder.kind.title()}PolicyV5", **given)


@of_each_kind
def test_a_holder_with_a_policy_cannot_be_deleted(
    account: Account, make: Callable[[Account], Holder]
) -> None:
    holder, policy = make(account), account.policy(LIST_USERS)
    account.attach(policy, holder)
    classic = make is Account.classic_agency
    delete = "DeleteAgency" if classic else f"Delete{holder.kind.title()}V5"
    assert 409 == refused(account, delete, **named(holder)).status


@of_each_api
def test_a_success_has_no_body_and_a_request_id(account: Account, verb: str, kind: str) -> None:
    holder, policy = HOLDERS.get(kind, Account.agency)(account), account.policy(LIST_USERS)
    if verb == "detach":
        account.attach(policy, holder)
    account.say(f"{verb.title()}{kind.title()}PolicyV5", policy_id=policy, **named(holder))
    assert (200, b"") == (account.heard.status_code, account.heard.content)
    assert 32 == len(account.heard.headers["X-Request-Id"])


@of_each_api
@pytest.mark.parametrize("absent", ["a", "A-9", "z" * 64])
def test_an_id_of_1_to_64_characters_that_names_nothing_is_not_found(
    account: Account, verb: str, kind: str, absent: str
) -> None:
    operation = f"{verb.title()}{kind.title()}PolicyV5"
    nobody = {f"{kind}_id": absent}
    holder = HOLDERS.get(kind, Account.agency)(account)
    policy = account.policy(LIST_USERS)
    assert (404, NOBODY[kind]) == refused_with(account, operation, policy_id=policy, **nobody)
    assert (404, "PAP5.0014") == refused_with(account, operation, policy_id=absent, **named(holder))


@of_each_api
@pytest.mark.parametrize("bad", ["z" * 65, "a_b", "a.b", "a b", "ä"])
def test_an_id_too_long_or_of_other_characters_is_refused(
    account: Account, verb: str, kind: str, bad: str
) -> None:
    operation = f"{verb.title()}{kind.title()}PolicyV5"
    assert (400, "IAM.0073") == refused_with(account, operation, policy_id="a", **{f"{kind}_id": bad})
    assert (400, "IAM.0073") == refused_with(account, operation, policy_id=bad, **{f"{kind}_id": "a"})


@of_each_api
@pytest.mark.parametrize(
    ("body", "code"),
    [
        (None, "IAM.0072"),
        (b"", "IAM.0072"),
        (b"{}", "IAM.0072"),
        (b'{"other_id": "a"}', "IAM.0072"),
        (b"not json", "IAM.0011"),
        (b'{"KIND_id": ', "IAM.0011"),
        (b"\xff\xfe", "IAM.0011"),
        (b"[]", "IAM.0011"),
        (b'"a"', "IAM.0011"),
        (b"null", "IAM.0011"),
        (b'{"KIND_id": 7}', "IAM.0073"),
        (b'{"KIND_id": ["a"]}', "IAM.0073"),
        (b'{"KIND_id": {"id": "a"}}', "IAM.0073"),
        (b'{"KIND_id": true}', "IAM.0073"),
        (b'{"KIND_id": null}', "IAM.0072"),
    ],
)
def test_a_body_that_is_not_the_documented_one_is_refused(
    account: Account, verb: str, kind: str, body: bytes | None, code: str
) -> None:
    sent = body.replace(b"KIND", kind.encode()) if body else body
    answer = send(signed(account, "POST", f"/v5/policies/a/{verb}-{kind}", sent))
    assert (400, code) == (answer.status, answer.code)


@of_each_api
def test_another_accounts_policy_and_principal_are_not_found(
    account: Account, stranger: Account, verb: str, kind: str
) -> None:
    operation = f"{verb.title()}{kind.title()}PolicyV5"
    make = HOLDERS.get(kind, Account.agency)
    theirs, their_policy = make(stranger), stranger.policy(LIST_USERS)
    stranger.attach(their_policy, theirs)
    ours, our_policy = make(account), account.policy(LIST_USERS)
    assert 404 == refused(account, operation, policy_id=our_policy, **named(theirs)).status
    assert 404 == refused(account, operation, policy_id=their_policy, **named(ours)).status
    assert theirs.caller.may("ListUsersV5")


def test_a_request_id_in_an_error_is_the_one_in_its_header(account: Account) -> None:
    refusal = refused(account, "DetachUserPolicyV5", policy_id="absent", user_id="absent")
    assert 404 == refusal.status
    assert refusal.request_id == account.heard.headers["X-Request-Id"] == account.heard.json()["request_id"]
    assert 32 == len(refusal.request_id)


def test_each_request_has_an_id_of_its_own(account: Account) -> None:
    ids = {send(signed(account, "GET", "/v5/users")).headers["x-request-id"] for _ in range(5)}
    assert 5 == len(ids)
