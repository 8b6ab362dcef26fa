"""Alibaba asks a session policy, then what the caller holds, then whom the role trusts, and all of them
must allow.

Source: RAM "Policy evaluation process" (2021) and "Evaluation when assuming a role": AssumeRole needs
identity and trust both. What the caller holds in the whole account is judged before what it holds in a
resource group.
"""

from collections.abc import Iterator
from typing import Literal

from tigertally.policy.decide import UNGRANTED, Decision, Grants, Layer, Verdict, judge, settle
from tigertally.policy.formula import ALWAYS, NEVER, Both, Either, Formula, allows, silent
from tigertally.policy.request import Request

Order = Literal["account first", "deny first"]
"""The two readings of what a caller holds, where the call names a resource group.

``account first``  2021: an allow or an explicit deny of the account ends the step, and only silence goes on
                   to the resource group; so a deny there cannot take away what the account allows
``deny first``     2026: an explicit deny wins, wherever it is attached
"""


def decide(grants: Grants, request: Request, order: Order = "account first") -> Decision:
    """The owner of an account is never evaluated in it, and holds nothing in another; the rest pass every
    layer.
    """
    if grants.is_root and grants.same_account:
        return Decision(True, False, "root")
    return settle(tuple(_layers(grants, request, order)))


def _layers(grants: Grants, request: Request, order: Order) -> Iterator[tuple[Layer, Verdict]]:
    if grants.session is not None:
        yield "session", judge(grants.session, request)
    yield _held(grants, request, order)
    if grants.trust is not None:
        yield "trust", judge((grants.trust,), request)
    elif not grants.same_account:
        yield "trust", UNGRANTED


def _held(grants: Grants, request: Request, order: Order) -> tuple[Layer, Verdict]:
    """What the caller holds, and the level that settled it: silence is told by the last that was asked."""
    account = judge(grants.identity, request)
    if grants.resource_group is None or account.explicit or (account.allowed and order == "account first"):
        return "identity", account
    group = judge(grants.resource_group, request)
    if account.allowed and not group.explicit:
        return "identity", account
    return "resource_group", group


def formula(grants: Grants, order: Order = "account first") -> Formula:
    """When ``decide`` allows, as a formula."""
    if grants.is_root and grants.same_account:
        return ALWAYS
    return Both(tuple(_parts(grants, order)))


def _parts(grants: Grants, order: Order) -> Iterator[Formula]:
    if grants.session is not None:
        yield allows(grants.session)
    yield _holding(grants, order)
    if grants.trust is not None:
        yield allows((grants.trust,))
    elif not grants.same_account:
        yield NEVER


def _holding(grants: Grants, order: Order) -> Formula:
    """Where any explicit deny wins, account and group are one set."""
    account, group = grants.identity, grants.resource_group
    if group is None:
        return allows(account)
    if order == "deny first":
        return allows(account + group)
    return Either((allows(account), Both((silent(account), allows(group)))))
