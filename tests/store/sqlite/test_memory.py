"""What is remembered is what would be read: whatever is changed, undone, or done by somebody else."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec import structs

from tests.store.sqlite.test_writer import _break_before_the_next_commit
from tests.store.stage import (
    ACCOUNT,
    ALICE,
    ALICE_READS,
    AUDIT,
    BOB,
    CLOUD,
    DEPLOY,
    IN_STAFF,
    KEY,
    NOW,
    READ,
    RULES,
    STAFF,
    STAFF_WRITE,
    TEAM,
    WRITE,
    attached,
    bounded,
    commit,
    do,
    policy,
    renamed,
    see,
    submit,
    version,
)
from tests.store.test_batches import held, newcomer
from tigertally.model.changes import Added, Change, Edited, Removed
from tigertally.model.principals import Role, User
from tigertally.model.view import Bearing, View
from tigertally.store import Store, Writing
from tigertally.store.sqlite.store import SqliteStore


def remembered(view: View, principal: User | Role = ALICE, scope_id: str = "") -> list[Bearing]:
    """What bears on the principal, by memory where there is any."""
    return view.remembered(principal, scope_id, lambda: view.bearings(principal, scope_id))


def is_made(store: Store, principal: User | Role = ALICE, scope_id: str = "") -> bool:
    """Whether it has to be made anew; it is remembered afterwards."""
    this = object()
    return this is see(store, lambda view: view.remembered(principal, scope_id, lambda: this))


def test_what_bears_on_a_principal_is_made_once(ledger: Store) -> None:
    assert [True, False, False] == [is_made(ledger) for _ in range(3)]
    assert [True, True, False] == [is_made(ledger, scope_id=id) for id in ("rg1", "rg2", "rg1")]
    assert [True, False] == [is_made(ledger, DEPLOY) for _ in range(2)]


NEXT = structs.replace(WRITE, default_version=2, latest_version=2)


@pytest.mark.parametrize(
    "rows",
    [
        (Removed(ALICE_READS),),
        (Added(attached(ALICE, AUDIT)),),
        (Removed(STAFF_WRITE),),
        (Removed(IN_STAFF),),
        (Added(bounded(ALICE, AUDIT)),),
        (Added(version(WRITE, 2)), Edited(before=WRITE, after=NEXT)),
        (Edited(before=ALICE, after=renamed(ALICE, "Alicia")),),
        (Edited(before=STAFF, after=structs.replace(STAFF, name="People")),),
        (Added(policy("new", CLOUD)),),
        (Added(TEAM),),
    ],
    ids=str,
)
def test_what_may_bear_on_it_makes_it_anew(ledger: Store, rows: Sequence[Change]) -> None:
    is_made(ledger)
    do(ledger, *rows)
    assert is_made(ledger)


@pytest.mark.parametrize(
    "row",
    [Added(attached(BOB, AUDIT)), Added(bounded(BOB, AUDIT)), newcomer(1), Removed(KEY)],
    ids=str,
)
def test_what_bears_on_others_leaves_it(ledger: Store, row: Change) -> None:
    is_made(ledger)
    do(ledger, row)
    assert not is_made(ledger)


def test_a_call_sees_what_the_one_before_it_in_its_batch_has_done(ledger: Store) -> None:
    see(ledger, remembered)
    with held(ledger):
        submit(ledger, Removed(ALICE_READS))
        seen = ledger.write(lambda writing: remembered(view_of(writing)), "look")
    assert [WRITE] == [bearing.policy for bearing in seen.result()]


def test_what_a_refused_call_saw_of_its_own_is_forgotten(ledger: Store) -> None:
    def regret(writing: Writing) -> None:
        commit(writing, Removed(ALICE_READS), op_id="regret")
        assert [WRITE] == [bearing.policy for bearing in remembered(view_of(writing))]
        raise ValueError

    assert isinstance(ledger.write(regret, "regret").exception(), ValueError)
    do(ledger, newcomer(1))  # makes the very revision that the other had made
    assert [READ, WRITE] == [bearing.policy for bearing in see(ledger, remembered)]


def test_what_was_seen_of_a_batch_that_failed_is_forgotten(
    ledger: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def regret(writing: Writing) -> None:
        if not regrets:
            regrets.append(commit(writing, Removed(ALICE_READS), op_id="regret"))
        else:
            commit(writing, newcomer(1), op_id="regret")

    regrets: list[str] = []
    with held(ledger):
        done = ledger.write(regret, "regret")
        seen = ledger.write(lambda writing: remembered(view_of(writing)), "look")
        _break_before_the_next_commit(ledger, monkeypatch)
    done.result()
    assert [READ, WRITE] == [bearing.policy for bearing in seen.result()]
    assert [READ, WRITE] == [bearing.policy for bearing in see(ledger, remembered)]


def test_what_another_process_changes_is_seen(ledger: Store, folder: Path) -> None:
    other = Store.open(folder)
    assert 2 == len(see(ledger, remembered))
    do(other, Removed(ALICE_READS))
    assert 1 == len(see(ledger, remembered))
    do(ledger, newcomer(1))
    do(other, Added(ALICE_READS))
    do(ledger, newcomer(2))
    assert 2 == len(see(ledger, remembered))
    other.close()


def test_who_reads_an_earlier_moment_is_not_told_of_a_later_one(ledger: Store) -> None:
    def early(view: View) -> list[Bearing]:
        view.users(2)  # the snapshot begins
        do(ledger, Removed(ALICE_READS))
        assert 1 == len(ledger.write(lambda writing: remembered(view_of(writing)), "look").result())
        return remembered(view)

    assert 2 == len(see(ledger, early))
    assert 1 == len(see(ledger, remembered))


STATES: tuple[tuple[Change, ...], ...] = tuple(
    (Added(what),)
    for what in (
        ALICE_READS, STAFF_WRITE, IN_STAFF, attached(ALICE, AUDIT), attached(STAFF, READ),
        attached(BOB, READ), attached(DEPLOY, WRITE), bounded(ALICE, READ),
    )
)  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_memory_and_ledger_agree_whatever_happens(ledger: Store, folder: Path, seed: int) -> None:
    draw, other = random.Random(seed), Store.open(folder)

    def look(view: View) -> None:
        for who in (ALICE, BOB, DEPLOY):
            assert view.bearings(who) == remembered(view, who)

    def change(number: int) -> None:
        rows = [draw.choice((row, row.inverse)) for (row,) in draw.sample(STATES, 2)]
        store = draw.choice((ledger, ledger, ledger, other))

        def work(writing: Writing) -> None:
            look(view_of(writing))
            commit(writing, *rows, op_id=f"{seed}-{number}")
            look(view_of(writing))
            if draw.random() < 0.3:
                raise ValueError

        store.write(work, f"{seed}-{number}", ACCOUNT.account_id).exception()

    for number in range(40):
        change(number)
        see(ledger, look)
    other.close()


def view_of(writing: Writing) -> View:
    """What a call of the account sees inside its work."""
    return writing.view(ACCOUNT, now=NOW, rules=RULES, mint=str.upper)
