"""Several threads write, each account's calls always the same one: a busy account waits for itself alone.

A call is one transaction: it locks the guard row of its account, runs the work, and commits. A work that
turns out to change a second account is undone and runs again with both guards, in ascending order, so that
no two calls ever wait for each other. The guard of the account's organization, which the call relies on and
does not change, is shared with others.

The trap: when the connection is lost around COMMIT nobody knows what became of it. Then the call takes the
guard again on a new connection, which waits until the old transaction is over in every case, and looks for
its op_id in the journal: found, the call is answered with what it returned; not found, it runs once more. No
commit is ever cancelled, because PostgreSQL reports a cancelled wait for a standby as a success.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any, TypeVar

import psycopg

from tigertally.store import journal
from tigertally.store.call import Call
from tigertally.store.postgres.connection import Guards, Postgres, Unguarded, Unsure, is_passing
from tigertally.store.postgres.patience import tries
from tigertally.store.reading import Writing

T = TypeVar("T")

WORKERS = 4
"""More would wait for one another: every commit ends with the one row that counts the feed."""


class Workers:
    """The threads; a call goes to the one that its account's number chooses."""

    def __init__(self, address: str) -> None:
        self._workers = [Worker(address, number) for number in range(WORKERS)]
        self._door = threading.Lock()
        self._is_open = True

    def submit(self, call: Call[Any]) -> None:
        """Queue a work; its waiter hears once it is durable, or refused."""
        with self._door:
            if not self._is_open:
                raise RuntimeError("the store is closed")
            self._workers[call.account_id % WORKERS].waiting.put(call)

    def close(self) -> None:
        """Let nobody in, serve those who wait, and end the threads."""
        with self._door:
            if self._is_open:
                self._is_open = False
                for worker in self._workers:
                    worker.waiting.put(None)
        for worker in self._workers:
            worker.thread.join()


class Worker:
    """One thread, its queue, and its connection, which is opened when the first call comes."""

    def __init__(self, address: str, number: int) -> None:
        self.waiting: SimpleQueue[Call[Any] | None] = SimpleQueue()
        self._address = address
        self._db: Postgres | None = None
        self.thread = threading.Thread(target=self._run, name=f"ledger-writer-{number}", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        while (call := self.waiting.get()) is not None:
            if call.waiter.set_running_or_notify_cancel():
                self._serve(call)
                call.answer()
        if self._db is not None:
            self._db.close()

    def _serve(self, call: Call[Any]) -> None:
        guards = Guards({call.account_id}, {call.organization_id} - {0})
        for is_last in tries():
            try:
                while not self._is_done(call, guards):
                    pass
                return
            except (psycopg.Error, Unsure) as error:
                if is_last or not is_passing(error):
                    call.fail(error)
                    return
            except BaseException as error:
                call.fail(error)
                return

    def _is_done(self, call: Call[Any], guards: Guards) -> bool:
        """Run the call with these guards; False when it needs more, which are added."""
        try:
            with self._transaction(guards) as db:
                if call.returned and journal.knows(db, call.op_id):
                    db.touch()
                else:
                    writing = Writing(db)
                    call.run(writing)
                    db.require_whole()
                    writing.draft.settle()
        except Unguarded as more:
            guards.add(more.guards)
            return False
        return True

    @contextmanager
    def _transaction(self, guards: Guards) -> Iterator[Postgres]:
        if self._db is None or self._db.is_lost:
            self._db = Postgres(self._address)
        with self._db.transaction(guards):
            yield self._db
