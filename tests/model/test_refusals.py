"""A refusal says what the matter is, with the values that prove it; the docstring is the whole tree."""

import pytest

from tigertally.model import refusals
from tigertally.model.refusals import Invalid, LimitReached, Malformed, Refusal

KINDS = [
    kind
    for kind in vars(refusals).values()
    if isinstance(kind, type) and issubclass(kind, Refusal) and kind is not Refusal
]


def test_every_refusal_is_in_the_tree() -> None:
    told = refusals.__doc__ or ""
    named = [line.split()[1] for line in told.splitlines() if "── " in line]
    assert [kind.__name__ for kind in KINDS] == named


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_refusal_says_what_it_is(kind: type[Refusal]) -> None:
    assert kind.__doc__


def test_a_refusal_shows_its_values() -> None:
    assert "LimitReached('user', limit=2)" == str(LimitReached("user", limit=2))
    assert "LimitReached('user')" == str(LimitReached("user"))


@pytest.mark.parametrize(("rule", "about"), [("Length", "Name.Length"), ("", "Name")])
def test_a_broken_rule_ends_what_it_is_about(rule: str, about: str) -> None:
    refusal = Invalid("Name", rule, "1 to 64 characters")
    assert about == refusal.about
    assert {"field": "Name", "rule": rule, "accepted": "1 to 64 characters"} == refusal.values


def test_a_malformed_document_names_the_place() -> None:
    refusal = Malformed("PolicyDocument", "Statement[0].Effect", "Allow or Deny")
    assert ("PolicyDocument", "Statement[0].Effect") == (refusal.about, refusal.values["place"])
