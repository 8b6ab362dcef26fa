"""Alibaba asks a session policy, then what the caller holds, then whom the role trusts, and all of them
must allow.

Source: RAM "Policy evaluation process" and "Evaluation when assuming a role": AssumeRole needs identity and
trust both.
"""

from collections.abc import Iterator

from tigertally.policy.decide import UNGRANTED, Decision, Grants, Layer, Verdict, judge, settle
from tigertally.policy.request import Request


def decide(grants: Grants, request: Request) -> Decision:
    """The owner of an account is never evaluated in it, and holds nothing in another; the rest pass every
    layer.
    """
    if grants.is_root and grants.same_account:
        return Decision(True, False, "root")
    return settle(tuple(_layers(grants, request)))


def _layers(grants: Grants, request: Request) -> Iterator[tuple[Layer, Verdict]]:
    if grants.session is not None:
        yield "session", judge(grants.session, request)
    yield "identity", judge(grants.identity, request)
    if grants.trust is not None:
        yield "trust", judge((grants.trust,), request)
    elif not grants.same_account:
        yield "trust", UNGRANTED
