"""A figure is the median of several rounds, told with its spread and with the bounds it should keep."""

from collections.abc import Mapping
from statistics import median
from typing import Any

from msgspec import Struct, field

Fact = str | int | float


class Bound(Struct, frozen=True):
    """A value to reach: at least, or at most."""

    at_least: float | None = None
    at_most: float | None = None

    def holds(self, value: float) -> bool:
        """Whether a value keeps the bound."""
        if self.at_least is not None and value < self.at_least:
            return False
        return self.at_most is None or value <= self.at_most

    def __str__(self) -> str:
        told = [(">=", self.at_least), ("<=", self.at_most)]
        return " ".join(f"{sign} {value:g}" for sign, value in told if value is not None)


def at_least(value: float) -> Bound:
    """More is better."""
    return Bound(at_least=value)


def at_most(value: float) -> Bound:
    """Less is better."""
    return Bound(at_most=value)


class Figure(Struct, frozen=True, kw_only=True):
    """One line of the scoreboard.

    ``rounds`` are the ratios (or counts) of the interleaved rounds, ``facts`` what they were made of. A
    figure with ``unjudged`` is reported with that reason instead of a verdict.
    """

    name: str
    what: str
    rounds: tuple[float, ...]
    realistic: Bound = Bound()
    aim: Bound = Bound()
    unjudged: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def median(self) -> float:
        """The middle round."""
        return median(self.rounds)

    @property
    def spread(self) -> float:
        """How far the rounds lie apart, as a part of their median."""
        if self.median == 0:
            return 0.0 if max(self.rounds) == min(self.rounds) else float("inf")
        return (max(self.rounds) - min(self.rounds)) / self.median

    @property
    def verdict(self) -> str:
        """Which bound the median keeps: ``aim``, ``realistic``, ``missed``, or why it is not judged."""
        if self.unjudged:
            return self.unjudged
        if self.aim == Bound():
            return "no bound"
        if self.aim.holds(self.median):
            return "aim"
        return "realistic" if self.realistic.holds(self.median) else "missed"

    @property
    def told(self) -> dict[str, Any]:
        """The figure as JSON tells it."""
        return {
            "name": self.name,
            "what": self.what,
            "median": self.median,
            "spread": self.spread,
            "rounds": list(self.rounds),
            "realistic": str(self.realistic),
            "aim": str(self.aim),
            "verdict": self.verdict,
            "facts": dict(self.facts),
        }


def ratios(over: list[float], under: list[float]) -> tuple[float, ...]:
    """Round by round, one divided by the other."""
    return tuple(one / other for one, other in zip(over, under, strict=True))


def percentile(values: list[float], part: float) -> float:
    """The value below which ``part`` (0 to 1) of the values lie: the nearest rank."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(part * len(ranked)))]


def microseconds(seconds: list[float]) -> float:
    """The median of some times, in whole tenths of microseconds."""
    return round(median(seconds) * 1e6, 1)
