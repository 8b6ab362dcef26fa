"""The ledger of one folder: readers on snapshots, the writer, and the thread that folds the log."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from weakref import WeakSet

import apsw

from tigertally.store.call import Call
from tigertally.store.memory import Memory
from tigertally.store.migrate import migrate
from tigertally.store.reading import Reading
from tigertally.store.refused import FolderRefused
from tigertally.store.sqlite.checkpoint import Checkpointer
from tigertally.store.sqlite.connection import Sqlite
from tigertally.store.sqlite.nonces import NonceFile
from tigertally.store.sqlite.writer import Writer
from tigertally.store.store import Soon, Store

T = TypeVar("T")

LEDGER_FILE = "ledger.sqlite"

REMEMBERED_MAX = 2048
"""Of so many principals what bears on them is in memory, some kilobytes each."""


class _Own(threading.local):
    """What each thread has to itself."""

    reader: Sqlite | None = None
    reading: Reading | None = None
    soon: Soon | None = None


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
        self._writer = Writer(self._db, self._memory, self._end)
        self._own = _Own()
        self._readers: WeakSet[Sqlite] = WeakSet()

    def read(self, work: Callable[[Reading], T]) -> T:
        """Run a work on a snapshot, in this thread, without any lock; in a host's, on the one of its turn."""
        if self._own.reading is not None:
            return work(self._own.reading)
        try:
            return work(self._begun())
        finally:
            if self._own.soon is None:
                self._end()

    def submit(self, call: Call[T]) -> None:
        """Run a work in the writer's turn: whichever account it is about, nobody else changes anything."""
        self._writer.submit(call)

    @contextmanager
    def hosted(self, soon: Soon, /) -> Iterator[None]:
        """Run works where ``soon`` calls back; the writer's own thread then waits for the disk alone."""
        with self._writer.hosted(soon):
            self._own.soon = soon
            try:
                yield
            finally:
                self._own.soon = None
                self._end()

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

    def _begun(self) -> Reading:
        """This thread's snapshot; a host's ends with its turn, before what comes in later is looked at."""
        own = self._own
        if own.reader is None:
            own.reader = self._connected()
            self._readers.add(own.reader)
        own.reader.script("begin")
        own.reading = Reading(own.reader, self._memory)
        if own.soon:
            own.soon(self._end)
        return own.reading

    def _end(self) -> None:
        """End this thread's snapshot, where there is one; whoever is answered reads what was written."""
        own = self._own
        if own.reader and own.reading:
            own.reading = None
            own.reader.script("rollback")
