"""A statement speaks of a request in words that stay open until the facts are filled in: here they are.

Out of what was written come vectors over the dimensions of a space (some of them have to match, none of the
negative ones may) and the condition cells that are left once the constant keys are known. A variable over a
key that only the request knows makes the statement wider or narrower than it is: both bounds are given.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from tigertally.policy.actions import Actions
from tigertally.policy.analysis.answers import Facts
from tigertally.policy.analysis.cells import Test, left
from tigertally.policy.analysis.facts import Known
from tigertally.policy.analysis.globs import ANY, canonical, is_literal, literal
from tigertally.policy.analysis.shapes import Shape
from tigertally.policy.analysis.space import SPACES, Space, Vector, fields_of, vector
from tigertally.policy.conditions.comparison import Cell
from tigertally.policy.conditions.null import Null
from tigertally.policy.pattern import Pieces
from tigertally.policy.request import Value
from tigertally.policy.statement import Statement
from tigertally.policy.urn import Name, Resources

Clause = tuple[Vector, ...]
"""Vectors of which one has to match."""


class Ground(Struct, frozen=True, eq=False):
    """A statement of which only action, resource and the request's own keys are open."""

    clauses: tuple[Clause, ...]
    negatives: tuple[Vector, ...]
    cells: tuple[Test, ...]
    services: frozenset[str] | None
    """The services of which it speaks; None when they cannot be listed."""

    def matches(self, strings: tuple[str, ...]) -> bool:
        """Whether action and resource of a request fit."""
        for clause in self.clauses:
            for one in clause:
                if one.matches(strings):
                    break
            else:
                return False
        return not any(one.matches(strings) for one in self.negatives)

    @property
    def is_plain(self) -> bool:
        """Whether nothing but action and resource keeps it from matching."""
        return not self.cells and not self.negatives


class Term(Struct, frozen=True, eq=False):
    """A statement between two bounds: it matches wherever ``narrow`` does and nowhere that ``wide`` does not.

    None is a statement that never matches. Where both are the same the statement is exact.
    """

    wide: Ground | None
    narrow: Ground | None
    blanks: tuple[str, ...] = ()
    """The keys of its variables that only a request tells."""

    @property
    def is_exact(self) -> bool:
        return self.wide is self.narrow


def term(facts: Facts, found: Shape) -> Term:
    """A statement with the facts filled in."""
    statement = found.statement
    if statement.principals is not None and not statement.principals(facts.who):
        return Term(None, None)
    held = facts.context
    return _term(facts.cloud, found, tuple((key, held[key]) for key in found.keys if key in held))


@lru_cache(maxsize=1 << 13)
def _term(cloud: str, found: Shape, told: tuple[tuple[str, Value], ...]) -> Term:
    """A statement with those facts filled in that it asks for."""
    statement, known = found.statement, Known(cloud, dict(told), set())
    wide = _ground(statement, known, True)
    if not known.missing:
        return Term(wide, wide)
    return Term(wide, _ground(statement, known, False), tuple(sorted(known.missing)))


def _ground(statement: Statement, known: Known, is_wide: bool) -> Ground | None:
    """One bound of a statement."""
    space = SPACES[known.cloud]
    resources = _names(space, statement.resources, known, is_wide)
    parts = [_actions(space, statement.actions), (resources, statement.resources.negated)]
    cells: list[Test] = []
    for cell in statement.cells:
        match left(cell, known, is_wide):
            case True:
                pass
            case False:
                return None
            case (list() as vectors, bool() as negated):
                parts.append((vectors, negated))
            case Cell() | Null() as open_cell:
                cells.append(open_cell)
    return _assembled(parts, tuple(cells))


def _assembled(parts: list[tuple[list[Vector], bool]], cells: tuple[Test, ...]) -> Ground | None:
    clauses = [
        tuple(vectors) for vectors, negated in parts if not negated and all(one.parts for one in vectors)
    ]
    negatives = tuple(one for vectors, negated in parts if negated for one in vectors)
    if () in clauses or any(not one.parts for one in negatives):
        return None
    return Ground(tuple(clauses), negatives, cells, _services(clauses))


def _services(clauses: Sequence[Clause]) -> frozenset[str] | None:
    for clause in clauses:
        found = [_service(one) for one in clause]
        if None not in found:
            return frozenset(service for service in found if service is not None)
    return None


def _service(wanted: Vector) -> str | None:
    for at, glob, _ in wanted.parts:
        if at == 0 and is_literal(glob):
            return literal(glob)
    return None


def _actions(space: Space, actions: Actions) -> tuple[list[Vector], bool]:
    found = [
        vector(enumerate(fields_of(glob, space.actions))) if glob != ANY else vector(())
        for glob in actions.patterns
    ]
    return found, actions.negated


def _names(space: Space, resources: Resources, known: Known, is_wide: bool) -> list[Vector]:
    """The wide bound of names to be left out takes the narrow bound of each."""
    takes_more = is_wide is not resources.negated
    return [one for name in resources.names for one in _vectors(space, name, known, takes_more)]


def _vectors(space: Space, name: Name, known: Known, takes_more: bool) -> Iterator[Vector]:
    """Of a name that only a request completes, anything in its blanks is one bound and nothing the other."""
    fields: list[Pieces] = []
    for field in name.fields:
        is_open = known.is_open(field)
        if is_open and not takes_more:
            return
        filled = known.widen(field) if is_open else known.fill(field)
        if filled is None:
            return
        fields.append(filled)
    if not _holds_colon(fields[:-1]):
        for chosen in _owned(fields, name, known):
            yield vector((space.actions + at, glob) for at, glob in enumerate(chosen))


def _holds_colon(fields: list[Pieces]) -> bool:
    """Only the last field of a request can hold a colon."""
    return any(isinstance(piece, str) and ":" in piece for field in fields for piece in field)


def _owned(fields: list[Pieces], name: Name, known: Known) -> Iterator[list[Pieces]]:
    """A name whose account is left to the caller's own is one name for each spelling of that account."""
    if not name.own:
        yield fields
        return
    for form, key in name.own:
        owner = known.context.get(key)
        if isinstance(owner, str) and ":" not in owner:
            yield [*fields[:-2], canonical((f"{form}/{owner}",)), fields[-1]]
