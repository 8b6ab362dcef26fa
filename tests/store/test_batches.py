"""Calls that wait are served together, and none of them notices."""

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, wait
from contextlib import contextmanager
from typing import Any

import pytest
from msgspec import structs

from tests.store.stage import ACCOUNT, ALICE_READS, BOB, STAFF_WRITE, commit, do, see, submit
from tigertally.model.changes import Added, Removed
from tigertally.model.refusals import NotAttached
from tigertally.store import Store, Writing, verify


@contextmanager
def held(store: Store) -> Iterator[None]:
    """Calls made inside wait for one another, and are served as one batch at the end."""
    gate = threading.Barrier(2, timeout=10)
    store.write(lambda _: (gate.wait(), gate.wait()), "gate", ACCOUNT.account_id)
    gate.wait()
    try:
        yield
    finally:
        gate.wait()


def newcomer(number: int) -> Added:
    """One more user."""
    return Added(structs.replace(BOB, id=f"new{number}", name=f"New {number}"))


def test_what_a_work_returns_is_the_answer(ledger: Store) -> None:
    assert 42 == ledger.write(lambda _: 42, "answer").result()


def test_calls_run_in_the_order_in_which_they_came(ledger: Store) -> None:
    with held(ledger):
        futures = [submit(ledger, change) for change in (Removed(ALICE_READS), Added(ALICE_READS)) * 5]
    wait(futures)
    assert [None] * 10 == [future.exception() for future in futures]


def test_a_refused_call_leaves_its_neighbours_alone(ledger: Store) -> None:
    with held(ledger):
        first, second, third = (
            submit(ledger, Removed(one)) for one in (ALICE_READS, ALICE_READS, STAFF_WRITE)
        )
    assert isinstance(second.exception(), NotAttached)
    assert (None, None) == (first.exception(), third.exception())
    assert [] == see(ledger, lambda view: view.bearings(view.users(2)[1]))


def test_a_call_that_fails_half_way_leaves_nothing(ledger: Store) -> None:
    with held(ledger):
        failed = submit(ledger, Removed(ALICE_READS), newcomer(1), Removed(ALICE_READS))
        other = submit(ledger, newcomer(2))
    assert isinstance(failed.exception(), NotAttached)
    other.result()
    assert ["u0", "u1", "u2", "new2"] == [user.id for user in see(ledger, lambda view: view.users(2))]
    assert [] == verify(ledger)


@pytest.mark.parametrize("error", [ValueError("bug"), KeyboardInterrupt(), SystemExit(1)], ids=repr)
def test_whatever_a_work_raises_reaches_its_own_future_only(ledger: Store, error: BaseException) -> None:
    def break_down(writing: Writing) -> None:
        commit(writing, newcomer(1), op_id="broken")
        raise error

    with held(ledger):
        broken, fine = ledger.write(break_down, "broken", 2), submit(ledger, newcomer(2))
    assert error is broken.exception()
    fine.result()
    do(ledger, newcomer(1))


def test_a_call_that_was_cancelled_while_it_waited_is_not_run(ledger: Store) -> None:
    with held(ledger):
        cancelled, other = submit(ledger, newcomer(1)), submit(ledger, newcomer(2))
        assert cancelled.cancel()
    other.result()
    with pytest.raises(CancelledError):
        cancelled.result()
    do(ledger, newcomer(1))


def test_more_calls_than_one_batch_holds_are_all_served(ledger: Store) -> None:
    with held(ledger):
        futures = [ledger.write(lambda _, n=n: n, f"n{n}", 2) for n in range(300)]  # type: ignore[misc]
    assert list(range(300)) == [future.result() for future in futures]


def test_a_read_sees_one_moment_whatever_is_written_meanwhile(ledger: Store) -> None:
    def twice(reading: Any) -> tuple[int, int]:
        before = len(reading.journal(2))
        do(ledger, newcomer(1))
        return before, len(reading.journal(2))

    before, after = ledger.read(twice)
    assert before == after
    assert before + 1 == len(ledger.read(lambda reading: reading.journal(2)))


def test_whoever_is_answered_can_read_what_was_written(ledger: Store) -> None:
    for number in range(20):
        do(ledger, newcomer(number), Removed(newcomer(number).what))
        assert 15 + 2 * (number + 1) == len(ledger.read(lambda reading: reading.journal(2)))


def test_nobody_is_answered_before_the_commit(ledger: Store) -> None:
    known: list[int] = []

    def look(_: object) -> None:
        known.append(len(ledger.read(lambda reading: reading.entry_of("mine"))))

    with held(ledger):
        submit(ledger, newcomer(1), op_id="mine").add_done_callback(look)
        submit(ledger, newcomer(2))
    ledger.close()
    assert [1] == known


def test_a_closed_store_serves_those_who_wait_and_nobody_else(ledger: Store) -> None:
    with held(ledger):
        waiting = [submit(ledger, newcomer(number)) for number in range(3)]
    ledger.close()
    assert [True] * 3 == [future.done() and future.exception() is None for future in waiting]
    with pytest.raises(RuntimeError, match="closed"):
        submit(ledger, newcomer(4))
