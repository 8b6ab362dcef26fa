"""Alibaba: session, identity and trust must all allow, and the owner of an account is never asked.

What is held in a resource group is asked after what is held in the whole account, by one of two readings.
"""

import pytest

from tests.policy.speech import document, grant, holding, request
from tigertally.policy.chains.alibaba import Order, decide
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


SAYS = {"Allow": (grant(HELD),), "Deny": (grant(STOPPED),), "nothing": ()}

ORDERS: list[tuple[str, str, tuple[bool, bool, str], tuple[bool, bool, str]]] = [
    # held in the account, held in the group, account first (2021), deny first (2026)
    ("Allow", "Allow", (True, False, "identity"), (True, False, "identity")),
    ("Allow", "Deny", (True, False, "identity"), (False, True, "resource_group")),
    ("Allow", "nothing", (True, False, "identity"), (True, False, "identity")),
    ("Deny", "Allow", (False, True, "identity"), (False, True, "identity")),
    ("Deny", "Deny", (False, True, "identity"), (False, True, "identity")),
    ("Deny", "nothing", (False, True, "identity"), (False, True, "identity")),
    ("nothing", "Allow", (True, False, "resource_group"), (True, False, "resource_group")),
    ("nothing", "Deny", (False, True, "resource_group"), (False, True, "resource_group")),
    ("nothing", "nothing", (False, False, "resource_group"), (False, False, "resource_group")),
]


@pytest.mark.parametrize(("account", "group", "account_first", "deny_first"), ORDERS)
def test_two_readings_of_what_is_held_differ_in_one_line(
    account: str, group: str, account_first: tuple[bool, bool, str], deny_first: tuple[bool, bool, str]
) -> None:
    grants = Grants(identity=SAYS[account], resource_group=SAYS[group])
    wanted: dict[Order, tuple[bool, bool, str]] = {"account first": account_first, "deny first": deny_first}
    for order, expected in wanted.items():
        decision = decide(grants, ASKED, order)
        assert expected == (decision.allowed, decision.explicit, decision.layer), order


def test_the_account_is_asked_first_unless_told_otherwise() -> None:
    grants = Grants(identity=SAYS["Allow"], resource_group=SAYS["Deny"])
    assert decide(grants, ASKED, "account first") == decide(grants, ASKED)


def test_silence_of_a_call_that_names_no_group_is_the_account_s() -> None:
    assert (False, False, "identity") == settled(Grants(identity=()))


def test_an_allow_of_a_resource_group_is_still_limited_by_the_session_and_trust() -> None:
    held = Grants(identity=(), resource_group=SAYS["Allow"], session=SAYS["nothing"])
    assert (False, False, "session") == settled(held)
    assert (True, False, "trust") == settled(Grants(identity=(), resource_group=SAYS["Allow"], trust=TRUST))
    assert (False, True, "trust") == settled(
        Grants(identity=(), resource_group=SAYS["Allow"], trust=MISTRUST)
    )


def test_a_resource_group_of_another_account_is_nothing_to_its_owner() -> None:
    assert (False, False, "resource_group") == settled(
        Grants(identity=(), resource_group=(), is_root=True, same_account=False, trust=TRUST)
    )
