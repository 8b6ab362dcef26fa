"""PostgreSQL takes the same texts as SQLite, spelled its own way: parameters, ``blob``, and locks on rows.

Transactions are READ COMMITTED and begin by locking guard rows, in ascending order of their accounts, so that
whatever they read afterwards nobody else changes. SERIALIZABLE would need no locks and thousands of retries.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any, NamedTuple

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.types.numeric import Int8BinaryDumper
from psycopg.types.string import StrBinaryDumper

from tigertally.store.refused import DatabaseRefused
from tigertally.store.sql import LEDGER, Constraint, Interrupted, Row, Tripped

CONSTRAINTS: Mapping[str, Constraint] = {
    "23505": "unique",
    "23514": "check",
    "23503": "reference",
    "23001": "reference",  # `on delete restrict`, from PostgreSQL 18 on
}

PASSING = ("40001", "40P01", "08", "57P", "25P03")
"""How what a further try may mend begins: serialization, deadlock, a lost connection, a server that ends."""

DEFAULTS = {
    "target_session_attrs": "read-write",  # of several hosts, the one that is not a standby
    "connect_timeout": "10",
    "tcp_user_timeout": "10000",
    "keepalives_idle": "10",
    "application_name": "tigertally",
}
"""What the address may say otherwise. Together: a peer that has vanished is noticed within seconds."""

# A commit that waits for no disk would be acknowledged too early; more than `on` (standbys) stays as it is.
# A server that stops in the middle of a transaction must not hold an account for ever, nor wait so for one.
SESSION = """
select set_config('synchronous_commit', 'on', false)
    where current_setting('synchronous_commit') in ('off', 'local');
set idle_in_transaction_session_timeout = '30s';
set lock_timeout = '10s'
"""

GUARD = "select account_id from accounts where account_id = any(:account_ids) order by account_id for update"

SHARE = "select account_id from accounts where account_id = any(:account_ids) order by account_id for share"

GUARD_LEDGER = "select number from migrations where number = 1 for update"
"""The ledger's own guard is the record of its first migration, which nobody else locks."""

TOUCH = "update feed_heads set seq = seq"


class Guards(NamedTuple):
    """The accounts whose rows a transaction locks: ``own`` it may change, ``shared`` it keeps as they are."""

    own: set[int]
    shared: set[int]

    def add(self, more: Guards) -> None:
        """These and more; one that is the transaction's own is not shared."""
        self.own.update(more.own)
        self.shared.update(more.shared)
        self.shared.difference_update(self.own)


class Unguarded(Exception):
    """The work turned out to need guards that its transaction had not locked before it read anything."""

    def __init__(self, guards: Guards) -> None:
        super().__init__(sorted(guards.own | guards.shared))
        self.guards = guards


class Unsure(Exception):
    """The commit stands here, but the standby that it should wait for may not have it."""


