"""The store speaks to a database through these few verbs, so that two engines can share its texts.

A text is one statement with ``:name`` parameters, in the part of SQL that SQLite and PostgreSQL have in
common; the values travel beside it, never inside.
"""

from collections.abc import Mapping
from typing import Any, Literal, Protocol

Row = tuple[Any, ...]

Constraint = Literal["unique", "check", "reference"]


class Tripped(Exception):
    """The engine refused a statement, because a constraint of the schema would not hold after it."""

    def __init__(self, constraint: Constraint) -> None:
        super().__init__(constraint)
        self.constraint = constraint


class Sql(Protocol):
    """One connection, inside one transaction."""

    def one(self, text: str, **values: object) -> Row | None:
        """The first row of the answer, None when there is none."""

    def value(self, text: str, **values: object) -> Any:
        """The first column of the first row, None when there is none."""

    def all(self, text: str, **values: object) -> list[Row]:
        """The whole answer."""

    def named(self, text: str, **values: object) -> list[dict[str, Any]]:
        """The whole answer, each row by the names of its columns."""

    def run(self, text: str, values: Mapping[str, object]) -> int:
        """Carry out a statement that changes rows, and tell how many it touched; or raise Tripped."""
