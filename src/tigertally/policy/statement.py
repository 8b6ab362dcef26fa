"""Languages differ in spelling and decisions do not: a statement is the common form that both sides agree
on.

A document answers the one question that is asked all day (which statements speak of this action?) from
memory. Neither knows how a statement was spelled nor what another layer says.
"""

from collections.abc import Callable, Sequence
from typing import Literal

from msgspec import Struct

from tigertally.policy.actions import Actions
from tigertally.policy.conditions.comparison import Cell, Condition
from tigertally.policy.conditions.null import Null
from tigertally.policy.pattern import Pattern, keys_of
from tigertally.policy.request import Request, Who
from tigertally.policy.urn import Resource, Resources

Effect = Literal["Allow", "Deny"]
Purpose = Literal["identity", "trust", "session"]
Principals = Callable[[Who], bool]

REMEMBERED_ACTIONS_MAX = 512


Part = Literal[
    "document",
    "version",
    "statement",
    "effect",
    "action_missing",
    "action",
    "resource",
    "condition",
    "principal",
]


class Malformed(ValueError):
    """A document that its language does not accept, with the place in it and the sentence that says why.

    `part` names the element that is at fault where the language's cloud has an error for each.
    """

    def __init__(self, place: str, reason: str, part: Part | None = None) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason
        self.part = part


class Statement(Struct, frozen=True):
    """One statement: what it says of which actions, resources and circumstances, and the same compiled.

    ``principals`` is whom a trust policy names; None in every other policy, which speaks of whoever holds it.
    """

    index: int
    sid: str | None
    effect: Effect
    actions: Actions
    resources: Resources
    cells: tuple[Cell | Null, ...]
    principals: Principals | None
    action: Pattern
    resource: Resource
    conditions: tuple[Condition, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of a request on which it hangs whether the statement applies."""
        fields = [text for name in self.resources.names for text in name.fields]
        values = [text for cell in self.cells if isinstance(cell, Cell) for text in cell.values]
        own = [key for name in self.resources.names for _, key in name.own]
        return frozenset().union(own, (cell.key for cell in self.cells), *map(keys_of, (*fields, *values)))

    def applies(self, request: Request, fields: Sequence[str]) -> bool:
        """Whether all but the action fits, which has chosen the candidates; fields are the resource's."""
        if not self.resource(fields, request.context):
            return False
        if self.principals is not None and not self.principals(request.principal):
            return False
        return not self.conditions or all(condition(request.context) for condition in self.conditions)


def written(
    *,
    index: int,
    effect: Effect,
    actions: Actions,
    resources: Resources,
    cells: tuple[Cell | Null, ...],
    principals: Principals | None,
    sid: str | None = None,
) -> Statement:
    """A statement, compiled from what was written."""
    return Statement(
        index=index,
        sid=sid,
        effect=effect,
        actions=actions,
        resources=resources,
        cells=cells,
        principals=principals,
        action=actions.test(),
        resource=resources.test(),
        conditions=tuple(cell.test() for cell in cells),
    )


class Document:
    """The statements of one document, with a bounded memory of which of them speak of an action."""

    __slots__ = ("_remembered", "keys", "statements")

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        self.statements = statements
        self.keys = frozenset().union(*(statement.keys for statement in statements))
        """The keys of a request on which it hangs what the document says."""
        self._remembered: dict[str, tuple[Statement, ...]] = {}

    def candidates(self, action_lower: str) -> tuple[Statement, ...]:
        """The statements that speak of a lower-cased action, in the order of the document."""
        found = self._remembered.get(action_lower)
        return self._find(action_lower) if found is None else found

    def _find(self, action_lower: str) -> tuple[Statement, ...]:
        found = tuple(statement for statement in self.statements if statement.action(action_lower))
        if len(self._remembered) >= REMEMBERED_ACTIONS_MAX:
            self._remembered.clear()
        self._remembered[action_lower] = found
        return found
