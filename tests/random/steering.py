"""Which conditions still have to be visited, and what a request must hold to visit them.

A cell is an operator in one spelling, in one layer, that sees its key absent, with one value or with several,
and is met or is not. Chance alone leaves most cells all but empty: that a date equals every one of several
is rare. So operators are drawn from a deck, layer by layer, and a request gives each key the value that
visits the emptiest cell of a condition on it. Which cells there are is tried out, not written down.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, combinations_with_replacement, product
from random import Random
from typing import Any

from tests.random.reference import alibaba, huawei, tencent
from tests.random.vocabulary import LANGUAGES, Dialect, Key, Kind

Value = str | tuple[str, ...]
Context = dict[str, Value]
Holds = Callable[[str, str, list[str], Context], bool]

HOLDS: dict[str, Holds] = {"alibaba": alibaba.holds, "huawei": huawei.holds, "tencent": tencent.holds}

VISITS_MIN = 1_000
"""How often every cell is to be visited."""


Cell = tuple[str, str, str, bool]
"""One way for an operator to be visited: layer, spelling, how it sees its key, and whether it is met."""


Visit = tuple[Cell, list[Value | None]]
"""A cell, and the values of a key that visit it; None is no value."""

Goals = dict[str, list[list[Visit]]]
"""For each key, in the spelling of requests, what its conditions can be made to say."""


@dataclass
class Steering:
    """Draws operators and values; ``visits`` is counted by whoever asks the questions."""

    language: Dialect
    visits: Counter[Cell] = field(default_factory=Counter)
    decks: dict[str, list[tuple[Kind | None, str]]] = field(default_factory=dict)

    def next_operator(self, layer: str, rng: Random) -> tuple[Kind | None, str]:
        """Draw from the layer's deck; most decks hold only what was visited too rarely."""
        deck = self.decks.setdefault(layer, [])
        if not deck:
            every = sorted(self.language.operators, key=str)
            rare = [found for found in every if self.is_rare(layer, found[1])]
            deck += rng.choice((every, rare, rare, rare)) or every
            rng.shuffle(deck)
        return deck.pop()

    def is_rare(self, layer: str, operator: str) -> bool:
        """Tell whether one of the operator's cells was visited too rarely so far."""
        return self.visits[self.emptiest(layer, operator)] < VISITS_MIN

    def emptiest(self, layer: str, operator: str) -> Cell:
        """Find the operator's cell that was visited least."""
        ways = possible(self.language.name)[operator]
        return min(((layer, operator, *way) for way in ways), key=self.visits.__getitem__)

    def next_value(self, goals: list[list[Visit]], rng: Random) -> Value | None:
        """Choose the value that visits the emptiest cell of a key's conditions, or of one of them.

        One, because the emptiest of all may be out of reach: behind a condition that is never met.
        """
        visits = self.visits
        within = chain.from_iterable(goals) if rng.random() < 0.5 else rng.choice(goals)
        _, values = min(within, key=lambda visit: visits[visit[0]])
        return rng.choice(values)


def visits_of(
    language: Dialect, layer: str, operator: str, key: Key, written: Any, rng: Random
) -> list[Visit]:
    """Sort the values that a key may have by the cell that they visit: none, each, and some lists."""
    values, heard, holds = listed(written), language.heard(key.name), HOLDS[language.name]
    found: dict[Cell, list[Value | None]] = {}
    for value in (None, *key.values, *key.unreadable, *(draw_several(key, rng) for _ in range(4))):
        met = holds(operator, key.name, values, {} if value is None else {heard: value})
        found.setdefault((layer, operator, seen(value), met), []).append(value)
    return list(found.items())


def listed(written: Any) -> list[str]:
    """Read what was written as a list of texts, as a policy is read."""
    values = written if isinstance(written, list) else [written]
    return [value if isinstance(value, str) else str(value).lower() for value in values]


def seen(value: Value | None) -> str:
    """Tell how a condition sees its key; an empty list is no value."""
    return "one" if isinstance(value, str) else "several" if value else "absent"


def hold(context: Context, key: str, value: Value | None) -> None:
    """Give a key a value, or none."""
    if value is None:
        context.pop(key, None)
    else:
        context[key] = value


def draw_value(key: Key, rng: Random) -> Value | None:
    """Draw what a request says about one key: nothing, one value, several, rarely a list of none."""
    chance = rng.random()
    if chance < 0.25:
        return None
    if chance < 0.7:
        return rng.choice(key.values * 4 + key.unreadable)
    return draw_several(key, rng) if chance < 0.97 else ()


def draw_several(key: Key, rng: Random) -> tuple[str, ...]:
    """Draw a list of values, rarely with something that is not of the key's kind."""
    return tuple(rng.choices(key.values * 4 + key.unreadable, k=rng.choice((1, 2, 2, 2, 3, 3))))


# Which cells there are


@cache
def possible(name: str) -> dict[str, list[tuple[str, bool]]]:
    """For each operator, how its key can be seen and whether it is met then: tried out."""
    language = LANGUAGES[name]
    return {operator: ways_of(language, kind, operator) for kind, operator in language.operators}


def ways_of(language: Dialect, kind: Kind | None, operator: str) -> list[tuple[str, bool]]:
    """Try an operator with one and two written values against no value, one, and lists of one and two."""
    key = next(key for key in language.keys if kind in (None, key.kind))
    heard, holds = language.heard(key.name), HOLDS[language.name]
    written = ("true", "false") if kind is None else key.values
    asked: list[Value | None] = [None, *key.values, *combinations_with_replacement(key.values, 2)]
    wanted = [[one] for one in written] + [list(pair) for pair in combinations_with_replacement(written, 2)]
    ways = {
        (seen(value), holds(operator, key.name, values, {} if value is None else {heard: value}))
        for values, value in product(wanted, asked)
    }
    return sorted(ways)


def cells(language: Dialect) -> set[Cell]:
    """List every cell that a language has: each way of each operator, in each of its layers."""
    return {
        (layer, operator, *way)
        for layer in language.layers
        for operator, ways in possible(language.name).items()
        for way in ways
    }
