"""The texts to choose from differ in every way in which any text can differ to the comparisons."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tigertally.policy.analysis.globs import Tokens, takes
from tigertally.policy.analysis.texts import GLOB_OF, texts
from tigertally.policy.conditions import string
from tigertally.policy.conditions.comparison import Family
from tigertally.policy.pattern import pieces

WORDS = ["".join(word) for length in range(5) for word in product("abA", repeat=length)]
FAMILIES = sorted(GLOB_OF, key=lambda family: family.__name__)
COMPARED = st.tuples(st.sampled_from(FAMILIES), st.text("aAb*?", max_size=3))


@given(st.lists(COMPARED, max_size=3))
def test_every_way_in_which_words_differ_is_among_the_texts(
    compared: list[tuple[Family, str]],
) -> None:
    tests = [family(pieces(value)) for family, value in compared]
    found = texts([GLOB_OF[family](pieces(value)) for family, value in compared])
    ways = {tuple(test(one) for test in tests) for one in found.values}
    missing = {word: way for word in WORDS if (way := tuple(test(word) for test in tests)) not in ways}
    assert not found.complete or {} == missing


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_s_glob_matches_what_the_family_matches(family: Family) -> None:
    for value in ("aB", "a*", "?b", ""):
        glob, test = GLOB_OF[family](pieces(value)), family(pieces(value))
        for word in (*WORDS, "ab", "xaBx", "a*", "?b"):
            assert test(word) is takes(glob, tuple(word)), (family.__name__, value, word)


def test_texts_are_readable() -> None:
    globs: list[Tokens] = [GLOB_OF[string.matches](pieces("hangzhou/*"))]
    assert ("value", "hangzhou/value") == texts(globs).values


def test_a_star_may_be_shorter_than_a_question_mark_wants() -> None:
    globs = [GLOB_OF[string.matches](pieces(value)) for value in ("a*", "a?*")]
    assert {"a"} < set(texts(globs).values)


def test_too_many_globs_are_told() -> None:
    globs = [GLOB_OF[string.matches](pieces(f"*{letter}*")) for letter in "abcdefghij"]
    assert not texts(globs).complete
