"""R2 and R3 on each engine: a durable detach over the bare server's hello, and over the disk's own speed.

Beside them the sum of parts: what a hello, a signature check, a decision and a detach in the store cost
alone, measured in the same rounds. What the whole costs more is what holds them together.
"""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.disk import fdatasync_seconds
from bench.engines import Engine, on_each
from bench.figures import Figure, at_least, at_most, microseconds, ratios
from bench.load import raw
from bench.parts import Parts, parts
from bench.processes import first_answer, free_port, process
from bench.run import Run
from bench.stage import CLIENTS, Stage, measured, staged

FDATASYNC_SECONDS_MIN = 50e-6
"""A disk that is faster than this does not wait for anything, and R3 would say nothing."""

HELLOS = 3840


def measure(run: Run) -> list[Figure]:
    """Four figures an engine."""
    return on_each(lambda engine: _figures(run, engine))


def _figures(run: Run, engine: Engine) -> list[Figure]:
    users, port = (640 if run.quick else 3840) // engine.slower, free_port()
    with (
        process("bench.hello", str(port)) as floor,
        run.folder() as folder,
        staged(folder / "ledger", users, engine) as stage,
        parts(folder / "parts", engine) as alone,
    ):
        hello = raw(f"127.0.0.1:{port}", stage.change("detach-user", stage.users[0]))
        first_answer(port, hello, time.monotonic())
        queues = [[hello] * (HELLOS // CLIENTS)] * CLIENTS
        rounds = [
            _round(folder, stage, alone, lambda: measured(floor.pid, f"127.0.0.1:{port}", queues)[0])
            for _ in range(run.rounds)
        ]
    hellos, detaches, own, rates, reads, syncs, *pieces = map(list, zip(*rounds, strict=True))
    sums = [sum(piece) for piece in zip(hellos, *pieces, strict=True)]
    signature, decision, stored = pieces
    return [
        Figure(
            name=f"R2 {engine.name}",
            what=f"our durable detach's CPU / bare hello's CPU on the same server{engine.apart}",
            rounds=ratios(detaches, hellos),
            realistic=at_most(6),
            aim=at_most(2.5),
            facts={"detach us": microseconds(detaches), "hello us": microseconds(hellos)} | engine.facts(own),
        ),
        Figure(
            name=f"R2 read {engine.name}",
            what="a signed read's CPU / bare hello's CPU",
            rounds=ratios(reads, hellos),
            facts={"read us": microseconds(reads)},
        ),
        Figure(
            name=f"R3 {engine.name}",
            what=f"durable detaches/s at {CLIENTS} clients x fdatasync p50",
            rounds=tuple(rate * sync for rate, sync in zip(rates, syncs, strict=True)),
            realistic=at_least(0.8),
            aim=at_least(4),
            unjudged="disk too fast" if median(syncs) < FDATASYNC_SECONDS_MIN else "",
            facts={"detaches/s": median(rates), "fdatasync us": microseconds(syncs)},
        ),
        Figure(
            name=f"parts {engine.name}",
            what="a detach's CPU / the sum of its parts, each measured alone",
            rounds=ratios(detaches, sums),
            facts={
                "whole us": microseconds(detaches),
                "sum us": microseconds(sums),
                "hello us": microseconds(hellos),
                "signature us": microseconds(signature),
                "decision us": microseconds(decision),
                "store us": microseconds(stored),
            },
        ),
    ]


def _round(folder: Path, stage: Stage, alone: Parts, hello: Callable[[], float]) -> tuple[float, ...]:
    """hello, the detaches and a read (CPU seconds a call), fdatasync, then the parts."""
    floor = hello()
    sync = fdatasync_seconds(folder)
    detaches = stage.detaches()
    read, _ = measured(stage.pid, stage.address, stage.reads())
    return floor, *detaches, read, sync, alone.signature(), alone.decision(), alone.stored()
