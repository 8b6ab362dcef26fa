"""The journal is audit, undo and feed in one table, and each account's entries form a chain of hashes.

An entry holds the change whole and the hash of the entry before it, so that an edited, a deleted or a
truncated one shows (``verify``). Secrets travel beside a change and never come here. The chain proves no
more: who can write the database can also write the whole chain anew, unless a head was kept elsewhere.
"""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from itertools import count
from typing import NamedTuple

import msgspec
from msgspec import Struct, structs

from tigertally.model.changes import Change
from tigertally.store import images
from tigertally.store.nouns.reads import Reads
from tigertally.store.sql import Sql

SHARD = 0
"""All accounts share one feed: one writer orders them anyway."""

NO_HASH = bytes(32)
"""What the first entry of an account has before it."""

_encode = msgspec.json.Encoder().encode


class Stamp(Struct, frozen=True, kw_only=True):
    """What the entries of one call have in common: which call, whose, doing what, when."""

    op_id: str
    actor: str
    action: str
    at: int


class JournalEntry(Struct, frozen=True, kw_only=True):
    """One change: the ``rev``-th of its account, the ``seq``-th of all, the ``n``-th of its call."""

    account_id: int
    rev: int
    op_id: str
    n: int
    shard: int
    seq: int
    at: int
    actor: str
    action: str
    payload: str
    prev_hash: bytes
    hash: bytes = b""

    @property
    def change(self) -> Change:
        """The change itself."""
        return images.change(self.payload)

    def digest(self) -> bytes:
        """SHA-256 over the previous hash and the row as a JSON array, which no two rows share."""
        row = (
            self.account_id, self.rev, self.op_id, self.n, self.shard, self.seq,
            self.at, self.actor, self.action, self.payload,
        )  # fmt: skip
        return sha256(self.prev_hash + _encode(row)).digest()


class Head(NamedTuple):
    """Where an account's chain ends."""

    rev: int = 0
    hash: bytes = NO_HASH


HEAD = "select rev, head_hash from accounts where account_id = :account_id"

ADVANCE = "update accounts set rev = :rev, head_hash = :hash where account_id = :account_id"

FEED = "update feed_heads set seq = seq + :n where shard = :shard returning seq"

APPEND = """
insert into changes
    (account_id, rev, op_id, n, shard, seq, at, actor, action, payload, prev_hash, hash)
values
    (:account_id, :rev, :op_id, :n, :shard, :seq, :at, :actor, :action, :payload, :prev_hash, :hash)
"""

COLUMNS = "account_id, rev, op_id, n, shard, seq, at, actor, action, payload, prev_hash, hash"

OF_ACCOUNT = f"""
select {COLUMNS} from changes
where account_id = :account_id and rev > :after_rev
order by rev
limit :limit
"""

LATEST = f"""
select {COLUMNS} from changes
where account_id = :account_id
order by rev desc
limit :limit
"""

OF_OPERATION = f"select {COLUMNS} from changes where op_id = :op_id order by account_id, n"

KNOWN = "select count(*) from changes where op_id = :op_id"


def knows(sql: Sql, op_id: str) -> bool:
    """Whether a call has changed anything."""
    return bool(sql.value(KNOWN, op_id=op_id))


def head(sql: Sql, account_id: int) -> Head:
    """The end of an account's chain."""
    return Head(*(sql.one(HEAD, account_id=account_id) or ()))


class Draft:
    """What a transaction will have journalled: kept until its end, when all is written at once.

    So the feed and each account's head move once for all calls that one commit serves.
    """

    def __init__(self, sql: Sql) -> None:
        self._sql = sql
        self._heads: dict[int, Head] = {}
        self.added: Counter[int] = Counter()
        """How many changes each account has in it."""
        self._lines: list[tuple[Change, int, Stamp]] = []

    def __len__(self) -> int:
        return len(self._lines)

    def revs(self, changes: Sequence[Change]) -> list[int]:
        """The revision that each change, coming next, makes of its account."""
        account_ids = {change.what.account_id for change in changes}
        counters = {id: count(self._head(id).rev + self.added[id] + 1) for id in account_ids}
        return [next(counters[change.what.account_id]) for change in changes]

    def add(self, changes: Sequence[Change], stamp: Stamp) -> None:
        """The changes of one call."""
        self._lines += [(change, n, stamp) for n, change in enumerate(changes, 1)]
        for change in changes:
            self.added[change.what.account_id] += 1

    def cut(self, length: int) -> None:
        """Leave out what came after the first ``length`` changes."""
        for change, _, _ in self._lines[length:]:
            self.added[change.what.account_id] -= 1
        del self._lines[length:]

    def settle(self) -> None:
        """Write one entry for each change, each linked to the last of its account."""
        if not self._lines:
            return
        first = self._sql.value(FEED, n=len(self._lines), shard=SHARD) - len(self._lines) + 1
        chains: dict[int, Head] = {}
        for seq, (change, n, stamp) in enumerate(self._lines, first):
            account_id = change.what.account_id
            last = chains[account_id] if account_id in chains else self._head(account_id)
            chains[account_id] = _append(self._sql, change, n, seq, last, stamp)
        for account_id, (rev, digest) in chains.items():
            self._sql.run(ADVANCE, {"account_id": account_id, "rev": rev, "hash": digest})

    def _head(self, account_id: int) -> Head:
        """Where the account's chain ended before the transaction."""
        if account_id not in self._heads:
            self._heads[account_id] = head(self._sql, account_id)
        return self._heads[account_id]


def _append(sql: Sql, change: Change, n: int, seq: int, last: Head, stamp: Stamp) -> Head:
    entry = JournalEntry(
        account_id=change.what.account_id,
        rev=last.rev + 1,
        op_id=stamp.op_id,
        n=n,
        shard=SHARD,
        seq=seq,
        at=stamp.at,
        actor=stamp.actor,
        action=stamp.action,
        payload=images.image(change),
        prev_hash=last.hash,
    )
    digest = entry.digest()
    sql.run(APPEND, {**structs.asdict(entry), "hash": digest})
    return Head(entry.rev, digest)


class JournalReads(Reads):
    """Reads of what has happened."""

    def journal(self, account_id: int, after_rev: int = 0, limit: int = 1000) -> list[JournalEntry]:
        """An account's entries, the oldest first."""
        return self._entries(OF_ACCOUNT, account_id=account_id, after_rev=after_rev, limit=limit)

    def latest(self, account_id: int, limit: int) -> list[JournalEntry]:
        """An account's last entries, the newest first."""
        return self._entries(LATEST, account_id=account_id, limit=limit)

    def entry_of(self, op_id: str) -> list[JournalEntry]:
        """What one call changed, in the order in which it did."""
        return self._entries(OF_OPERATION, op_id=op_id)

    def _entries(self, text: str, **values: object) -> list[JournalEntry]:
        return [JournalEntry(**row) for row in self.sql.named(text, **values)]
