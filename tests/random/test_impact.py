"""The analysis answers about all requests at once; in a small world all of them can be asked, and must agree.

More of the same: `python -m tests.random.impacts`.
"""

from functools import cache

import pytest

from tests.random.impacts import Tally, run
from tests.random.worlds import WORLDS

DRAWS = {"alibaba": 1_700, "huawei": 1_700, "tencent": 1_700}
"""Of principals; each is asked about twenty times."""
SEED = 20260501
SHARE_MIN = 0.2
UNKNOWN_MAX = 0.01

every_world = pytest.mark.parametrize("name", WORLDS)


@cache
def tally_of(name: str) -> Tally:
    """Run one world once for all tests."""
    *_, last = run(WORLDS[name], SEED, DRAWS[name])
    return last


@every_world
def test_nothing_is_missed_and_nothing_made_up(name: str) -> None:
    tally = tally_of(name)
    assert 0 == tally.wrong, "\n".join(tally.kept)


@every_world
def test_the_questions_are_worth_asking(name: str) -> None:
    tally = tally_of(name)
    assert tally.asked >= 100_000 / len(WORLDS)
    for answer in ("lost", "gained", "lost nothing", "gained nothing"):
        assert tally.answers[answer] / tally.asked >= SHARE_MIN / 2, answer


@every_world
def test_little_is_unknown_and_only_for_variables_of_a_request(name: str) -> None:
    tally = tally_of(name)
    unknown = tally.answers["lost unknown"] + tally.answers["gained unknown"]
    assert unknown / tally.asked <= UNKNOWN_MAX
    assert [] == [why for why in tally.reasons if "which only a request tells" not in why]
