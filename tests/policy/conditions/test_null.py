"""Null is about the key, not about its value."""

import pytest

from tigertally.policy.conditions.null import null
from tigertally.policy.pattern import pieces
from tigertally.policy.request import Context


@pytest.mark.parametrize(
    ("wanted", "context", "expected"),
    [
        ("true", {}, True),
        ("true", {"k": ()}, True),
        ("true", {"k": "v"}, False),
        ("true", {"k": ""}, False),
        ("false", {}, False),
        ("false", {"k": ("v",)}, True),
    ],
)
def test_true_wants_the_key_absent_and_false_wants_it_present(
    wanted: str, context: Context, expected: bool
) -> None:
    assert expected is null("k", [pieces(wanted)]).test()(context)


def test_both_values_are_always_met() -> None:
    both = null("k", [pieces("true"), pieces("false")]).test()
    assert both({})
    assert both({"k": "v"})


def test_a_variable_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^Null takes no variable; write true or false\.$"):
        null("k", [lambda _: ("true",)])
