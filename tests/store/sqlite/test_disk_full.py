"""A full disk in the middle of a batch: nobody is told of a success that is not on the disk.

``max_page_count`` makes SQLite meet the end of the disk (SQLITE_FULL) exactly where a real one would.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import apsw
import pytest
from msgspec import structs

from tests.store.stage import AUDIT, BOB, commit, do, see, submit, version
from tests.store.test_batches import held, newcomer
from tigertally.model.changes import Added
from tigertally.store import Writing, verify
from tigertally.store.sqlite.store import SqliteStore

HUGE = Added(structs.replace(version(AUDIT, 2), document="x" * 4_000_000))


@contextmanager
def small_disk(store: SqliteStore) -> Iterator[None]:
    """The file can grow by some 200 KB and no more."""
    connection = store._db.connection
    limit = connection.pragma("max_page_count")
    connection.pragma("max_page_count", connection.pragma("page_count") + 50)
    yield
    connection.pragma("max_page_count", limit)


def test_the_trap_is_real_a_full_disk_inside_a_savepoint_ends_the_transaction() -> None:
    db = apsw.Connection(":memory:")
    db.execute("create table t (a)")
    db.pragma("max_page_count", 10)
    db.execute("begin immediate; insert into t values ('lost'); savepoint call")
    with pytest.raises(apsw.FullError):
        db.execute("insert into t values (zeroblob(1000000))")
    assert not db.in_transaction
    db.execute("insert into t values ('alone')")
    assert [("alone",)] == db.execute("select a from t").fetchall()


def test_a_full_disk_fails_the_call_that_met_it_and_no_other(ledger: SqliteStore) -> None:
    with small_disk(ledger):
        with held(ledger):
            before, full, after = (
                submit(ledger, newcomer(1)),
                submit(ledger, HUGE),
                submit(ledger, newcomer(2)),
            )
        assert isinstance(full.exception(timeout=30), apsw.FullError)
        committed = [before.result(), after.result()]
    assert [1, 1] == [len(ledger.read(lambda reading, op=op: reading.entry_of(op))) for op in committed]  # type: ignore[misc]
    assert ["new1", "new2"] == [user.id for user in see(ledger, lambda view: view.users(2, after=BOB.id))]
    assert [] == verify(ledger)


def test_a_call_that_goes_on_after_a_full_disk_changes_nothing(ledger: SqliteStore) -> None:
    def stubborn(writing: Writing) -> str:
        try:
            return commit(writing, HUGE, op_id="huge")
        except apsw.FullError:
            return commit(writing, newcomer(3), op_id="small")

    with small_disk(ledger):
        with held(ledger):
            before, failed = submit(ledger, newcomer(1)), ledger.write(stubborn, "stubborn")
            after = submit(ledger, newcomer(2))
        assert failed.exception(timeout=30) is not None
        before.result()
        after.result()
    assert ["new1", "new2"] == [user.id for user in see(ledger, lambda view: view.users(2, after=BOB.id))]
    assert [] == verify(ledger)


def test_the_ledger_goes_on_when_there_is_room_again(ledger: SqliteStore) -> None:
    with small_disk(ledger):
        assert isinstance(submit(ledger, HUGE).exception(timeout=30), apsw.FullError)
    do(ledger, HUGE)
    assert [] == verify(ledger)
