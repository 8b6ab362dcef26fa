"""R1: what a detach costs a mock that checks nothing, over what it costs here."""

from bench.figures import Figure, at_least, microseconds, ratios
from bench.load import drive
from bench.moto import moto
from bench.run import ENGINES, Run
from bench.stage import measured, staged


def measure(run: Run) -> list[Figure]:
    """One figure an engine."""
    return [_figure(run, engine, options) for engine, options in ENGINES.items()]


def _figure(run: Run, engine: str, options: tuple[str, ...]) -> Figure:
    users, theirs_users = (1280, 320) if run.quick else (2560, 640)
    theirs, ours = [], []
    with moto() as peer, run.folder() as folder, staged(folder, users, *options) as stage:
        peer.furnish(theirs_users)
        for _ in range(run.rounds):
            drive(peer.address, peer.queues("AttachUserPolicy", theirs_users))
            theirs.append(measured(peer.pid, peer.address, peer.queues("DetachUserPolicy", theirs_users))[0])
            ours.append(stage.detaches()[0])
    return Figure(
        name=f"R1 {engine}",
        what="moto's CPU per detach / ours, signed, authorised and fsynced",
        rounds=ratios(theirs, ours),
        realistic=at_least(10),
        aim=at_least(40),
        facts={"moto us": microseconds(theirs), "ours us": microseconds(ours)},
    )
