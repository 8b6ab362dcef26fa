"""SQLite serves one machine: write-ahead log, full fsync at every commit, one writer and many readers.

apsw brings its own SQLite, later than 3.51.3: an earlier one can corrupt a ledger when a checkpoint and a
writer meet at the reset of the log (sqlite.org/wal.html, "The WAL-Reset Bug").
"""

import random
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from tigertally.store.sql import Constraint, Interrupted, Row, Tripped

BUSY_TRIES = 60
"""Another process has the write lock: about ten seconds of tries before a call fails."""

CONSTRAINTS: Mapping[int, Constraint] = {
    apsw.SQLITE_CONSTRAINT_UNIQUE: "unique",
    apsw.SQLITE_CONSTRAINT_PRIMARYKEY: "unique",
    apsw.SQLITE_CONSTRAINT_CHECK: "check",
    apsw.SQLITE_CONSTRAINT_FOREIGNKEY: "reference",
    apsw.SQLITE_CONSTRAINT_TRIGGER: "reference",  # how SQLite reports `on delete restrict`
}


class Sqlite:
    """One connection, speaking as ``Sql``."""

    def __init__(self, file: Path) -> None:
        self.connection = apsw.Connection(str(file), statementcachesize=256)
        # With STAT4, which apsw has, SQLite would plan each statement anew for each new value otherwise.
        self.connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
        self.connection.set_busy_handler(self._waits)
        self._is_patient = True
        for pragma, value in PRAGMAS.items():
            self.connection.pragma(pragma, value)

    def one(self, text: str, **values: object) -> Row | None:
        """The first row of the answer, None when there is none."""
        row: Row | None = self.connection.execute(text, values).fetchone()
        return row

    def value(self, text: str, **values: object) -> Any:
        """The first column of the first row, None when there is none."""
        row = self.one(text, **values)
        return row and row[0]

    def all(self, text: str, **values: object) -> list[Row]:
        """The whole answer."""
        return self.connection.execute(text, values).fetchall()

    def named(self, text: str, **values: object) -> list[dict[str, Any]]:
        """The whole answer, each row by the names of its columns."""
        rows = self.connection.execute(text, values)
        return [dict(zip((name for name, _ in rows.get_description()), row, strict=True)) for row in rows]

    def run(self, text: str, values: Mapping[str, object]) -> int:
        """Carry out a statement that changes rows, and tell how many it touched; or raise Tripped."""
        if not self.in_transaction:
            raise Interrupted
        try:
            self.connection.execute(text, values)
        except apsw.ConstraintError as error:
            code: int = error.extendedresult  # type: ignore[attr-defined]  # apsw's stub leaves it out
            constraint = CONSTRAINTS.get(code)
            if constraint is None:
                raise
            raise Tripped(constraint) from error
        return self.connection.changes()

    def guard(self, account_ids: Collection[int]) -> None:
        """The transaction has had the file's write lock from its beginning: that guards them all."""

    def share(self, organization_id: int) -> None:
        """The same lock keeps the organization as it is."""

    def script(self, text: str) -> None:
        """Carry out several statements."""
        self.connection.execute(text)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction stands."""
        return self.connection.in_transaction

    def begin_at_once(self) -> bool:
        """Begin a transaction that has the write lock; False where that would have to be waited for."""
        self._is_patient = False
        try:
            self.script("begin immediate")
        except apsw.Error:
            return False
        finally:
            self._is_patient = True
        return True

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction that has the write lock from its beginning."""
        self.script("begin immediate")
        try:
            yield
            self.script("commit")
        finally:
            if self.in_transaction:
                self.script("rollback")

    def on_commit(self, hear: Callable[[int], None]) -> None:
        """Tell ``hear`` after each commit how many pages the log has."""

        def hook(_db: apsw.Connection, _name: str, pages: int) -> int:
            hear(pages)
            return apsw.SQLITE_OK

        self.connection.set_wal_hook(hook)

    def close(self) -> None:
        """Give the file back."""
        self.connection.close()

    def _waits(self, tries: int) -> bool:
        return self._is_patient and _wait(tries)


PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": "on",
    "wal_autocheckpoint": 0,  # checkpoints run beside the calls, not inside one
}


def _wait(tries: int) -> bool:
    """Sleep a little at random, ever longer up to a third of a second, until the tries are used up."""
    time.sleep(random.uniform(0.5, 1) * min(0.001 * 2**tries, 0.3))
    return tries < BUSY_TRIES
