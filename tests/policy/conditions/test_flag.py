"""Booleans travel as text."""

import pytest

from tigertally.policy.conditions import flag
from tigertally.policy.pattern import pieces


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [("true", "true", True), ("True", "TRUE", True), ("false", "false", True), ("true", "false", False)],
)
def test_letter_case_does_not_matter(value: str, text: str, expected: bool) -> None:
    assert expected is flag.equals(pieces(value))(text)


def test_a_request_value_that_is_no_boolean_equals_neither() -> None:
    assert not flag.equals(pieces("true"))("1")
    assert not flag.equals(pieces("false"))("0")


def test_what_is_no_boolean_is_refused() -> None:
    with pytest.raises(ValueError, match="'yes' is not a boolean; write true or false"):
        flag.equals(pieces("yes"))
