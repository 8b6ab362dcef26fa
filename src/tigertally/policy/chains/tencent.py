"""Tencent asks every level of the organization, then the session, the boundary, what the caller holds and
whom the role trusts, and all of them must allow.

Sources: CAM "Evaluation logic" (598/10605): an explicit deny wins, root has everything in its own account,
across accounts both sides grant; "Permissions boundary" (598/39425): it intersects; Organization, service
control policies: an allow is needed at every level. Whom those spare (service-linked roles, the manager) the
ledger knows: then there are no levels.
"""

from collections.abc import Iterator

from tigertally.policy.decide import GRANTED, UNGRANTED, Decision, Grants, Layer, Verdict, judge, settle
from tigertally.policy.formula import NEVER, Both, Formula, allows
from tigertally.policy.request import Request


def decide(grants: Grants, request: Request) -> Decision:
    """In its own account root holds whatever its organization leaves it; in another it holds nothing."""
    return settle(tuple(_layers(grants, request)))


def _layers(grants: Grants, request: Request) -> Iterator[tuple[Layer, Verdict]]:
    for level in grants.levels:
        yield "organization", judge(level, request)
    if grants.session is not None:
        yield "session", judge(grants.session, request)
    if grants.is_root and grants.same_account:
        yield "root", GRANTED
        return
    if grants.boundary is not None:
        yield "boundary", judge((grants.boundary,), request)
    yield "identity", judge(grants.identity, request)
    if grants.trust is not None:
        yield "trust", judge((grants.trust,), request)
    elif not grants.same_account:
        yield "trust", UNGRANTED


def formula(grants: Grants) -> Formula:
    """When ``decide`` allows, as a formula."""
    return Both(tuple(_parts(grants)))


def _parts(grants: Grants) -> Iterator[Formula]:
    yield from map(allows, grants.levels)
    if grants.session is not None:
        yield allows(grants.session)
    if grants.is_root and grants.same_account:
        return
    if grants.boundary is not None:
        yield allows((grants.boundary,))
    yield allows(grants.identity)
    if grants.trust is not None:
        yield allows((grants.trust,))
    elif not grants.same_account:
        yield NEVER