class _Text(StrBinaryDumper):
    """PostgreSQL cannot hold the character NUL, so no row has it: what is asked for with one is not there."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", NOWHERE))


NOWHERE = "\uffff"
"""What Unicode promises never to be a character."""


class Postgres:
    """One connection, speaking as ``Sql``."""

    def __init__(self, address: str) -> None:
        self.connection = psycopg.connect(
            address, autocommit=True, prepare_threshold=3, **missing(address, DEFAULTS)
        )
        self.connection.prepared_max = 500
        # One type for all numbers and one for all texts: no statement is ambiguous or prepared twice.
        self.connection.adapters.register_dumper(int, Int8BinaryDumper)
        self.connection.adapters.register_dumper(str, _Text)
        self.connection.add_notice_handler(self._hear)
        self._cursor = self.connection.cursor(binary=True)
        self._held, self._wanted = Guards(set(), set()), Guards(set(), set())
        self._is_torn = self._is_committing = self._is_unsure = False
        self.script(SESSION)

    def one(self, text: str, **values: object) -> Row | None:
        """The first row of the answer, None when there is none."""
        return self._cursor.execute(spelled(text), values).fetchone()

    def value(self, text: str, **values: object) -> Any:
        """The first column of the first row, None when there is none."""
        row = self.one(text, **values)
        return row and row[0]

    def all(self, text: str, **values: object) -> list[Row]:
        """The whole answer."""
        return self._cursor.execute(spelled(text), values).fetchall()

    def named(self, text: str, **values: object) -> list[dict[str, Any]]:
        """The whole answer, each row by the names of its columns."""
        rows = self.all(text, **values)
        names = [column.name for column in self._cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def run(self, text: str, values: Mapping[str, object]) -> int:
        """Carry out a statement that changes rows, and tell how many it touched; or raise Tripped.

        After a trip PostgreSQL answers nothing more in that transaction. What the belts ask then is answered
        by a new one, which is never committed.
        """
        try:
            return self._cursor.execute(spelled(text), values).rowcount
        except psycopg.IntegrityError as error:
            constraint = CONSTRAINTS.get(error.sqlstate or "")
            if constraint is None:
                raise
            if self.in_transaction:
                self._is_torn = True
                self.script("rollback; begin read only")
            raise Tripped(constraint) from error

    def script(self, text: str) -> None:
        """Carry out several statements.

        Past the cursor: psycopg would prepare every statement anew after each rollback.
        """
        result = self.connection.pgconn.exec_(text.replace(" blob ", " bytea ").encode())
        if self.is_lost:
            raise psycopg.OperationalError("the connection is lost")
        if result.status == ExecStatus.FATAL_ERROR:
            raise psycopg.errors.error_from_result(result)

    def guard(self, account_ids: Collection[int]) -> None:
        """Make sure that the accounts' guard rows have been this transaction's before it read anything.

        An account that has no row yet needs none: who opens accounts holds the guard of the ledger.
        """
        unknown = set(account_ids) - self._held.own
        if unknown:
            there = {LEDGER} | {id for (id,) in self.all(ACCOUNTS, account_ids=list(unknown))}
            self._wanted.own.update(unknown & there)
            self._held.own.update(unknown - there)
        self._require_guards()

    def share(self, organization_id: int) -> None:
        """Make sure that the organization's guard row was shared before this transaction read anything."""
        if organization_id not in self._held.own | self._held.shared:
            self._wanted.shared.add(organization_id)
        self._require_guards()

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction stands, sound or failed."""
        return self.connection.info.transaction_status in (
            TransactionStatus.INTRANS,
            TransactionStatus.INERROR,
        )

    @property
    def is_lost(self) -> bool:
        """Whether nothing can be asked here any more."""
        return self.connection.closed

    @contextmanager
    def transaction(self, guards: Guards | None = None) -> Iterator[None]:
        """A transaction that has these guard rows from its beginning."""
        self._held, self._wanted = Guards(set(), set()), Guards(set(), set())
        if guards:
            self._held.add(guards)
        self._is_torn = False
        self.script("begin isolation level read committed")
        try:
            self._lock()
            yield
            self._commit()
        finally:
            self._undo()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A transaction that sees one moment and takes no lock."""
        self.script("begin isolation level repeatable read read only")
        try:
            yield
        finally:
            self._undo()

    def require_whole(self) -> None:
        """Raise unless all of the transaction stands: a failed one answers COMMIT with a rollback, and no
        error.
        """
        self._require_guards()
        if self._is_torn or self.connection.info.transaction_status != TransactionStatus.INTRANS:
            raise Interrupted

    def touch(self) -> None:
        """Give the commit of this transaction something that a standby must confirm, and all before it."""
        self.run(TOUCH, {})

    def close(self) -> None:
        """Give the connection back."""
        self.connection.close()

    def _lock(self) -> None:
        """The ledger's guard, then rows in ascending order: organizations are below zero, before accounts."""
        own, shared = self._held
        if LEDGER in own:
            self.all(GUARD_LEDGER)
        if shared:
            self.all(SHARE, account_ids=list(shared))
        if accounts := [id for id in own if id != LEDGER]:
            self.all(GUARD, account_ids=accounts)

    def _require_guards(self) -> None:
        if self._wanted.own or self._wanted.shared:
            raise Unguarded(self._wanted)

    def _commit(self) -> None:
        self.require_whole()
        self._is_committing, self._is_unsure = True, False
        try:
            self.script("commit")
        finally:
            self._is_committing = False
        if self._is_unsure:
            raise Unsure

    def _undo(self) -> None:
        """End the transaction that is left; a connection on which that fails is of no use any more."""
        if not self.is_lost and self.connection.info.transaction_status != TransactionStatus.IDLE:
            try:
                self.script("rollback")
            except psycopg.Error:
                self.close()

    def _hear(self, told: psycopg.errors.Diagnostic) -> None:
        """A commit whose wait for a standby was cancelled says so in a warning only, and reports success."""
        if self._is_committing and told.severity_nonlocalized == "WARNING":
            self._is_unsure = True


ACCOUNTS = "select account_id from accounts where account_id = any(:account_ids)"


def connected(address: str) -> Postgres:
    """A first connection. Raises DatabaseRefused."""
    try:
        return Postgres(address)
    except psycopg.Error as error:
        raise DatabaseRefused(f"the database cannot be used: {in_one_line(error)}") from None


def missing(address: str, defaults: Mapping[str, str]) -> dict[str, Any]:
    """The defaults that the address leaves open."""
    given = conninfo_to_dict(address)
    return {name: text for name, text in defaults.items() if name not in given}


def in_one_line(error: Exception) -> str:
    """What the driver says, which has no password in it."""
    return " ".join(str(error).split())


def is_passing(error: BaseException) -> bool:
    """Whether a further try may do: on this connection or, where it was lost, on the next."""
    if isinstance(error, Unsure):
        return True
    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    return error.sqlstate is None or error.sqlstate.startswith(PASSING)


@lru_cache(maxsize=1024)
def spelled(text: str) -> bytes:
    """A text with its parameters as psycopg writes them."""
    return re.sub(r":(\w+)", r"%(\1)s", text.replace("%", "%%")).encode()


def quietly_closed(connections: Iterable[Postgres]) -> None:
    """Close them all, whatever state they are in."""
    for one in connections:
        with suppress(psycopg.Error):
            one.close()
