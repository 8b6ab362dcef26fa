"""A statement speaks of a request in words that stay open until the facts are filled in: here they are.

Out of what was written come vectors over the dimensions of a space (some of them have to match, none of the
negative ones may) and the condition cells that are left once the constant keys are known. A variable over a
key that only the request knows makes the statement wider or narrower than it is: both bounds are given.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct, structs

from tigertally.policy.actions import Actions
from tigertally.policy.analysis.answers import Facts, Unknown
from tigertally.policy.analysis.globs import ANY, FRESH, canonical, is_literal, literal
from tigertally.policy.analysis.keys import is_the_principals
from tigertally.policy.analysis.space import SPACES, Space, Vector, fields_of, vector
from tigertally.policy.conditions.comparison import Cell
from tigertally.policy.conditions.null import Null
from tigertally.policy.languages.derived import READ_ONLY, READ_ONLY_KEY, SPARED, SPARED_KEY
from tigertally.policy.languages.variables import Blanks, Variable
from tigertally.policy.pattern import Pieces, Text, pieces
from tigertally.policy.request import Value
from tigertally.policy.statement import Effect, Statement
from tigertally.policy.urn import Name, Resources

Test = Cell | Null
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

    effect: Effect
    wide: Ground | None
    narrow: Ground | None
    variable: str = ""

    @property
    def is_exact(self) -> bool:
        return self.wide is self.narrow


class Shape(Struct, frozen=True, eq=False):
    """Statements that say the same are one shape, wherever they are written. ``keys`` are the condition keys
    that it speaks of in any way.
    """

    statement: Statement
    keys: tuple[str, ...]


class _Same:
    """A statement as a key of memory: what it says, not where it stands."""

    __slots__ = ("_says", "statement")

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self._says = (
            statement.effect,
            statement.actions,
            statement.resources,
            statement.cells,
            statement.principals,
        )

    def __hash__(self) -> int:
        return hash(self._says)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._says == other._says


def shape(statement: Statement) -> Shape:
    """The shape of a statement: one object for all that say the same."""
    return _by_words(_Same(statement))


@lru_cache(maxsize=1 << 13)
def _by_words(same: _Same) -> Shape:
    statement = same.statement
    own = {key for name in statement.resources.names for _, key in name.own}
    keys = {cell.key for cell in statement.cells} | set(_blanks(statement)) | own
    return Shape(statement, tuple(sorted(keys)))


def _blanks(statement: Statement) -> Iterator[str]:
    """The keys that a statement's variables stand for."""
    fields = [field for name in statement.resources.names for field in name.fields]
    values = [value for cell in statement.cells if isinstance(cell, Cell) for value in cell.values]
    for text in (*fields, *values):
        if isinstance(text, Blanks):
            yield from (part.key for part in text.parts if isinstance(part, Variable))


class _Known(Struct, frozen=True):
    """The constant keys: those of the facts, and those of the principal that the facts lack."""

    cloud: str
    context: dict[str, str | tuple[str, ...]]

    def tells(self, key: str) -> bool:
        return key in self.context or is_the_principals(self.cloud, key)

    def fill(self, text: Text) -> Pieces | None:
        """The pieces of a text. Raises KeyError when only a request knows them."""
        if isinstance(text, tuple):
            return canonical(text)
        if not isinstance(text, Blanks):
            raise KeyError("a variable")
        for part in text.parts:
            if isinstance(part, Variable) and not self.tells(part.key):
                raise KeyError(part.key)
        filled = text(self.context)
        return None if filled is None else canonical(filled)


def term(facts: Facts, found: Shape) -> Term:
    """A statement with the facts filled in."""
    statement = found.statement
    if statement.principals is not None and not statement.principals(facts.who):
        return Term(statement.effect, None, None)
    held = facts.context
    return _term(facts.cloud, found, tuple((key, held[key]) for key in found.keys if key in held))


@lru_cache(maxsize=1 << 13)
def _term(cloud: str, found: Shape, told: tuple[tuple[str, Value], ...]) -> Term:
    """A statement with those facts filled in that it asks for."""
    statement, known = found.statement, _Known(cloud, dict(told))
    missing: set[str] = set()
    wide = _ground(statement, known, True, missing)
    if not missing:
        return Term(statement.effect, wide, wide)
    return Term(statement.effect, wide, _ground(statement, known, False, missing), ", ".join(sorted(missing)))


def _ground(statement: Statement, known: _Known, is_wide: bool, missing: set[str]) -> Ground | None:
    """One bound. ``missing`` collects the keys that only a request tells."""
    space = SPACES[known.cloud]
    resources = _names(space, statement.resources, known, is_wide, missing)
    parts = [_actions(space, statement.actions), (resources, statement.resources.negated)]
    cells: list[Test] = []
    for cell in statement.cells:
        match _cell(cell, known, is_wide, missing):
            case True:
                pass
            case False:
                return None
            case (list() as vectors, bool() as negated):
                parts.append((vectors, negated))
            case Cell() | Null() as left:
                cells.append(left)
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


