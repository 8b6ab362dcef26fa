"""Tencent: organization, session, boundary, identity and trust must all allow; root answers to fewer."""

from tests.policy.speech import document, grant, holding, request
from tigertally.policy.chains.tencent import decide
from tigertally.policy.decide import Decision, Grants

ASSUME = {"effect": "allow", "action": "sts:AssumeRole", "resource": "*"}
HELD = document("tencent", ASSUME)
STOPPED = document("tencent", {**ASSUME, "effect": "deny"})
OTHER = document("tencent", {**ASSUME, "action": "cos:*"})
TRUSTS = {"effect": "allow", "action": "sts:AssumeRole", "principal": {"qcs": "qcs::cam::uin/100:root"}}
TRUST = grant(document("tencent", TRUSTS, purpose="trust"), "trust")
MISTRUST = grant(document("tencent", {**TRUSTS, "effect": "deny"}, purpose="trust"), "trust")
ASKED = request("sts:AssumeRole", "qcs::cam::uin/100:roleName/ops")
FULL, SILENT, STOP = (grant(HELD, "full"),), (grant(OTHER, "silent"),), (grant(HELD), grant(STOPPED, "stop"))


def settled(grants: Grants) -> tuple[bool, bool, str]:
    decision = decide(grants, ASKED)
    return decision.allowed, decision.explicit, decision.layer


def test_what_is_held_decides_when_there_is_nothing_else() -> None:
    assert (True, False, "identity") == settled(holding(HELD))
    assert (False, False, "identity") == settled(holding(OTHER))
    assert (False, True, "identity") == settled(holding(HELD, STOPPED))


def test_root_is_not_evaluated_in_its_own_account() -> None:
    bound = holding(STOPPED, is_root=True, trust=MISTRUST, boundary=grant(OTHER))
    assert Decision(True, False, "root") == decide(bound, ASKED)


def test_root_is_bound_by_the_organization_and_by_a_session() -> None:
    assert (True, False, "root") == settled(holding(is_root=True, levels=(FULL, FULL)))
    assert (False, False, "organization") == settled(holding(is_root=True, levels=(FULL, SILENT)))
    assert (False, True, "organization") == settled(holding(is_root=True, levels=(STOP,)))
    assert (False, False, "session") == settled(holding(is_root=True, session=()))


def test_root_of_another_account_holds_nothing_here() -> None:
    assert (False, False, "identity") == settled(holding(is_root=True, same_account=False, trust=TRUST))


def test_a_boundary_has_to_allow_in_addition() -> None:
    assert (True, False, "identity") == settled(holding(HELD, boundary=grant(HELD)))
    assert (False, False, "boundary") == settled(holding(HELD, boundary=grant(OTHER)))
    assert (False, True, "boundary") == settled(holding(HELD, boundary=grant(STOPPED)))
    assert (False, False, "identity") == settled(holding(boundary=grant(HELD)))


def test_every_level_of_the_organization_has_to_allow() -> None:
    assert (True, False, "identity") == settled(holding(HELD, levels=(FULL, FULL, FULL)))
    for at in range(3):
        levels = tuple(SILENT if level == at else FULL for level in range(3))
        assert (False, False, "organization") == settled(holding(HELD, levels=levels))
    assert (False, False, "organization") == settled(holding(HELD, levels=((),)))
    assert (False, True, "organization") == settled(holding(HELD, levels=(SILENT, STOP)))


def test_a_session_policy_can_only_take_away() -> None:
    assert (True, False, "identity") == settled(holding(HELD, session=(grant(HELD),)))
    assert (False, False, "session") == settled(holding(HELD, session=()))
    assert (False, False, "identity") == settled(holding(session=(grant(HELD),)))


def test_assuming_a_role_needs_identity_and_trust() -> None:
    assert (True, False, "trust") == settled(holding(HELD, trust=TRUST))
    assert (False, False, "identity") == settled(holding(trust=TRUST))
    assert (False, True, "trust") == settled(holding(HELD, trust=MISTRUST))


def test_across_accounts_nothing_goes_without_trust() -> None:
    assert (False, False, "trust") == settled(holding(HELD, same_account=False))


def test_an_explicit_deny_of_any_layer_beats_a_silent_one() -> None:
    assert (False, True, "identity") == settled(holding(STOPPED, levels=(SILENT,), boundary=grant(OTHER)))


def test_an_allow_names_the_statements_of_every_layer() -> None:
    grants = holding(HELD, levels=(FULL,), boundary=grant(HELD, "bound"), trust=TRUST)
    assert ["full", "bound", "P", "trust"] == [
        match.grant.policy for match in decide(grants, ASKED).determining
    ]
