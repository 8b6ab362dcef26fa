"""The first principals of each small world, for whoever waits for the answer: scripts/mutate asks all day."""

import pytest

from tests.random.impacts import run
from tests.random.worlds import WORLDS

SEED = 1
DRAWS = 150


@pytest.mark.parametrize("name", WORLDS)
def test_the_first_answers_hold(name: str) -> None:
    for tally in run(WORLDS[name], SEED, DRAWS):
        assert 0 == tally.wrong, "\n".join(tally.kept)
