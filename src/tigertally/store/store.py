"""The store keeps one ledger in one folder: many readers, each on a snapshot, and one writer."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar
from weakref import WeakSet

import apsw

from tigertally.store.checkpoint import Checkpointer
from tigertally.store.migrate import migrate
from tigertally.store.reading import Reading, Writing
from tigertally.store.refused import FolderRefused
from tigertally.store.sqlite import Sqlite
from tigertally.store.writer import Writer

T = TypeVar("T")


class Store:
    """An open ledger. ``is_new`` tells that this very opening created it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._db = Sqlite(file)
        self.is_new = migrate(self._db)
        self._checkpointer = Checkpointer(Sqlite(file))
        self._db.on_commit(self._checkpointer.wrote)
        self._writer = Writer(self._db)
        self._own = threading.local()
        self._readers: WeakSet[Sqlite] = WeakSet()

    @classmethod
    def open(cls, folder: Path) -> "Store":
        """Open the ledger of a folder; create and migrate it where that is needed."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return cls(folder / "ledger.sqlite")
        except apsw.NotADBError:
            raise FolderRefused(f"{folder / 'ledger.sqlite'} is no ledger") from None

    def read(self, work: Callable[[Reading], T]) -> T:
        """Run a work on a snapshot, in this thread, without any lock."""
        reader = self._reader()
        with reader.snapshot():
            return work(Reading(reader))

    def write(self, work: Callable[[Writing], T], op_id: str) -> Future[T]:
        """Run a work in the writer's thread; the future is resolved when what it committed is durable.

        A work that raises changes nothing, and its future raises the same. ``op_id`` names the call for
        good: no two calls share one. A work may run twice (see ``writer``), so it keeps nothing outside.
        """
        return self._writer.submit(work, op_id)

    def close(self) -> None:
        """Serve those who wait, fold the log into the ledger and give the files back."""
        self._writer.close()
        self._checkpointer.close()
        for reader in self._readers:
            reader.close()
        self._db.close()

    def _reader(self) -> Sqlite:
        reader: Sqlite | None = getattr(self._own, "reader", None)
        if reader is None:
            reader = self._own.reader = Sqlite(self._file)
            self._readers.add(reader)
        return reader
