"""Statements that say the same have one number, so that what two sets share cancels out."""

import pytest

from tests.policy.analysis.scene import ALIBABA, allow, deny, held, policy
from tigertally.policy.analysis import Unknown
from tigertally.policy.analysis.universe import Universe, numbers
from tigertally.policy.formula import ALWAYS, NEVER, Both, Either, No, Some, allows, negation

READS = policy(ALIBABA, "reads", allow("oss:Get*"), allow("oss:List*"))
READS_TOO = policy(ALIBABA, "reads too", allow("oss:List*"))
STOPS = policy(ALIBABA, "stops", deny("ecs:*"))


def test_a_statement_has_one_number_wherever_it_stands() -> None:
    universe = Universe(ALIBABA, (READS, READS_TOO, STOPS, READS))
    assert 3 == len(universe.terms)
    (lists,) = READS_TOO.document.statements
    assert universe.number(READS.document.statements[1]) == universe.number(lists)


def test_a_formula_becomes_the_ways_in_which_it_can_hold() -> None:
    universe = Universe(ALIBABA, (READS, STOPS))
    assert [((0b011,), 0b100)] == universe.cases(allows((READS, STOPS)))
    assert [((), 0b011), ((0b100,), 0)] == universe.cases(negation(allows((READS, STOPS))))
    assert [((), 0)] == universe.cases(ALWAYS)
    assert [] == universe.cases(NEVER)


def test_what_did_not_change_cancels_out() -> None:
    universe = Universe(ALIBABA, (READS, READS_TOO, STOPS))
    before, after = allows((READS, STOPS)), allows((READS_TOO, STOPS))
    assert [((0b001,), 0b110)] == universe.cases(Both((before, negation(after))))
    assert [] == universe.cases(Both((after, negation(before))))


def test_a_set_that_another_serves_is_left_out() -> None:
    universe = Universe(ALIBABA, (READS,))
    first = Some(READS.document.statements[:1])
    assert [((0b01,), 0)] == universe.cases(Both((first, Some(READS.document.statements))))


def test_a_statement_that_no_grant_holds_gets_a_number_too() -> None:
    universe = Universe(ALIBABA, (READS,))
    assert [((0b100,), 0)] == universe.cases(Some(STOPS.document.statements))
    assert 0b100 == universe.near("ecs")


def test_numbers_of_a_set_come_in_order() -> None:
    assert [0, 3, 70] == list(numbers(1 | 1 << 3 | 1 << 70))


def test_too_many_ways_are_unknown() -> None:
    statements = policy(ALIBABA, "many", *(allow(f"oss:Get{at}") for at in range(40))).document.statements
    pairs = [Either((Some((a,)), No((b,)))) for a, b in zip(statements[::2], statements[1::2], strict=True)]
    with pytest.raises(Unknown, match="too many ways"):
        Universe(ALIBABA, held().identity).cases(Both(tuple(pairs)))
