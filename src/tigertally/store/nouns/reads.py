"""The reads of all nouns have one connection and, while a call is served, one moment and one set of rules."""

from collections.abc import Callable
from typing import TypeVar

from tigertally.model.rules import Rules
from tigertally.store.sql import Sql

T = TypeVar("T")
U = TypeVar("U")


class Reads:
    """Reads that need nothing but the database."""

    def __init__(self, sql: Sql) -> None:
        self.sql = sql

    def _found(self, decode: Callable[[str], T], text: str, **values: object) -> T | None:
        row = self.sql.one(text, **values)
        return None if row is None else decode(row[0])

    def _listed(self, decode: Callable[[str], T], text: str, **values: object) -> list[T]:
        return [decode(image) for (image,) in self.sql.all(text, **values)]

    def _paired(
        self, decode: Callable[[str], T], other: Callable[[str], U], text: str, **values: object
    ) -> list[tuple[T, U]]:
        return [(decode(one), other(two)) for one, two in self.sql.all(text, **values)]


class CallReads(Reads):
    """Reads that depend on the moment of the call, or on the rules of its cloud."""

    now: int
    rules: Rules

    def _key(self, name: str) -> str:
        return name_key(name, self.rules)


def name_key(name: str, rules: Rules) -> str:
    """A name in the form by which the cloud tells names apart."""
    return name.lower() if rules.names_ignore_case else name
