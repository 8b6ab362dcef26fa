"""Calls find their guards, survive what happens to connections, and are answered once, with the truth."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager

import psycopg
import pytest
from msgspec import structs

from tests.home import Home
from tests.postgres import Database
from tests.store.stage import (
    ACCOUNT,
    ALICE_READS,
    BOB,
    NOW,
    OTHER,
    RULES,
    STAFF_WRITE,
    attached,
    commit,
    do,
    policy,
    see,
    submit,
    version,
)
from tests.store.test_batches import held, newcomer
from tigertally.model.changes import Added, Edited, Removed
from tigertally.model.principals import User
from tigertally.model.refusals import AlreadyAttached, NotAttached
from tigertally.store import Store, Writing, verify
from tigertally.store.postgres import connection
from tigertally.store.postgres.connection import Postgres
from tigertally.store.sql import LEDGER, Interrupted

WHOLE = structs.replace(OTHER, account_id=-1, native_id="organization/1")
MEMBER = structs.replace(OTHER, account_id=5, native_id="5" * 32, organization_id=-1)
RENAMED = Edited(before=WHOLE, after=structs.replace(WHOLE, name="renamed"))
STRANGER = User(account_id=OTHER.account_id, id="s1", name="Stranger", created_at=0, updated_at=0)


def runs_of(store: Store, account_id: int, *rows: Added) -> int:
    """How often a work ran that was said to be about an account, until its changes were true."""
    runs: list[int] = []

    def work(writing: Writing) -> None:
        runs.append(1)
        commit(writing, *rows, op_id=op_id)

    op_id = f"guarded-{account_id}"
    store.write(work, op_id, account_id).result(timeout=10)
    assert [] == verify(store)
    return len(runs)


def test_a_call_that_changes_the_account_it_is_about_runs_once(ledger: Store) -> None:
    assert 1 == runs_of(ledger, ACCOUNT.account_id, newcomer(1))


def test_a_call_that_turns_out_to_change_another_account_runs_again_with_both_guards(ledger: Store) -> None:
    assert 2 == runs_of(ledger, ACCOUNT.account_id, Added(STRANGER))
    assert 2 == runs_of(ledger, LEDGER, newcomer(1))


def test_an_account_that_is_just_made_needs_no_guard(ledger: Store) -> None:
    made = structs.replace(OTHER, account_id=9, native_id="9" * 32)
    assert 1 == runs_of(ledger, LEDGER, Added(made), Added(structs.replace(STRANGER, account_id=9)))


def test_who_asks_for_the_next_account_number_has_the_ledgers_guard(ledger: Store) -> None:
    runs: list[int] = []
    work: Callable[[Writing], None] = lambda writing: runs.append(writing.next_account_id())  # noqa: E731
    ledger.write(work, "number", ACCOUNT.account_id).result()
    assert [4] == runs


@pytest.fixture
def founded(ledger: Store) -> Store:
    """The same ledger with an organization and a member."""
    do(ledger, Added(WHOLE), Added(MEMBER))
    return ledger


@contextmanager
def locked(home: Home, how: str) -> Iterator[None]:
    """Another server has the organization's guard, for itself or with others."""
    with psycopg.connect(home.database) as other:
        other.execute(f"select 1 from accounts where account_id < 0 for {how}".encode())
        yield


def runs_below(store: Store, organization_id: int) -> int:
    """How often a work of a member runs that is said to belong to an organization."""
    runs: list[int] = []

    def work(writing: Writing) -> None:
        runs.append(1)
        writing.view(MEMBER, now=NOW, rules=RULES, mint=str)

    store.write(work, f"below-{organization_id}", MEMBER.account_id, organization_id).result(timeout=10)
    return len(runs)


def test_who_sees_the_ledger_as_a_member_shares_the_guard_of_its_organization(founded: Store) -> None:
    assert 1 == runs_below(founded, WHOLE.account_id)
    assert 2 == runs_below(founded, 0)


def test_members_do_not_wait_for_one_another_and_their_organization_waits_for_them(
    founded: Store, home: Home
) -> None:
    with locked(home, "share"):
        assert 1 == runs_below(founded, WHOLE.account_id)
        change = submit(founded, RENAMED)
        with pytest.raises(TimeoutError):
            change.result(timeout=0.5)
    change.result(timeout=10)


def test_members_wait_for_a_change_of_their_organization(founded: Store, home: Home) -> None:
    with ThreadPoolExecutor(1) as threads:
        with locked(home, "update"):
            member = threads.submit(runs_below, founded, WHOLE.account_id)
            with pytest.raises(TimeoutError):
                member.result(timeout=0.5)
        assert 1 == member.result(timeout=10)


