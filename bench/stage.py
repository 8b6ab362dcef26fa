"""An account to measure in: an administrator, and users to whom a policy comes and from whom it goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from bench.engines import SQLITE, Engine
from bench.grown import Grown, grow
from bench.load import Heard, drive, raw
from bench.processes import cpu_seconds
from tests.home import Home
from tests.server.process import Served, served
from tests.signers import Key, Sent, huawei

CLIENTS = 32


class Detaches(NamedTuple):
    """What it took to take the policy away from everybody: CPU seconds a call, and calls a second."""

    cpu: float
    engine_cpu: float
    rate: float


class Stage(Struct):
    """A served account, and the calls to make in it."""

    engine: Engine
    address: str
    pid: int
    key: Key
    policy: str
    users: list[str]

    def queues(self, verb: str) -> list[list[bytes]]:
        """``attach-user`` or ``detach-user``, once for each user, spread over the clients."""
        return self._spread([self.change(verb, user) for user in self.users])

    def reads(self) -> list[list[bytes]]:
        """A look at each user, spread over the clients; as many on every engine."""
        return self._spread([self.look(user) for user in self.users] * self.engine.slower)

    def change(self, verb: str, user: str) -> Sent:
        """One signed change."""
        return huawei(self.key, "POST", f"/v5/policies/{self.policy}/{verb}", body={"user_id": user})

    def look(self, user: str) -> Sent:
        """One signed read."""
        return huawei(self.key, "GET", f"/v5/users/{user}")

    def detaches(self) -> Detaches:
        """Attach to everybody, then measure taking it away."""
        drive(self.address, self.queues("attach-user"))
        before = self.engine.cpu_seconds()
        cpu, heard = measured(self.pid, self.address, self.queues("detach-user"))
        own = self.engine.cpu_seconds() - before
        return Detaches(cpu, own / heard.calls, heard.calls / heard.seconds)

    def _spread(self, calls: list[Sent]) -> list[list[bytes]]:
        ready = [raw(self.address, call) for call in calls]
        return [ready[at::CLIENTS] for at in range(min(CLIENTS, len(ready)))]


def measured(pid: int, address: str, queues: list[list[bytes]]) -> tuple[float, Heard]:
    """Drive a server: its CPU seconds a call, and what was heard."""
    before = cpu_seconds(pid)
    heard = drive(address, queues)
    return (cpu_seconds(pid) - before) / heard.calls, heard


@contextmanager
def staged(folder: Path, users: int, engine: Engine = SQLITE) -> Iterator[Stage]:
    """A new ledger with so many users, and a server of its own."""
    home = Home(folder, engine.new_address())
    grown = grow(folder, users, home.database)
    with served(folder, *home.options) as server:
        yield stage_of(server, grown, engine)


def stage_of(server: Served, grown: Grown, engine: Engine = SQLITE) -> Stage:
    """The calls to make to a server of the ledger."""
    return Stage(
        engine=engine,
        address=server.address,
        pid=server.process.pid,
        key=grown.key,
        policy=grown.policy.id,
        users=[user.id for user in grown.users],
    )
