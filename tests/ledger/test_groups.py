"""Groups come, change and go; people join and leave."""

from msgspec import structs

from tests.ledger.stage import LATER, done, refused
from tests.store.stage import ALICE, BOB, IN_STAFF, ROOT, RULES, STAFF, see
from tigertally.ledger import attachments, groups
from tigertally.model.changes import Added, Changes, Edited, Removed
from tigertally.model.principals import Group, Membership
from tigertally.model.refusals import AlreadyExists, Forbidden, InUse, LimitReached, NotFound
from tigertally.store import Store


def test_a_new_group_is_empty(ledger: Store) -> None:
    made: Group = done(ledger, lambda view: groups.create(view, "Ops", description="on call")).subject
    assert ("Ops", "on call", LATER, LATER) == (made.name, made.description, made.created_at, made.updated_at)
    assert ([], []) == see(ledger, lambda view: (view.members_of(made), view.attachments_of(made)))


def test_a_groups_name_is_taken_once(ledger: Store) -> None:
    told = refused(ledger, lambda view: groups.create(view, "staff"))
    assert (AlreadyExists, "group", {"name": "staff"}) == told


def test_a_user_may_have_a_groups_name(ledger: Store) -> None:
    done(ledger, lambda view: groups.create(view, "Alice"))


def test_no_more_groups_than_the_limit(ledger: Store) -> None:
    rules = structs.replace(RULES, groups=1)
    told = refused(ledger, lambda view: groups.create(view, "Ops"), rules)
    assert (LimitReached, "group", {"limit": 1}) == told


def test_a_renamed_group_keeps_members_and_policies(ledger: Store) -> None:
    after = structs.replace(STAFF, name="Crew", updated_at=LATER)
    changes = done(ledger, lambda view: groups.edit(view, STAFF, {"name": "Crew"}))
    assert (Edited(before=STAFF, after=after),) == changes.rows
    assert ["u1"] == [user.id for _, user in see(ledger, lambda view: view.members_of(after))]
    assert ["write"] == [policy.id for _, policy in see(ledger, lambda view: view.attachments_of(after))]


def test_a_group_may_be_renamed_in_another_case(ledger: Store) -> None:
    done(ledger, lambda view: groups.edit(view, STAFF, {"name": "STAFF"}))


def test_a_group_does_not_take_anothers_name(ledger: Store) -> None:
    ops: Group = done(ledger, lambda view: groups.create(view, "Ops")).subject
    told = refused(ledger, lambda view: groups.edit(view, ops, {"name": "Staff"}))
    assert (AlreadyExists, "group", {"name": "Staff"}) == told


def test_a_group_with_members_stays(ledger: Store) -> None:
    told = refused(ledger, lambda view: groups.delete(view, STAFF))
    assert (InUse, "group.user", {"name": "Staff"}) == told


def test_a_group_with_policies_stays(ledger: Store) -> None:
    done(ledger, lambda view: groups.leave(view, STAFF, ALICE))
    told = refused(ledger, lambda view: groups.delete(view, STAFF))
    assert (InUse, "group.policy", {"name": "Staff"}) == told


def test_an_empty_group_goes(ledger: Store) -> None:
    ops: Group = done(ledger, lambda view: groups.create(view, "Ops")).subject
    assert (Removed(ops),) == done(ledger, lambda view: groups.delete(view, ops)).rows


def test_a_member_belongs_to_the_group_from_now_on(ledger: Store) -> None:
    member = Membership(account_id=2, group_id="g1", user_id="u2", created_at=LATER)
    assert (Added(member),) == done(ledger, lambda view: groups.join(view, STAFF, BOB)).rows
    assert ["write"] == [one.policy.id for one in see(ledger, lambda view: view.bearings(BOB))]


def test_joining_twice_is_quiet_where_the_cloud_says_so(ledger: Store) -> None:
    assert Changes() == done(ledger, lambda view: groups.join(view, STAFF, ALICE))


def test_joining_twice_is_refused_where_the_cloud_says_so(ledger: Store) -> None:
    rules = structs.replace(RULES, joining_twice_is_refused=True)
    told = refused(ledger, lambda view: groups.join(view, STAFF, ALICE), rules)
    assert (AlreadyExists, "user.group", {"name": "Alice", "group": "Staff"}) == told


def test_no_more_groups_a_user_than_the_limit(ledger: Store) -> None:
    rules = structs.replace(RULES, groups_per_user=1)
    ops: Group = done(ledger, lambda view: groups.create(view, "Ops")).subject
    told = refused(ledger, lambda view: groups.join(view, ops, ALICE), rules)
    assert (LimitReached, "user.group", {"limit": 1, "name": "Alice"}) == told


def test_the_root_user_joins_no_group(ledger: Store) -> None:
    told = refused(ledger, lambda view: groups.join(view, STAFF, ROOT))
    assert (Forbidden, "root_user", {"name": "acme"}) == told


def test_who_leaves_has_the_groups_policies_no_longer(ledger: Store) -> None:
    assert (Removed(IN_STAFF),) == done(ledger, lambda view: groups.leave(view, STAFF, ALICE)).rows
    assert ["read"] == [one.policy.id for one in see(ledger, lambda view: view.bearings(ALICE))]


def test_who_does_not_belong_cannot_leave(ledger: Store) -> None:
    told = refused(ledger, lambda view: groups.leave(view, STAFF, BOB))
    assert (NotFound, "user.group", {"key": "Bob", "group": "Staff"}) == told


def test_a_group_that_keeps_nothing_goes_after_all(ledger: Store) -> None:
    policy = see(ledger, lambda view: view.attachments_of(STAFF))[0][1]
    done(ledger, lambda view: groups.leave(view, STAFF, ALICE))
    done(ledger, lambda view: attachments.detach(view, policy, STAFF))
    assert (Removed(STAFF),) == done(ledger, lambda view: groups.delete(view, STAFF)).rows
