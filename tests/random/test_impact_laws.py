"""What must hold of any two states of any principal, whatever the policies say.

The smaller questions are asked here too, and held against every request of a small world.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random
from typing import Any

import pytest
from msgspec import structs

from tests.random.impacts import allows, facts_of, grants_of, is_confirmed
from tests.random.second_engine import compiled
from tests.random.worlds import WORLDS, Draw, Held, Judge, World, judge
from tigertally.policy.analysis import (
    Facts,
    Region,
    Row,
    Unknown,
    can,
    can_do,
    depends_on,
    least_detach,
    redundant,
    rows,
    verdict,
)
from tigertally.policy.analysis.question import layers
from tigertally.policy.decide import Grant, Grants
from tigertally.policy.statement import Purpose

DRAWS = 300
SEED = 20260502

every_world = pytest.mark.parametrize(
    "world", [pytest.param(world, id=name) for name, world in WORLDS.items()]
)


def drawn(world: World) -> Iterator[tuple[Draw, Judge]]:
    """Draws, each with the judge of its keys."""
    rng = Random(SEED)
    while True:
        draw = Draw(world, rng)
        yield draw, judge(world.name, tuple(key.name for key in draw.keys))


def effects(text: str) -> set[str]:
    top = {name.lower(): value for name, value in json.loads(text).items()}
    return {
        value.lower() for one in top["statement"] for name, value in one.items() if name.lower() == "effect"
    }


def without(held: Held, at: int) -> Held:
    return replace(held, identity=held.identity[:at] + held.identity[at + 1 :])


def said(facts: Facts, before: Grants, after: Grants) -> tuple[bool | None, bool | None]:
    """Whether anything is lost and anything gained; None is unknown."""
    found = verdict(facts, before, after)
    unknown = {row.why.partition(":")[0] for row in found.unknown}
    return (
        None if "lost" in unknown else found.lost is not None,
        None if "gained" in unknown else found.gained is not None,
    )


@every_world
def test_one_more_allow_takes_nothing_away(world: World) -> None:
    facts = facts_of(world)
    for draw, _ in islice(drawn(world), DRAWS):
        held, more = draw.held(), draw.document()
        if effects(more) == {"allow"}:
            after = replace(held, identity=(*held.identity, more))
            assert said(facts, grants_of(world, held), grants_of(world, after))[0] is not True


@every_world
def test_a_detach_of_what_denies_nothing_gives_nothing(world: World) -> None:
    facts = facts_of(world)
    for draw, _ in islice(drawn(world), DRAWS):
        held = draw.held()
        if effects(held.identity[0]) == {"allow"}:
            assert said(facts, grants_of(world, held), grants_of(world, without(held, 0)))[1] is not True


@every_world
def test_what_one_way_loses_the_other_way_gains(world: World) -> None:
    facts = facts_of(world)
    for draw, _ in islice(drawn(world), DRAWS):
        held = draw.held()
        before, after = grants_of(world, held), grants_of(world, draw.changed(held))
        assert said(facts, before, after) == said(facts, after, before)[::-1]


@every_world
def test_neither_order_nor_holding_twice_matters(world: World) -> None:
    facts = facts_of(world)
    for draw, _ in islice(drawn(world), DRAWS):
        held = draw.held()
        changed = draw.changed(held)
        twice = replace(held, identity=(*held.identity[::-1], held.identity[0]))
        before, after = grants_of(world, held), grants_of(world, changed)
        assert said(facts, before, after) == said(facts, grants_of(world, twice), after)
        assert (False, False) == said(facts, before, grants_of(world, twice))


@every_world
def test_a_redundant_policy_is_one_that_no_request_misses(world: World) -> None:
    facts, times = facts_of(world), 0
    for draw, judging in islice(drawn(world), DRAWS):
        held = draw.held()
        grants = grants_of(world, held)
        found = [grant.policy for grant in redundant(facts, grants)]
        for at, grant in enumerate(grants.identity):
            lost = judging.allowed(held) & ~judging.allowed(without(held, at))
            if grant.policy in found:
                times += 1
                assert not lost, judging.spelled(lost)
            else:
                assert said(facts, grants, grants_of(world, without(held, at)))[0] is not False
    assert times > DRAWS / 5


def asked_of(draw: Draw) -> Region:
    return Region(draw.action(), draw.resource())


def region_bits(judging: Judge, region: Region) -> int:
    return judging.statement({"action": [region.action], "resource": [region.resource]})


@every_world
def test_a_region_is_possible_where_some_request_of_it_is_allowed(world: World) -> None:
    facts, times = facts_of(world), 0
    for draw, judging in islice(drawn(world), DRAWS):
        held, region = draw.held(), asked_of(draw)
        bits = judging.allowed(held) & region_bits(judging, region)
        try:
            found = can(facts, grants_of(world, held), region)
        except Unknown:
            continue
        if found is not None:
            times += 1
            assert allows(world, held, found)
        else:
            assert not bits, judging.spelled(bits)
    assert times > DRAWS / 5


@every_world
def test_the_least_detach_closes_the_region_and_every_part_of_it_is_needed(world: World) -> None:
    facts, times = facts_of(world), 0
    for draw, _ in islice(drawn(world), DRAWS):
        grants, region = grants_of(world, draw.held()), asked_of(draw)
        try:
            gone = least_detach(facts, grants, region)
            left = taken(grants, gone)
            assert can(facts, left, region) is None
            for grant in gone:
                times += 1
                rest = tuple(one for one in gone if one is not grant)
                assert can(facts, taken(grants, rest), region) is not None
        except Unknown:
            continue
    assert times > DRAWS / 5


def taken(grants: Grants, gone: tuple[Grant, ...]) -> Grants:
    group = grants.resource_group
    return structs.replace(
        grants,
        identity=tuple(one for one in grants.identity if one not in gone),
        resource_group=None if group is None else tuple(one for one in group if one not in gone),
    )


@every_world
def test_rows_tell_of_each_pattern_what_every_request_tells(world: World) -> None:
    facts, outcomes = facts_of(world), set()
    for draw, judging in islice(drawn(world), DRAWS):
        held = draw.held()
        changed = draw.changed(held)
        before, after = judging.allowed(held), judging.allowed(changed)
        bits = {"lost": before & ~after, "gained": after & ~before}
        for row in rows(facts, grants_of(world, held), grants_of(world, changed)):
            outcomes.add(row.outcome)
            if row.outcome == "lost":
                assert is_confirmed(world, row, held, changed)
            elif row.outcome == "gained":
                assert is_confirmed(world, row, changed, held)
            elif row.outcome != "unknown":
                effect, spoken = written(world, row, (held, changed))
                missed = bits[direction(world, row, effect, held)] & judging.statement(spoken)
                assert not missed, judging.spelled(missed)
    assert {"lost", "gained", "kept", "denied"} <= outcomes


def texts_of(held: Held) -> tuple[str, ...]:
    """Every document of a principal."""
    boundary = () if held.boundary is None else (held.boundary,)
    levels = (text for level in held.levels for text in level)
    return (*held.identity, *(held.resource_group or ()), *(held.session or ()), *boundary, *levels)


def written(world: World, row: Row, states: tuple[Held, Held]) -> tuple[str, dict[str, Any]]:
    """The statement that a row is about, as it was written, with the row's patterns only; and its effect."""
    purposes: tuple[Purpose, ...] = ("identity", "session")
    (text,) = {
        text
        for held in states
        for text in texts_of(held)
        for purpose in purposes
        if compiled(world.name, text, purpose) is row.grant.document
    }
    top = {name.lower(): value for name, value in json.loads(text).items()}
    spoken = {name.lower(): value for name, value in top["statement"][row.statement].items()}
    for element, pattern in (("action", row.action), ("resource", row.resource)):
        if element in spoken:
            spoken[element] = [pattern]
    return spoken["effect"].lower(), spoken


