"""Several values, several request values, none at all: how they combine is one rule for every family."""

import pytest

from tigertally.policy.conditions import address, number, string
from tigertally.policy.conditions.comparison import ABSENT, Each, Operator, compare
from tigertally.policy.pattern import Pieces, pieces
from tigertally.policy.request import Value

A_OR_B = [pieces("a"), pieces("b")]
EQUALS = Operator(string.equals)
NOT_EQUALS = Operator(string.equals, negated=True)


def holds(operator: Operator, found: Value) -> bool:
    return compare(operator, "k", A_OR_B)({"k": found})


def test_values_of_a_policy_are_alternatives() -> None:
    assert holds(EQUALS, "b")
    assert not holds(EQUALS, "c")


def test_a_negated_operator_wants_none_of_the_values() -> None:
    assert holds(NOT_EQUALS, "c")
    assert not holds(NOT_EQUALS, "b")


@pytest.mark.parametrize("negated", [False, True])
@pytest.mark.parametrize("each", [None, any, all])
def test_an_absent_key_meets_no_operator(negated: bool, each: Each | None) -> None:
    condition = compare(Operator(string.equals, negated, each), "k", A_OR_B)
    assert not condition({})
    assert not condition({"k": ()})


@pytest.mark.parametrize("negated", [False, True])
def test_an_absent_key_meets_every_operator_that_asks_only_if_it_exists(negated: bool) -> None:
    assert compare(Operator(string.equals, negated, if_absent=True), "k", A_OR_B)({})


def test_an_empty_text_is_no_value_to_some_clouds_and_one_to_others() -> None:
    assert holds(Operator(string.equals, if_absent=True), "")
    assert not holds(Operator(string.equals, if_absent=True, nothing=ABSENT), "")
    assert holds(Operator(string.equals, if_absent=True, nothing=ABSENT), ())


def test_without_a_qualifier_any_request_value_will_do_and_none_may_match_a_negated_one() -> None:
    assert holds(EQUALS, ("a", "c"))
    assert not holds(NOT_EQUALS, ("a", "c"))
    assert holds(NOT_EQUALS, ("c", "d"))


def test_for_all_values_wants_every_request_value_to_match() -> None:
    for_all = Operator(string.equals, each=all)
    assert holds(for_all, ("a", "b"))
    assert not holds(for_all, ("a", "c"))


def test_for_any_value_negated_is_met_by_one_value_that_differs() -> None:
    assert holds(Operator(string.equals, negated=True, each=any), ("a", "c"))
    assert not holds(Operator(string.equals, negated=True, each=any), ("a", "b"))


def test_a_mistyped_request_value_meets_only_a_negated_operator() -> None:
    inside, outside = Operator(address.within), Operator(address.within, negated=True)
    assert not compare(inside, "k", [pieces("10.0.0.0/8")])({"k": "nowhere"})
    assert compare(outside, "k", [pieces("10.0.0.0/8")])({"k": "nowhere"})


def test_a_value_that_waits_for_the_request_is_compared_when_it_comes() -> None:
    condition = compare(EQUALS, "k", [pieces("a"), lambda context: (str(context["who"]),)])
    assert condition({"k": "bob", "who": "bob"})
    assert condition({"k": "a", "who": "bob"})
    assert not condition({"k": "eve", "who": "bob"})


def test_a_value_that_never_comes_matches_nothing() -> None:
    assert not compare(EQUALS, "k", [lambda _: None])({"k": "a"})
    assert compare(NOT_EQUALS, "k", [lambda _: None])({"k": "a"})


def test_a_value_that_comes_in_the_wrong_type_matches_nothing() -> None:
    assert not compare(Operator(number.equals), "k", [lambda _: ("ten",)])({"k": "10"})


@pytest.mark.parametrize("first", [None, ("ten",)])
def test_a_value_that_is_left_out_leaves_the_others(first: Pieces | None) -> None:
    condition = compare(Operator(number.equals), "k", [lambda _: first, lambda _: ("10",)])
    assert condition({"k": "10"})
