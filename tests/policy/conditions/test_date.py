"""Dates are moments: an offset changes the text and not the moment."""

import pytest

from tigertally.policy.conditions import date
from tigertally.policy.conditions.comparison import Family
from tigertally.policy.pattern import pieces


@pytest.mark.parametrize(
    ("family", "value", "text", "expected"),
    [
        (date.equals, "2019-08-12T17:00:00+08:00", "2019-08-12T09:00:00Z", True),
        (date.equals, "2019-08-12T17:00:00", "2019-08-12T17:00:00Z", True),
        (date.equals, "2019-08-12T17:00:00Z", "yesterday", False),
        (date.less_than, "2019-08-12T17:00:00+08:00", "2019-08-12T08:59:59Z", True),
        (date.less_than, "2022-08-01", "2022-07-31T23:59:59.999Z", True),
        (date.less_than_equals, "2022-08-01", "2022-08-01T00:00:00Z", True),
        (date.greater_than, "2022-08-01T00:00:00Z", "2022-08-01T00:00:00Z", False),
        (date.greater_than_equals, "2022-08-01T00:00:00Z", "2022-08-01T00:00:00.001Z", True),
    ],
)
def test_each_comparison_of_moments(family: Family, value: str, text: str, expected: bool) -> None:
    assert expected is family(pieces(value))(text)


@pytest.mark.parametrize(
    "value",
    ["", "tomorrow", "1565600400", "20190812T170000Z", "2019-W33-1", "2019-13-01", "2019-08-12x17:00:00Z"],
)
def test_what_is_no_moment_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"is not a moment; write one such as 2026-01-31T08:00:00\+08:00\."):
        date.equals(pieces(value))
