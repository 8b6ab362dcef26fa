"""One fsync serves a batch, and nobody is answered before it is known what stands on the disk."""

import threading
from collections.abc import Callable
from concurrent.futures import wait
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import apsw
import pytest

from tests.store.sqlite.test_two_processes import holding
from tests.store.stage import ALICE_READS, commit, do, see, submit
from tests.store.test_batches import held, newcomer
from tigertally.model.changes import Removed
from tigertally.model.refusals import NotAttached
from tigertally.store import Store, Writing, verify
from tigertally.store.sqlite.store import SqliteStore


def test_a_commit_waits_for_the_disk(ledger: SqliteStore) -> None:
    full = 2  # sqlite.org/pragma.html#pragma_synchronous
    assert ("wal", full) == (
        ledger._db.connection.pragma("journal_mode"),
        ledger._db.connection.pragma("synchronous"),
    )


def test_a_call_that_was_committed_after_all_is_answered_with_what_it_returned(
    ledger: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []

    def once(writing: Writing) -> str:
        runs.append(commit(writing, newcomer(1), op_id="unsure"))
        return "done"

    with held(ledger):
        unsure = ledger.write(once, "unsure")
        refused = submit(ledger, Removed(ALICE_READS), Removed(ALICE_READS))
        _break_after_the_next_commit(ledger, monkeypatch)
    assert "done" == unsure.result()
    assert ["unsure"] == runs
    assert isinstance(refused.exception(), NotAttached)
    assert [] == verify(ledger)


def test_a_call_whose_commit_failed_is_run_again(
    ledger: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held(ledger):
        futures = [submit(ledger, newcomer(number)) for number in range(2)]
        _break_before_the_next_commit(ledger, monkeypatch)
    wait(futures)
    assert [None, None] == [future.exception() for future in futures]
    assert [] == verify(ledger)


def test_works_run_where_their_host_calls_back(ledger: SqliteStore) -> None:
    due: SimpleQueue[Callable[[], None]] = SimpleQueue()
    with ledger.hosted(due.put):
        ran = ledger.write(lambda _: threading.current_thread(), "hosted")
        while not ran.done():
            due.get(timeout=10)()
    assert threading.current_thread() is ran.result()
    assert (
        threading.current_thread() is not ledger.write(lambda _: threading.current_thread(), "alone").result()
    )


def test_reads_of_one_turn_of_a_host_see_one_moment(ledger: SqliteStore) -> None:
    due: SimpleQueue[Callable[[], None]] = SimpleQueue()

    def users() -> int:
        return len(see(ledger, lambda view: view.users(2)))

    with ledger.hosted(due.put), closing(Store.open(ledger._folder)) as other:
        before = users()
        do(other, newcomer(1))
        assert before == users()
        due.get(timeout=10)()
        assert before + 1 == users()


def test_whoever_is_answered_in_a_turn_reads_what_was_written(ledger: SqliteStore) -> None:
    due: SimpleQueue[Callable[[], None]] = SimpleQueue()
    seen: list[bool] = []

    def look(_: object) -> None:
        seen.append(ledger.read(lambda reading: bool(reading.entry_of("mine"))))

    with ledger.hosted(due.put):
        assert [] == ledger.read(lambda reading: reading.entry_of("mine"))
        late = [due.get(timeout=10)]  # the end of the turn, kept back
        submit(ledger, newcomer(1), op_id="mine").add_done_callback(look)
        while not seen:
            due.get(timeout=10)()
        late.pop()()
    assert [True] == seen


def test_whoever_waits_when_the_host_goes_is_served(ledger: SqliteStore) -> None:
    with ledger.hosted(lambda _: None):
        waiting = submit(ledger, newcomer(1))
    assert waiting.exception(timeout=10) is None


def test_the_host_does_not_wait_for_another_process(ledger: SqliteStore, folder: Path) -> None:
    due: SimpleQueue[Callable[[], None]] = SimpleQueue()
    with ledger.hosted(due.put), holding(folder) as other:
        waiting = submit(ledger, newcomer(1))
        due.get(timeout=10)()
        assert due.empty()
        other.communicate()
        while not waiting.done():
            due.get(timeout=10)()
    assert waiting.exception() is None


def _break_after_the_next_commit(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(store, monkeypatch, lambda script: script("commit"))


def _break_before_the_next_commit(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(store, monkeypatch, lambda _: None)


def _break(store: SqliteStore, monkeypatch: pytest.MonkeyPatch, first: Callable[[Any], None]) -> None:
    """The commit after the one that is under way ends in an error of the disk, after ``first``."""
    script, commits = store._db.script, iter((False, True))

    def breaking(text: str) -> None:
        if text == "commit" and next(commits, False):
            first(script)
            raise apsw.IOError("the disk did not answer")
        script(text)

    monkeypatch.setattr(store._db, "script", breaking)
