"""Where a cloud's documents are silent the engine took a reading; an answer that another reading would change
says so.

Each reading here is one that languages/assumptions.py names: the question is asked once more with the other
one, and only the names of those that change the answer are told.
"""

from collections.abc import Callable, Iterator

from msgspec import Struct, structs

from tigertally.policy.analysis.answers import USUAL, Budget, Facts, Unknown
from tigertally.policy.analysis.question import DENY_FIRST, Aim, Chain, Question
from tigertally.policy.conditions.comparison import ABSENT, Cell
from tigertally.policy.conditions.null import Null
from tigertally.policy.decide import Grant, Grants
from tigertally.policy.statement import Document, Statement, written

Said = tuple[bool | None, bool | None]
"""Whether anything is lost, and anything gained; None is unknown."""


class Reading(Struct, frozen=True):
    """The other reading of one assumption: another chain, or another meaning of a cell."""

    name: str
    clouds: tuple[str, ...]
    chain: Chain | None = None
    cell: Callable[[Cell], Cell] | None = None


def _met_when_absent(cell: Cell) -> Cell:
    """A negated operator that an absent key meets, as with other clouds."""
    operator = cell.operator
    if not operator.negated or operator.if_absent:
        return cell
    return structs.replace(cell, operator=structs.replace(operator, if_absent=True, nothing=ABSENT))


READINGS = (
    Reading("resource_group_order", ("alibaba",), chain=DENY_FIRST),
    Reading("absent_key", ("alibaba", "huawei", "tencent"), cell=_met_when_absent),
)


def depends_on(facts: Facts, before: Grants, after: Grants, budget: Budget = USUAL) -> tuple[str, ...]:
    """The assumptions whose other reading changes whether anything is lost or gained."""
    usual = _said(Question(facts, before, after, budget))
    return tuple(
        reading.name
        for reading in READINGS
        if facts.cloud in reading.clouds
        and _matters(reading, before, after)
        and usual != _said(_otherwise(reading, facts, before, after, budget))
    )


def _said(question: Question) -> Said:
    return _is_any(question, "lost"), _is_any(question, "gained")


def _is_any(question: Question, aim: Aim) -> bool | None:
    try:
        return question.example(aim) is not None
    except Unknown:
        return None


def _matters(reading: Reading, before: Grants, after: Grants) -> bool:
    """Whether the other reading could be heard at all."""
    if reading.cell is not None:
        return any(_reread(one, reading.cell) != one for one in (before, after))
    return before.resource_group is not None or after.resource_group is not None


def _otherwise(reading: Reading, facts: Facts, before: Grants, after: Grants, budget: Budget) -> Question:
    if reading.cell is not None:
        before, after = _reread(before, reading.cell), _reread(after, reading.cell)
    return Question(facts, before, after, budget, reading.chain)


def _reread(grants: Grants, change: Callable[[Cell], Cell]) -> Grants:
    """The same grants with every cell read otherwise; a document that holds no such cell stays itself."""

    def one(grant: Grant) -> Grant:
        statements = tuple(_statement(statement, change) for statement in grant.document.statements)
        if all(a is b for a, b in zip(statements, grant.document.statements, strict=True)):
            return grant
        return structs.replace(grant, document=Document(statements))

    def some(held: tuple[Grant, ...] | None) -> tuple[Grant, ...] | None:
        return None if held is None else tuple(map(one, held))

    return structs.replace(
        grants,
        identity=tuple(map(one, grants.identity)),
        resource_group=some(grants.resource_group),
        session=some(grants.session),
        boundary=None if grants.boundary is None else one(grants.boundary),
        trust=None if grants.trust is None else one(grants.trust),
        levels=tuple(tuple(map(one, level)) for level in grants.levels),
    )


def _statement(statement: Statement, change: Callable[[Cell], Cell]) -> Statement:
    cells = tuple(_cells(statement, change))
    if cells == statement.cells:
        return statement
    return written(
        index=statement.index,
        effect=statement.effect,
        actions=statement.actions,
        resources=statement.resources,
        cells=cells,
        principals=statement.principals,
        sid=statement.sid,
    )


def _cells(statement: Statement, change: Callable[[Cell], Cell]) -> Iterator[Cell | Null]:
    for cell in statement.cells:
        yield change(cell) if isinstance(cell, Cell) else cell
