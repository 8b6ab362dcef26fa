"""A ledger whose rows somebody has edited behind our back must not go unnoticed.

``verify`` walks each account's chain of hashes to the head that its guard row keeps, counts the feed, and
compares every row with what the journal replays to. It does not notice a chain that was written anew in
whole, heads and rows and all: for that, a head has to be kept elsewhere and compared.
"""

from collections.abc import Iterator
from typing import Any

from msgspec import DecodeError, Struct

from tigertally.model.changes import Entity
from tigertally.store import images
from tigertally.store.journal import Head, JournalEntry, JournalReads, head
from tigertally.store.replay import Key, identity, replay
from tigertally.store.rows import KEPT
from tigertally.store.store import Store

ACCOUNTS = "select account_id from accounts union select account_id from changes order by account_id"

FEEDS = """
select f.shard, f.seq, (select count(*) from changes c where c.shard = f.shard) from feed_heads f
"""

MISCOUNTED = """
select id from principals p
where account_id = :account_id and attach_n <> (
    select count(*) from attachments a where a.account_id = p.account_id and a.target_id = p.id)
"""

AT_ONCE = 1000
"""How many entries are in memory at a time."""


class Problem(Struct, frozen=True):
    """One thing that is not as the ledger's own records say; ``rev`` is 0 when it is no entry."""

    account_id: int
    rev: int
    what: str


def verify(store: Store) -> list[Problem]:
    """All that is wrong, of one moment; nothing in a sound ledger."""
    return store.read(lambda reading: list(Verification(reading.sql).problems()))


class Verification(JournalReads):
    """The checks, over one snapshot."""

    def problems(self) -> Iterator[Problem]:
        """Run every check."""
        for shard, seq, count in self.sql.all(FEEDS):
            if count != seq:
                yield Problem(0, 0, f"feed {shard} has {count} entries and counted {seq}")
        for (account_id,) in self.sql.all(ACCOUNTS):
            yield from self._chain(account_id)
            yield from self._rows(account_id)
            yield from self._counters(account_id)

    def _history(self, account_id: int) -> Iterator[JournalEntry]:
        after_rev = 0
        while page := self.journal(account_id, after_rev, AT_ONCE):
            yield from page
            after_rev = page[-1].rev

    def _chain(self, account_id: int) -> Iterator[Problem]:
        """Every entry follows the one before it, and the last is the one that the account knows."""
        last = Head()
        for entry in self._history(account_id):
            if entry.rev != last.rev + 1:
                yield Problem(account_id, entry.rev, "entries before it are missing")
            elif entry.prev_hash != last.hash:
                yield Problem(account_id, entry.rev, "it does not follow the entry before it")
            if entry.hash != entry.digest():
                yield Problem(account_id, entry.rev, "it was edited")
            last = Head(entry.rev, entry.hash)
        if last != head(self.sql, account_id):
            yield Problem(account_id, last.rev, "the journal does not end where the account says")

    def _rows(self, account_id: int) -> Iterator[Problem]:
        """Every row is what the journal replays to, column for column."""
        try:
            expected = replay(self._history(account_id))
            found = dict(self._found_rows(account_id))
        except DecodeError as error:
            yield Problem(account_id, 0, f"an image cannot be read: {error}")
            return
        for key in sorted(expected.keys() | found.keys(), key=repr):
            if key not in found:
                yield Problem(account_id, 0, f"{key} is in the journal only")
            elif found[key][0] != expected.get(key):
                yield Problem(account_id, 0, f"{key} is not what the journal says")
            elif wrong := sorted(_differing(*found[key])):
                yield Problem(account_id, 0, f"{key} has other columns than its image: {wrong}")

    def _found_rows(self, account_id: int) -> Iterator[tuple[Key, tuple[Entity, dict[str, Any]]]]:
        for kept in dict.fromkeys(KEPT.values()):
            for row in self.sql.named(kept.rows, account_id=account_id):
                entity = images.entity(row["image"])
                yield identity(entity), (entity, row)

    def _counters(self, account_id: int) -> Iterator[Problem]:
        for (id,) in self.sql.all(MISCOUNTED, account_id=account_id):
            yield Problem(account_id, 0, f"{id} carries another number of policies than counted")


def _differing(entity: Entity, row: dict[str, Any]) -> Iterator[str]:
    """The columns that say something else than the fields of the same name."""
    yield from (name for name, value in row.items() if getattr(entity, name, value) != value)
    name: str = getattr(entity, "name", "")
    if (row.get("name_key") or name).lower() != name.lower():
        yield "name_key"
