"""Clouds document how often an account may call an operation in a second; whoever calls more often hears so.

Calls are counted after their signature: nobody can use up what is somebody else's. The counts are of one
second of the server's clock and in memory only, so a new second, and a new start, begin at nothing.
"""

import threading
from collections import Counter

from tigertally.model.refusals import Throttled

Key = tuple[int, str]
"""Account and operation."""


class Limiter:
    """The calls of the present second."""

    def __init__(self) -> None:
        self._second = 0
        self._calls: Counter[Key] = Counter()
        self._turn = threading.Lock()

    def count(self, key: Key, limit: int, now: int) -> None:
        """One more call at the moment ``now``, of at most ``limit`` in its second. Raises Throttled."""
        with self._turn:  # on PostgreSQL several threads are at the edge
            if now // 1000 != self._second:
                self._second = now // 1000
                self._calls.clear()
            self._calls[key] += 1
            times = self._calls[key]
        if times > limit:
            raise Throttled("operation", times=times, limit=limit)
