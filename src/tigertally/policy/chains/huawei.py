"""Huawei lets either side open a door inside one account and asks both sides across accounts.

Source: usermanual-iam5/iam_01_1290: any explicit deny wins; same account: identity or resource policy;
cross account: both; an assumed agency has what its policies and its session policies both allow.
"""

from collections.abc import Iterator

from tigertally.policy.actions import Actions
from tigertally.policy.decide import (
    GRANTED,
    UNGRANTED,
    Decision,
    Grant,
    Grants,
    Layer,
    Verdict,
    judge,
    settle,
)
from tigertally.policy.formula import ALWAYS, NEVER, Both, Either, Formula, No, Some, allows, stated
from tigertally.policy.pattern import pieces
from tigertally.policy.request import Request
from tigertally.policy.statement import written
from tigertally.policy.urn import EVERYTHING

Answer = tuple[Layer, Verdict]

ASSUME = "sts:agencies:assume"
"""The one action that either side opens; tags and a source identity need both (iam_01_1263, iam_01_1264)."""


def decide(grants: Grants, request: Request) -> Decision:
    """The root user holds everything, yet an explicit deny of a trust policy stops even root."""
    return settle(tuple(_layers(grants, request)))


def _layers(grants: Grants, request: Request) -> Iterator[Answer]:
    if grants.session is not None:
        yield "session", judge(grants.session, request)
    identity: Answer = ("root", GRANTED) if grants.is_root else ("identity", judge(grants.identity, request))
    trust: Answer = ("trust", judge((grants.trust,), request) if grants.trust is not None else UNGRANTED)
    if grants.same_account and (grants.trust is None or request.action.lower() == ASSUME):
        yield _either(identity, trust)
    else:
        yield identity
        yield trust


def _either(identity: Answer, trust: Answer) -> Answer:
    """A deny of either decides, else an allow of either; when both are silent the identity side is the one
    to mend.
    """
    for answer in (identity, trust):
        if answer[1].explicit:
            return answer
    allowing = [answer for answer in (identity, trust) if answer[1].allowed]
    if not allowing:
        return identity
    matches = tuple(match for _, verdict in allowing for match in verdict.determining)
    return allowing[0][0], Verdict(True, False, matches)


_ASSUMING = written(
    index=0,
    effect="Allow",
    actions=Actions((pieces(ASSUME),), ASSUME.count(":")),
    resources=EVERYTHING,
    cells=(),
    principals=None,
)
"""Whether it is that action, said as a statement."""


def formula(grants: Grants) -> Formula:
    """When ``decide`` allows, as a formula."""
    identity = ALWAYS if grants.is_root else allows(grants.identity)
    trust = NEVER if grants.trust is None else allows((grants.trust,))
    sides: Formula = Both((identity, trust))
    if grants.same_account and grants.trust is None:
        sides = identity
    elif grants.same_account:
        sides = _sides(grants, sides)
    return sides if grants.session is None else Both((allows(grants.session), sides))


def _sides(grants: Grants, both: Formula) -> Formula:
    """To assume, an allow of either side is enough where neither denies; anything else needs both."""
    held: tuple[Grant, ...] = () if grants.is_root else grants.identity
    everything = (*held, grants.trust) if grants.trust is not None else held
    undenied = No(stated(everything, "Deny"))
    either = undenied if grants.is_root else allows(everything)
    return Either((Both((Some((_ASSUMING,)), either)), Both((No((_ASSUMING,)), both))))
