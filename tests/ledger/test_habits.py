"""Where clouds differ in habits: repeating is an error or none, and deleting takes along or refuses."""

from msgspec import structs

from tests.ledger.stage import done, refused
from tests.store.stage import (
    ALICE,
    AUDIT,
    BOB,
    DEPLOY,
    IN_STAFF,
    KEY,
    READ,
    RULES,
    STAFF,
    WRITE,
    bounded,
    do,
    see,
)
from tigertally.ledger import attachments, groups, keys, policies, roles, users
from tigertally.model.changes import Added, Removed
from tigertally.model.refusals import InUse, LimitReached
from tigertally.store import Store

EASY = structs.replace(
    RULES, attaching_twice_is_refused=False, parting_twice_is_refused=False, deleting_cascades=True
)
"""The rules of a cloud that takes things easily."""


def test_attaching_twice_changes_nothing(ledger: Store) -> None:
    assert () == done(ledger, lambda view: attachments.attach(view, READ, ALICE), EASY).rows


def test_detaching_what_is_not_attached_changes_nothing(ledger: Store) -> None:
    assert () == done(ledger, lambda view: attachments.detach(view, READ, BOB), EASY).rows


def test_leaving_a_group_that_one_is_not_in_changes_nothing(ledger: Store) -> None:
    assert () == done(ledger, lambda view: groups.leave(view, STAFF, BOB), EASY).rows


def test_a_user_goes_with_groups_policies_and_boundary_but_not_with_keys(ledger: Store) -> None:
    do(ledger, Added(bounded(ALICE, AUDIT)))
    told = refused(ledger, lambda view: users.delete(view, ALICE), EASY)
    assert (InUse, "user.access_key", {"name": "Alice"}) == told
    gone = done(ledger, lambda view: users.delete(view, ALICE, with_keys=True), EASY).rows
    assert Removed(ALICE) == gone[-1]
    assert all(Removed(one) in gone for one in (KEY, IN_STAFF, bounded(ALICE, AUDIT)))


def test_a_group_goes_with_members_and_policies(ledger: Store) -> None:
    assert 3 == len(done(ledger, lambda view: groups.delete(view, STAFF), EASY).rows)


def test_a_role_goes_with_its_policies(ledger: Store) -> None:
    done(ledger, lambda view: attachments.attach(view, READ, DEPLOY))
    assert 2 == len(done(ledger, lambda view: roles.delete(view, DEPLOY), EASY).rows)


def test_a_policy_goes_with_its_attachments_and_boundaries(ledger: Store) -> None:
    do(ledger, Added(bounded(BOB, WRITE)))
    gone = done(ledger, lambda view: policies.delete(view, WRITE), EASY).rows
    assert ["attachment", "boundary", "policy_version", "policy"] == [row.what.kind for row in gone]  # type: ignore[union-attr]


def test_a_group_holds_so_many_users(ledger: Store) -> None:
    few = structs.replace(RULES, users_per_group=1)
    told = refused(ledger, lambda view: groups.join(view, STAFF, BOB), few)
    assert (LimitReached, "group.user", {"limit": 1, "name": "Staff"}) == told


def test_a_version_is_rewritten_in_its_place(ledger: Store) -> None:
    done(ledger, lambda view: policies.rewrite(view, WRITE, document="{}", description="other"))
    policy = see(ledger, lambda view: view.policy(2, WRITE.id))
    assert policy
    (only,) = see(ledger, lambda view: view.policy_versions(policy))
    assert (1, "{}", "other") == (only.number, only.document, policy.description)


def test_a_key_can_be_described(ledger: Store) -> None:
    made = done(ledger, lambda view: keys.create(view, BOB, description="for the robot"))
    assert "for the robot" == made.subject.description
