"""Numbers are compared as numbers, and exactly."""

import pytest

from tigertally.policy.conditions import number
from tigertally.policy.conditions.comparison import Family
from tigertally.policy.pattern import pieces


@pytest.mark.parametrize(
    ("family", "value", "text", "expected"),
    [
        (number.equals, "10", "10.0", True),
        (number.equals, "12345678901234567890", "12345678901234567891", False),
        (number.equals, "1", "one", False),
        (number.less_than, "10", "9", True),
        (number.less_than, "10", "10", False),
        (number.less_than_equals, "10", "10", True),
        (number.greater_than, "10", "1e1", False),
        (number.greater_than, "9", "10", True),
        (number.greater_than_equals, "-1", "-1", True),
        (number.greater_than, "0", "NaN", False),
        (number.greater_than, "0", "Infinity", False),
    ],
)
def test_each_comparison_of_numbers(family: Family, value: str, text: str, expected: bool) -> None:
    assert expected is family(pieces(value))(text)


@pytest.mark.parametrize(
    "value", ["", "ten", "NaN", "Infinity", "1_000", "\u0661", "0x10", "1e9999999999999999999"]
)
def test_what_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"is not a number; write one such as 10 or 2\.5\."):
        number.equals(pieces(value))
