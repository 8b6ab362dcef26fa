"""What can Alice do, and what would have to go so that she cannot?"""

import pytest

from tests.policy.analysis.scene import ALIBABA, HUAWEI, TENCENT, allow, deny, held, policy
from tigertally.policy.analysis import (
    Budget,
    Region,
    Unavoidable,
    Unknown,
    can,
    can_do,
    least_detach,
    redundant,
)

SECRET = Region("oss:GetObject", "acs:oss:*:*:photos/secret")
READER = policy(ALIBABA, "reader", allow("oss:Get*", "acs:oss:*:*:photos/*"))
ADMIN = policy(ALIBABA, "admin", allow("oss:*"))
ECS = policy(ALIBABA, "ecs", allow("ecs:*"))
GUARD = policy(ALIBABA, "guard", deny("oss:*", NotIpAddress={"acs:SourceIp": ["10.0.0.0/8"]}))


def test_a_region_is_possible_by_an_example() -> None:
    found = can(ALIBABA, held(READER, GUARD), SECRET)
    assert found is not None
    assert ("oss:getobject", "acs:oss:cn-hangzhou:100:photos/secret", "10.0.0.1") == (
        found.action,
        found.resource,
        found.context["acs:sourceip"],
    )


def test_a_region_is_certainly_impossible() -> None:
    assert None is can(ALIBABA, held(READER, GUARD), Region("oss:PutObject"))
    assert None is can(ALIBABA, held(), Region())


def test_what_could_not_be_decided_is_raised() -> None:
    own = policy(HUAWEI, "own", allow("obs:*:*", "obs:*:*:object:${obs:Owner}/${obs:Owner}"))
    with pytest.raises(Unknown, match="obs:owner"):
        can(HUAWEI, held(own), Region("*", "obs:*:*:object:a/b"))
    with pytest.raises(Unknown, match="budget"):
        can(ALIBABA, held(READER), SECRET, Budget(nodes=1))


def test_a_deny_that_a_request_s_variable_may_spare_does_not_settle_it() -> None:
    works = policy(HUAWEI, "works", allow("obs:*:*", Null={"obs:Tag": ["false"]}))
    others = policy(HUAWEI, "others", deny("obs:*:*", StringNotEquals={"obs:Tag": ["${obs:Owner}"]}))
    found = can(HUAWEI, held(works, others), Region())
    assert found is not None
    assert found.context["obs:tag"] == found.context["obs:owner"]


def test_what_somebody_can_do_comes_pattern_by_pattern() -> None:
    stop = policy(ALIBABA, "stop", deny("ecs:*"))
    assert [("kept", "reader", "oss:get*"), ("denied", "ecs", "ecs:*")] == [
        (row.outcome, row.grant.policy, row.action) for row in can_do(ALIBABA, held(READER, ECS, stop))
    ]


def test_everything_that_opens_the_region_has_to_go_and_nothing_else() -> None:
    assert (READER, ADMIN) == least_detach(ALIBABA, held(READER, ECS, ADMIN, GUARD), SECRET)
    assert () == least_detach(ALIBABA, held(ECS), SECRET)


def test_what_is_held_in_a_resource_group_has_to_go_too() -> None:
    grouped = policy(ALIBABA, "grouped", allow("oss:Get*"))
    assert (READER, grouped) == least_detach(ALIBABA, held(READER, resource_group=(grouped,)), SECRET)


def test_what_no_detach_prevents_is_told_with_an_example() -> None:
    with pytest.raises(Unavoidable) as raised:
        least_detach(TENCENT, held(is_root=True), Region("cos:*"))
    assert raised.value.witness.action.startswith("cos:")


def test_a_policy_that_another_covers_is_redundant() -> None:
    again = policy(ALIBABA, "again", allow("oss:Get*", "acs:oss:*:*:photos/*"))
    assert [READER] == list(redundant(ALIBABA, held(READER, ECS, ADMIN)))
    assert [READER, again] == list(redundant(ALIBABA, held(READER, again)))
