"""The log is folded into the ledger beside the calls: inside one, it would cost that one milliseconds."""

import threading
from contextlib import suppress

import apsw

from tigertally.store.sqlite.connection import Sqlite

PAGES = 1_000
"""So many new pages in the log are worth a checkpoint: SQLite's own measure."""

PAGES_MAX = 16_000
"""A log of 64 MB is emptied, even if the writer has to wait for that; reads that last can make it longer."""

WAIT_MS = 25
"""So long emptying waits for the writer and the readers; then a later commit wakes us for it again."""


class Checkpointer:
    """The thread that folds the log, woken by the writer's commits."""

    def __init__(self, db: Sqlite) -> None:
        self._db = db
        self._db.connection.set_busy_timeout(WAIT_MS)
        self._folded = 0
        self._woken = threading.Event()
        self._is_open = True
        self._thread = threading.Thread(target=self._run, name="ledger-checkpoint", daemon=True)
        self._thread.start()

    def wrote(self, pages: int) -> None:
        """Hear how many pages the log has after a commit; it shrinks when SQLite begins it anew."""
        if pages < self._folded:
            self._folded = 0
        if pages - self._folded >= PAGES:
            self._woken.set()

    def close(self) -> None:
        """End the thread."""
        self._is_open = False
        self._woken.set()
        self._thread.join()
        self._db.close()

    def _run(self) -> None:
        while self._woken.wait() and self._is_open:
            self._woken.clear()
            # Busy readers, or a full disk: the log keeps everything, and a later commit wakes us again.
            with suppress(apsw.Error):
                self._fold()

    def _fold(self) -> None:
        """First what nobody waits for; emptying would wait for a reader who still needs the log."""
        pages, self._folded = self._db.connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        if pages >= PAGES_MAX and pages == self._folded:
            _, self._folded = self._db.connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
