"""Huawei: either side inside an account, both sides across accounts, and a deny of any side wins."""

from tests.policy.speech import document, grant, holding, request
from tigertally.policy.chains.huawei import decide
from tigertally.policy.decide import Decision, Grants
from tigertally.policy.request import Who

BOB = Who("100", "user", "bob", "iam::100:user:bob")
ASSUME = {"Effect": "Allow", "Action": ["sts:agencies:assume"]}
HELD = document("huawei", ASSUME)
STOPPED = document("huawei", {**ASSUME, "Effect": "Deny"})
TRUSTS = {**ASSUME, "Principal": {"IAM": ["100"]}}
TRUST = grant(document("huawei", TRUSTS, purpose="trust"), "trust")
MISTRUST = grant(document("huawei", {**TRUSTS, "Effect": "Deny"}, purpose="trust"), "trust")
ASKED = request("sts:agencies:assume", "iam::100:agency:ops", who=BOB)


def settled(grants: Grants) -> tuple[bool, bool, str]:
    decision = decide(grants, ASKED)
    return decision.allowed, decision.explicit, decision.layer


def test_in_one_account_either_side_opens() -> None:
    assert (True, False, "identity") == settled(holding(HELD))
    assert (True, False, "trust") == settled(holding(trust=TRUST))
    assert (False, False, "identity") == settled(holding())


def test_across_accounts_both_sides_have_to_open() -> None:
    assert (True, False, "trust") == settled(holding(HELD, trust=TRUST, same_account=False))
    assert (False, False, "identity") == settled(holding(trust=TRUST, same_account=False))
    assert (False, False, "trust") == settled(holding(HELD, same_account=False))


def test_a_deny_of_either_side_wins() -> None:
    assert (False, True, "identity") == settled(holding(STOPPED, trust=TRUST))
    assert (False, True, "trust") == settled(holding(HELD, trust=MISTRUST))


def test_root_has_everything_but_what_a_trust_policy_denies() -> None:
    assert Decision(True, False, "root") == decide(holding(STOPPED, is_root=True), ASKED)
    assert (False, True, "trust") == settled(holding(is_root=True, trust=MISTRUST))


def test_root_of_another_account_needs_only_the_trust() -> None:
    assert (True, False, "trust") == settled(holding(is_root=True, same_account=False, trust=TRUST))
    assert (False, False, "trust") == settled(holding(is_root=True, same_account=False))


def test_a_session_policy_can_only_take_away() -> None:
    assert (True, False, "identity") == settled(holding(HELD, session=(grant(HELD),)))
    assert (False, False, "session") == settled(holding(HELD, session=()))
    assert (False, True, "session") == settled(holding(HELD, session=(grant(STOPPED),)))


def test_when_both_sides_open_both_are_named() -> None:
    decision = decide(holding(HELD, trust=TRUST), ASKED)
    assert ["P", "trust"] == [match.grant.policy for match in decision.determining]
