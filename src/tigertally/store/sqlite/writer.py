"""One thread writes, so that no two calls ever change the ledger at once and one fsync serves all who wait.

It takes every call that is waiting, gives each a savepoint, runs them in turn, commits once with full
fsync, and only then answers them. A call that raises rolls back its own savepoint and nothing else.

The trap: a full disk inside a savepoint ends the whole transaction, and the next call would commit alone
what the ones before it had lost. So after every error the transaction is looked at. When it is gone, or
the commit fails, nobody is answered and each call runs again by itself: a work may run twice, the first
time in vain. One whose op_id the journal knows by then was committed after all, and is answered with what
it returned, because that very run is the one in the journal.
"""

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

import apsw

from tigertally.store import journal
from tigertally.store.call import Call
from tigertally.store.reading import Writing
from tigertally.store.sql import Interrupted
from tigertally.store.sqlite.connection import Sqlite

T = TypeVar("T")

BATCH_MAX = 128
"""How many calls one commit serves: more would gain nothing, and the first would wait for the last."""


class Writer:
    """The thread, its queue and its connection."""

    def __init__(self, db: Sqlite) -> None:
        self._db = db
        self._writing = Writing(db)
        self._waiting: SimpleQueue[Call[Any] | None] = SimpleQueue()
        self._door = threading.Lock()
        self._is_open = True
        self._thread = threading.Thread(target=self._run, name="ledger-writer", daemon=True)
        self._thread.start()

    def submit(self, call: Call[T]) -> Future[T]:
        """Queue a call; its future is resolved once it is durable, or refused."""
        with self._door:
            if not self._is_open:
                raise RuntimeError("the store is closed")
            self._waiting.put(call)
        return call.future

    def close(self) -> None:
        """Let nobody in, serve those who wait, and end the thread."""
        with self._door:
            if self._is_open:
                self._is_open = False
                self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        for batch in self._batches():
            self._serve([call for call in batch if call.future.set_running_or_notify_cancel()])

    def _batches(self) -> Iterator[list[Call[Any]]]:
        is_last = False
        while not is_last:
            taken = [self._waiting.get()]
            while len(taken) < BATCH_MAX and not self._waiting.empty():
                taken.append(self._waiting.get())
            is_last = None in taken
            yield [call for call in taken if call is not None]

    def _serve(self, batch: list[Call[Any]]) -> None:
        try:
            self._together(batch)
        except apsw.BusyError as error:
            for call in batch:
                call.fail(error)
        except (apsw.Error, Interrupted):
            for call in batch:
                self._alone(call)
        for call in batch:
            call.answer()

    def _together(self, batch: list[Call[Any]]) -> None:
        with self._db.transaction():
            for call in batch:
                self._attempt(call)

    def _alone(self, call: Call[Any]) -> None:
        try:
            with self._db.transaction():
                if not (call.returned and journal.knows(self._db, call.op_id)):
                    self._attempt(call)
        except (apsw.Error, Interrupted) as error:
            call.fail(error.__cause__ or error)

    def _attempt(self, call: Call[Any]) -> None:
        self._db.script("savepoint call")
        try:
            call.run(self._writing)
        except BaseException as error:
            if not self._db.in_transaction:
                raise Interrupted from error
            self._db.script("rollback to call")
        self._db.script("release call")
