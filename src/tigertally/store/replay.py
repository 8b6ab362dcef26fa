"""The tables are what the journal says happened, and nothing else: replaying the one must give the other."""

from collections.abc import Iterable
from typing import Any

from tigertally.model.changes import Change, Entity, Removed
from tigertally.store.belts import kind_of
from tigertally.store.journal import JournalEntry
from tigertally.store.rows import KEPT

Key = tuple[Any, ...]


def replay(entries: Iterable[JournalEntry]) -> dict[Key, Entity]:
    """What exists after the entries, by ``identity``."""
    exists: dict[Key, Entity] = {}
    for entry in entries:
        _carry_out(entry.change, exists)
    return exists


def _carry_out(change: Change, exists: dict[Key, Entity]) -> None:
    if isinstance(change, Removed):
        exists.pop(identity(change.what), None)
    else:
        exists[identity(change.what)] = change.what


def identity(what: Entity) -> Key:
    """What tells a thing from every other: its kind and its key."""
    return (kind_of(what), *(getattr(what, field) for field in KEPT[type(what)].key))
