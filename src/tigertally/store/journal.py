"""The journal is audit, undo and feed in one table, and each account's entries form a chain of hashes.

An entry holds the change whole and the hash of the entry before it, so that an edited, a deleted or a
truncated one shows (``verify``). Secrets travel beside a change and never come here. The chain proves no
more: who can write the database can also write the whole chain anew, unless a head was kept elsewhere.
"""

from collections.abc import Iterable, Sequence
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


def heads(sql: Sql, account_ids: Iterable[int]) -> dict[int, Head]:
    """The chains of some accounts."""
    return {account_id: head(sql, account_id) for account_id in sorted(account_ids)}


def head(sql: Sql, account_id: int) -> Head:
    """The end of an account's chain."""
    return Head(*(sql.one(HEAD, account_id=account_id) or ()))


def revs(changes: Sequence[Change], before: dict[int, Head]) -> list[int]:
    """The revision that each change makes of its account."""
    counters = {account_id: count(last.rev + 1) for account_id, last in before.items()}
    return [next(counters[change.what.account_id]) for change in changes]


def append(sql: Sql, changes: Sequence[Change], before: dict[int, Head], stamp: Stamp) -> None:
    """One entry for each change, each linked to the last of its account."""
    chains = dict(before)
    seq = sql.value(FEED, n=len(changes), shard=SHARD) - len(changes)
    for n, change in enumerate(changes, 1):
        entry = _entry(change, n, seq + n, chains[change.what.account_id], stamp)
        sql.run(APPEND, structs.asdict(entry))
        chains[entry.account_id] = Head(entry.rev, entry.hash)
    for account_id, (rev, digest) in chains.items():
        sql.run(ADVANCE, {"account_id": account_id, "rev": rev, "hash": digest})


def _entry(change: Change, n: int, seq: int, last: Head, stamp: Stamp) -> JournalEntry:
    entry = JournalEntry(
        account_id=change.what.account_id,
        rev=last.rev + 1,
        n=n,
        shard=SHARD,
        seq=seq,
        payload=images.image(change),
        prev_hash=last.hash,
        **structs.asdict(stamp),
    )
    return structs.replace(entry, hash=entry.digest())


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
