"""The store speaks to a database through these few verbs, so that two engines can share its texts.

A text is one statement with ``:name`` parameters, in the part of SQL that SQLite and PostgreSQL have in
common; the values travel beside it, never inside.
"""

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

Row = tuple[Any, ...]

Constraint = Literal["unique", "check", "reference"]

LEDGER = 0
"""The account number that none has: its guard is the whole ledger's, for what belongs to no one account."""


class Tripped(Exception):
    """The engine refused a statement, because a constraint of the schema would not hold after it."""

    def __init__(self, constraint: Constraint) -> None:
        super().__init__(constraint)
        self.constraint = constraint


class Interrupted(Exception):
    """The transaction is gone, or lost part of itself: an error of the engine has ended it."""


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

    def guard(self, account_ids: Collection[int]) -> None:
        """Make sure that nobody else has changed these accounts since this transaction began, or can now.

        Raises what makes the engine run the work again where it cannot be sure.
        """

    def share(self, organization_id: int) -> None:
        """Make sure that nobody has changed this organization since this transaction began, or can now.

        Others may be sure of the same at the same time. Raises as ``guard`` does.
        """


class Engine(Sql, Protocol):
    """A connection that begins its own transactions."""

    def script(self, text: str) -> None:
        """Carry out several statements."""

    def transaction(self) -> AbstractContextManager[None]:
        """A transaction that is committed at the end of the block, and undone when the block raises."""
