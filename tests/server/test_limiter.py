"""So many calls a second, for each account and operation, and not one more."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tigertally.model.refusals import Throttled
from tigertally.server.limiter import Limiter

SECOND = 1_700_000_000_000


def counted(limiter: Limiter, calls: int, account: int = 1, name: str = "x", now: int = SECOND) -> int:
    """How many of some calls were let through."""
    through = 0
    for _ in range(calls):
        try:
            limiter.count((account, name), 10, now)
        except Throttled:
            continue
        through += 1
    return through


def test_ten_go_through_and_the_eleventh_is_told_how_many_there_were() -> None:
    limiter = Limiter()
    assert 10 == counted(limiter, 10)
    with pytest.raises(Throttled) as refused:
        limiter.count((1, "x"), 10, SECOND + 999)
    assert ("operation", {"times": 11, "limit": 10}) == (refused.value.about, refused.value.values)


def test_accounts_and_operations_are_counted_apart() -> None:
    limiter = Limiter()
    assert [10, 10, 10] == [
        counted(limiter, 11, account, name) for account, name in ((1, "x"), (2, "x"), (1, "y"))
    ]


def test_a_new_second_begins_at_nothing() -> None:
    limiter = Limiter()
    assert [10, 10, 10] == [counted(limiter, 11, now=SECOND + at) for at in (0, 1000, 5000)]
    assert 1 == len(limiter._calls)


THREADS = 8

CALLS = 200


@pytest.fixture
def _hasty() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def let_through(limiter: Limiter, limit: int, now: int) -> int:
    """How many of one thread's calls were not refused."""
    passed = 0
    for _ in range(CALLS):
        try:
            limiter.count((1, "op"), limit, now)
        except Throttled:
            continue
        passed += 1
    return passed


@pytest.mark.usefixtures("_hasty")
def test_threads_together_pass_as_many_calls_as_the_limit() -> None:
    limiter, limit = Limiter(), THREADS * CALLS // 2
    with ThreadPoolExecutor(THREADS) as threads:
        passed = threads.map(lambda _: let_through(limiter, limit, 1000), range(THREADS))
    assert limit == sum(passed)
