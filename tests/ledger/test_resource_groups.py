"""Resource groups come and go by the clock alone, and hold what is attached in them."""

import pytest
from msgspec import structs

from tests.ledger.stage import LATER, done, refused
from tests.store.stage import ACCOUNT, AUDIT, BOB, NOW, RULES, TEAM, do, see
from tigertally.ledger import attachments, resource_groups
from tigertally.ledger.resource_groups import Status
from tigertally.model.changes import Added, Edited, Removed
from tigertally.model.refusals import AlreadyExists, Forbidden, InUse, LimitReached, NotReady
from tigertally.model.resource_groups import ResourceGroup
from tigertally.store import Store

SLOW = structs.replace(RULES, resource_group_pending_ms=120_000)
DEFAULT = structs.replace(TEAM, id="rg0", name="default", is_default=True)
LEAVING = structs.replace(TEAM, deleted_at=LATER - 2_000)


@pytest.mark.parametrize(
    ("group", "status"),
    [
        (structs.replace(TEAM, created_at=NOW - 999), "creating"),
        (structs.replace(TEAM, created_at=NOW - 1000), "ok"),
        (structs.replace(TEAM, created_at=1, deleted_at=NOW - 999), "pending_delete"),
        (structs.replace(TEAM, created_at=1, deleted_at=NOW - 1000), "gone"),
        (structs.replace(TEAM, created_at=NOW, is_default=True), "ok"),
    ],
)
def test_what_a_group_is_follows_from_its_times(teamed: Store, group: ResourceGroup, status: Status) -> None:
    assert status == see(teamed, lambda view: resource_groups.status(view, group))


def test_a_new_group_is_creating(teamed: Store) -> None:
    made = done(teamed, lambda view: resource_groups.create(view, "other", "Other", tags={"k": "v"}))
    expected = ResourceGroup(
        account_id=2, id=made.subject.id, name="other", display_name="Other", created_at=LATER,
        tags={"k": "v"},
    )  # fmt: skip
    assert (Added(expected),) == made.rows
    told = refused(teamed, lambda view: resource_groups.delete(view, expected), SLOW)
    assert (NotReady, "resource_group", {"name": "other"}) == told


def test_a_name_is_given_once(teamed: Store) -> None:
    told = refused(teamed, lambda view: resource_groups.create(view, "TEAM", "x"))
    assert (AlreadyExists, "resource_group", {"name": "TEAM"}) == told


def test_the_limit_counts_neither_the_default_group_nor_those_that_are_gone(teamed: Store) -> None:
    do(teamed, Added(DEFAULT))
    done(teamed, lambda view: resource_groups.create(view, "second", "x"))
    told = refused(teamed, lambda view: resource_groups.create(view, "third", "x"))
    assert (LimitReached, "resource_group", {"limit": 2}) == told
    do(teamed, Edited(before=TEAM, after=LEAVING))
    made = done(teamed, lambda view: resource_groups.create(view, "third", "x"))
    assert Removed(LEAVING) in made.rows


def test_a_group_that_is_gone_is_neither_called_nor_listed(teamed: Store) -> None:
    do(teamed, Added(DEFAULT), Edited(before=TEAM, after=structs.replace(TEAM, deleted_at=1)))
    assert see(teamed, lambda view: resource_groups.called(view, TEAM.id)) is None
    assert [DEFAULT] == see(teamed, resource_groups.every)


def test_another_display_name_leaves_the_name(teamed: Store) -> None:
    after = done(teamed, lambda _: resource_groups.rename(TEAM, "We")).subject
    assert ("Team", "We") == (after.name, after.display_name)


def test_a_group_goes_when_nothing_is_attached_in_it(teamed: Store) -> None:
    done(teamed, lambda view: attachments.attach(view, AUDIT, BOB, TEAM.id))
    told = refused(teamed, lambda view: resource_groups.delete(view, TEAM))
    assert (InUse, "resource_group.attachment", {"name": "Team"}) == told
    done(teamed, lambda view: attachments.detach(view, AUDIT, BOB, TEAM.id))
    after = done(teamed, lambda view: resource_groups.delete(view, TEAM)).subject
    assert LATER == after.deleted_at
    assert NotReady is refused(teamed, lambda view: resource_groups.delete(view, after))[0]


def test_the_default_group_is_there_from_the_start_and_stays(teamed: Store) -> None:
    made = done(teamed, lambda _: resource_groups.open_default(ACCOUNT, id="rg0")).subject
    assert (True, ACCOUNT.created_at) == (made.is_default, made.created_at)
    told = refused(teamed, lambda view: resource_groups.delete(view, made))
    assert (Forbidden, "default_resource_group", {"name": "default"}) == told
