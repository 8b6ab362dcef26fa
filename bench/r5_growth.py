"""R5: what grows with the number of principals. All are in one group: whatever passes them all shows."""

from contextlib import ExitStack
from pathlib import Path

from msgspec import structs

from bench.figures import Figure, at_most, microseconds, ratios
from bench.grown import Grown, grow, view_of
from bench.load import raw
from bench.parts import each
from bench.run import Run
from bench.stage import CLIENTS, measured
from tests.server.process import Served, served
from tests.signers import huawei
from tigertally.clouds.huawei import CLOUD
from tigertally.ledger.grants import grants_of
from tigertally.model.principals import User
from tigertally.model.view import View
from tigertally.policy.request import Request
from tigertally.server.stage import Place, open_ledger
from tigertally.store import Reading

ASKED = 128
"""So many different users call, or are asked about, at every size."""

CALLS = 1024


def measure(run: Run) -> list[Figure]:
    """The decision and the signed call, at each size over the smallest."""
    with run.folder() as folder:
        ledgers = {size: (folder / str(size), grow(folder / str(size), size)) for size in run.principals}
        decisions: dict[int, list[float]] = {size: [] for size in ledgers}
        for _ in range(run.rounds):
            for size, (place, grown) in ledgers.items():
                decisions[size].append(_decision(place, grown))
        calls = _calls(run.rounds, ledgers)
    smallest, *others = run.principals
    return [
        figure
        for size in others
        for figure in (
            _figure("R5 decision", "a decision, policies looked up", size, smallest, decisions),
            _figure("R5 call", "a signed read's CPU", size, smallest, calls),
        )
    ]


def _figure(name: str, what: str, size: int, smallest: int, seconds: dict[int, list[float]]) -> Figure:
    return Figure(
        name=f"{name} {size // 1000}k",
        what=f"{what}, at {size:,} principals / at {smallest:,}",
        rounds=ratios(seconds[size], seconds[smallest]),
        realistic=at_most(1.2),
        aim=at_most(1.05),
        facts={f"{one:,} us": microseconds(seconds[one]) for one in (smallest, size)},
    )


def _decision(folder: Path, grown: Grown) -> float:
    """CPU seconds a decision, callers in turn."""
    with open_ledger(Place(folder)) as ledger:
        return ledger.store.read(lambda reading: _decided(view_of(ledger, reading), reading, grown))


def _decided(view: View, reading: Reading, grown: Grown) -> float:
    admin = reading.caller(grown.key.id)
    assert admin is not None
    callers = [structs.replace(admin, principal=user) for user in _some(grown)]

    def decide() -> None:
        for caller in callers:
            request = Request("evs:volumes:get", "evs:::volume:1", CLOUD.who(caller), {})
            CLOUD.decide(grants_of(view, caller), request)

    return each(decide, 8) / len(callers)


def _some(grown: Grown) -> tuple[User, ...]:
    """Users from all over the ledger."""
    return grown.users[:: max(1, len(grown.users) // ASKED)][:ASKED]


def _calls(rounds: int, ledgers: dict[int, tuple[Path, Grown]]) -> dict[int, list[float]]:
    """CPU seconds a signed read, both servers up."""
    seconds: dict[int, list[float]] = {size: [] for size in ledgers}
    with ExitStack() as stack:
        servers = {size: stack.enter_context(served(place)) for size, (place, _) in ledgers.items()}
        queues = {size: _queues(servers[size], grown) for size, (_, grown) in ledgers.items()}
        for _ in range(rounds):
            for size, server in servers.items():
                seconds[size].append(measured(server.process.pid, server.address, queues[size])[0])
    return seconds


def _queues(server: Served, grown: Grown) -> list[list[bytes]]:
    calls = [raw(server.address, huawei(grown.key, "GET", f"/v5/users/{one.id}")) for one in _some(grown)]
    calls *= CALLS // len(calls)
    return [calls[at::CLIENTS] for at in range(CLIENTS)]