def _safe(wanted: Iterable[tuple[int, Pieces]]) -> Vector:
    found = list(wanted)
    if any(isinstance(piece, str) and FRESH in piece for _, glob in found for piece in glob):
        raise Unknown("a policy holds the character U+E000, which the analysis needs for itself")
    return vector(found)


def _actions(space: Space, actions: Actions) -> tuple[list[Vector], bool]:
    found = [
        _safe(enumerate(fields_of(glob, space.actions))) if glob != ANY else vector(())
        for glob in actions.patterns
    ]
    return found, actions.negated


def _names(
    space: Space, resources: Resources, known: _Known, is_wide: bool, missing: set[str]
) -> list[Vector]:
    """Of a name that only a request completes, the wide bound of what is meant takes anything there."""
    open_means = ANY if is_wide is not resources.negated else None
    return [one for name in resources.names for one in _vectors(space, name, known, open_means, missing)]


def _vectors(
    space: Space, name: Name, known: _Known, open_means: Pieces | None, missing: set[str]
) -> Iterator[Vector]:
    fields: list[Pieces] = []
    for field in name.fields:
        try:
            filled = known.fill(field)
        except KeyError as error:
            missing.add(error.args[0])
            filled = open_means
        if filled is None:
            return
        fields.append(filled)
    if not _holds_colon(fields[:-1]):
        for chosen in _owned(fields, name, known):
            yield _safe((space.actions + at, glob) for at, glob in enumerate(chosen))


def _holds_colon(fields: list[Pieces]) -> bool:
    """Only the last field of a request can hold a colon."""
    return any(isinstance(piece, str) and ":" in piece for field in fields for piece in field)


def _owned(fields: list[Pieces], name: Name, known: _Known) -> Iterator[list[Pieces]]:
    """A name whose account is left to the caller's own is one name for each spelling of that account."""
    if not name.own:
        yield fields
        return
    for form, key in name.own:
        owner = known.context.get(key)
        if isinstance(owner, str) and ":" not in owner:
            yield [*fields[:-2], canonical((f"{form}/{owner}",)), fields[-1]]


Left = bool | Test | tuple[list[Vector], bool]
"""What is left of a cell: nothing (it holds, or never does), a cell, or a clause about the action."""


def _cell(cell: Test, known: _Known, is_wide: bool, missing: set[str]) -> Left:
    bounded = cell if isinstance(cell, Null) else _bounded(cell, known, is_wide, missing)
    if isinstance(bounded, bool):
        return bounded
    if known.tells(bounded.key):
        return bounded.test()(known.context)
    if known.cloud == "tencent" and bounded.key in _DERIVED:
        return _rewritten(bounded)
    return bounded


def _bounded(cell: Cell, known: _Known, is_wide: bool, missing: set[str]) -> Test | bool:
    """The cell with its variables filled in. One that only a request fills is left out where that is the
    bound, else the cell is met by whatever the key holds.
    """
    if all(isinstance(value, tuple) for value in cell.values):
        return cell
    values: list[Text] = []
    for value in cell.values:
        try:
            filled = known.fill(value) if not isinstance(value, tuple) else value
        except KeyError as error:
            missing.add(error.args[0])
            if is_wide is not cell.operator.negated:
                return _whatever(cell, is_wide)
            continue
        if isinstance(value, tuple) or (filled is not None and _is_read(cell, filled)):
            values.append(filled if filled is not None else ())
    return structs.replace(cell, values=tuple(values))


def _is_read(cell: Cell, filled: Pieces) -> bool:
    """Whether a value is of the operator's family; a filled one may not be, and then matches nothing."""
    try:
        cell.operator.test(filled)
    except ValueError:
        return False
    return True


def _whatever(cell: Cell, is_wide: bool) -> Test | bool:
    """A positive operator that any value meets, or a negated one that none does."""
    lenient = cell.operator.if_absent
    if is_wide:
        return True if lenient else Null(cell.key, frozenset({False}))
    return Null(cell.key, frozenset({True})) if lenient else False


_DERIVED: dict[str, Callable[[], list[Vector]]] = {
    READ_ONLY_KEY: lambda: [vector([(1, pieces(f"{word}*"))]) for word in READ_ONLY],
    SPARED_KEY: lambda: [vector([(0, (service,))]) for service in SPARED],
}
"""The actions for which a key that follows from the action says one thing; of all others it says another."""
_SAYS = {READ_ONLY_KEY: ("1", "0"), SPARED_KEY: ("0", "1")}


def _rewritten(cell: Test) -> Left:
    """A cell on a key that follows from the action, as a clause about the action."""
    inside, outside = (cell.test()({cell.key: value}) for value in _SAYS[cell.key])
    if inside is outside:
        return inside
    return _DERIVED[cell.key](), outside
