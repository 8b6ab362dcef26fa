"""Kill -9 under load, again and again: what was acknowledged is there, and the ledger is sound.

One ledger lives through all kills, as a server's would. ``KILLS`` in the environment makes it longer.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.home import Home
from tigertally.store import verify

KILLS = int(os.environ.get("KILLS", "8"))

CHILD = Path(__file__).with_name("under_load.py")


def run_and_kill(home: Home) -> list[list[str]]:
    """Let the process work for a moment and kill it; what it has told by then."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(CHILD), str(home.folder), home.database]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout
        told = child.stdout.readline()
        time.sleep(random.uniform(0.1, 1))
        child.kill()
        told += child.stdout.read()
    assert -9 == child.returncode
    return [line.split() for line in told.splitlines() if line[-1:].isdigit()]


def test_what_was_acknowledged_survives_every_kill(home: Home) -> None:
    acknowledged: set[str] = set()
    refused: set[str] = set()
    for _ in range(KILLS):
        for kind, name in run_and_kill(home):
            (acknowledged if kind == "done" else refused).add(name)
        store = home.open()
        entries = store.read(lambda reading: [reading.journal(n, limit=10**9) for n in (1, 2, 3)])
        known = {entry.op_id for account in entries for entry in account}
        assert set() == acknowledged - known
        assert set() == refused & known
        assert [] == verify(store)
        store.close()
    assert len(acknowledged) > 10 * KILLS


def test_a_nonce_stays_spent_when_the_process_is_killed(home: Home) -> None:
    told = run_and_kill(home)
    store = home.open()
    nonces = store.nonces(5, 1_000_000)
    assert 0 == nonces.floor
    assert {False} == {nonces.spend("AK1", name, 1, 5) for _, name in told}
    assert nonces.spend("AK1", "fresh", 1, 5)
    nonces.close()
    store.close()
