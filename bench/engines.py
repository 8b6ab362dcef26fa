"""The engines that can keep a ledger, each up for as long as something is measured on it.

SQLite works in our own process, PostgreSQL in processes of its own. What these use is told beside our figures
and is in none of them: a figure says what our server costs, and whoever adds the two has the whole.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

from msgspec import Struct

from bench.figures import Fact, Figure, microseconds
from bench.processes import cpu_seconds
from tests.postgres import Database, database


class Engine(Struct, frozen=True, kw_only=True):
    """Something that keeps ledgers; without a server it works in ours."""

    name: str
    server: Database | None = None
    slower: int = 1
    """So many times fewer calls are measured on it, which take about as long."""

    def new_address(self) -> str:
        """Where it can make a new ledger, as ``--database`` takes it."""
        return self.server.new_address() if self.server else ""

    def cpu_seconds(self) -> float:
        """What its own processes have used so far."""
        return cpu_seconds(self.server.pid) if self.server else 0.0

    @property
    def apart(self) -> str:
        """What a figure on it leaves out, in words to add to the figure's."""
        return "; PostgreSQL's own processes apart" if self.server else ""

    def facts(self, own: list[float]) -> dict[str, Fact]:
        """The CPU a call that is left out."""
        return {"PostgreSQL's own us": microseconds(own)} if self.server else {}


SQLITE = Engine(name="sqlite")


@contextmanager
def sqlite() -> Iterator[Engine]:
    """Nothing to start."""
    yield SQLITE


@contextmanager
def postgresql() -> Iterator[Engine]:
    """A real one with full fsync, its data on the disk that temporary files are on, as the other's are."""
    with database("fsync=on", "synchronous_commit=on") as server:
        yield Engine(name="postgresql", server=server, slower=4)


ENGINES: Mapping[str, Callable[[], AbstractContextManager[Engine]]] = {
    "sqlite": sqlite,
    "postgresql": postgresql,
}
"""Each by its name, to be started."""


def on_each(measure: Callable[[Engine], list[Figure]]) -> list[Figure]:
    """The figures of every engine, one after the other: only what is measured is up."""
    found = []
    for start in ENGINES.values():
        with start() as engine:
            found += measure(engine)
    return found
