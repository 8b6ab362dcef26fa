"""Two policies may say the same in the same words; to an analysis that is one statement, wherever it stands.

Here is what makes two statements the same, and which condition keys a statement speaks of in any way. What it
says is read in ground.py.
"""

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from tigertally.policy.conditions.comparison import Cell
from tigertally.policy.languages.variables import Blanks, Variable
from tigertally.policy.statement import Statement


class Shape(Struct, frozen=True, eq=False):
    """What a statement says: the same object for all that say it. ``keys`` are the condition keys that it
    speaks of, compares or fills in.
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
