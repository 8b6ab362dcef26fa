"""An answer that another reading of a cloud's documents would change says which reading."""

from tests.policy.analysis.scene import ALIBABA, HUAWEI, TENCENT, allow, deny, held, policy
from tigertally.policy.analysis import depends_on
from tigertally.policy.analysis.readings import READINGS
from tigertally.policy.languages import ASSUMPTIONS


def test_every_reading_is_a_listed_assumption() -> None:
    listed = {cloud: {one.name for one in assumptions} for cloud, assumptions in ASSUMPTIONS.items()}
    assert all(reading.name in listed[cloud] for reading in READINGS for cloud in reading.clouds)


def test_a_negated_operator_on_a_key_that_may_be_absent() -> None:
    works = policy(TENCENT, "works", allow("cos:*"))
    not_web = {"string_not_equal": {"qcs:resource_tag/team": ["web"]}}
    also = policy(
        TENCENT,
        "also",
        deny("cos:*", **not_web),
        deny("cos:*", null_equal={"qcs:resource_tag/team": ["false"]}),
    )
    assert ("absent_key",) == depends_on(TENCENT, held(works, also), held(also))


def test_a_negated_operator_on_a_key_that_every_request_holds_changes_nothing() -> None:
    works = policy(HUAWEI, "works", allow("obs:*:*"))
    guard = policy(HUAWEI, "guard", deny("obs:*:*", NotIpAddress={"g:SourceIp": ["10.0.0.0/8"]}))
    assert () == depends_on(HUAWEI, held(works, guard), held(guard))


def test_the_order_of_account_and_resource_group() -> None:
    stops = policy(ALIBABA, "stops", deny("oss:Delete*"))
    deletes = policy(ALIBABA, "deletes", allow("oss:Delete*"))
    before, after = held(deletes, resource_group=(stops,)), held(resource_group=(stops,))
    assert ("resource_group_order",) == depends_on(ALIBABA, before, after)
    assert () == depends_on(ALIBABA, held(deletes), held())
