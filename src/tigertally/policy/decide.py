"""Somebody will ask why, so a decision is never a bare yes or no: it carries the statements that made it.

One set of policies is judged here; how a cloud combines its sets is in chains. What is given to whom, and
what the caller is told, is not known here.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from tigertally.policy.request import Request
from tigertally.policy.statement import Document, Statement
from tigertally.policy.urn import cut

Layer = Literal["root", "identity", "resource_group", "session", "boundary", "organization", "trust"]


class Grant(Struct, frozen=True):
    """One policy that bears on the caller, named as its cloud names it, and the door it came through.

    `scope_id` is the resource group in which it is attached, empty for the whole account.
    """

    document: Document
    policy: str
    policy_type: Literal["Custom", "System", "Inline"]
    version: str
    attached_to_kind: Literal["user", "group", "role", "session", "boundary", "organization", "trust"]
    attached_to: str
    scope_id: str = ""


class Grants(Struct, frozen=True):
    """Everything that bears on one caller; `session` is None when no session policy was given, () when it
    is empty. `resource_group` is what is attached in the resource group that the call names, None when it
    names none. `boundary` is None when no permission boundary is set.

    `levels` are the policies of an organization, level by level from the account up to the root; () when
    none speak of this caller.
    """

    identity: tuple[Grant, ...]
    resource_group: tuple[Grant, ...] | None = None
    session: tuple[Grant, ...] | None = None
    boundary: Grant | None = None
    trust: Grant | None = None
    is_root: bool = False
    same_account: bool = True
    levels: tuple[tuple[Grant, ...], ...] = ()


class Match(Struct, frozen=True):
    """A statement that speaks of the request, and the grant that it stands in."""

    grant: Grant
    statement: Statement


REMEMBERED_ACTIONS_MAX = 256
"""More than any cloud has operations here, so what callers ask for finds room."""


class Policies(tuple[Grant, ...]):
    """One set of policies that is judged again and again, with a bounded memory of who speaks of what."""

    def __init__(self, _grants: Iterable[Grant] = ()) -> None:
        self._remembered: dict[str, tuple[Match, ...]] = {}

    def candidates(self, action_lower: str) -> tuple[Match, ...]:
        """The statements that speak of a lower-cased action, each with its grant."""
        found = self._remembered.get(action_lower)
        if found is None:
            if len(self._remembered) >= REMEMBERED_ACTIONS_MAX:
                self._remembered.clear()
            found = self._remembered[action_lower] = _candidates(self, action_lower)
        return found


class Verdict(Struct, frozen=True):
    """What one set of policies says. Neither allowed nor explicit is the implicit deny."""

    allowed: bool
    explicit: bool
    determining: tuple[Match, ...] = ()


class Decision(Struct, frozen=True):
    """The answer, and the layer that settled it: the one that denied, or the last that had to allow."""

    allowed: bool
    explicit: bool
    layer: Layer
    determining: tuple[Match, ...] = ()


GRANTED = Verdict(allowed=True, explicit=False)
UNGRANTED = Verdict(allowed=False, explicit=False)


def judge(grants: Iterable[Grant], request: Request) -> Verdict:
    """Within one set an explicit deny beats an allow, and an allow beats silence."""
    action, fields = request.action.lower(), cut(request.resource)
    known = grants.candidates(action) if isinstance(grants, Policies) else _candidates(grants, action)
    matches = [match for match in known if match.statement.applies(request, fields)]
    if not matches:
        return UNGRANTED
    denying = tuple(match for match in matches if match.statement.effect == "Deny")
    return Verdict(not denying, bool(denying), denying or tuple(matches))


def _candidates(grants: Iterable[Grant], action_lower: str) -> tuple[Match, ...]:
    return tuple(
        Match(grant, statement) for grant in grants for statement in grant.document.candidates(action_lower)
    )


def settle(layers: Sequence[tuple[Layer, Verdict]]) -> Decision:
    """Any explicit deny wins; then every layer has to allow."""
    for layer, verdict in layers:
        if verdict.explicit:
            return Decision(False, True, layer, verdict.determining)
    for layer, verdict in layers:
        if not verdict.allowed:
            return Decision(False, False, layer)
    everything = tuple(match for _, verdict in layers for match in verdict.determining)
    return Decision(True, False, layers[-1][0], everything)
