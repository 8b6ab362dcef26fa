"""Nonces stand in unlogged tables that all servers of the database share: spending one waits for no disk.

A crash of the database empties such tables, and a standby that takes over never had their rows. So a second
one holds a single row, the mark: where that is missing nonces were lost, and everything signed up to now
(the mark's ``floor``) is to be refused as expired. Every spending asks for the mark in the same statement, so
no server goes on after a crash as if nothing had happened.

Each server counts a key's nonces as it found them and as it spends them: with several servers a key can hold
that many times the bound before all of them refuse.
"""

import threading
from collections import Counter
from hashlib import sha256

from tigertally.model.refusals import Throttled
from tigertally.store.nonces import PER_KEY_MAX, PURGE_EVERY
from tigertally.store.postgres.connection import Guards, Postgres
from tigertally.store.postgres.pool import Pool
from tigertally.store.sql import LEDGER

COUNTED_MAX = 10_000
"""So many keys are counted at a time; then all are counted anew."""

SCHEMA = """
create unlogged table if not exists spent_nonces (
    access_key_id text not null,
    nonce_sha256 bytea not null,
    signed_at bigint not null,
    primary key (access_key_id, nonce_sha256)
);
create index if not exists spent_nonces_in_order on spent_nonces (signed_at);
create unlogged table if not exists nonce_mark (number bigint primary key, floor bigint not null)
"""

MARK = "select floor from nonce_mark"

ADD_MARK = "insert into nonce_mark (number, floor) values (1, :floor) on conflict do nothing"

SPEND = """
insert into spent_nonces (access_key_id, nonce_sha256, signed_at)
select :access_key_id, :nonce_sha256, :signed_at from nonce_mark where floor < :signed_at
on conflict do nothing
"""

COUNT = "select count(*) from spent_nonces where access_key_id = :access_key_id"

# Two servers that purge at once take different rows.
PURGE = """
delete from spent_nonces
where (access_key_id, nonce_sha256) in (
    select access_key_id, nonce_sha256 from spent_nonces
    where signed_at <= :dead order by signed_at limit :limit for update skip locked)
returning access_key_id
"""


class NonceTable:
    """The spent nonces of the last ``keep_ms``, which is how long a signature is good."""

    def __init__(self, pool: Pool, keep_ms: int) -> None:
        self._pool = pool
        self._keep_ms = keep_ms
        self._counts: Counter[str] = Counter()
        self._spendings = 0
        self._turn = threading.Lock()
        self.floor = 0

    @classmethod
    def open(cls, pool: Pool, now: int, ledger_is_new: bool, keep_ms: int) -> "NonceTable":
        """The nonces of the database's ledger; ``floor`` is 0, or the moment up to which they may be lost."""
        pool.ask(_found)
        book = cls(pool, keep_ms)
        book._look(0 if ledger_is_new else now)
        return book

    def spend(self, access_key_id: str, nonce: str, signed_at_ms: int, now: int) -> bool:
        """Spend a nonce; False when it was spent before, or signed too long ago or too early to tell.

        Raises Throttled when the key holds too many.
        """
        if self._is_due() or self._is_full(access_key_id):
            self._purge(now)
        if signed_at_ms <= now - self._keep_ms:
            return False
        if self._is_full(access_key_id):
            raise Throttled("nonces", access_key_id=access_key_id)
        if self._insert(access_key_id, nonce, signed_at_ms):
            return True
        self._look(now)
        return False

    def close(self) -> None:
        """Nothing is to be brought anywhere: the database keeps what it has."""

    def _insert(self, access_key_id: str, nonce: str, signed_at: int) -> bool:
        digest = sha256(nonce.encode()).digest()
        values = {"access_key_id": access_key_id, "nonce_sha256": digest, "signed_at": signed_at}
        is_new = self._pool.ask(lambda db: db.run(SPEND, values)) == 1
        with self._turn:
            self._counts[access_key_id] += is_new
        return is_new

    def _look(self, now: int) -> None:
        """Read the mark; where it is missing set it to now."""

        def look(db: Postgres) -> int:
            db.run(ADD_MARK, {"floor": now})
            floor: int = db.value(MARK)
            return floor

        self.floor = self._pool.ask(look)

    def _is_full(self, access_key_id: str) -> bool:
        if access_key_id not in self._counts:
            known = self._pool.ask(lambda db: db.value(COUNT, access_key_id=access_key_id))
            with self._turn:
                self._counts[access_key_id] = known
        return self._counts[access_key_id] >= PER_KEY_MAX

    def _is_due(self) -> bool:
        """From time to time what is dead is taken away, and counted again what others may have taken away."""
        with self._turn:
            self._spendings += 1
            if self._spendings % PURGE_EVERY:
                return False
            full = [key for key, count in self._counts.items() if count >= PER_KEY_MAX]
            for key in full if len(self._counts) < COUNTED_MAX else list(self._counts):
                del self._counts[key]
            return True

    def _purge(self, now: int) -> None:
        values = {"dead": now - self._keep_ms, "limit": 2 * PURGE_EVERY}
        purged = Counter(key for (key,) in self._pool.ask(lambda db: db.all(PURGE, **values)))
        with self._turn:
            self._counts -= purged


def _found(db: Postgres) -> None:
    """Make the tables, one server at a time."""
    with db.transaction(Guards({LEDGER}, set())):
        db.script(SCHEMA)
