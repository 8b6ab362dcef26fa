"""Documents that two readers could understand differently are refused before they mean anything."""

import pytest

from tests.policy.speech import complaint
from tigertally.policy.languages import PARSERS
from tigertally.policy.statement import Malformed
from tigertally.policy.syntax import GivenTwice, listed, load, shown

BOTH: tuple[str, ...] = tuple(PARSERS)


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "This is no JSON: Expecting value at line 1, column 1."),
        ("[]", "This is an array; an object is accepted."),
        ("null", "This is null; an object is accepted."),
        ("true", "This is a boolean; an object is accepted."),
        (
            '{"Version":"1","Version":"1"}',
            "The key 'Version' is given twice in one object; once is accepted.",
        ),
        ('{"Version":NaN}', "NaN is no JSON number; finite numbers such as 10 or 2.5 are accepted."),
        (
            '{"Version":-Infinity}',
            "-Infinity is no JSON number; finite numbers such as 10 or 2.5 are accepted.",
        ),
        (
            '{"Version":"\\u0000"}',
            "The text '\\x00' holds a NUL or half a character; whole characters are accepted.",
        ),
        (
            '{"a":["\\u0000"]}',
            "The text '\\x00' holds a NUL or half a character; whole characters are accepted.",
        ),
        (
            '{"\\ud800":"1"}',
            "The text '\\ud800' holds a NUL or half a character; whole characters are accepted.",
        ),
        (
            '{"a":1e99999999999999999999}',
            "A number is too large to be read; numbers such as 10 or 2.5 are accepted.",
        ),
        ("[" * 100_000, "The document is nested too deeply; a condition value is six levels down."),
        ('{"a":' * 100_000, "The document is nested too deeply; a condition value is six levels down."),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(language: str, text: str, reason: str) -> None:
    assert ("document", reason) == complaint(language, text)


@pytest.mark.parametrize("text", ['{"a": 1, "a": 1}', '[{"a": {"b": 1, "\\u0062": 2}}]'])
def test_a_key_given_twice_is_told_from_other_faults(text: str) -> None:
    with pytest.raises(GivenTwice):
        load(text)


def test_a_whole_surrogate_pair_is_a_character() -> None:
    assert "\U0001f42f" == load('{"a": "\\ud83d\\udc2f"}').members()["a"].text()


def test_numbers_and_booleans_of_conditions_are_read_as_text() -> None:
    assert ["12345678901234567890", "2.50", "true", "false", "x"] == [
        node.scalar() for node in load('[12345678901234567890, 2.50, true, false, "x"]').elements()
    ]


def test_an_object_is_no_value_of_a_condition() -> None:
    with pytest.raises(Malformed, match=r"This is an object; a string, number or boolean is accepted\.$"):
        load("{}").scalar()


def test_a_message_repeats_no_more_than_a_glimpse() -> None:
    assert 70 > len(shown("x" * 10_000))
    assert ascii("x" * 60) == shown("x" * 60)
    assert ascii("x" * 60) + "..." == shown("x" * 61)


@pytest.mark.parametrize(
    ("names", "sentence"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_names_are_listed_as_a_sentence_lists_them(names: list[str], sentence: str) -> None:
    assert sentence == listed(names)
