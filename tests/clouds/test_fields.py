"""A parameter's rules stand in its annotation; the one that breaks is named."""

from typing import Annotated, Any

import pytest

from tigertally.clouds.fields import (
    DocumentRule,
    Field,
    Place,
    Rule,
    between,
    chars,
    items,
    length,
    one_of,
    rules_of,
)
from tigertally.model.refusals import Invalid, Malformed

Name = Annotated[str, chars(r"[a-z]+"), length(2, 4)]


def field(annotation: object, place: Place = "query") -> Field:
    """A field of that annotation."""
    bare, rules = rules_of(annotation)
    return Field("name", "Name", place, bare, rules, required=True, default=None)


def broken(annotation: object, value: object, place: Place = "query") -> str:
    """The rule that a value breaks."""
    with pytest.raises(Invalid) as refusal:
        field(annotation, place).checked(value)
    return refusal.value.about


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (length(1, 2), ["a", "ab"], ["", "abc"]),
        (chars(r"[a-z]"), ["a"], ["", "A", "ab", "a\n"]),
        (one_of("a", "b"), ["a", "b"], ["", "A", "ab"]),
        (between(1, 3), [1, 3], [0, 4]),
        (items(1, 2), [["a"], ["a", "b"]], [[], ["a", "b", "c"]]),
    ],
    ids=["length", "chars", "one_of", "between", "items"],
)
def test_a_rule_holds_up_to_its_ends(rule: Rule, good: list[Any], bad: list[Any]) -> None:
    assert all(rule.holds(value) for value in good)
    assert not any(rule.holds(value) for value in bad)


def test_a_broken_rule_says_what_would_be_accepted() -> None:
    with pytest.raises(Invalid) as refusal:
        field(Name).checked("abcde")
    assert {"field": "Name", "rule": "Length", "accepted": "2 to 4 characters"} == refusal.value.values


def test_rules_are_checked_in_the_order_in_which_they_stand() -> None:
    assert "Name.InvalidChars" == broken(Name, "ABCDE")


def test_a_rule_without_a_tail_breaks_the_parameter_itself() -> None:
    assert "Name" == broken(Annotated[str, one_of("a", "b")], "c")


def test_a_value_that_keeps_every_rule_is_handed_on() -> None:
    assert "abc" == field(Name).checked("abc")


@pytest.mark.parametrize(
    ("annotation", "text", "value"),
    [(int, "12", 12), (bool, "true", True), (bool, "false", False), (str, "1", "1")],
)
def test_text_from_a_query_becomes_its_type(annotation: object, text: str, value: object) -> None:
    assert value == field(annotation).checked(text)


@pytest.mark.parametrize(("annotation", "value"), [(int, "12"), (bool, "true"), (str, 1), (bool, 1)])
def test_a_body_says_its_types_itself(annotation: object, value: object) -> None:
    assert "Name.Format" == broken(annotation, value, "body")


@pytest.mark.parametrize(
    ("annotation", "text"), [(int, "x"), (int, "1.5"), (bool, "perhaps"), (int, "9" * 5000)]
)
def test_text_that_is_no_such_value_breaks_the_format(annotation: object, text: str) -> None:
    assert "Name.Format" == broken(annotation, text)


def test_rules_stand_at_any_depth() -> None:
    inner, outer = length(1, 9), chars("a+")
    assert (str, (inner, outer)) == rules_of(Annotated[Annotated[str, inner], outer, "no rule"])
    assert (str | None, (inner,)) == rules_of(Annotated[str, inner] | None)
    assert (int, ()) == rules_of(int)


def test_nothing_keeps_every_rule_where_nothing_may_be() -> None:
    assert field(Name | None, "body").checked(None) is None


@pytest.mark.parametrize("language", ["alibaba", "huawei"])
def test_a_document_is_parsed_and_the_place_of_a_mistake_named(language: str) -> None:
    with pytest.raises(Malformed) as refusal:
        field(Annotated[str, DocumentRule(language, "identity")]).checked('{"Version":"x"}')
    assert "Name" == refusal.value.about
    assert refusal.value.values["place"]
    assert refusal.value.values["reason"]
