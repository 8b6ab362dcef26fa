"""One ledger, whichever engine keeps it: readers on snapshots, and one change of an account at a time."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from tigertally.store.call import Call
from tigertally.store.nonces import Nonces
from tigertally.store.reading import Reading, Writing
from tigertally.store.refused import DatabaseRefused
from tigertally.store.sql import LEDGER

T = TypeVar("T")

Step = Callable[[], None]

Soon = Callable[[Step], object]
"""How a step is handed to another thread, which takes it soon, as an event loop does."""


class Store(ABC):
    """An open ledger."""

    engine: ClassVar[str]
    """Which engine keeps it, as health tells."""

    reads_block: ClassVar[bool]
    """Whether a read waits for another machine, so that an event loop must not run it itself."""

    is_new: bool
    """Whether this very opening created it."""

    caution: str = ""
    """What an operator ought to know of how it is kept; empty where all is well."""

    @staticmethod
    def open(folder: Path, database: str = "") -> "Store":
        """Open the ledger of a folder, or of a PostgreSQL database; create and migrate it where needed.

        Raises FolderRefused, of which DatabaseRefused is one.
        """
        if database:
            opened: Store = _postgres().PostgresStore(database)
            return opened
        from tigertally.store.sqlite.store import SqliteStore

        return SqliteStore(folder)

    @staticmethod
    def is_founded(folder: Path, database: str = "") -> bool:
        """Whether there is a ledger already, without making one. Raises DatabaseRefused."""
        if database:
            return bool(_postgres().is_founded(database))
        return (folder / "ledger.sqlite").exists()

    @abstractmethod
    def read(self, work: Callable[[Reading], T]) -> T:
        """Run a work on a snapshot, in this thread, without any lock. It may run twice."""

    def write(
        self, work: Callable[[Writing], T], op_id: str, account_id: int = LEDGER, organization_id: int = 0
    ) -> Future[T]:
        """Submit a work that threads can wait for."""
        future: Future[T] = Future()
        self.submit(Call(work, op_id, account_id, future, organization_id))
        return future

    @abstractmethod
    def submit(self, call: Call[T]) -> None:
        """Run a work, one of its account at a time; its waiter hears of it when what it did is durable.

        A work that raises changes nothing, and its waiter hears the same. ``op_id`` names the call for
        good: no two calls share one. A work may run twice, so it keeps nothing outside.

        ``account_id`` is the account that the work is about: nobody else changes that one meanwhile. A work
        that turns out to change another one too runs again with both. Without it the work is the ledger's
        own, as one that opens accounts is. ``organization_id`` is the organization that the account belongs
        to: nobody changes that one meanwhile either, though others may rely on it at the same time.

        Raises RuntimeError when the store is closed.
        """

    @abstractmethod
    def hosted(self, soon: Soon, /) -> AbstractContextManager[None]:
        """Where reads do not block, run works in the thread that ``soon`` calls back in.

        The block begins and ends in that thread.
        """

    @abstractmethod
    def nonces(self, now: int, keep_ms: int) -> Nonces:
        """The spent nonces of the ledger's last ``keep_ms``. Raises FolderRefused."""

    @abstractmethod
    def close(self) -> None:
        """Serve those who wait, and give everything back."""


def _postgres() -> Any:
    """The other engine, whose driver takes time to load and is not in every installation."""
    try:
        from tigertally.store.postgres import store
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise DatabaseRefused(
            "PostgreSQL needs its driver, which is not here: pip install 'tigertally[postgres]' brings it"
        ) from None
    return store
