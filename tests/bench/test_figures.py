"""The arithmetic of the scoreboard; nothing here looks at a clock."""

import pytest

from bench.figures import Bound, Figure, at_least, at_most, microseconds, percentile, ratios

SIX, TWO = at_most(6), at_most(2)


def figure(*rounds: float, realistic: Bound = SIX, aim: Bound = TWO, unjudged: str = "") -> Figure:
    """A figure of some rounds."""
    return Figure(
        name="R",
        what="a / b",
        rounds=rounds,
        realistic=realistic,
        aim=aim,
        unjudged=unjudged,
        facts={"a us": 3.0},
    )


def test_a_figure_is_the_median_of_its_rounds_and_tells_how_far_they_lie_apart() -> None:
    assert (4.0, 0.5) == (figure(3, 4, 5).median, figure(3, 4, 5).spread)


def test_rounds_that_are_all_nothing_do_not_lie_apart() -> None:
    assert (0.0, float("inf")) == (figure(0, 0, 0).spread, figure(0, 0, 1).spread)


@pytest.mark.parametrize(
    ("value", "verdict"), [(2, "aim"), (2.1, "realistic"), (6, "realistic"), (6.1, "missed")]
)
def test_less_is_better_where_a_bound_says_at_most(value: float, verdict: str) -> None:
    assert verdict == figure(value).verdict


@pytest.mark.parametrize(("value", "verdict"), [(40, "aim"), (10, "realistic"), (9.9, "missed")])
def test_more_is_better_where_a_bound_says_at_least(value: float, verdict: str) -> None:
    assert verdict == figure(value, realistic=at_least(10), aim=at_least(40)).verdict


def test_a_reason_not_to_judge_takes_the_verdicts_place() -> None:
    assert "disk too fast" == figure(100, unjudged="disk too fast").verdict
    assert "no bound" == Figure(name="p99", what="a / b", rounds=(1.0,)).verdict


def test_ratios_are_taken_round_by_round() -> None:
    assert (2.0, 3.0) == ratios([4, 9], [2, 3])
    with pytest.raises(ValueError, match="zip"):
        ratios([1], [1, 2])


def test_a_percentile_is_the_nearest_rank() -> None:
    values = [float(one) for one in range(1, 101)]
    assert (100.0, 51.0, 7.0) == (percentile(values, 0.99), percentile(values, 0.5), percentile([7.0], 0.99))


def test_times_are_told_in_microseconds() -> None:
    assert 20.1 == microseconds([0.0000201, 0.00001, 0.00003])
