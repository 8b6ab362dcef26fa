"""The log is folded into the ledger beside the calls, and never grows without bound."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.stage import FOUNDING, do, submit
from tests.store.test_batches import newcomer
from tigertally.store import Reading, Store, verify
from tigertally.store.sqlite import checkpoint
from tigertally.store.sqlite.store import SqliteStore


def log_size(folder: Path) -> int:
    """How many bytes the write-ahead log has."""
    return (folder / "ledger.sqlite-wal").stat().st_size


def until(happens: Callable[[], bool]) -> None:
    """Wait for the thread beside."""
    deadline = time.monotonic() + 10
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkpoints are due sooner, so that the test need not write so much."""
    monkeypatch.setattr(checkpoint, "PAGES", 20)


@pytest.mark.usefixtures("small")
def test_the_log_is_folded_while_the_store_is_open(ledger: SqliteStore) -> None:
    for number in range(10):
        do(ledger, newcomer(number))
    until(lambda: ledger._checkpointer._folded >= 20)


@pytest.mark.usefixtures("small")
def test_a_log_that_passed_its_bound_is_emptied_once_nobody_reads_the_past(
    ledger: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "PAGES_MAX", 50)

    def read_slowly(reading: Reading) -> None:
        reading.accounts()
        for number in range(40):
            do(ledger, newcomer(number))

    ledger.read(read_slowly)
    grown = log_size(folder)
    for number in range(40, 60):
        do(ledger, newcomer(number))
    until(lambda: log_size(folder) < grown / 2)
    assert [] == verify(ledger)


def test_a_closed_store_leaves_no_log(folder: Path) -> None:
    store = Store.open(folder)
    do(store, *FOUNDING[:3])
    submit(store, *FOUNDING[3:5])
    store.close()
    assert ["ledger.sqlite"] == [file.name for file in folder.iterdir()]
