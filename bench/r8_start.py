"""R8 and R9: from exec to the first signed answer, and the memory of a server that idles, over moto's."""

import time

from bench.figures import Figure, at_most, ratios
from bench.load import raw
from bench.moto import moto
from bench.processes import first_answer, free_port, process, resident_bytes
from bench.run import Run
from bench.stage import staged


def measure(run: Run) -> list[Figure]:
    """Both from the same starts."""
    ours: list[float] = []
    theirs: list[float] = []
    our_bytes: list[float] = []
    their_bytes: list[float] = []
    with run.folder() as folder:
        with staged(folder, 1) as stage:
            call = raw("tigertally", stage.look(stage.users[0]))
        for _ in range(run.rounds):
            port, since = free_port(), time.monotonic()
            with process("tigertally.cli", "serve", "--port", str(port), "--data", str(folder)) as server:
                ours.append(first_answer(port, call, since))
                our_bytes.append(resident_bytes(server.pid))
            with moto(theirs) as peer:
                their_bytes.append(resident_bytes(peer.pid))
    return [
        Figure(
            name="R8",
            what="exec to the first signed answer, ours / moto's (which checks no signature)",
            rounds=ratios(ours, theirs),
            realistic=at_most(0.8),
            aim=at_most(0.3),
            facts={"ours ms": 1000 * min(ours), "moto ms": 1000 * min(theirs)},
        ),
        Figure(
            name="R9",
            what="memory when idle, ours / moto's",
            rounds=ratios(our_bytes, their_bytes),
            realistic=at_most(0.8),
            aim=at_most(0.45),
            facts={"ours MB": max(our_bytes) / 1e6, "moto MB": max(their_bytes) / 1e6},
        ),
    ]
