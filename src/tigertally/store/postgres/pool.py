"""A connection costs milliseconds to open, so each that is given back serves the next who asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import psycopg

from tigertally.store.postgres.connection import Postgres, is_passing, quietly_closed
from tigertally.store.postgres.patience import tries

T = TypeVar("T")


class Pool:
    """As many connections as are ever in use at once; the threads that ask bound their number."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._idle: list[Postgres] = []
        self._is_open = True

    def ask(self, work: Callable[[Postgres], T]) -> T:
        """Run a work that may be repeated, again where the connection was lost."""
        for is_last in tries():
            try:
                with self._taken() as db:
                    return work(db)
            except psycopg.Error as error:
                if is_last or not is_passing(error):
                    raise
                self._forget()
        raise AssertionError("the last try returns or raises")

    def close(self) -> None:
        """Give all connections back."""
        self._is_open = False
        self._forget()

    @contextmanager
    def _taken(self) -> Iterator[Postgres]:
        try:
            db = self._idle.pop()
        except IndexError:
            db = Postgres(self._address)
        try:
            yield db
        finally:
            if self._is_open and not db.is_lost:
                self._idle.append(db)
            else:
                db.close()

    def _forget(self) -> None:
        """Close the idle ones: where one connection was lost, the others most likely are."""
        idle, self._idle = self._idle, []
        quietly_closed(idle)
