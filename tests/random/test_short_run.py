"""The first few questions of each language, for whoever waits for the answer: scripts/mutate asks all day."""

import pytest

from tests.random.second_engine import compiled, run
from tests.random.vocabulary import LANGUAGES

SEED = 1
DECISIONS = 600


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_first_questions_are_answered_alike(name: str) -> None:
    compiled.cache_clear()
    for tally in run(LANGUAGES[name], SEED, DECISIONS):
        assert 0 == tally.parted
