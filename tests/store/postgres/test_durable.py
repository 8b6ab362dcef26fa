"""The database is killed under load, again and again, with fsync on: what was acknowledged is there.

``KILLS`` in the environment makes it longer.
"""

import os
import random
import threading
import time
from collections.abc import Iterator

import pytest

from tests.home import Home
from tests.postgres import Database, database
from tests.store.stage import ACCOUNT, ALICE_READS, do, submit
from tests.store.test_batches import newcomer
from tests.store.under_load import wishes
from tigertally.model.changes import Removed
from tigertally.model.refusals import Refusal
from tigertally.store import Store, verify

KILLS = int(os.environ.get("KILLS", "3"))

THREADS = 4


@pytest.fixture(scope="module")
def postgres() -> Iterator[Database]:
    """A PostgreSQL that keeps what it has acknowledged."""
    with database("fsync=on") as running:
        yield running


class Wisher(threading.Thread):
    """Wishes until told to stop, whatever happens to the database, and keeps what it was told."""

    def __init__(self, store: Store, number: int) -> None:
        super().__init__()
        self.acknowledged: set[str] = set()
        self.refused: set[str] = set()
        self.is_wanted = True
        self._store, self._number = store, number

    def run(self) -> None:
        """One call after the other."""
        random_, choices = random.Random(self._number), wishes(self._number)
        for turn in range(1_000_000):
            if not self.is_wanted:
                return
            name = f"{self._number}-{turn}"
            error = submit(self._store, *random_.choice(choices), op_id=name).exception(timeout=60)
            if error is None:
                self.acknowledged.add(name)
            elif isinstance(error, Refusal):
                self.refused.add(name)


def test_what_was_acknowledged_survives_every_kill_of_the_database(ledger: Store, postgres: Database) -> None:
    wishers = [Wisher(ledger, number) for number in range(THREADS)]
    for wisher in wishers:
        wisher.start()
    for _ in range(KILLS):
        time.sleep(random.uniform(0.2, 0.8))
        postgres.kill()
        postgres.start()
    time.sleep(0.5)
    for wisher in wishers:
        wisher.is_wanted = False
        wisher.join(60)
    acknowledged = set().union(*(wisher.acknowledged for wisher in wishers))
    refused = set().union(*(wisher.refused for wisher in wishers))
    known = {
        entry.op_id
        for number in (1, 2, 3)
        for entry in ledger.read(lambda reading, n=number: reading.journal(n, limit=10**9))  # type: ignore[misc]
    }
    assert set() == acknowledged - known
    assert set() == refused & known
    assert [] == verify(ledger)
    assert len(acknowledged) > 5 * KILLS


def test_a_nonce_may_be_lost_with_the_database_and_is_then_refused_all_the_same(
    ledger: Store, postgres: Database
) -> None:
    book = ledger.nonces(0, 1000)
    assert book.spend("AK1", "n", 500, 500)
    postgres.kill()
    postgres.start()
    assert not book.spend("AK1", "n", 500, 600)
    assert 600 == book.floor
    assert book.spend("AK1", "m", 601, 700)


def test_a_commit_waits_for_the_disk_even_where_the_database_says_otherwise(
    home: Home, ledger: Store, postgres: Database
) -> None:
    role = "alter role tigertally set synchronous_commit = "
    postgres.ask(f"{role}'off'")
    other = home.open()
    told = other.write(lambda writing: writing.sql.value("show synchronous_commit"), "a").result()
    other.close()
    postgres.ask(f"{role}'remote_apply'")
    another = home.open()
    more = another.write(lambda writing: writing.sql.value("show synchronous_commit"), "b").result()
    another.close()
    postgres.ask("alter role tigertally reset synchronous_commit")
    assert ("on", "remote_apply") == (told, more)
    assert [] == verify(ledger)


SETTLED_SECONDS = 2
"""A reload is heard of by each process in its own time; until the checkpointer has, no commit waits."""


@pytest.fixture
def standby_missing(postgres: Database, ledger: Store) -> Iterator[None]:
    """From here on every commit waits for a standby that never comes."""
    do(ledger)
    postgres.ask("alter system set synchronous_standby_names = 'nobody'")
    postgres.ask("select pg_reload_conf()")
    time.sleep(SETTLED_SECONDS)
    yield
    standby_comes(postgres)


def standby_comes(postgres: Database) -> None:
    """Nobody is waited for any more."""
    postgres.ask("alter system reset synchronous_standby_names")
    postgres.ask("select pg_reload_conf()")


WAITING = "select pid from pg_stat_activity where wait_event = 'SyncRep'"


def waiting(postgres: Database) -> int:
    """The backend whose commit waits for the standby."""
    deadline = time.monotonic() + 20
    while not (found := postgres.ask(WAITING)):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    pid = found[0][0]
    assert isinstance(pid, int)
    return pid


@pytest.mark.usefixtures("standby_missing")
@pytest.mark.parametrize("how", ["pg_cancel_backend", "pg_terminate_backend"])
def test_a_wait_for_a_standby_that_was_cut_short_is_no_success(
    ledger: Store, postgres: Database, how: str
) -> None:
    """PostgreSQL answers the cancelled one with success and a warning: the change stands, on one machine."""
    future = submit(ledger, Removed(ALICE_READS), newcomer(1), op_id="waits")
    for _ in range(2):
        pid = waiting(postgres)
        postgres.ask(f"select {how}({pid})")
        time.sleep(0.3)
        assert not future.done()
    standby_comes(postgres)
    assert "waits" == future.result(timeout=20)
    assert 2 == len(ledger.read(lambda reading: reading.entry_of("waits")))
    assert [] == verify(ledger)
    assert ACCOUNT in ledger.read(lambda reading: reading.accounts())
