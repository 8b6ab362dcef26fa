"""Resource groups are found by id and name; what is being deleted keeps its row and gives its name back."""

import pytest
from msgspec import structs

from tests.home import Home
from tests.store.stage import (
    ACCOUNT,
    ALICE_READS,
    BOB,
    FOUNDING,
    OTHER,
    READ,
    SEALED,
    TEAM,
    attached,
    do,
    see,
)
from tigertally.model.changes import Added, Edited, Removed
from tigertally.model.refusals import AlreadyExists, InUse, NotFound
from tigertally.model.resource_groups import ResourceGroup
from tigertally.store import Store, verify
from tigertally.store.migrate import migrations

HERE = ACCOUNT.account_id
SECOND = structs.replace(TEAM, id="rg2", name="Second")
LEAVING = structs.replace(TEAM, deleted_at=TEAM.created_at + 1)


def named(ledger: Store, name: str) -> ResourceGroup | None:
    """A group by name."""
    return see(ledger, lambda view: view.resource_group_named(HERE, name))


def test_a_group_is_found_by_id_and_by_name_in_any_case(teamed: Store) -> None:
    assert TEAM == see(teamed, lambda view: view.resource_group(HERE, TEAM.id))
    assert TEAM == named(teamed, "tEAM")
    assert see(teamed, lambda view: view.resource_group(OTHER.account_id, TEAM.id)) is None


def test_groups_come_in_the_order_of_creation(teamed: Store) -> None:
    do(teamed, Added(SECOND))
    assert [TEAM, SECOND] == see(teamed, lambda view: view.resource_groups(HERE))


def test_a_name_is_taken_until_deletion_was_asked_for(teamed: Store) -> None:
    again = structs.replace(SECOND, name="team")
    with pytest.raises(AlreadyExists, match="resource_group"):
        do(teamed, Added(again))
    do(teamed, Edited(before=TEAM, after=LEAVING))
    assert named(teamed, "team") is None
    assert LEAVING == see(teamed, lambda view: view.resource_group(HERE, TEAM.id))
    do(teamed, Added(again))
    assert again == named(teamed, "Team")


def test_a_group_that_was_removed_is_not_found(teamed: Store) -> None:
    do(teamed, Removed(TEAM))
    assert see(teamed, lambda view: view.resource_group(HERE, TEAM.id)) is None
    with pytest.raises(NotFound, match=r"resource_group.*rg1"):
        do(teamed, Removed(TEAM))


def test_a_ledger_from_before_resource_groups_keeps_its_attachments(home: Home) -> None:
    """As the migrations before left it, with account-wide attachments in it."""
    store = home.open()
    do(store, *FOUNDING, sealed=SEALED)
    store.close()
    first, *_ = migrations()
    start = first.text.index("create table attachments")
    as_before = first.text[start : first.text.index("-- A removed access key", start)]
    home.tamper(
        f"""
        pragma foreign_keys = off;
        create table aside as select {COLUMNS} from attachments;
        drop table attachments;
        drop table resource_groups;
        drop table organizations;
        delete from migrations where number > 2;
        {as_before}
        insert into attachments ({COLUMNS}) select {COLUMNS} from aside;
        drop table aside
        """
    )
    store = home.open()
    assert not store.is_new
    assert ALICE_READS in [one for one, _ in see(store, lambda view: view.attached_to(HERE, READ))]
    assert [] == verify(store)
    do(store, Added(TEAM), Added(attached(BOB, READ, TEAM.id)))
    with pytest.raises(InUse):
        do(store, Removed(TEAM))
    store.close()


COLUMNS = "account_id, target_id, policy_account_id, policy_id, scope_id, added, image"
