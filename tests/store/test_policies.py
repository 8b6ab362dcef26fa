"""Policies and their versions; the system account's are listed with an account's own."""

import pytest
from msgspec import structs

from tests.store.stage import ACCOUNT, ALICE_READS, AUDIT, CLOUD, READ, WRITE, do, policy, see, version
from tigertally.model.changes import Added, Edited, Removed
from tigertally.model.refusals import AlreadyExists, InUse, NotFound
from tigertally.store import Store

HERE, SYSTEM = ACCOUNT.account_id, CLOUD.account_id


def test_a_policy_is_found_by_id_and_by_name(ledger: Store) -> None:
    assert WRITE == see(ledger, lambda view: view.policy(HERE, "write"))
    assert WRITE == see(ledger, lambda view: view.policy_named(HERE, "Write"))


def test_a_system_policy_is_not_found_in_another_account(ledger: Store) -> None:
    assert see(ledger, lambda view: view.policy(HERE, "read")) is None
    assert READ == see(ledger, lambda view: view.policy(SYSTEM, "read"))


def test_policies_come_account_by_account_in_the_order_asked_for(ledger: Store) -> None:
    assert [READ, WRITE, AUDIT] == see(ledger, lambda view: view.policies((SYSTEM, HERE)))
    assert [WRITE, AUDIT, READ] == see(ledger, lambda view: view.policies((HERE, SYSTEM)))


def test_a_page_of_policies_passes_from_one_account_to_the_next(ledger: Store) -> None:
    assert [READ, WRITE] == see(ledger, lambda view: view.policies((SYSTEM, HERE), limit=2))
    assert [WRITE, AUDIT] == see(ledger, lambda view: view.policies((SYSTEM, HERE), after="read"))
    assert [AUDIT] == see(ledger, lambda view: view.policies((SYSTEM, HERE), after="write"))
    assert [AUDIT, READ] == see(ledger, lambda view: view.policies((HERE, SYSTEM), after="write", limit=2))


def test_policies_are_listed_by_the_beginning_of_their_path(ledger: Store) -> None:
    assert [AUDIT] == see(ledger, lambda view: view.policies((SYSTEM, HERE), path_prefix="sec/"))


def test_versions_come_the_newest_first(ledger: Store) -> None:
    do(ledger, Added(version(WRITE, 2)))
    assert [version(WRITE, 2), version(WRITE, 1)] == see(ledger, lambda view: view.policy_versions(WRITE))


def test_one_version_is_found_with_its_document(ledger: Store) -> None:
    assert version(WRITE) == see(ledger, lambda view: view.policy_version(WRITE, 1))
    assert see(ledger, lambda view: view.policy_version(WRITE, 2)) is None


def test_a_version_can_be_edited_in_place(ledger: Store) -> None:
    after = structs.replace(version(WRITE), document="{}", sha256="new")
    do(ledger, Edited(before=version(WRITE), after=after))
    assert after == see(ledger, lambda view: view.policy_version(WRITE, 1))


def test_a_name_that_is_taken_is_refused(ledger: Store) -> None:
    with pytest.raises(AlreadyExists, match="policy"):
        do(ledger, Added(structs.replace(policy("other"), name="wRITE")))


def test_a_policy_that_is_attached_is_not_removed(ledger: Store) -> None:
    with pytest.raises(InUse, match="policy"):
        do(ledger, Removed(version(READ)), Removed(READ))


def test_a_policy_that_has_versions_is_not_removed(ledger: Store) -> None:
    with pytest.raises(InUse, match="policy"):
        do(ledger, Removed(AUDIT))


def test_a_policy_goes_after_all_that_depends_on_it(ledger: Store) -> None:
    do(ledger, Removed(ALICE_READS), Removed(version(READ)), Removed(READ))
    assert see(ledger, lambda view: view.policy(SYSTEM, "read")) is None


def test_a_policy_is_not_removed_twice(ledger: Store) -> None:
    do(ledger, Removed(version(AUDIT)), Removed(AUDIT))
    with pytest.raises(NotFound, match="policy"):
        do(ledger, Removed(AUDIT))
