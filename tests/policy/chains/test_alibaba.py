"""Alibaba: session, identity and trust must all allow, and the owner of an account is never asked."""

from tests.policy.speech import document, grant, holding, request
from tigertally.policy.chains.alibaba import decide
from tigertally.policy.decide import Decision, Grants

ASSUME = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
HELD = document("alibaba", ASSUME)
STOPPED = document("alibaba", {**ASSUME, "Effect": "Deny"})
TRUSTS = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": "acs:ram::100:root"}}
TRUST = grant(document("alibaba", TRUSTS, purpose="trust"), "trust")
MISTRUST = grant(document("alibaba", {**TRUSTS, "Effect": "Deny"}, purpose="trust"), "trust")
ASKED = request("sts:AssumeRole", "acs:ram:*:100:role/ops")


def settled(grants: Grants) -> tuple[bool, bool, str]:
    decision = decide(grants, ASKED)
    return decision.allowed, decision.explicit, decision.layer


def test_the_owner_is_never_evaluated_in_their_own_account() -> None:
    assert Decision(True, False, "root") == decide(holding(STOPPED, is_root=True, trust=MISTRUST), ASKED)


def test_the_owner_of_another_account_holds_nothing_here() -> None:
    assert (False, False, "identity") == settled(holding(is_root=True, same_account=False, trust=TRUST))
    assert (False, True, "trust") == settled(holding(is_root=True, same_account=False, trust=MISTRUST))


def test_what_is_held_decides_when_there_is_nothing_else() -> None:
    assert (True, False, "identity") == settled(holding(HELD))
    assert (False, False, "identity") == settled(holding())


def test_assuming_a_role_needs_identity_and_trust() -> None:
    assert (True, False, "trust") == settled(holding(HELD, trust=TRUST))
    assert (False, False, "identity") == settled(holding(trust=TRUST))
    assert (False, True, "trust") == settled(holding(HELD, trust=MISTRUST))


def test_across_accounts_nothing_goes_without_trust() -> None:
    assert (False, False, "trust") == settled(holding(HELD, same_account=False))


def test_a_session_policy_can_only_take_away() -> None:
    assert (True, False, "identity") == settled(holding(HELD, session=(grant(HELD),)))
    assert (False, False, "session") == settled(holding(HELD, session=()))
    assert (False, False, "identity") == settled(holding(session=(grant(HELD),)))
    assert (False, True, "session") == settled(holding(HELD, session=(grant(STOPPED),)))


def test_an_allow_names_the_statements_of_every_layer() -> None:
    decision = decide(holding(HELD, session=(grant(HELD, "session"),), trust=TRUST), ASKED)
    assert ["session", "P", "trust"] == [match.grant.policy for match in decision.determining]
