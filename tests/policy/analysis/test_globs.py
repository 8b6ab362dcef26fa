"""Two globs meet where both match; every claim here is checked on all short texts."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tigertally.policy.analysis import Unknown
from tigertally.policy.analysis.globs import (
    FRESH,
    canonical,
    filled,
    generic,
    includes,
    intersect,
    is_soft,
    letters,
    matcher,
    meet,
    split,
    text,
)
from tigertally.policy.pattern import Pieces, pieces

WORDS = ["".join(word) for length in range(6) for word in product("ab", repeat=length)]
PATTERNS = st.text("ab*?", max_size=5).map(lambda text: canonical(pieces(text)))


def words(*globs: Pieces) -> set[str]:
    return {word for word in WORDS if any(matcher(glob)(word) for glob in globs)}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("*", "oss:*", ["oss:*"]),
        ("ab*", "a*", ["ab*"]),
        ("a*", "*b", ["a*b"]),
        ("aa*", "*aa", ["aa", "aaa", "aa*aa"]),
        ("*a*", "*b*", ["*a*b*", "*b*a*"]),
        ("a*", "b*", []),
        ("a?", "?b", ["ab"]),
        ("a", "b", []),
        ("a*", "abc", ["abc"]),
    ],
)
def test_what_both_match(a: str, b: str, expected: list[str]) -> None:
    assert expected == [text(one) for one in intersect(pieces(a), pieces(b))]


@given(PATTERNS, PATTERNS)
def test_the_intersection_is_what_both_match(a: Pieces, b: Pieces) -> None:
    assert words(a) & words(b) == words(*intersect(a, b))


@given(PATTERNS, PATTERNS)
def test_a_glob_that_includes_another_matches_all_of_it(wide: Pieces, narrow: Pieces) -> None:
    if includes(wide, narrow):
        assert words(narrow) <= words(wide)


@given(PATTERNS, PATTERNS)
def test_without_a_question_mark_the_generic_instance_tells_inclusion(wide: Pieces, narrow: Pieces) -> None:
    if not is_soft(wide):
        assert includes(wide, narrow) is matcher(wide)(generic(narrow))


@given(PATTERNS)
def test_a_split_loses_and_adds_nothing(glob: Pieces) -> None:
    parts = split(glob)
    assert (parts is None) is ("*" not in text(glob))
    if parts is not None:
        assert words(glob) == words(*parts)


@given(PATTERNS)
def test_a_canonical_glob_matches_what_it_did(glob: Pieces) -> None:
    assert words(glob) == words(canonical(glob))
    assert "*?" not in text(glob)
    assert "**" not in text(glob)


def test_wildcards_are_filled_in() -> None:
    glob = pieces("photos-?/*")
    assert "photos-x/any" == filled(glob, "any", "x")
    assert f"photos-{FRESH}/{FRESH}" == generic(glob)


def test_too_many_ways_to_meet_are_unknown() -> None:
    with pytest.raises(Unknown, match="too many ways"):
        meet(letters(pieces("*a*b*c*d*e*f*")), letters(pieces("*g*h*i*j*k*l*")))
    with pytest.raises(Unknown, match="too long"):
        meet(("a",) * 1000, ("a",) * 1000)
