"""The ledger of one folder: readers on snapshots, the writer, and the thread that folds the log."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar
from weakref import WeakSet

import apsw

from tigertally.store.memory import Memory
from tigertally.store.migrate import migrate
from tigertally.store.reading import Reading, Writing
from tigertally.store.refused import FolderRefused
from tigertally.store.sql import LEDGER
from tigertally.store.sqlite.checkpoint import Checkpointer
from tigertally.store.sqlite.connection import Sqlite
from tigertally.store.sqlite.nonces import NonceFile
from tigertally.store.sqlite.writer import Writer
from tigertally.store.store import Soon, Store

T = TypeVar("T")

LEDGER_FILE = "ledger.sqlite"

REMEMBERED_MAX = 2048
"""Of so many principals what bears on them is in memory, some kilobytes each."""


class SqliteStore(Store):
    """An open ledger in a file. Its reads take microseconds and wait for nobody."""

    engine = "sqlite"
    reads_block = False

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        try:
            self._db = self._connected()
            self.is_new = migrate(self._db)
        except (apsw.NotADBError, apsw.CorruptError) as error:
            raise FolderRefused(f"{folder / LEDGER_FILE} is no ledger: {error}") from None
        self._checkpointer = Checkpointer(self._connected())
        self._db.on_commit(self._checkpointer.wrote)
        self._memory = Memory(REMEMBERED_MAX)
        self._writer = Writer(self._db, self._memory)
        self._own = threading.local()
        self._readers: WeakSet[Sqlite] = WeakSet()

    def read(self, work: Callable[[Reading], T]) -> T:
        """Run a work on a snapshot, in this thread, without any lock."""
        reader = self._reader()
        reader.script("begin")
        try:
            return work(Reading(reader, self._memory))
        finally:
            reader.script("rollback")

    def write(self, work: Callable[[Writing], T], op_id: str, account_id: int = LEDGER) -> Future[T]:
        """Run a work in the writer's turn: whichever account it is about, nobody else changes anything."""
        return self._writer.submit(work, op_id, account_id)

    def hosted(self, soon: Soon, /) -> AbstractContextManager[None]:
        """Run works where ``soon`` calls back; the writer's own thread then waits for the disk alone."""
        return self._writer.hosted(soon)

    def nonces(self, now: int, keep_ms: int) -> NonceFile:
        """The spent nonces, in a file beside the ledger's, for one server at a time."""
        return NonceFile.open(self._folder, now, self.is_new, keep_ms)

    def close(self) -> None:
        """Serve those who wait, fold the log into the ledger and give the files back."""
        self._writer.close()
        self._checkpointer.close()
        for reader in self._readers:
            reader.close()
        self._db.close()

    def _connected(self) -> Sqlite:
        return Sqlite(self._folder / LEDGER_FILE)

    def _reader(self) -> Sqlite:
        reader: Sqlite | None = getattr(self._own, "reader", None)
        if reader is None:
            reader = self._own.reader = self._connected()
            self._readers.add(reader)
        return reader
