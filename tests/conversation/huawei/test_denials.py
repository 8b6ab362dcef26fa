"""What a denial's sealed message says, and who can have it opened.

Source: STS 5.0 API reference, DecodeAuthorizationMessage.
"""

import json
from collections.abc import Callable

import pytest

from tests.conversation.huawei.clients import (
    Account,
    Caller,
    Json,
    allow,
    deny,
    document,
    refused,
    refused_with,
    tags,
    where,
)

DECODE = "sts::decodeAuthorizationMessage"
LIST = "iam:users:listUsersV5"
NOT_A_MESSAGE = (400, "IAM.0073")


def sealed(caller: Caller, operation: str = "ListUsersV5", **given: str) -> str:
    """The sealed message of a denial."""
    message = refused(caller, operation, **given).sealed
    assert message
    return message


def opened(caller: Caller, message: str) -> Json:
    """What it says."""
    text = caller.say("DecodeAuthorizationMessage", encoded_message=message).decoded_message
    told: Json = json.loads(text)
    return told


def test_a_denial_for_want_of_an_allow_says_who_what_and_on_what(account: Account) -> None:
    user = account.user()
    told = opened(account, sealed(user.caller))
    assert "implicit deny by identity-based policy" == told["failure"]
    assert LIST == told["action"]
    assert f"iam::{account.account_id}:user:*" == told["resource"]
    assert {
        "account_id": account.account_id,
        "principal_urn": user.urn,
        "principal_id": user.id,
    } == told["context"]["user_profile"]
    assert [] == told["matched_statements"]


def test_an_explicit_deny_names_the_statement(account: Account) -> None:
    user = account.user(allow("*"))
    policy = account.give(user, allow("*"), deny(LIST))
    name = account.say("GetPolicyV5", policy_id=policy).policy.policy_name
    told = opened(account, sealed(user.caller))
    assert "explicit deny by identity-based policy" == told["failure"]
    (statement,) = told["matched_statements"]
    assert ("Deny", name, "Custom", "v1", "user", 1) == (
        statement["effect"],
        statement["policy"],
        statement["policy_type"],
        statement["version"],
        statement["attached_to_kind"],
        statement["statement"],
    )


def test_a_groups_explicit_deny_names_the_group(account: Account) -> None:
    group = account.group(deny(LIST))
    (statement,) = opened(account, sealed(group.caller))["matched_statements"]
    name = account.say("ShowGroupV5", group_id=group.id).group.group_name
    assert ("group", name) == (statement["attached_to_kind"], statement["attached_to"])


def test_a_session_policys_denial_says_so(account: Account) -> None:
    agency = account.agency(allow("*"))
    limited = account.assume(agency.urn, policy=document(allow("obs:*:*")))
    assert "implicit deny by session policy" == opened(account, sealed(limited))["failure"]


def test_a_session_is_named_as_itself(account: Account) -> None:
    agency = account.agency()
    profile = opened(account, sealed(agency.caller))["context"]["user_profile"]
    assert agency.caller.say("GetCallerIdentity").principal_urn == profile["principal_urn"]


def test_the_conditions_that_were_seen_are_told(account: Account) -> None:
    user = account.user()
    account.say("TagResourceV5", resource_type="user", resource_id=user.id, tags=tags(team="blue"))
    seen = opened(account, sealed(user.caller))["context"]["conditions"]
    assert ["blue"] == list(seen["g:principaltag/team"])
    assert ["127.0.0.1"] == list(seen["g:sourceip"])


def test_a_resource_that_is_there_is_named_by_its_urn(account: Account) -> None:
    user = account.user()
    message = sealed(user.caller, "ShowUserV5", user_id=user.id)
    assert user.urn == opened(account, message)["resource"]


def test_opening_needs_its_permission(account: Account) -> None:
    message = sealed(account.user().caller)
    given = {"encoded_message": message}
    assert not account.user(allow(LIST)).caller.may("DecodeAuthorizationMessage", **given)
    assert account.user(allow(DECODE)).caller.may("DecodeAuthorizationMessage", **given)


def test_the_denied_can_open_their_own_only_with_the_permission(account: Account) -> None:
    user = account.user()
    message = sealed(user.caller)
    assert not user.caller.may("DecodeAuthorizationMessage", encoded_message=message)
    account.give(user, allow(DECODE))
    assert LIST == opened(user.caller, message)["action"]


def test_another_account_cannot_open_it(account: Account, stranger: Account) -> None:
    message = sealed(account.user().caller)
    assert NOT_A_MESSAGE == refused_with(stranger, "DecodeAuthorizationMessage", encoded_message=message)


@pytest.mark.parametrize(
    "garble",
    [
        lambda message: message[:-8],
        lambda message: message[::-1],
        lambda message: message[:40] + ("A" if message[40] != "A" else "B") + message[41:],
        lambda message: message[:40] + "!" + message[40:],
        lambda _: "A" * 10240,
        lambda _: "not a message",
        lambda _: "ä",
    ],
)
def test_a_garbled_message_is_refused(account: Account, garble: Callable[[str], str]) -> None:
    message = garble(sealed(account.user().caller))
    assert NOT_A_MESSAGE == refused_with(account, "DecodeAuthorizationMessage", encoded_message=message)


def test_a_message_too_long_is_refused(account: Account) -> None:
    assert NOT_A_MESSAGE == refused_with(account, "DecodeAuthorizationMessage", encoded_message="A" * 10241)


def test_a_message_stays_short_however_much_there_is_to_tell(account: Account) -> None:
    user = account.user()
    given = {"resource_type": "user", "resource_id": user.id}
    account.say("TagResourceV5", **given, tags=tags(**{f"{'k' * 60}{n:02}": "漢" * 128 for n in range(20)}))
    for _ in range(10):
        account.give(user, *[deny(LIST, Sid=f"S{n}") for n in range(40)])
    message = sealed(user.caller)
    assert len(message) <= 10240
    told = opened(account, message)
    assert "explicit deny by identity-based policy" == told["failure"]
    assert user.urn == told["context"]["user_profile"]["principal_urn"]


def test_a_refusal_that_is_no_denial_has_no_message(account: Account) -> None:
    assert refused(account, "ShowUserV5", user_id="absent").sealed is None


def test_a_denied_condition_key_is_the_one_that_was_asked(account: Account) -> None:
    blue = where("StringEquals", "g:ResourceTag/team", "blue")
    user = account.user(allow("iam:users:getUserV5", Condition=blue))
    account.say("TagResourceV5", resource_type="user", resource_id=user.id, tags=tags(team="red"))
    seen = opened(account, sealed(user.caller, "ShowUserV5", user_id=user.id))["context"]["conditions"]
    assert ["red"] == list(seen["g:resourcetag/team"])
