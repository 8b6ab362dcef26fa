"""A database that starts anew, or a deadlock, is over in a moment: whoever waits for it tries again."""

import random
import time
from collections.abc import Iterator

TRIES = 45
"""About ten seconds; then a call fails, and whoever made it does not know what became of it."""


def tries() -> Iterator[bool]:
    """Whether this try is the last; between two, sleep at random, ever longer up to a third of a second."""
    for turn in range(TRIES):
        yield turn == TRIES - 1
        time.sleep(random.uniform(0.5, 1) * min(0.002 * 2**turn, 0.3))
