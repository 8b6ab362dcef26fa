"""Before anybody takes a policy away somebody asks what closes: this is the answer, with an example for each
door.

``verdict`` says quickly whether anything is lost or gained; ``rows`` says lazily what became of each pattern
that was taken away or added. Neither is told what the change was: both look at what is held before and after.
"""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct, structs

from tigertally.policy.analysis.answers import USUAL, Budget, Facts, Outcome, Row, Unknown, Verdict
from tigertally.policy.analysis.patterns import Part, parts, spoken
from tigertally.policy.analysis.question import DENY_FIRST, WANTED, Aim, Example, Question, layers
from tigertally.policy.analysis.witness import Shown
from tigertally.policy.decide import Decision, Grant, Grants, Match
from tigertally.policy.statement import Document, Effect, Statement

Change = Literal["lost", "gained"]

NEVER_MEETS = "no request meets its conditions"
NOT_SPOKEN_OF = "it speaks of a request only where a variable that the request tells says so"
GIVING = frozenset({"identity", "resource_group"})
"""The layers whose allows give something; those of the others only limit it."""
NOBODY = Grant(Document(()), "", "Inline", "", "user", "")
"""Stands in a row about a change that no statement made."""


def verdict(facts: Facts, before: Grants, after: Grants, budget: Budget = USUAL) -> Verdict:
    """Whether anything is lost and anything gained."""
    question = Question(facts, before, after, budget)
    lost, gained = _first(question, _lost(question)), _first(question, _gained(question))
    unknown = tuple(row for row in (lost, gained) if row is not None and row.outcome == "unknown")
    return Verdict(_known(lost), _known(gained), unknown)


def _known(row: Row | None) -> Row | None:
    return None if row is None or row.outcome == "unknown" else row


def rows(facts: Facts, before: Grants, after: Grants, budget: Budget = USUAL) -> Iterator[Row]:
    """What became of each pattern that was taken away, then of each that was added."""
    question = Question(facts, before, after, budget)
    for side in (_lost(question), _gained(question)):
        for grant, statement in _touched(side):
            for part in parts(facts.cloud, statement):
                yield _row(question, side, grant, statement, part)


class _Side(Struct, frozen=True):
    """One direction of a change: from what is held to what is left."""

    change: Change
    held: Grants
    left: Grants
    had: Aim
    """What an example of what was held aims at."""

    def decisions(self, shown: Shown) -> tuple[Decision, Decision]:
        """With what is held, and with what is left."""
        return (shown.before, shown.after) if self.change == "lost" else (shown.after, shown.before)


def _lost(question: Question) -> _Side:
    return _Side("lost", question.sides.before, question.sides.after, "held")


def _gained(question: Question) -> _Side:
    return _Side("gained", question.sides.after, question.sides.before, "holding")


def _touched(side: _Side) -> Iterator[tuple[Grant, Statement]]:
    """The statements through which something may be lost: allows that go, denies that come, and all that is
    held where a layer comes that has to allow it too.
    """
    held, left = layers(side.held), layers(side.left)
    for name in (*held, *(name for name in left if name not in held)):
        if name in left or name in GIVING:  # an allow of a ceiling that goes was nothing but a limit
            yield from _only("Allow", held.get(name, ()), left.get(name, ()))
        yield from _only("Deny", left.get(name, ()), held.get(name, ()))
    if left.keys() - held.keys() - GIVING:
        here = left.get("identity", ())
        yield from _only("Allow", tuple(one for one in held.get("identity", ()) if one in here), ())


def _only(
    effect: Effect, here: tuple[Grant, ...], there: tuple[Grant, ...]
) -> Iterator[tuple[Grant, Statement]]:
    for grant in here:
        if grant not in there:
            yield from ((grant, one) for one in grant.document.statements if one.effect == effect)


def _row(question: Question, side: _Side, grant: Grant, statement: Statement, part: Part) -> Row:
    """What became of one pattern."""
    row = Row(
        grant=grant,
        statement=statement.index,
        action=part.action,
        resource=part.resource,
        outcome="unknown",
    )
    try:
        return _settled(question, side, statement, part, row)
    except Unknown as unknown:
        return structs.replace(row, why=unknown.why)


def _settled(question: Question, side: _Side, statement: Statement, part: Part, row: Row) -> Row:
    """Lost if there is an example; else still granted if it ever was; else denied all along."""
    found = question.example(side.change, part.statement, statement)
    if found is not None:
        return _told(question, row, side, found.shown)
    found = question.example(side.had, part.statement, statement)
    if found is not None:
        _, left = side.decisions(found.shown)
        return _without(row, "kept", found.shown, by=left.determining)
    found = question.example("asked", part.statement, statement)
    if found is None:
        return structs.replace(row, outcome="denied", why=NEVER_MEETS)
    held, _ = side.decisions(found.shown)
    if held.allowed:
        raise Unknown(NOT_SPOKEN_OF)
    why = "" if held.explicit else f"nothing in the layer {held.layer} allows it"
    return _without(row, "denied", found.shown, by=held.determining, why=why)


def _without(row: Row, outcome: Outcome, shown: Shown, by: tuple[Match, ...], why: str = "") -> Row:
    """A row whose example changes nothing and is only what its decisions are about."""
    return structs.replace(row, outcome=outcome, before=shown.before, after=shown.after, by=by, why=why)


def _told(question: Question, row: Row, side: _Side, shown: Shown) -> Row:
    """A row with its example; an example that the other reading of a chain does not share names it."""
    return structs.replace(
        row,
        outcome=side.change,
        witness=shown.witness,
        before=shown.before,
        after=shown.after,
        by=side.decisions(shown)[0].determining,
        assumption=_assumption(question, side, shown),
    )


def _assumption(question: Question, side: _Side, shown: Shown) -> str:
    grants = question.sides.before, question.sides.after
    if question.facts.cloud != "alibaba" or all(one.resource_group is None for one in grants):
        return ""
    other = structs.replace(question.sides, decide=DENY_FIRST.decide).judged(shown.witness)
    return "" if WANTED[side.change](other.before.allowed, other.after.allowed) else "resource_group_order"


def _first(question: Question, side: _Side) -> Row | None:
    """One example of a change, or why there may be one."""
    row = Row(grant=NOBODY, statement=0, action="*", resource="*", outcome="unknown")
    try:
        found = question.example(side.change)
    except Unknown as unknown:
        grant, statement = next(_touched(side), (NOBODY, None))
        index = statement.index if statement is not None else 0
        return structs.replace(row, grant=grant, statement=index, why=f"{side.change}: {unknown.why}")
    if found is None:
        return None
    return _told(question, _about(question, side, row, found), side, found.shown)


def _about(question: Question, side: _Side, row: Row, found: Example) -> Row:
    """The row names the statement that changed, else one that holds the request."""
    turned = {id(statement) for _, statement in _touched(side)}
    stated = [question.universe.statements[number] for number in found.by]
    stated = [one for one in stated if one[0] is not None]
    stated.sort(key=lambda one: id(one[1]) not in turned)
    if not stated:
        return row
    grant, statement = stated[0]
    action, resource = spoken(question.facts.cloud, statement, found.shown.witness)
    return structs.replace(
        row, grant=grant or NOBODY, statement=statement.index, action=action, resource=resource
    )
