"""R1: what a detach costs a mock that checks nothing, over what it costs here on each engine."""

from bench.engines import Engine, on_each
from bench.figures import Figure, at_least, microseconds, ratios
from bench.load import drive
from bench.moto import Moto, moto
from bench.run import Run
from bench.stage import measured, staged

OURS = {True: 640, False: 2560}
"""So many detaches a round, in a quick run and in a whole one; PostgreSQL and moto do fewer in that time."""

THEIRS = {True: 160, False: 640}


def measure(run: Run) -> list[Figure]:
    """One figure an engine, each in rounds of its own."""
    with moto() as peer:
        peer.furnish(THEIRS[run.quick])
        return on_each(lambda engine: [_figure(run, peer, engine)])


def _figure(run: Run, peer: Moto, engine: Engine) -> Figure:
    users, theirs_users = OURS[run.quick] // engine.slower, THEIRS[run.quick]
    theirs, ours = [], []
    with run.folder() as folder, staged(folder, users, engine) as stage:
        for _ in range(run.rounds):
            drive(peer.address, peer.queues("AttachUserPolicy", theirs_users))
            theirs.append(measured(peer.pid, peer.address, peer.queues("DetachUserPolicy", theirs_users))[0])
            ours.append(stage.detaches())
    detaches, own, _ = map(list, zip(*ours, strict=True))
    return Figure(
        name=f"R1 {engine.name}",
        what=f"moto's CPU per detach / ours, signed, authorised and fsynced{engine.apart}",
        rounds=ratios(theirs, detaches),
        realistic=at_least(10),
        aim=at_least(40),
        facts={"moto us": microseconds(theirs), "ours us": microseconds(detaches)} | engine.facts(own),
    )
