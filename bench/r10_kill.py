"""R10: kill -9 under load: what was acknowledged and is gone, and how soon a long ledger opens again."""

import threading
import time
from pathlib import Path

from bench.figures import Figure, at_most
from bench.grown import Grown, account_of, grow
from bench.load import Heard, drive
from bench.run import Run
from bench.stage import stage_of
from tests.server.process import served
from tigertally.model.attachments import Attachment
from tigertally.model.changes import Added, Removed
from tigertally.server.stage import Ledger, Place, open_ledger
from tigertally.store import Store, Writing
from tigertally.store.journal import Stamp, head

KILLS = 5

LOAD_SECONDS = 0.8

AT_ONCE = 10_000
"""So many rows of the journal come with one commit."""

CALLS = "select distinct op_id from changes where rev > :rev and account_id = :account_id"


def measure(run: Run) -> list[Figure]:
    """Five kills of one ledger that has a long journal already."""
    rows = 100_000 if run.quick else 1_000_000
    lost, seconds, acknowledged = [], [], 0
    with run.folder() as folder:
        grown = grow(folder, 32)
        with open_ledger(Place(folder)) as ledger:
            _lengthen(ledger, rows)
            rev = ledger.store.read(lambda reading: head(reading.sql, account_of(reading).account_id)).rev
        for _ in range(KILLS):
            told = _killed(folder, grown)
            begun = time.perf_counter()
            store = Store.open(folder)
            first = store.read(account_of)
            seconds.append(time.perf_counter() - begun)
            known = _known(store, first.account_id, rev)
            store.close()
            lost.append(float(len(set(told) - known)))
            acknowledged += len(told)
    return [
        Figure(
            name="R10 lost",
            what=f"acknowledged writes lost, by kill -9 under load, of {acknowledged:,}",
            rounds=tuple(lost),
            realistic=at_most(0),
            aim=at_most(0),
        ),
        Figure(
            name="R10 reopen",
            what=f"ms to open the ledger after a kill, at {rows:,} rows of the journal",
            rounds=tuple(1000 * one for one in seconds),
            realistic=at_most(300),
            aim=at_most(50),
        ),
    ]


def _killed(folder: Path, grown: Grown) -> list[str]:
    """Attach and detach until the server is killed; the request ids of what was acknowledged."""
    with served(folder) as server:
        stage = stage_of(server, grown)
        pairs = zip(stage.queues("attach-user"), stage.queues("detach-user"), strict=True)
        queues = [[one for pair in zip(*both, strict=True) for one in pair] for both in pairs]
        killer = threading.Timer(LOAD_SECONDS, server.kill)
        killer.start()
        heard: Heard = drive(server.address, queues, until_gone=True)
        killer.join()
        if heard.calls < KILLS:
            raise RuntimeError("there was no load")
        return heard.request_ids


def _known(store: Store, account_id: int, rev: int) -> set[str]:
    found = store.read(lambda reading: reading.sql.all(CALLS, account_id=account_id, rev=rev))
    return {op_id for (op_id,) in found}


def _lengthen(ledger: Ledger, rows: int) -> None:
    """Journal the coming and going of one attachment, again and again: at the end nothing is different."""
    for batch in range(rows // AT_ONCE):
        op_id = f"long-{batch}"
        ledger.store.write(lambda writing, op_id=op_id: _append(writing, op_id), op_id).result()  # type: ignore[misc]


def _append(writing: Writing, op_id: str) -> None:
    account_id = account_of(writing).account_id
    passing = Attachment(
        account_id=account_id, target_id="t", policy_account_id=account_id, policy_id="p", created_at=0
    )
    changes = (Added(passing), Removed(passing)) * (AT_ONCE // 2)
    stamp = Stamp(op_id=op_id, actor="bench", action="bench:Lengthen", at=0)
    writing.draft.add(changes, stamp)