def direction(world: World, row: Row, effect: str, before: Held) -> str:
    """An allow that goes and a deny that comes can lose something; the others can gain."""
    was_there = any(
        row.grant == grant for held in layers(grants_of(world, before)).values() for grant in held
    )
    return "lost" if was_there is (effect == "allow") else "gained"


@every_world
def test_what_somebody_can_do_is_shown_pattern_by_pattern(world: World) -> None:
    facts, outcomes = facts_of(world), set()
    for draw, judging in islice(drawn(world), DRAWS // 3):
        held = draw.held()
        for row in can_do(facts, grants_of(world, held)):
            outcomes.add(row.outcome)
            if row.outcome == "kept":
                assert row.witness is not None
                assert allows(world, held, row.witness)
            elif row.outcome == "denied":
                _, spoken = written(world, row, (held, held))
                possible = judging.allowed(held) & judging.statement(spoken)
                assert not possible, judging.spelled(possible)
    assert {"kept", "denied"} <= outcomes


def test_the_other_order_of_alibaba_is_named_where_it_changes_the_answer() -> None:
    world, named = WORLDS["alibaba"], 0
    facts = facts_of(world)
    for draw, judging in islice(drawn(world), DRAWS):
        held = draw.held()
        changed = draw.changed(held)
        usual = [judging.allowed(one) for one in (held, changed)]
        other = [judging.allowed(one, deny_first=True) for one in (held, changed)]
        found = depends_on(facts, grants_of(world, held), grants_of(world, changed))
        if "resource_group_order" in found:
            named += 1
        elif directions(usual) != directions(other):  # then a request outside the world has decided it
            assert directions(usual) != said(facts, grants_of(world, held), grants_of(world, changed))
    assert named > 3


def directions(bits: list[int]) -> tuple[bool, bool]:
    """Whether anything is lost and anything gained."""
    before, after = bits
    return bool(before & ~after), bool(after & ~before)
