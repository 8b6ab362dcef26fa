"""Globs: four quick shapes and one general one have to agree with a slow reading of the same rule."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tigertally.policy.pattern import Pieces, Wild, any_of, anything, glob, none_of, pieces, plain


def slowly(value: Pieces, text: str) -> bool:
    wild = {Wild.RUN: ".*", Wild.ONE: "."}
    expression = "".join(re.escape(piece) if isinstance(piece, str) else wild[piece] for piece in value)
    return re.fullmatch(expression, text, re.DOTALL) is not None


@given(st.text("ab*?:", max_size=8), st.text("ab:*", max_size=9))
def test_every_glob_agrees_with_a_slow_reading(pattern: str, text: str) -> None:
    assert slowly(pieces(pattern), text) == glob(pieces(pattern))(text)


def test_every_small_glob_agrees_with_a_slow_reading_on_every_small_text() -> None:
    texts = [text for length in range(6) for text in words("ab", length)]
    for pattern in (pattern for length in range(6) for pattern in words("ab*?", length)):
        matches = glob(pieces(pattern))
        assert [text for text in texts if slowly(pieces(pattern), text)] == list(filter(matches, texts)), (
            pattern
        )


def words(letters: str, length: int) -> Iterator[str]:
    return map("".join, product(letters, repeat=length))


@given(st.text(max_size=12))
def test_pieces_keep_the_text(text: str) -> None:
    assert text == plain(pieces(text))


@given(st.text("ab*?", max_size=6), st.text("ab*?", max_size=6))
def test_a_literal_piece_is_never_a_wildcard(literal: str, text: str) -> None:
    assert (text == f"{literal}!") == glob((literal, "!"))(text)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("hangzhou/*", "hangzhou/", True),
        ("*SecurityGroup*", "AuthorizeSecurityGroup", True),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("a*b?d*e", "a--bcdbXde", True),
        ("", "", True),
        ("", "a", False),
        ("ab*ba", "aba", False),
        ("a*?b?c*d", "a-b-b+c-d", True),
        ("a*?b?c*d", "ab+c-d", False),
        ("a*b?c*c", "ab-c", False),
    ],
)
def test_a_glob_matches_the_whole_text(pattern: str, text: str, expected: bool) -> None:
    assert expected is glob(pieces(pattern))(text)


def test_many_stars_do_not_multiply_the_work() -> None:
    assert glob(pieces("a*" * 200 + "b"))("a" * 5000) is False


def test_any_of_with_a_lone_star_takes_anything() -> None:
    assert any_of([glob(pieces("a")), glob(pieces("*"))]) is anything


def test_none_of_is_false_when_one_matches() -> None:
    assert none_of([glob(pieces("a")), glob(pieces("b*"))])("bc") is False
