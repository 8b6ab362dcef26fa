"""A context in which some cells hold and of others one in each group fails, or none."""

from tests.policy.analysis.scene import Statement
from tests.policy.speech import document
from tigertally.policy.analysis.cells import Test
from tigertally.policy.analysis.circumstances import Circumstances, several_keys
from tigertally.policy.request import Value


def cells(language: str, **condition: Statement) -> tuple[Test, ...]:
    element = "condition" if language == "tencent" else "Condition"
    spelled = {"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}
    if language == "tencent":
        spelled = {"effect": "allow", "action": ["*"], "resource": ["*"]}
    return document(language, {**spelled, element: condition}).statements[0].cells


def found(
    language: str, needed: tuple[Test, ...], *groups: tuple[Test, ...]
) -> tuple[dict[str, Value] | None, bool]:
    compared = [cell for group in (needed, *groups) for cell in group]
    told = Circumstances(language, several_keys(language, compared)).find(needed, groups)
    return told.context, told.complete


def test_what_is_needed_is_told() -> None:
    needed = cells(
        "alibaba", StringLike={"oss:Prefix": ["photos/*"]}, NumericLessThan={"oss:MaxKeys": ["10"]}
    )
    assert ({"oss:prefix": "photos/value", "oss:maxkeys": "9"}, True) == found("alibaba", needed)


def test_needs_that_exclude_each_other_cannot_be_met() -> None:
    needed = cells("alibaba", StringEquals={"oss:Prefix": ["a"]}, StringNotLike={"oss:Prefix": ["a*"]})
    assert (None, True) == found("alibaba", needed)


def test_a_group_fails_by_a_key_that_is_not_there() -> None:
    bar = cells("alibaba", StringNotEquals={"acs:ResourceTag/team": ["web"]})
    assert ({}, True) == found("alibaba", (), bar)


def test_a_key_that_every_request_holds_has_to_say_something() -> None:
    bars = (
        cells("alibaba", Bool={"acs:SecureTransport": ["true"]}),
        cells("alibaba", Bool={"acs:SecureTransport": ["false"]}),
    )
    assert (None, True) == found("alibaba", (), *bars)


def test_groups_on_one_key_fail_together() -> None:
    bars = [
        cells("alibaba", NotIpAddress={"acs:SourceIp": [block]}) for block in ("10.0.0.0/8", "10.20.0.0/16")
    ]
    context, _ = found("alibaba", (), *bars)
    assert {"acs:sourceip": "10.20.0.1"} == context


def test_several_values_meet_what_one_cannot() -> None:
    needed = cells("huawei", **{"ForAnyValue:StringEquals": {"g:TagKeys": ["a"]}}) + cells(
        "huawei", **{"ForAnyValue:StringMatch": {"g:TagKeys": ["b*"]}}
    )
    context, _ = found("huawei", needed)
    assert context is not None
    assert {"a", "bvalue"} == set(context["g:tagkeys"])


def test_a_key_that_is_not_listed_holds_several_where_a_qualifier_compares_it() -> None:
    any_of = cells("tencent", **{"for_any_value:string_equal": {"x:many": ["a"]}})
    one_of = cells("tencent", string_equal={"x:one": ["a"]})
    assert {"x:many"} == several_keys("tencent", any_of + one_of)
    assert frozenset() == several_keys(
        "huawei", cells("huawei", **{"ForAnyValue:Bool": {"g:MFAPresent": ["true"]}})
    )


def test_a_lone_empty_text_counts_as_absent_and_with_others_it_does_not() -> None:
    needed = cells(
        "huawei", **{"ForAllValues:StringEqualsIfExists": {"x:many": ["a"]}, "Null": {"x:many": ["false"]}}
    )
    bar = cells("huawei", **{"ForAnyValue:StringEquals": {"x:many": ["a"]}})
    assert ({"x:many": ("",)}, True) == found("huawei", needed, bar)


def test_what_cannot_be_solved_together_is_not_certain() -> None:
    needed = cells(
        "alibaba", StringLike={"acs:SourceIp": ["10.*"]}, IpAddress={"acs:SourceIp": ["11.0.0.0/8"]}
    )
    assert (None, False) == found("alibaba", needed)
