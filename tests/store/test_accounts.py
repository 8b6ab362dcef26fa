"""Accounts stand beside one another; each cloud has a system account."""

import pytest

from tests.store.stage import ACCOUNT, CLOUD, OTHER, do, see
from tigertally.model.changes import Added, Edited, Removed
from tigertally.model.refusals import AlreadyExists, InUse
from tigertally.store import Store


def test_an_account_is_found_by_its_cloud_and_its_native_id(ledger: Store) -> None:
    assert ACCOUNT == ledger.read(lambda reading: reading.account("alibaba", ACCOUNT.native_id))


def test_an_account_of_another_cloud_is_not_found(ledger: Store) -> None:
    assert ledger.read(lambda reading: reading.account("huawei", ACCOUNT.native_id)) is None


def test_all_accounts_are_listed_in_the_order_of_their_numbers(ledger: Store) -> None:
    assert [CLOUD, ACCOUNT, OTHER] == ledger.read(lambda reading: reading.accounts())


def test_the_next_account_has_a_number_that_none_has(ledger: Store) -> None:
    assert 4 == ledger.write(lambda writing: writing.next_account_id(), "number").result()


def test_the_first_account_is_number_one(empty: Store) -> None:
    assert 1 == empty.write(lambda writing: writing.next_account_id(), "number").result()


def test_a_view_knows_its_account_and_the_system_account_of_its_cloud(ledger: Store) -> None:
    assert (ACCOUNT, CLOUD) == see(ledger, lambda view: (view.account, view.system))


def test_a_cloud_without_a_system_account_is_a_broken_ledger(ledger: Store) -> None:
    with pytest.raises(LookupError, match="system account of huawei"):
        see(ledger, lambda view: view.system, account=OTHER)


def test_a_view_calls_accounts_of_its_own_cloud_only(ledger: Store) -> None:
    assert ACCOUNT == see(ledger, lambda view: view.account_called(ACCOUNT.native_id))
    assert see(ledger, lambda view: view.account_called(OTHER.native_id)) is None


def test_a_view_finds_the_account_of_anything_in_the_ledger(ledger: Store) -> None:
    assert OTHER == see(ledger, lambda view: view.account_numbered(3))


def test_a_view_mints_with_what_it_was_given(ledger: Store) -> None:
    assert "USER" == see(ledger, lambda view: view.mint("user"))


def test_two_accounts_of_a_cloud_cannot_share_a_native_id(ledger: Store) -> None:
    twin = Added(
        type(ACCOUNT)(account_id=9, cloud="alibaba", native_id=ACCOUNT.native_id, name="x", created_at=0)
    )
    with pytest.raises(AlreadyExists):
        do(ledger, twin)


def test_an_account_can_be_renamed(ledger: Store) -> None:
    after = type(ACCOUNT)(
        account_id=2, cloud="alibaba", native_id=ACCOUNT.native_id, name="new", created_at=0
    )
    do(ledger, Edited(before=ACCOUNT, after=after))
    assert after == see(ledger, lambda view: view.account_numbered(2))


def test_an_account_is_never_removed_because_its_journal_ends_there(ledger: Store) -> None:
    with pytest.raises(InUse, match=r"account\.journal"):
        do(ledger, Removed(OTHER))
