"""A command adds an account while the server runs: two processes take turns at one ledger."""

import subprocess
import sys
import threading
from pathlib import Path

import apsw
import pytest
from msgspec import structs

from tests.store.stage import ALICE_READS, OTHER, do, see, submit
from tests.store.test_batches import newcomer
from tigertally.model.changes import Added, Removed
from tigertally.store import Store, verify
from tigertally.store.sqlite import connection

HOLD = """
import sys, time, apsw
db = apsw.Connection(sys.argv[1])
db.execute("begin immediate")
print("held", flush=True)
sys.stdin.read()
"""


def holding(folder: Path) -> subprocess.Popen[str]:
    """A process that has the write lock, until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder / "ledger.sqlite")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert "held\n" == process.stdout.readline()
    return process


def test_a_call_waits_for_another_process_and_then_happens(ledger: Store, folder: Path) -> None:
    with holding(folder) as other:
        waiting = submit(ledger, Removed(ALICE_READS))
        threading.Timer(0.3, other.communicate).start()
        waiting.result(timeout=10)
    assert [] == verify(ledger)


def test_reads_do_not_wait(ledger: Store, folder: Path) -> None:
    with holding(folder) as other:
        assert 3 == len(see(ledger, lambda view: view.users(2)))
        other.communicate()


def test_a_call_does_not_wait_for_ever(ledger: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_TRIES", 3)
    with holding(folder) as other:
        assert isinstance(submit(ledger, Removed(ALICE_READS)).exception(timeout=10), apsw.BusyError)
        other.communicate()
    do(ledger, Removed(ALICE_READS))


def test_two_open_stores_write_in_turn(ledger: Store, folder: Path) -> None:
    command = Store.open(folder)
    futures = [submit(ledger, newcomer(number)) for number in range(50)]
    account = structs.replace(OTHER, account_id=9, native_id="0" * 32)
    do(command, Added(account))
    command.close()
    assert [None] * 50 == [future.exception() for future in futures]
    assert account in ledger.read(lambda reading: reading.accounts())
    assert [] == verify(ledger)
