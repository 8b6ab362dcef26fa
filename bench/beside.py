"""The slowest detaches while others read, and while previews are worked out: neither must hold them up."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.figures import Figure, percentile
from bench.load import drive, raw
from bench.run import Run
from bench.stage import Stage, staged
from tests.server.process import typed

READERS = 8

WRITERS = 4

PREVIEW = ("preview", "edit", "huawei", "p1")
"""A policy that every user carries."""
EDITED = '{"Version": "5.0", "Statement": [{"Effect": "Allow", "Action": ["obs:*:listBuckets"]}]}'
"""Less than they have."""
LOST = 3


def measure(run: Run) -> list[Figure]:
    """The p99 of detaches beside readers over their p99 alone; and beside previews over their p99 beside a
    process that takes as much of the machine and nothing of the ledger.
    """
    users = 320 if run.quick else 640
    alone: list[float] = []
    beside_reads: list[float] = []
    beside_work: list[float] = []
    beside_previews: list[float] = []
    took: list[float] = []
    with run.folder() as folder, staged(folder, users) as stage:
        reads = [raw(stage.address, stage.look(user)) for user in stage.users[:READERS]]
        for _ in range(run.rounds):
            alone.append(_slowest(stage))
            beside_reads.append(_slowest(stage, reads))
            with _computing():
                beside_work.append(_slowest(stage))
            with _previewing(folder, took):
                beside_previews.append(_slowest(stage))
    return [
        Figure(
            name="p99",
            what=f"p99 of detaches by {WRITERS} clients while {READERS} read / while nobody reads",
            rounds=tuple(one / other for one, other in zip(beside_reads, alone, strict=True)),
            facts={"alone ms": 1000 * min(alone), "beside ms": 1000 * min(beside_reads)},
        ),
        Figure(
            name="p99 previews",
            what=f"the same while a change for {users} users is previewed / while a process only computes",
            rounds=tuple(one / other for one, other in zip(beside_previews, beside_work, strict=True)),
            facts={
                "beside work ms": 1000 * min(beside_work),
                "beside previews ms": 1000 * min(beside_previews),
                "previews": len(took),
                "ms a preview, start of the command included": 1000 * median(took),
            },
        ),
    ]


def _slowest(stage: Stage, reads: Sequence[bytes] = ()) -> float:
    """Attach to everybody, then take it away: the p99 of the latter in seconds."""
    drive(stage.address, stage.queues("attach-user"))
    calls = [call for queue in stage.queues("detach-user") for call in queue]
    heard = drive(stage.address, [calls[at::WRITERS] for at in range(WRITERS)], beside=reads)
    return percentile(heard.latencies, 0.99)


@contextmanager
def _computing() -> Iterator[None]:
    """Another process keeps a processor busy for the block."""
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as process:
        try:
            yield
        finally:
            process.kill()


@contextmanager
def _previewing(folder: Path, took: list[float]) -> Iterator[None]:
    """Somebody previews for the block; at least once."""
    over = threading.Event()
    wrong: list[str] = []
    text = folder / "edited.json"
    text.write_text(EDITED, encoding="utf-8")

    def preview() -> None:
        while not wrong:
            begun = time.monotonic()
            done = typed(*PREVIEW, str(text), "--data", str(folder))
            took.append(time.monotonic() - begun)
            if done.returncode != LOST:
                wrong.append(done.stderr)
            if over.is_set():
                return

    somebody = threading.Thread(target=preview)
    somebody.start()
    try:
        yield
    finally:
        over.set()
        somebody.join()
    if wrong:
        raise RuntimeError(f"a preview failed: {wrong[0]}")
