"""Text: which comparison minds the case, and which one gives a star a meaning."""

import pytest

from tigertally.policy.conditions import string
from tigertally.policy.conditions.comparison import Family
from tigertally.policy.pattern import pieces


@pytest.mark.parametrize(
    ("family", "value", "text", "expected"),
    [
        (string.equals, "dev", "dev", True),
        (string.equals, "dev", "Dev", False),
        (string.equals, "a*", "ab", False),
        (string.equals, "a*", "a*", True),
        (string.equals_ignore_case, "zhang", "ZHANG", True),
        (string.equals_ignore_case, "straße", "STRASSE", True),
        (string.matches, "iam::*:user:ab?", "iam::1:user:abc", True),
        (string.matches, "AB*", "abc", False),
        (string.contains_ignore_case, "private/", "x/Private/y", True),
        (string.contains_ignore_case, "ab*", "abc", False),
        (string.starts_ignore_case, "EU-", "eu-de", True),
        (string.starts_ignore_case, "de", "eu-de", False),
        (string.ends_ignore_case, "DE", "eu-de", True),
        (string.ends_ignore_case, "eu", "eu-de", False),
    ],
)
def test_each_comparison_of_text(family: Family, value: str, text: str, expected: bool) -> None:
    assert expected is family(pieces(value))(text)
