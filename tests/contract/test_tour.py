"""What a running server answers is what the official SDKs read, field for field, for every operation."""

from typing import Any

import pytest

from tests.contract.known import GIVEN_BEYOND, NOT_GIVEN
from tests.contract.registry import SERVED, Served, each_operation
from tests.contract.shape import places, shown_places
from tests.contract.tour import Walked, walk
from tests.live import Live


@pytest.fixture(scope="module")
def walked(live: Live) -> Walked:
    """One walk through all operations."""
    return walk(live)


def test_the_tour_comes_to_its_end_and_calls_every_operation(walked: Walked) -> None:
    assert [] == walked.stopped
    assert {served.key for served in SERVED} == walked.answers.keys()


def heard(served: Served, walked: Walked) -> list[Any]:
    """What the operation answered; the tour has to have come to it."""
    if served.key not in walked.answers:
        pytest.fail("the tour did not come so far")
    return walked.answers[served.key]


def shown(served: Served, walked: Walked) -> set[str]:
    """Every place that some answer of the operation filled."""
    return set().union(*(shown_places(answer) for answer in heard(served, walked)))


@each_operation
def test_no_field_is_given_that_the_sdk_does_not_know(served: Served, walked: Walked) -> None:
    theirs = places(served.sdk.answer_shape(served.operation)).keys()
    assert GIVEN_BEYOND.get(served.key, {}).keys() == shown(served, walked) - theirs


@each_operation
def test_every_field_that_the_sdk_knows_is_given_or_known_not_to_be(served: Served, walked: Walked) -> None:
    theirs = places(served.sdk.answer_shape(served.operation))
    missing = theirs.keys() - shown(served, walked)
    assert NOT_GIVEN.get(served.key, {}).keys() == outermost(missing)


@each_operation
def test_the_sdk_loses_nothing_of_a_real_answer(served: Served, walked: Walked) -> None:
    known = GIVEN_BEYOND.get(served.key, {})
    for answer in heard(served, walked):
        assert without(answer, known) == served.sdk.read_answer(served.operation, answer)


def outermost(missing: set[str]) -> set[str]:
    """The places that are not inside another one of them."""
    return {
        at
        for at in missing
        if not any(at != one and at.startswith((f"{one}.", f"{one}[")) for one in missing)
    }


def without(answer: Any, places: Any) -> Any:
    """An answer without a few of its members."""
    kept = dict(answer)
    for place in places:
        outer, _, inner = place.partition(".")
        kept[outer] = {name: value for name, value in kept[outer].items() if name != inner}
    return kept
