"""Assuming an agency: who may, for how long, as whom, and how far the session reaches.

Sources: STS 5.0 API reference, AssumeAgency (the ranges stand in the SDK's model too); IAM 5.0 user guide,
"Policy evaluation logic" (one account: identity or trust policy; two accounts: both), "Passing Session Tags"
(iam_01_1264) and "Monitoring Temporary Security Credentials" (iam_01_1263).
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException

from tests.conversation.huawei.clients import (
    ASSUME,
    Account,
    Caller,
    Key,
    Refusal,
    allow,
    deny,
    document,
    refused,
    refused_with,
    session_tags,
    trusting,
    where,
)
from tests.live import Live

LIST_USERS = allow("iam:users:listUsersV5")
MAY_ASSUME = allow("sts:agencies:assume")
NOBODY = "iam::0123456789:root"
TOKEN_REFUSED = (401, "APIGW.0301", "Incorrect IAM authentication information: decrypt token fail")


def may_assume(caller: Caller, urn: str, **given: Any) -> bool:
    """Whether the caller gets a session."""
    return caller.may("AssumeAgency", agency_urn=urn, agency_session_name="night-shift", **given)


def refused_session(caller: Caller, urn: str, **given: Any) -> Refusal:
    """How it is refused."""
    named = {"agency_urn": urn, "agency_session_name": "night-shift"} | given
    return refused(caller, "AssumeAgency", **named)


# Who may: one account


def test_in_one_account_a_trust_policy_alone_lets_a_user_in(account: Account) -> None:
    agency, trusted = account.agency(), account.user()
    assert may_assume(trusted.caller, agency.urn)


def test_in_one_account_a_users_policy_alone_lets_it_in(account: Account) -> None:
    agency = account.agency(trust=trusting(NOBODY))
    assert may_assume(account.user(MAY_ASSUME).caller, agency.urn)
    assert may_assume(account.user(allow("sts:agencies:assume", Resource=[agency.urn])).caller, agency.urn)


def test_in_one_account_nothing_lets_nobody_in(account: Account) -> None:
    agency = account.agency(trust=trusting(NOBODY))
    assert not may_assume(account.user().caller, agency.urn)
    assert not may_assume(account.user(LIST_USERS).caller, agency.urn)


def test_a_trust_policy_can_name_one_user(account: Account) -> None:
    alice, bob = account.user(), account.user()
    agency = account.agency(trust=trusting(alice.urn))
    assert may_assume(alice.caller, agency.urn)
    assert not may_assume(bob.caller, agency.urn)


def test_a_denial_on_either_side_keeps_everybody_out(account: Account) -> None:
    alice = account.user(allow("*"))
    principal = {"IAM": [account.account_id]}
    closed = account.agency(trust=document(deny("sts:agencies:assume", Principal=principal)))
    assert not may_assume(alice.caller, closed.urn)
    assert not may_assume(account, closed.urn)
    denied = account.user(deny("sts:agencies:assume"))
    assert not may_assume(denied.caller, account.agency().urn)


def test_a_changed_trust_policy_counts_from_the_next_session_on(account: Account) -> None:
    agency, user = account.agency(), account.user()
    session = user.caller.assume(agency.urn)
    account.say("UpdateTrustPolicyV5", agency_id=agency.id, trust_policy=trusting(NOBODY))
    assert not may_assume(user.caller, agency.urn)
    assert session.say("GetCallerIdentity")


# Who may: two accounts


def test_across_accounts_both_sides_must_allow(account: Account, stranger: Account) -> None:
    trusted = account.agency(trust=trusting(stranger.account_id))
    closed = account.agency(trust=trusting(NOBODY))
    powerless, powerful = stranger.user().caller, stranger.user(MAY_ASSUME).caller
    assert not may_assume(powerless, closed.urn)
    assert not may_assume(powerless, trusted.urn)
    assert not may_assume(powerful, closed.urn)
    assert may_assume(powerful, trusted.urn)


def test_across_accounts_even_root_must_be_trusted(account: Account, stranger: Account) -> None:
    assert not may_assume(stranger, account.agency().urn)
    assert may_assume(stranger, account.agency(trust=trusting(stranger.account_id)).urn)


def test_a_classic_agency_lets_in_the_account_it_trusts(account: Account, stranger: Account) -> None:
    agency = account.classic_agency(trusts=stranger.account_id)
    assert may_assume(stranger.user(MAY_ASSUME).caller, agency.urn)
    assert not may_assume(stranger.user().caller, agency.urn)
    assert not may_assume(account.user().caller, agency.urn)


def test_a_session_acts_in_the_agencys_account(account: Account, stranger: Account) -> None:
    agency = account.agency(LIST_USERS, trust=trusting(stranger.account_id))
    session = stranger.assume(agency.urn)
    assert account.account_id == session.say("GetCallerIdentity").account_id
    listed = session.say("ListUsersV5").users
    assert [f"iam::{account.account_id}:root"] == [user.urn for user in listed]


def test_a_session_has_nothing_of_who_assumed_it(account: Account) -> None:
    session = account.user(allow("*")).caller.assume(account.agency().urn)
    assert not session.may("ListUsersV5")


# Absent agencies


def test_an_absent_agency_is_denied_to_the_powerless_and_not_found_by_others(account: Account) -> None:
    urn = f"iam::{account.account_id}:agency:absent"
    assert (403, "PAP5.0001") == refused_session(account.user().caller, urn)[:2]
    assert (404, "PAP5.0012") == refused_session(account.user(MAY_ASSUME).caller, urn)[:2]
    assert (404, "PAP5.0012") == refused_session(account, urn)[:2]


def test_an_agency_is_found_by_its_whole_path_only(account: Account) -> None:
    agency = account.agency(agency_name="auditors", path="europe/")
    for wrong in ("auditors", "asia/auditors", "europe/north/auditors", "Europe/auditors"):
        assert 404 == refused_session(account, f"iam::{account.account_id}:agency:{wrong}").status
    assert may_assume(account, agency.urn)


@pytest.mark.parametrize("urn", ["auditors", "iam::*:agency:a", "iam:cn:a:agency:a", "sts::a:agency:a"])
def test_what_is_no_agencys_urn_is_refused(account: Account, urn: str) -> None:
    assert (400, "IAM.0073") == refused_session(account, urn)[:2]


# How far


@pytest.mark.parametrize("by", ["policy", "policy_ids"])
def test_a_session_policy_narrows_what_the_agency_may(account: Account, by: str) -> None:
    agency = account.agency(allow("*"))
    narrow: Any = document(LIST_USERS) if by == "policy" else [account.policy(LIST_USERS)]
    session = account.assume(agency.urn, **{by: narrow})
    assert session.may("ListUsersV5")
    assert not session.may("ListGroupsV5")


@pytest.mark.parametrize("by", ["policy", "policy_ids"])
def test_a_session_policy_never_widens(account: Account, by: str) -> None:
    agency = account.agency(LIST_USERS)
    wide: Any = document(allow("*")) if by == "policy" else [account.policy(allow("*"))]
    session = account.assume(agency.urn, **{by: wide})
    assert session.may("ListUsersV5")
    assert not session.may("ListGroupsV5")


def test_a_denial_in_a_session_policy_counts(account: Account) -> None:
    agency = account.agency(allow("*"))
    session = account.assume(agency.urn, policy=document(allow("*"), deny("iam:users:listUsersV5")))
    assert not session.may("ListUsersV5")
    assert session.may("ListGroupsV5")


def test_the_policies_named_for_a_session_must_exist(account: Account, stranger: Account) -> None:
    agency = account.agency()
    for absent in ("absent", stranger.policy(LIST_USERS)):
        assert (404, "PAP5.0014") == refused_session(account, agency.urn, policy_ids=[absent])[:2]


def test_a_policy_that_is_gone_gives_a_session_nothing(account: Account) -> None:
    agency, policy = account.agency(allow("*")), account.policy(LIST_USERS)
    session = account.assume(agency.urn, policy_ids=[policy])
    assert session.may("ListUsersV5")
    account.say("DeletePolicyV5", policy_id=policy)
    assert not session.may("ListUsersV5")


def test_a_malformed_session_policy_is_refused(account: Account) -> None:
    told = refused_session(account, account.agency().urn, policy=document(allow("iam:users")))
    assert (400, "PAP5.0011") == told[:2]
    assert "Statement[0].Action[0]" in told.message


def test_detaching_takes_effect_on_a_live_session_at_once(account: Account) -> None:
    agency = account.agency()
    policy = account.give(agency, LIST_USERS)
    assert agency.caller.may("ListUsersV5")
    account.detach(policy, agency)
    assert not agency.caller.may("ListUsersV5")
    account.attach(policy, agency)
    assert agency.caller.may("ListUsersV5")


@pytest.mark.parametrize("classic", [False, True])
def test_deleting_the_agency_ends_its_sessions(account: Account, *, classic: bool) -> None:
    agency = account.classic_agency() if classic else account.agency()
    assert agency.caller.say("GetCallerIdentity")
    account.say("DeleteAgency" if classic else "DeleteAgencyV5", agency_id=agency.id)
    assert (401, "APIGW.0301") == refused_with(agency.caller, "GetCallerIdentity")


# How long


def test_a_session_lasts_an_hour_unless_told_otherwise(account: Account) -> None:
    urn = account.agency(max_session_duration=7200).urn
    for given, seconds in (({}, 3600), ({"duration_seconds": 900}, 900), ({"duration_seconds": 7200}, 7200)):
        account.assume(urn, **given)
        told = account.heard.json()["credentials"]["expiration"]
        left = datetime.fromisoformat(told) - datetime.now().astimezone()
        assert abs(left - timedelta(seconds=seconds)) < timedelta(seconds=10)


@pytest.mark.parametrize("seconds", [0, 899, 3601, 43201, "3600", 1.5])
def test_a_session_lasts_at_least_a_quarter_and_at_most_what_the_agency_says(
    account: Account, seconds: Any
) -> None:
    told = refused_session(account, account.agency().urn, duration_seconds=seconds)
    assert (400, "IAM.0073") == told[:2]


def test_an_expired_session_is_refused(live: Live, account: Account) -> None:
    agency = account.agency(LIST_USERS)
    with live.later(-600_000):  # a signature is good for a quarter of an hour, a session for one at least
        session = account.assume(agency.urn, duration_seconds=900)
    assert session.may("ListUsersV5")
    with live.later(290_000):
        assert session.may("ListUsersV5")
    with live.later(301_000):
        assert TOKEN_REFUSED == refused(session, "ListUsersV5")[:3]


def test_a_temporary_key_is_refused_without_its_own_token(account: Account) -> None:
    agency = account.agency(LIST_USERS)
    first, second = account.assume(agency.urn), account.assume(agency.urn)
    assert first.key.token != second.key.token
    for token in (None, second.key.token, "wrong", f"{first.key.token}x"):
        mixed = account.holding(Key(first.key.id, first.key.secret, token))
        assert TOKEN_REFUSED == refused(mixed, "ListUsersV5")[:3]


def test_a_permanent_key_is_refused_with_a_token(account: Account) -> None:
    token = account.agency().caller.key.token
    mixed = account.holding(Key(account.key.id, account.key.secret, token))
    assert (401, "APIGW.0301") == refused_with(mixed, "ListUsersV5")


# Tags and source identity


TAGGED: dict[str, Any] = {"tags": session_tags(team="blue")}
NAMED: dict[str, Any] = {"source_identity": "alice"}
of_each_extra = pytest.mark.parametrize(
    ("action", "given"),
    [("sts::tagSession", TAGGED), ("sts::setSourceIdentity", NAMED)],
    ids=["tags", "source identity"],
)


@of_each_extra
def test_tags_and_a_source_identity_need_permissions_of_their_own(
    account: Account, action: str, given: dict[str, Any]
) -> None:
    agency, user = account.agency(), account.user(MAY_ASSUME)
    plain = account.agency(trust=trusting(account.account_id))
    assert may_assume(user.caller, plain.urn)
    assert not may_assume(user.caller, plain.urn, **given)
    account.give(user, allow(action))
    assert may_assume(user.caller, agency.urn, **given)


@of_each_extra
@pytest.mark.parametrize("side", ["trust policy", "identity policy"])
def test_tags_and_a_source_identity_need_them_on_both_sides_even_in_one_account(
    account: Account, side: str, action: str, given: dict[str, Any]
) -> None:
    user = account.user(MAY_ASSUME)
    if side == "trust policy":
        agency = account.agency()
    else:
        agency = account.agency(trust=trusting(account.account_id))
        account.give(user, allow(action))
    assert not may_assume(user.caller, agency.urn, **given)


def test_tags_and_a_source_identity_alone_open_nothing(account: Account) -> None:
    agency = account.agency(trust=trusting(NOBODY))
    user = account.user(allow("sts::tagSession", "sts::setSourceIdentity"))
    assert not may_assume(user.caller, agency.urn, tags=session_tags(a="b"), source_identity="alice")


def test_across_accounts_both_sides_must_allow_tags_too(account: Account, stranger: Account) -> None:
    user = stranger.user(allow(*ASSUME)).caller
    plain = account.agency(trust=trusting(stranger.account_id))
    tagging = account.agency(trust=trusting(stranger.account_id, actions=ASSUME))
    assert not may_assume(user, plain.urn, tags=session_tags(team="blue"))
    assert may_assume(user, tagging.urn, tags=session_tags(team="blue"))


def test_the_source_identity_is_told_back(account: Account) -> None:
    agency = account.agency()
    given = {"agency_urn": agency.urn, "agency_session_name": "night-shift"}
    assert "alice" == account.say("AssumeAgency", **given, source_identity="alice").source_identity
    assert account.say("AssumeAgency", **given).source_identity is None


def blue(account: Account, **given: Any) -> Any:
    """An agency whose sessions may list users, and be assumed from, while they are tagged blue."""
    condition = where("StringEquals", "g:PrincipalTag/team", "blue")
    return account.agency(allow("iam:users:listUsersV5", *ASSUME, Condition=condition), **given)


def test_a_tag_of_a_session_stands_over_the_agencys_own(account: Account) -> None:
    agency = blue(account)
    assert account.assume(agency.urn, tags=session_tags(team="blue")).may("ListUsersV5")
    assert not account.assume(agency.urn, tags=session_tags(team="red")).may("ListUsersV5")
    assert not account.assume(agency.urn).may("ListUsersV5")


def test_a_transitive_tag_goes_on_to_the_next_session_and_others_do_not(account: Account) -> None:
    first, second = account.agency(allow(*ASSUME)), blue(account)
    given = {"tags": session_tags(team="blue")}
    passed_on = account.assume(first.urn, **given, transitive_tag_keys=["team"]).assume(second.urn)
    kept = account.assume(first.urn, **given).assume(second.urn)
    assert passed_on.may("ListUsersV5")
    assert not kept.may("ListUsersV5")


def test_a_transitive_tag_goes_on_through_every_session(account: Account) -> None:
    first, second, third = account.agency(allow(*ASSUME)), blue(account), blue(account)
    session = account.assume(first.urn, tags=session_tags(team="blue"), transitive_tag_keys=["team"])
    assert session.assume(second.urn).assume(third.urn).may("ListUsersV5")


def test_a_source_identity_goes_on_through_every_session(account: Account) -> None:
    carols = where("StringEquals", "g:SourceIdentity", "carol")
    first = account.agency(allow(*ASSUME))
    second = account.agency(allow("iam:users:listUsersV5", Condition=carols))
    session = account.assume(first.urn, source_identity="carol")
    assert session.assume(second.urn).may("ListUsersV5")


def test_a_source_identity_cannot_be_replaced_on_the_way(account: Account) -> None:
    daves = where("StringEquals", "g:SourceIdentity", "dave")
    first = account.agency(allow(*ASSUME))
    second = account.agency(allow("iam:users:listUsersV5", Condition=daves))
    session = account.assume(first.urn, source_identity="carol")
    try:
        renamed = session.assume(second.urn, source_identity="dave")
    except ClientRequestException:
        return
    assert not renamed.may("ListUsersV5")


def test_a_session_from_a_session_lasts_an_hour_at_most(account: Account) -> None:
    first = account.agency(allow(*ASSUME))
    second = account.agency(max_session_duration=7200)
    assert may_assume(account, second.urn, duration_seconds=7200)
    assert may_assume(first.caller, second.urn, duration_seconds=3600)
    assert 400 == refused_session(first.caller, second.urn, duration_seconds=3601).status


def test_a_transitive_tag_cannot_be_replaced_on_the_way(account: Account) -> None:
    first, second = account.agency(allow(*ASSUME)), blue(account)
    red = account.assume(first.urn, tags=session_tags(team="red"), transitive_tag_keys=["team"])
    assert not red.assume(second.urn, tags=session_tags(team="blue")).may("ListUsersV5")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"agency_session_name": "a"}, "IAM.0073"),
        ({"agency_session_name": "a" * 129}, "IAM.0073"),
        ({"agency_session_name": "a/b"}, "IAM.0073"),
        ({"agency_session_name": None}, "IAM.0072"),
        ({"agency_urn": None}, "IAM.0072"),
        ({"external_id": "a"}, "IAM.0073"),
        ({"source_identity": "a b"}, "IAM.0073"),
        ({"policy_ids": ["a"] * 21}, "IAM.0073"),
        ({"policy_ids": "a"}, "IAM.0073"),
        ({"tags": session_tags(**{f"k{n}": "v" for n in range(21)})}, "IAM.0073"),
        ({"tags": session_tags(**{"k" * 129: "v"})}, "IAM.0073"),
        ({"tags": session_tags(k="v" * 256)}, "IAM.0073"),
        ({"tags": session_tags(_sys_k="v")}, "IAM.0073"),
        ({"tags": session_tags(a="1") + session_tags(a="2")}, "PAP5.0033"),
        ({"transitive_tag_keys": [f"k{n}" for n in range(21)]}, "IAM.0073"),
        ({"policy": document(allow("iam:" + "x" * 4096 + ":*"))}, "IAM.0073"),
        ({"serial_number": "iam::a:mfa:b", "token_code": "123456"}, "PAP5.0041"),
        ({"provided_contexts": [{"context_provider_urn": "a"}]}, "IAM.0073"),
    ],
    ids=range(18),
)
def test_a_session_with_a_bad_parameter_is_refused(
    account: Account, given: dict[str, Any], code: str
) -> None:
    assert (400, code) == refused_session(account, **{"urn": account.agency().urn} | given)[:2]


@pytest.mark.parametrize(
    "given",
    [
        {"agency_session_name": "a" * 128},
        {"external_id": "a" * 1224},
        {"source_identity": "a" * 64},
        {"tags": session_tags(**{"k" * 128: "v"})},
        {"tags": session_tags(k="v" * 255)},
        {"tags": session_tags(**{f"k{n}": "v" for n in range(20)})},
    ],
    ids=["session name", "external id", "source identity", "tag key", "tag value", "number of tags"],
)
def test_the_longest_that_is_documented_is_accepted(account: Account, given: dict[str, Any]) -> None:
    assert account.assume(account.agency().urn, **given).say("GetCallerIdentity")


def test_twenty_policies_can_limit_a_session(account: Account) -> None:
    agency = account.agency(allow("*"))
    policies = [account.policy(LIST_USERS) for _ in range(20)]
    assert account.assume(agency.urn, policy_ids=policies).may("ListUsersV5")