def test_who_changes_the_organization_that_it_shared_runs_again_with_the_guard_alone(founded: Store) -> None:
    runs: list[int] = []

    def work(writing: Writing) -> None:
        runs.append(1)
        writing.view(MEMBER, now=NOW, rules=RULES, mint=str)
        commit(writing, RENAMED, op_id="upgrade")

    founded.write(work, "upgrade", MEMBER.account_id, WHOLE.account_id).result(timeout=10)
    assert 2 == len(runs)
    assert [] == verify(founded)


def test_a_work_that_hides_that_it_lacks_a_guard_gets_it_all_the_same(ledger: Store) -> None:
    runs: list[int] = []

    def hiding(writing: Writing) -> None:
        runs.append(1)
        try:
            commit(writing, Added(STRANGER), op_id="hiding")
        except Exception:
            assert 1 == len(runs)

    ledger.write(hiding, "hiding", ACCOUNT.account_id).result(timeout=10)
    assert 2 == len(runs)
    assert 1 == len(ledger.read(lambda reading: reading.entry_of("hiding")))


def test_calls_across_accounts_do_not_wait_for_one_another_in_a_circle(ledger: Store, home: Home) -> None:
    second = home.open()
    ours, theirs = ACCOUNT.account_id, OTHER.account_id

    def cross(store: Store, first: int, name: str) -> None:
        for turn in range(10):
            both = Added(structs.replace(STRANGER, id=f"{name}{turn}", name=f"{name}{turn}"))
            here = Added(structs.replace(BOB, id=f"{name}{turn}", name=f"{name}{turn}"))
            op_id = f"{name}-{turn}"
            work: Callable[[Writing], str] = lambda w, o=op_id, r=(both, here): commit(w, *r, op_id=o)  # type: ignore[misc]  # noqa: E731
            store.write(work, op_id, first).result(timeout=30)

    with ThreadPoolExecutor(4) as threads:
        done = [
            threads.submit(cross, store, first, f"{number}{first}")
            for number, store in enumerate((ledger, second))
            for first in (ours, theirs)
        ]
    assert [None] * 4 == [one.exception() for one in done]
    second.close()
    assert [] == verify(ledger)


def test_calls_of_other_accounts_do_not_wait(ledger: Store) -> None:
    with held(ledger):
        assert submit(ledger, Added(STRANGER)).result(timeout=5)


def test_what_one_server_acknowledged_the_other_knows_at_once(ledger: Store, home: Home) -> None:
    second = home.open()
    for turn in range(30):
        one, other = (ledger, second) if turn % 2 else (second, ledger)
        do(one, Removed(ALICE_READS))
        assert isinstance(submit(other, Removed(ALICE_READS)).exception(), NotAttached)
        assert see(other, lambda view: view.attachments_of(view.users(2)[1])) == []
        do(other, Added(ALICE_READS))
        assert isinstance(submit(one, Added(ALICE_READS)).exception(), AlreadyAttached)
    second.close()
    assert [] == verify(ledger)


def test_two_servers_of_one_account_take_turns(ledger: Store, home: Home) -> None:
    second = home.open()
    futures = [submit((ledger, second)[number % 2], newcomer(number)) for number in range(60)]
    wait(futures)
    assert [None] * 60 == [future.exception() for future in futures]
    second.close()
    assert [] == verify(ledger)


def test_servers_that_open_a_new_database_at_once_make_one_ledger(home: Home) -> None:
    barrier = threading.Barrier(4)

    def opened(_: int) -> Store:
        barrier.wait(10)
        return home.open()

    with ThreadPoolExecutor(4) as threads:
        stores = list(threads.map(opened, range(4)))
    assert 1 == sum(store.is_new for store in stores)
    for store in stores:
        store.close()


