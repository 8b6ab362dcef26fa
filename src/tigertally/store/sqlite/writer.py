"""One batch writes at a time, so that no two calls ever change the ledger at once and one fsync serves all
who wait.

A batch is every call that is waiting. Each gets a savepoint and runs in turn, one commit with full fsync
makes all of them durable, and only then are they answered. A call that raises rolls back its own savepoint
and nothing else.

Two threads that run Python are in each other's way at every statement; one that waits for the disk is in
nobody's. So works run in the thread of a host, which is the server's event loop, and only what may wait (for
another process's lock, for the disk) runs in the thread that is kept here. As long as there is no host, that
thread runs everything.

The trap: a full disk inside a savepoint ends the whole transaction, and the next call would commit alone
what the ones before it had lost. So after every error the transaction is looked at. When it is gone, or
the commit fails, nobody is answered and each call runs again by itself: a work may run twice, the first
time in vain. One whose op_id the journal knows by then was committed after all, and is answered with what
it returned, because that very run is the one in the journal.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any, TypeVar

import apsw

from tigertally.store import journal
from tigertally.store.call import Call
from tigertally.store.memory import Memory
from tigertally.store.reading import Writing
from tigertally.store.sql import Interrupted, Tripped
from tigertally.store.sqlite.connection import Sqlite
from tigertally.store.store import Soon, Step

T = TypeVar("T")

BROKEN = (apsw.Error, Interrupted, Tripped)
"""What a transaction ends with that cannot be committed as it is."""

BATCH_MAX = 128
"""How many calls one commit serves: more would gain nothing, and the first would wait for the last."""


class Writer:
    """Those who wait, the batch under way, its connection, and the thread for what takes time."""

    def __init__(self, db: Sqlite, memory: Memory, answering: Step) -> None:
        self._db = db
        self._answering = answering
        self._memory = memory
        self._waiting: deque[Call[Any]] = deque()
        self._batch: list[Call[Any]] = []
        self._door = threading.Lock()
        self._is_open = True
        self._is_busy = False
        self._steps: SimpleQueue[Step | None] = SimpleQueue()
        self._soon: Soon = self._steps.put
        self._next: Step | None = None
        self._thread = threading.Thread(target=self._run, name="ledger-writer", daemon=True)
        self._thread.start()

    def submit(self, call: Call[Any]) -> None:
        """Queue a work; its waiter hears once it is durable, or refused."""
        with self._door:
            if not self._is_open:
                raise RuntimeError("the store is closed")
            self._waiting.append(call)
            if not self._is_busy:
                self._is_busy = True
                self._at_host(self._begin)

    @contextmanager
    def hosted(self, soon: Soon) -> Iterator[None]:
        """Run works in the thread of ``soon``. The block ends there too; a step that was due is not lost."""
        self._soon = soon
        try:
            yield
        finally:
            with self._door:
                self._soon = self._steps.put
                if self._next:
                    self._at_host(self._next)

    def close(self) -> None:
        """Let nobody in, serve those who wait, and end the thread."""
        with self._door:
            if self._is_open and not self._is_busy:
                self._steps.put(None)
            self._is_open = False
        self._thread.join()

    def _run(self) -> None:
        while step := self._steps.get():
            step()

    def _at_host(self, step: Step) -> None:
        """What comes next, in the host's thread; whoever calls this has the door."""
        self._next = step
        self._soon(self._go_on)

    def _go_on(self) -> None:
        with self._door:
            step, self._next = self._next, None
        if step:
            step()

    # The steps of a batch: those of the host, and those of the thread.

    def _begin(self) -> None:
        taken = [self._waiting.popleft() for _ in range(min(BATCH_MAX, len(self._waiting)))]
        self._batch = [call for call in taken if call.waiter.set_running_or_notify_cancel()]
        if self._db.begin_at_once():
            self._work()
        else:
            self._steps.put(self._begin_patiently)

    def _begin_patiently(self) -> None:
        try:
            self._db.script("begin immediate")
        except apsw.BusyError as error:
            for call in self._batch:
                call.fail(error)
            self._done()
        except apsw.Error:
            self._each_alone()
        else:
            with self._door:
                self._at_host(self._work)

    def _work(self) -> None:
        try:
            self._together(self._batch)
        except BROKEN:
            for call in self._batch:
                call.returned = False  # no commit was tried, so none of them is known by now
            self._steps.put(self._each_alone)
        else:
            self._steps.put(self._commit)

    def _commit(self) -> None:
        try:
            self._db.script("commit")
        except apsw.Error:
            self._each_alone()
        else:
            self._done()

    def _each_alone(self) -> None:
        if self._db.in_transaction:
            self._db.script("rollback")
        self._memory.forget()
        for call in self._batch:
            self._alone(call)
        self._done()

    def _done(self) -> None:
        with self._door:
            self._at_host(self._answer)

    def _answer(self) -> None:
        self._answering()
        for call in self._batch:
            call.answer()
        with self._door:
            if self._waiting:
                self._at_host(self._begin)
                return
            self._is_busy = False
            if not self._is_open:
                self._steps.put(None)

    def _alone(self, call: Call[Any]) -> None:
        try:
            with self._db.transaction():
                if not (call.returned and journal.knows(self._db, call.op_id)):
                    self._together([call])
        except BROKEN as error:
            self._memory.forget()
            call.fail(error.__cause__ or error if isinstance(error, Interrupted) else error)

    def _together(self, calls: list[Call[Any]]) -> None:
        """Run the calls, and journal what those that did not raise have done."""
        writing = Writing(self._db, self._memory)
        for call in calls:
            self._attempt(call, writing)
        writing.draft.settle()

    def _attempt(self, call: Call[Any], writing: Writing) -> None:
        before = len(writing.draft)
        self._db.script("savepoint call")
        try:
            call.run(writing)
        except BaseException as error:
            if not self._db.in_transaction:
                raise Interrupted from error
            self._db.script("rollback to call")
            if len(writing.draft) > before:
                writing.draft.cut(before)
                self._memory.forget()
        self._db.script("release call")
