"""Who belongs to which group, from both ends."""

import pytest
from msgspec import structs

from tests.store.stage import ALICE, BOB, IN_STAFF, STAFF, do, see
from tigertally.model.changes import Added, Removed
from tigertally.model.principals import Principal
from tigertally.model.refusals import AlreadyExists, InUse, NotFound
from tigertally.store import Store

BOB_IN_STAFF = structs.replace(IN_STAFF, user_id=BOB.id)


def test_a_membership_is_seen_from_the_user_and_from_the_group(ledger: Store) -> None:
    assert [(IN_STAFF, STAFF)] == see(ledger, lambda view: view.groups_of(ALICE))
    assert [(IN_STAFF, ALICE)] == see(ledger, lambda view: view.members_of(STAFF))


def test_who_does_not_belong_is_not_seen(ledger: Store) -> None:
    assert [] == see(ledger, lambda view: view.groups_of(BOB))
    assert see(ledger, lambda view: view.membership(STAFF, BOB)) is None


def test_one_membership_is_found(ledger: Store) -> None:
    assert IN_STAFF == see(ledger, lambda view: view.membership(STAFF, ALICE))


def test_members_come_a_page_at_a_time_in_the_order_in_which_they_joined(ledger: Store) -> None:
    do(ledger, Added(BOB_IN_STAFF))
    assert [(IN_STAFF, ALICE)] == see(ledger, lambda view: view.members_of(STAFF, limit=1))
    assert [(BOB_IN_STAFF, BOB)] == see(ledger, lambda view: view.members_of(STAFF, after=ALICE.id))


def test_joining_twice_is_refused(ledger: Store) -> None:
    with pytest.raises(AlreadyExists, match=r"user\.group"):
        do(ledger, Added(IN_STAFF))


def test_leaving_twice_is_refused(ledger: Store) -> None:
    do(ledger, Removed(IN_STAFF))
    with pytest.raises(NotFound, match=r"user\.group"):
        do(ledger, Removed(IN_STAFF))


@pytest.mark.parametrize("held", [ALICE, STAFF], ids=lambda one: one.name)
def test_neither_end_of_a_membership_can_be_removed(ledger: Store, held: Principal) -> None:
    with pytest.raises(InUse, match=held.kind):
        do(ledger, Removed(held))


@pytest.mark.parametrize(("lacking", "kind"), [("group_id", "group"), ("user_id", "user")])
def test_both_ends_of_a_membership_must_be_there(ledger: Store, lacking: str, kind: str) -> None:
    with pytest.raises(NotFound, match=f"'{kind}'.*nobody"):
        do(ledger, Added(structs.replace(BOB_IN_STAFF, **{lacking: "nobody"})))
