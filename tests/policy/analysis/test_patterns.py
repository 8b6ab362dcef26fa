"""A statement is taken apart into rows, and each row is written as its language writes it."""

import pytest

from tests.policy.analysis.scene import ALIBABA, HUAWEI, TENCENT, Statement, allow, policy
from tigertally.policy.analysis import Facts, Region
from tigertally.policy.analysis.patterns import parts, region
from tigertally.policy.statement import Malformed


def rows(facts: Facts, statement: Statement) -> list[tuple[str, str]]:
    (one,) = policy(facts, "P", statement).document.statements
    return [(part.action, part.resource) for part in parts(facts.cloud, one)]


def test_each_action_meets_each_resource() -> None:
    photos, films = "acs:oss:*:*:photos/*", "acs:oss:*:*:films"
    assert [
        ("oss:get*", photos),
        ("oss:get*", films),
        ("oss:putobject", photos),
        ("oss:putobject", films),
    ] == rows(ALIBABA, allow(["oss:Get*", "oss:PutObject", "oss:get*"], [photos, films]))


def test_what_an_element_leaves_out_is_one_row() -> None:
    statement = {"Effect": "Allow", "NotAction": ["iam:*:*", "sts:*:*"], "NotResource": ["obs:*:*:*:a"]}
    assert [("* except iam:*:*, sts:*:*", "* except obs:*:*:*:a")] == rows(HUAWEI, statement)


@pytest.mark.parametrize(
    ("facts", "resource"),
    [
        (HUAWEI, "obs:*:*:object:home/${g:username}/*"),
        (HUAWEI, "obs:*:*:object:${g:userid, 'it''s'}"),
        (HUAWEI, "obs:*:*:object:a${*}b"),
        (TENCENT, "qcs::cos::uid/125:home/${uin}/*"),
        (ALIBABA, "acs:oss:*:*:$"),
    ],
)
def test_a_resource_reads_as_it_was_written(facts: Facts, resource: str) -> None:
    action = "obs:*:*" if facts is HUAWEI else "cos:*"
    ((_, shown),) = rows(facts, allow(action, resource))
    assert resource.replace("qcs::cos::", "qcs:*:cos:*:") == shown


def test_an_account_left_to_the_own_one_stays_empty() -> None:
    assert [("cos:*", "qcs:*:cos:*::photos/*")] == rows(TENCENT, allow("name/cos:*", "qcs::cos:::photos/*"))


def test_a_region_is_read_by_the_language() -> None:
    asked = region("tencent", Region("name/cos:Get*", "qcs::cos:::a"))
    assert asked.action("cos:getobject")
    with pytest.raises(Malformed, match="is no action"):
        region("alibaba", Region("oss"))
