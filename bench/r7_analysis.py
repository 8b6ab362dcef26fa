"""R7: how soon a detach's verdict is there, for principals with many policies, and whether its examples hold.

Every policy of every principal is taken away once. The first verdict about a principal also prepares its
documents, which serve all later ones: its time is told apart.
"""

import time
from collections.abc import Iterable, Iterator
from statistics import median

from msgspec import Struct, field, structs

from bench.corpus import DIALECTS, POLICIES, STATEMENTS, principal
from bench.figures import Bound, Figure, at_most, percentile
from bench.run import Run
from tigertally.clouds import CLOUDS
from tigertally.policy.analysis import Facts, Row, Verdict, rows, verdict
from tigertally.policy.decide import Grants
from tigertally.policy.request import Request

PRINCIPALS = 10
"""So many principals of each cloud in a round."""

DECIDE = {cloud.name: cloud.decide for cloud in CLOUDS}


class Round(Struct):
    """What the verdicts of one round took, in milliseconds, and what they said."""

    first: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    every_row: list[float] = field(default_factory=list)
    unknown: int = 0
    examples: int = 0
    false: int = 0


def measure(run: Run) -> list[Figure]:
    """Other principals in every round."""
    rounds = [_round(at) for at in range(run.rounds)]
    once = "ms for a verdict with its example"
    size = f"{POLICIES} policies of {POLICIES * STATEMENTS} statements, conditions included"
    return [
        Figure(
            name="R7",
            what=f"{once}: p50; {size}",
            rounds=tuple(percentile(one.later, 0.5) for one in rounds),
            realistic=at_most(5),
            aim=at_most(0.5),
            facts={
                "verdicts": sum(len(one.first) + len(one.later) for one in rounds),
                "ms for all rows": median(percentile(one.every_row, 0.5) for one in rounds),
            },
        ),
        _told("R7 p99", f"{once}: p99", at_most(50), [percentile(one.later, 0.99) for one in rounds]),
        Figure(
            name="R7 first",
            what=f"{once}, the first about its principal: p50",
            rounds=tuple(percentile(one.first, 0.5) for one in rounds),
            realistic=at_most(5),
            aim=at_most(0.5),
            facts={"p99": median(percentile(one.first, 0.99) for one in rounds)},
        ),
        _told("R7 unknown", "% of verdicts that leave something unknown", at_most(1), map(_unknown, rounds)),
        _told(
            "R7 false",
            f"examples that two decisions do not confirm, of {sum(one.examples for one in rounds):,}",
            at_most(0),
            (float(one.false) for one in rounds),
        ),
    ]


def _told(name: str, what: str, bound: Bound, rounds: Iterable[float]) -> Figure:
    return Figure(name=name, what=what, rounds=tuple(rounds), realistic=bound, aim=bound)


def _unknown(found: Round) -> float:
    return 100 * found.unknown / (len(found.first) + len(found.later))


def _round(at: int) -> Round:
    found = Round()
    for cloud in DIALECTS:
        for number in range(PRINCIPALS):
            facts, held = principal(cloud, at * PRINCIPALS + number)
            changes = list(_detaches(held))
            for after in changes:
                begun = time.perf_counter()
                told = verdict(facts, held, after)
                times = found.later if after is not changes[0] else found.first
                times.append(1000 * (time.perf_counter() - begun))
                _confirm(found, facts, held, after, told)
            begun = time.perf_counter()
            for _ in rows(facts, held, changes[0]):
                pass
            found.every_row.append(1000 * (time.perf_counter() - begun))
    return found


def _detaches(held: Grants) -> Iterator[Grants]:
    for gone in range(len(held.identity)):
        yield structs.replace(held, identity=held.identity[:gone] + held.identity[gone + 1 :])


def _confirm(found: Round, facts: Facts, before: Grants, after: Grants, told: Verdict) -> None:
    """Decide the examples again, by the decision that requests are served with."""
    found.unknown += bool(told.unknown)
    for row, expected in ((told.lost, (True, False)), (told.gained, (False, True))):
        if row is not None:
            found.examples += 1
            found.false += _decided(facts, before, after, row) != expected


def _decided(facts: Facts, before: Grants, after: Grants, row: Row) -> tuple[bool, bool]:
    assert row.witness is not None
    asked = row.witness
    request = Request(asked.action, asked.resource, facts.who, asked.context)
    decide = DECIDE[facts.cloud]
    return decide(before, request).allowed, decide(after, request).allowed
