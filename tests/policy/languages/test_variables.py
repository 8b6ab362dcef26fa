"""Variables: cut out once, filled per request, never read twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tigertally.policy.languages import variables
from tigertally.policy.pattern import Pieces, Wild, pieces, plain
from tigertally.policy.request import Context


def filled(text: str, context: Context) -> Pieces | None:
    ready = variables.read(text)
    return ready if isinstance(ready, tuple) else ready(context)


@given(st.text("ab*?:$' ", max_size=10))
def test_a_text_without_a_variable_is_read_as_any_other(text: str) -> None:
    assert pieces(text) == variables.read(text)


@given(st.text(max_size=10))
def test_a_default_is_what_stands_between_the_quotes(default: str) -> None:
    quoted = default.replace("'", "''")
    assert (default,) == filled(f"${{k, '{quoted}'}}", {})


@pytest.mark.parametrize(
    "text",
    [
        "${",
        "${k",
        "${k, 'x}",
        "${}",
        "${ }",
        "${k, }",
        "${k, x}",
        "${k, 'it's'}",
        "${k, 'a' b 'c'}",
        "${k, ''''' }",
        "${'}",
    ],
)
def test_a_variable_that_is_not_one_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="accepted"):
        variables.read(text)


def test_the_value_wins_over_the_default() -> None:
    assert "a-bob-c" == plain(filled("a-${g:UserName, 'nobody'}-c", {"g:username": "bob"}) or ())


def test_a_key_may_hold_any_letter() -> None:
    assert ("bob",) == filled("${g:ResourceTag/X}", {"g:resourcetag/x": "bob"})


def test_a_value_is_not_read_again() -> None:
    assert ("${k}*",) == filled("${k}", {"k": "${k}*"})


def test_wildcards_outside_a_variable_stay_wildcards() -> None:
    assert ("*", Wild.RUN) == filled("${*}*", {})


def test_colons_inside_a_variable_cut_nothing() -> None:
    fields = variables.cut(variables.parts("obs:${g:Region, 'a:b'}:x:y:z:w"), 5)
    assert 5 == len(fields)
    assert ("z:w",) == fields[-1]
