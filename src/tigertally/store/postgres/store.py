"""The ledger of one database: a pool of readers on snapshots, and the workers that change accounts."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

import psycopg

from tigertally.store.call import Call
from tigertally.store.migrate import migrate
from tigertally.store.postgres.connection import Postgres, connected, in_one_line
from tigertally.store.postgres.nonces import NonceTable
from tigertally.store.postgres.pool import Pool
from tigertally.store.postgres.workers import Workers
from tigertally.store.reading import Reading
from tigertally.store.refused import DatabaseRefused
from tigertally.store.store import Soon, Store

T = TypeVar("T")

MIGRATED = "select to_regclass('migrations') is not null"

FIRST_TRIES = 5

MADE_AT_ONCE = (
    psycopg.errors.UniqueViolation, psycopg.errors.DuplicateTable, psycopg.errors.DuplicateObject,
)  # fmt: skip
"""How `create table if not exists` fails where another server makes the same table at the same moment."""


class PostgresStore(Store):
    """An open ledger in a database, which other servers may have open too."""

    engine = "postgresql"
    reads_block = True

    def __init__(self, address: str) -> None:
        db = connected(address)
        try:
            self.caution = require_fit(db)
            self.is_new = migrated(db)
        finally:
            db.close()
        self._pool = Pool(address)
        self._workers = Workers(address)

    def read(self, work: Callable[[Reading], T]) -> T:
        """Run a work on a snapshot, in this thread, without any lock; again where the connection was lost."""

        def on_snapshot(db: Postgres) -> T:
            with db.snapshot():
                return work(Reading(db))

        return self._pool.ask(on_snapshot)

    def submit(self, call: Call[T]) -> None:
        """Run a work in its account's thread, in a transaction that has the guard rows first."""
        self._workers.submit(call)

    def hosted(self, _soon: Soon, /) -> AbstractContextManager[None]:
        """Works wait for the database, so they stay in their accounts' threads."""
        return nullcontext()

    def nonces(self, now: int, keep_ms: int) -> NonceTable:
        """The spent nonces, in tables that all servers of the database share."""
        return NonceTable.open(self._pool, now, self.is_new, keep_ms)

    def close(self) -> None:
        """Serve those who wait, and give the connections back."""
        self._workers.close()
        self._pool.close()


def is_founded(address: str) -> bool:
    """Whether the database holds a ledger. Raises DatabaseRefused."""
    db = connected(address)
    try:
        return bool(db.value(MIGRATED))
    finally:
        db.close()


def require_fit(db: Postgres) -> str:
    """A caution, where what is acknowledged may be lost. Raises DatabaseRefused for other texts than UTF8."""
    encoding, fsync = (db.value(f"select current_setting('{name}')") for name in ("server_encoding", "fsync"))
    if encoding != "UTF8":
        raise DatabaseRefused(f"the database is encoded as {encoding}; UTF8 is accepted")
    return "" if fsync == "on" else "fsync is off there: a crash of its machine loses what was acknowledged"


def migrated(db: Postgres) -> bool:
    """Migrate, and tell whether that made the ledger. Raises DatabaseRefused."""
    for turn in range(FIRST_TRIES):
        try:
            return migrate(db)
        except MADE_AT_ONCE as error:
            if turn == FIRST_TRIES - 1:
                raise DatabaseRefused(f"the database cannot be migrated: {in_one_line(error)}") from error
        except psycopg.Error as error:
            raise DatabaseRefused(f"the database cannot be migrated: {in_one_line(error)}") from error
    raise AssertionError("the last try returns or raises")
