"""The demo's acts as tests: the smallest conversation of each system, by its official SDK."""

from collections.abc import Callable

import pytest

from tests.live import Live
from tigertally.cli.demo.script import Act, House
from tigertally.cli.demo.stagehand import ACTS
from tigertally.server.founding import add_key


@pytest.mark.parametrize(("cloud", "make"), ACTS, ids=[make.__module__ for _, make in ACTS])
def test_a_detached_policy_no_longer_allows(live: Live, cloud: str, make: Callable[[House], Act]) -> None:
    house = House(
        address=live.address,
        root=live.account(cloud),
        root_key=lambda account: add_key(live.stage, cloud, account),
    )
    act = make(house)
    assert "ok" == act.call().code
    assert "ok" == act.do_detach().code
    assert act.refusal == act.call().code
