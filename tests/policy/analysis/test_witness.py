"""An example is a request that somebody could send."""

import pytest

from tests.policy.analysis.scene import ALIBABA, HUAWEI, TENCENT, Statement, allow, deny, held, policy
from tigertally.policy.analysis import Facts, Mismatch, Region, Unknown, Witness, can
from tigertally.policy.analysis.answers import USUAL
from tigertally.policy.analysis.question import Chain, Question
from tigertally.policy.chains import alibaba
from tigertally.policy.formula import ALWAYS

ALWAYS_HELD = {
    "acs:currenttime": "2026-01-15T09:30:00Z",
    "acs:mfapresent": "false",
    "acs:principalarn": "acs:ram::100:user/alice",
    "acs:securetransport": "true",
    "acs:sourceip": "192.0.2.1",
}


def example(facts: Facts, *statements: Statement, region: Region = Region()) -> Witness:  # noqa: B008
    found = can(facts, held(policy(facts, "P", *statements)), region)
    assert found is not None
    return found


def test_stars_become_words_and_numbers() -> None:
    found = example(ALIBABA, allow("oss:Get*", "acs:oss:*:*:photos-*"))
    assert Witness("oss:getany", "acs:oss:cn-hangzhou:100:photos-1", ALWAYS_HELD) == found
    assert (
        "acs:oss:cn-hangzhou:100:photos/any" == example(ALIBABA, allow("*", "acs:oss:*:*:photos/*")).resource
    )


def test_a_field_left_open_says_what_is_usual_there() -> None:
    found = example(HUAWEI, allow("obs:*:*", "obs:*:*:*:*"))
    assert ("obs:anytype:anyaction", "obs:cn-north-4:d1:anytype:anything") == (found.action, found.resource)


def test_tencent_s_lone_star_is_asked_for_no_resource() -> None:
    assert "*" == example(TENCENT, allow("cvm:*")).resource
    named = example(TENCENT, allow("cvm:*", "qcs::cvm:::instance/*"))
    assert "qcs::cvm:ap-guangzhou:uin/100:instance/any" == named.resource


def test_what_follows_from_the_action_is_in_the_context() -> None:
    found = example(TENCENT, allow("*", string_equal={"qcs:read_only_action": ["1"]}))
    assert ("1", "1") == (found.context["qcs:read_only_action"], found.context["qcs:except_cam_finance"])
    assert found.action.partition(":")[2].startswith("check")


def test_a_word_that_another_policy_knows_is_not_used() -> None:
    found = example(
        ALIBABA, allow("oss:*", "acs:oss:*:*:a*"), deny("*", ["acs:oss:*:*:*1", "acs:oss:*:*:*any"])
    )
    assert "acs:oss:cn-hangzhou:100:azq7" == found.resource


def test_a_list_of_tags_and_the_tags_say_the_same() -> None:
    found = example(
        TENCENT,
        allow("cvm:*", string_equal={"qcs:resource_tag/team": ["web"]}),
        deny("cvm:*", **{"for_any_value:string_equal": {"qcs:resource_tag": ["team&ops"]}}),
    )
    assert ("web", ("team&web",)) == (
        found.context["qcs:resource_tag/team"],
        found.context["qcs:resource_tag"],
    )
    found = example(
        HUAWEI,
        allow("ecs:*:*", StringEquals={"g:RequestTag/team": ["web"]}, Null={"g:TagKeys": ["false"]}),
    )
    assert "team" in found.context["g:tagkeys"]


def test_tags_that_cannot_say_the_same_are_unknown() -> None:
    statements = (
        allow("cvm:*", string_equal={"qcs:resource_tag/team": ["web"]}),
        deny("cvm:*", **{"for_any_value:string_equal": {"qcs:resource_tag": ["team&web"]}}),
    )
    with pytest.raises(Unknown, match="the same tags"):
        can(TENCENT, held(policy(TENCENT, "P", *statements)), Region())


def test_an_example_that_the_engine_does_not_confirm_is_never_shown() -> None:
    wrong = Chain(alibaba.decide, lambda _: ALWAYS)
    question = Question(ALIBABA, held(), held(), USUAL, wrong)
    with pytest.raises(Mismatch):
        question.example("held")


def test_what_is_shown_carries_both_decisions() -> None:
    grants = held(policy(ALIBABA, "P", allow("oss:*")))
    question = Question(ALIBABA, grants, held(), USUAL)
    found = question.example("lost")
    assert found is not None
    assert (True, False) == (found.shown.before.allowed, found.shown.after.allowed)