@pytest.fixture
def first_commit_breaks(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Lose the connection at the next commit, after it was done or before."""

    def arrange(after: bool) -> None:
        script, turns = Postgres.script, iter((True,))

        def breaking(self: Postgres, text: str) -> None:
            if text == "commit" and next(turns, False):
                if after:
                    script(self, text)
                self.connection.close()
                raise psycopg.OperationalError("the connection is lost")
            script(self, text)

        monkeypatch.setattr(Postgres, "script", breaking)

    return arrange


@pytest.mark.parametrize(("after", "expected"), [(True, 1), (False, 2)], ids=["after", "before"])
def test_a_call_whose_commit_has_an_unknown_outcome_is_looked_up_and_happens_once(
    ledger: Store, first_commit_breaks: Callable[[bool], None], after: bool, expected: int
) -> None:
    runs: list[str] = []

    def once(writing: Writing) -> str:
        runs.append(commit(writing, newcomer(1), op_id="unsure"))
        return f"run {len(runs)}"

    first_commit_breaks(after)
    assert f"run {expected}" == ledger.write(once, "unsure", ACCOUNT.account_id).result(timeout=10)
    assert expected == len(runs)
    assert 1 == len(ledger.read(lambda reading: reading.entry_of("unsure")))
    assert [] == verify(ledger)


def test_a_connection_that_is_ended_in_the_middle_of_a_call_is_replaced(
    ledger: Store, postgres: Database
) -> None:
    runs: list[int] = []

    def ended(writing: Writing) -> str:
        runs.append(writing.sql.value("select pg_backend_pid()"))
        if len(runs) == 1:
            postgres.ask(f"select pg_terminate_backend({runs[0]}, 5000)")
        return commit(writing, newcomer(1), op_id="ended")

    ledger.write(ended, "ended", ACCOUNT.account_id).result(timeout=10)
    assert 2 == len(set(runs))
    assert [] == verify(ledger)


def test_a_read_whose_connection_was_ended_is_made_again(ledger: Store, postgres: Database) -> None:
    pid = ledger.read(lambda reading: reading.sql.value("select pg_backend_pid()"))
    postgres.ask(f"select pg_terminate_backend({pid}, 5000)")
    assert 3 == len(see(ledger, lambda view: view.users(2)))


@pytest.mark.usefixtures("ledger")
def test_a_call_fails_when_the_account_is_held_too_long_and_the_next_one_happens(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "SESSION", "set lock_timeout = '100ms'")
    other = home.open()
    with psycopg.connect(home.database) as holding:
        holding.execute("select 1 from accounts where account_id = 2 for update")
        refused = submit(other, Removed(ALICE_READS)).exception(timeout=10)
        assert 3 == len(see(other, lambda view: view.users(2)))
    assert isinstance(refused, psycopg.errors.LockNotAvailable)
    do(other, Removed(ALICE_READS))
    other.close()


def test_a_work_that_goes_on_after_a_trip_changes_nothing(ledger: Store) -> None:
    def stubborn(writing: Writing) -> None:
        commit(writing, newcomer(1), op_id="first")
        try:
            commit(writing, Added(ALICE_READS), op_id="second")
        except AlreadyAttached:
            return

    with pytest.raises(Interrupted):
        ledger.write(stubborn, "stubborn", ACCOUNT.account_id).result(timeout=10)
    assert [] == ledger.read(lambda reading: reading.entry_of("first"))
    do(ledger, newcomer(1))


def test_a_work_that_goes_on_after_an_error_of_the_engine_changes_nothing(ledger: Store) -> None:
    def stubborn(writing: Writing) -> None:
        commit(writing, newcomer(1), op_id="first")
        with pytest.raises(psycopg.Error):
            writing.sql.one("select nonsense")

    with pytest.raises(Interrupted):
        ledger.write(stubborn, "stubborn", ACCOUNT.account_id).result(timeout=10)
    assert [] == ledger.read(lambda reading: reading.entry_of("first"))


def test_a_call_that_meets_an_error_of_the_engine_fails_alone(ledger: Store) -> None:
    broken = ledger.write(lambda writing: writing.sql.one("select nonsense"), "broken", ACCOUNT.account_id)
    do(ledger, Removed(STAFF_WRITE))
    assert isinstance(broken.exception(), psycopg.errors.UndefinedColumn)


def test_what_no_row_can_hold_is_not_there(ledger: Store) -> None:
    assert see(ledger, lambda view: view.principal_named(2, "user", "ali\0ce")) is None
    assert ledger.read(lambda reading: reading.caller("AK1\0")) is None


def test_a_text_with_the_character_that_postgres_lacks_is_kept_in_the_image(ledger: Store) -> None:
    odd = structs.replace(BOB, tags={"key": "a\0b"})
    do(ledger, Edited(before=BOB, after=odd))
    assert odd == see(ledger, lambda view: view.principal(2, BOB.id))
    assert [] == verify(ledger)


def test_more_changes_than_postgres_has_room_for_savepoints_are_one_call(ledger: Store) -> None:
    many = [policy(f"p{number}") for number in range(100)]
    do(ledger, *(row for one in many for row in (Added(one), Added(version(one)))))
    do(ledger, Added(attached(BOB, many[-1])))
    assert [] == verify(ledger)
