"""Threads that attach, detach and remove at once never break a quota, a reference or the journal."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.store.stage import ALICE, AUDIT, BOB, READ, STAFF, WRITE, attached, policy, see, submit, version
from tigertally.model.changes import Added, Change, Removed
from tigertally.model.refusals import AlreadyAttached, InUse, LimitReached, NotAttached, NotFound, Refusal
from tigertally.store import Store, verify

EXTRA = policy("extra")
POLICIES = (READ, WRITE, AUDIT, EXTRA)

WISHES: tuple[tuple[Change, ...], ...] = (
    *((Added(attached(target, one)),) for target in (ALICE, BOB, STAFF) for one in POLICIES),
    *((Removed(attached(target, one)),) for target in (ALICE, BOB, STAFF) for one in POLICIES),
    (Added(EXTRA), Added(version(EXTRA))),
    (Removed(version(EXTRA)), Removed(EXTRA)),
    (Removed(BOB),),
    (Added(BOB),),
)


def wish(store: Store, seed: int) -> Counter[type]:
    """One thread's wishes, most of which are refused by one belt or another."""
    random_ = random.Random(seed)
    answers = [submit(store, *random_.choice(WISHES)).exception(timeout=30) for _ in range(60)]
    return Counter(type(answer) for answer in answers)


def test_racing_threads_meet_the_belts_and_break_nothing(ledger: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = sum(threads.map(lambda seed: wish(ledger, seed), range(8)), Counter[type]())
    assert {AlreadyAttached, LimitReached, NotAttached, NotFound, InUse, type(None)} <= answers.keys()
    assert [] == [kind for kind in answers if kind is not type(None) and not issubclass(kind, Refusal)]
    assert [] == verify(ledger)
    carried = see(ledger, lambda view: [len(view.attachments_of(one)) for one in (ALICE, BOB, STAFF)])
    assert max(carried) <= 3
