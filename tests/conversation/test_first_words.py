"""The demo's acts as tests: the smallest conversation of each cloud, by its official SDK."""

import pytest

from tests.live import Live
from tigertally.cli.demo import alibaba, huawei, tencent


@pytest.mark.parametrize(
    ("cloud", "make"), [("tencent", tencent.act), ("alibaba", alibaba.act), ("huawei", huawei.act)]
)
def test_a_detached_policy_no_longer_allows(live: Live, cloud: str, make) -> None:  # type: ignore[no-untyped-def]
    act = make(live.address, live.account(cloud))
    assert "ok" == act.call().code
    assert "ok" == act.do_detach().code
    assert act.refusal == act.call().code
