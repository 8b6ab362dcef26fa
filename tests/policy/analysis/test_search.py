"""What makes a search hard: a `?`, exceptions that have to be hit, many layers that each want more."""

import pytest

from tests.policy.analysis.scene import ALIBABA, TENCENT, Statement, allow, deny, held, policy
from tigertally.policy.analysis import Budget, Region, Unknown, Witness, can
from tigertally.policy.decide import Grants

WORKS = allow("oss:*", "acs:oss:*:*:*")


def found(*statements: Statement, region: str = "*") -> Witness | None:
    return can(ALIBABA, held(policy(ALIBABA, "P", *statements)), Region(region))


def the_action(*statements: Statement) -> str | None:
    example = found(*statements)
    return None if example is None else example.action.removeprefix("oss:")


def test_a_length_that_no_deny_has_is_found() -> None:
    example = the_action(WORKS, *(deny(f"oss:{'?' * length}") for length in (1, 2, 3, 5)))
    assert example is not None
    assert len(example) == 4 or len(example) > 5


def test_lengths_that_denies_share_out_leave_nothing() -> None:
    assert None is the_action(WORKS, deny("oss:?"), deny("oss:??*"))
    assert None is the_action(WORKS, deny("oss:?*"))
    assert None is the_action(allow("oss:a?"), deny("oss:?*"))


def test_the_star_that_decides_is_stretched() -> None:
    example = the_action(allow("oss:*b*"), deny("oss:*b?*"))
    assert example is not None
    assert example.endswith("b")


def test_a_question_mark_that_only_seems_to_match_is_seen_through() -> None:
    assert "ab" == the_action(allow("oss:a*b"), deny("oss:a?*b"))
    assert None is the_action(allow("oss:a*b"), deny("oss:a?*b"), deny("oss:ab"))


def except_(effect: str, *actions: str) -> Statement:
    return {"Effect": effect, "NotAction": list(actions), "Resource": ["*"]}


def test_exceptions_have_to_be_hit_one_and_all() -> None:
    example = the_action(WORKS, except_("Deny", "oss:*a*"), except_("Deny", "oss:*b*"))
    assert example is not None
    assert {"a", "b"} <= set(example)
    assert None is the_action(WORKS, except_("Deny", "oss:a*"), except_("Deny", "oss:b*"))


def test_an_exception_of_the_allow_is_left_out() -> None:
    assert None is found(except_("Allow", "oss:*"), region="oss:Get*")
    assert None is not found(except_("Allow", "oss:Put*"), region="oss:*")


def test_an_allow_with_an_exception_is_not_the_only_way() -> None:
    broad, exact = except_("Allow", "oss:b*"), allow("oss:b*")
    limits = tuple(policy(ALIBABA, f"limit {at}", allow(f"oss:b{at}")) for at in range(4))
    works = policy(ALIBABA, "works", broad, exact)
    assert None is not can(ALIBABA, held(works, session=limits), Region())


def test_a_deny_of_many_shapes_does_not_hide_what_is_left() -> None:
    assert None is not the_action(WORKS, *(deny(f"oss:*a{at}*b*") for at in range(300)))


def level(at: int) -> Grants:
    return held(policy(TENCENT, f"level {at}", allow(f"cos:*a{at}*b{at}*")))


def test_layers_that_each_want_more_are_served_together() -> None:
    works = policy(TENCENT, "works", allow("cos:*"))
    example = can(TENCENT, held(works, levels=tuple(level(at).identity for at in range(5))), Region())
    assert example is not None
    assert all(f"a{at}" in example.action and f"b{at}" in example.action for at in range(5))


def test_what_costs_more_than_the_budget_is_unknown() -> None:
    grants = held(policy(ALIBABA, "P", WORKS, *(deny(f"oss:{'?' * length}") for length in range(1, 30))))
    with pytest.raises(Unknown, match="as many steps as its budget has"):
        can(ALIBABA, grants, Region(), Budget(nodes=10))
