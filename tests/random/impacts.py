"""Ask the analysis about small worlds in which every request can be asked, and show what it got wrong.

    python -m tests.random.impacts --draws 20000 --seed 7

Each draw is one principal in five states; the analysis is asked about each way from one state to another.
What it says is lost or gained, the reference has to confirm with the raw JSON; where it says nothing is, no
request of the world may be (worlds.py). Not known here: how an answer is found.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from random import Random
from time import monotonic

from tests.random.second_engine import compiled
from tests.random.worlds import WORLDS, Draw, Held, Judge, World, judge, reference_allows
from tigertally.policy.analysis import Budget, Facts, Row, Verdict, Witness, verdict
from tigertally.policy.decide import Grant, Grants
from tigertally.policy.request import Who
from tigertally.policy.statement import Purpose

STATES = 5
KEPT_MAX = 5
BUDGET = Budget()


@dataclass
class Tally:
    """What a run has seen: answers, and what was wrong with some."""

    answers: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    wrong: int = 0
    kept: list[str] = field(default_factory=list)

    def add_wrong(self, what: str, *told: object) -> None:
        """Count a wrong answer, and keep the first few."""
        self.wrong += 1
        if len(self.kept) < KEPT_MAX:
            self.kept.append("\n  ".join((what, *map(str, told))))

    @property
    def asked(self) -> int:
        """How many questions were asked."""
        return self.answers.total()


def facts_of(world: World) -> Facts:
    """Put what every request of a world holds in the analysis' words."""
    who = world.who
    return Facts(world.name, Who(who["account"], who["kind"], who["name"], who["urn"]), world.facts)  # type: ignore[arg-type]


def grants_of(world: World, held: Held) -> Grants:
    """Hand documents to the engine."""

    def grant(text: str, at: int, purpose: Purpose = "identity") -> Grant:
        return Grant(compiled(world.name, text, purpose), f"policy {at}", "Custom", "v1", "user", "ab")

    def some(texts: tuple[str, ...], purpose: Purpose = "identity") -> tuple[Grant, ...]:
        return tuple(grant(text, at, purpose) for at, text in enumerate(texts))

    return Grants(
        identity=some(held.identity),
        resource_group=None if held.resource_group is None else some(held.resource_group),
        session=None if held.session is None else some(held.session, "session"),
        boundary=None if held.boundary is None else grant(held.boundary, 0),
        levels=tuple(map(some, held.levels)),
    )


def states(draw: Draw) -> list[Held]:
    """Draw one principal in several states, each a change away from the first."""
    first = draw.held()
    return [first, *(draw.changed(first) for _ in range(STATES - 1))]


def run(world: World, seed: int, draws: int) -> Iterator[Tally]:
    """Ask about so many principals; yield the growing tally now and then, and at the end."""
    rng, tally, facts = Random(seed), Tally(), facts_of(world)
    for number in range(1, draws + 1):
        draw = Draw(world, rng)
        judging = judge(world.name, tuple(key.name for key in draw.keys))
        drawn = [(held, grants_of(world, held), judging.allowed(held)) for held in states(draw)]
        for (before, held, allowed), (after, left, still) in combinations(drawn, 2):
            said = verdict(facts, held, left, BUDGET)
            check(tally, judging, (before, after), said, (allowed & ~still, still & ~allowed))
        if number % 1000 == 0 and number < draws:
            yield tally
    yield tally


def check(
    tally: Tally, judging: Judge, states: tuple[Held, Held], said: Verdict, bits: tuple[int, int]
) -> None:
    """Hold both directions of an answer against every request of the world."""
    lost, gained = ((state, other) for state, other in (states, states[::-1]))
    unknown = {row.why.partition(":")[0]: row.why for row in said.unknown}
    for name, row, sides, found in (
        ("lost", said.lost, lost, bits[0]),
        ("gained", said.gained, gained, bits[1]),
    ):
        if name in unknown:
            tally.answers[f"{name} unknown"] += 1
            tally.reasons[unknown[name]] += 1
            continue
        tally.answers[name if row is not None else f"{name} nothing"] += 1
        if row is None and found:
            tally.add_wrong(f"{judging.world.name}: missed what is {name}", judging.spelled(found), *states)
        if row is not None and not is_confirmed(judging.world, row, *sides):
            tally.add_wrong(f"{judging.world.name}: made up what is {name}", row.witness, *states)


def is_confirmed(world: World, row: Row, held: Held, left: Held) -> bool:
    """Tell whether the reference allows an example on one side and not on the other."""
    witness = row.witness
    return witness is not None and allows(world, held, witness) and not allows(world, left, witness)


def allows(world: World, held: Held, witness: Witness) -> bool:
    """Ask the reference about an example."""
    return reference_allows(world, held, witness.action, witness.resource, dict(witness.context))


# The command


def main() -> int:
    """Run every world and tell how it went; the exit status says whether anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--draws", type=int, default=6000, help="how many principals in all")
    parser.add_argument("--seed", type=int, default=0, help="the same seed asks the same questions")
    parser.add_argument("--language", choices=[*WORLDS], action="append", help="only this one")
    asked = parser.parse_args()
    chosen = asked.language or [*WORLDS]
    return max(watch(WORLDS[name], asked.seed, asked.draws // len(chosen)) for name in chosen)


def watch(world: World, seed: int, draws: int) -> int:
    """Run one world and write progress and wrong answers as they come."""
    began, told, tally = monotonic(), 0, Tally()
    for tally in run(world, seed, draws):
        said = ", ".join(f"{count:,} {answer}" for answer, count in sorted(tally.answers.items()))
        sys.stdout.write(f"{world.name}: {said}; {tally.wrong:,} wrong, {monotonic() - began:.0f} s\n")
        for what in tally.kept[told:]:
            sys.stdout.write(f"  {what}\n")
        told = len(tally.kept)
        sys.stdout.flush()
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
