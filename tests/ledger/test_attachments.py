"""Attach and detach, and what stops them."""

import pytest
from msgspec import structs

from tests.ledger.stage import LATER, done, refused
from tests.store.stage import (
    ALICE,
    ALICE_READS,
    AUDIT,
    BOB,
    DEPLOY,
    NOW,
    READ,
    RULES,
    STAFF,
    TEAM,
    WRITE,
    attached,
    policy,
    see,
    version,
)
from tigertally.ledger import attachments, groups, policies
from tigertally.model.changes import Added, Changes, Removed
from tigertally.model.principals import Principal
from tigertally.model.refusals import AlreadyAttached, InUse, LimitReached, NotAttached
from tigertally.model.rules import AttachmentLimit
from tigertally.model.view import View
from tigertally.store import Store

ANYBODY = pytest.mark.parametrize("target", [BOB, DEPLOY], ids=["user", "role"])


@ANYBODY
def test_an_attached_policy_is_attached_from_now_on(ledger: Store, target: Principal) -> None:
    changes = done(ledger, lambda view: attachments.attach(view, AUDIT, target))
    expected = structs.replace(attached(target, AUDIT), created_at=LATER)
    assert (Added(expected),) == changes.rows
    assert [(expected, AUDIT)] == see(ledger, lambda view: view.attachments_of(target))


@ANYBODY
def test_a_system_policy_is_attached_in_the_account_of_the_target(ledger: Store, target: Principal) -> None:
    (change,) = done(ledger, lambda view: attachments.attach(view, READ, target)).rows
    assert (2, 1) == (change.what.account_id, change.what.policy_account_id)  # type: ignore[union-attr]


def test_attaching_twice_says_already_attached(ledger: Store) -> None:
    told = refused(ledger, lambda view: attachments.attach(view, READ, ALICE))
    assert (AlreadyAttached, "user", {"policy": "READ", "target": "Alice"}) == told


def test_a_detached_policy_is_attached_no_longer(ledger: Store) -> None:
    assert (Removed(ALICE_READS),) == done(ledger, lambda view: attachments.detach(view, READ, ALICE)).rows
    assert [] == see(ledger, lambda view: view.attachments_of(ALICE))


def test_detaching_twice_says_not_attached(ledger: Store) -> None:
    done(ledger, lambda view: attachments.detach(view, READ, ALICE))
    told = refused(ledger, lambda view: attachments.detach(view, READ, ALICE))
    assert (NotAttached, "user", {"policy": "READ", "target": "Alice"}) == told


def test_what_a_group_carries_is_not_attached_to_its_member(ledger: Store) -> None:
    told = refused(ledger, lambda view: attachments.detach(view, WRITE, ALICE))
    assert (NotAttached, "user", {"policy": "WRITE", "target": "Alice"}) == told


def test_a_detach_is_the_inverse_of_an_attach(ledger: Store) -> None:
    made = done(ledger, lambda view: attachments.attach(view, AUDIT, STAFF))
    undone = done(ledger, lambda view: attachments.detach(view, AUDIT, STAFF))
    assert (made.rows[0].inverse,) == undone.rows


@pytest.mark.parametrize(
    ("custom", "system", "total"), [(1, 9, 9), (9, 9, 1)], ids=["of its type", "together"]
)
def test_no_more_policies_than_the_limit(ledger: Store, custom: int, system: int, total: int) -> None:
    rules = structs.replace(RULES, attachments_group=AttachmentLimit(custom, system, total))
    told = refused(ledger, lambda view: attachments.attach(view, AUDIT, STAFF), rules)
    assert (LimitReached, "group.policy", {"limit": min(custom, total), "target": "Staff"}) == told


def test_the_types_have_limits_of_their_own(ledger: Store) -> None:
    rules = structs.replace(RULES, attachments_user=AttachmentLimit(custom=1, system=1, total=9))
    done(ledger, lambda view: attachments.attach(view, AUDIT, ALICE), rules)
    told = refused(ledger, lambda view: attachments.attach(view, WRITE, ALICE), rules)
    assert (LimitReached, "user.policy", {"limit": 1, "target": "Alice"}) == told


def test_the_limit_can_be_reached_and_room_made(ledger: Store) -> None:
    made = [policy(f"p{number}") for number in range(RULES.attachments_user.total)]
    rows = tuple(row for one in made for row in (Added(one), Added(version(one))))
    done(ledger, lambda _: Changes(rows))
    for one in made:
        done(ledger, lambda view, one=one: attachments.attach(view, one, BOB))  # type: ignore[misc]
    assert LimitReached is refused(ledger, lambda view: attachments.attach(view, AUDIT, BOB))[0]
    done(ledger, lambda view: attachments.detach(view, made[0], BOB))
    done(ledger, lambda view: attachments.attach(view, AUDIT, BOB))


def test_what_is_attached_cannot_be_deleted(ledger: Store) -> None:
    def emptied(view: View) -> Changes:
        return groups.delete(view, STAFF)

    done(ledger, lambda view: groups.leave(view, STAFF, ALICE))
    assert (InUse, "group.policy", {"name": "Staff"}) == refused(ledger, emptied)
    assert InUse is refused(ledger, lambda view: policies.delete(view, WRITE))[0]
    done(ledger, lambda view: attachments.detach(view, WRITE, STAFF))
    done(ledger, emptied)
    done(ledger, lambda view: policies.delete(view, WRITE))


def test_an_attachment_in_a_group_and_one_on_the_account_are_two(teamed: Store) -> None:
    (added,) = done(teamed, lambda view: attachments.attach(view, READ, ALICE, TEAM.id)).rows
    assert attached(ALICE, READ, TEAM.id) == structs.replace(added.what, created_at=NOW)
    assert AlreadyAttached is refused(teamed, lambda view: attachments.attach(view, READ, ALICE, TEAM.id))[0]
    done(teamed, lambda view: attachments.detach(view, READ, ALICE))
    assert NotAttached is refused(teamed, lambda view: attachments.detach(view, READ, ALICE))[0]
    assert (added.inverse,) == done(teamed, lambda view: attachments.detach(view, READ, ALICE, TEAM.id)).rows


def test_attachments_of_every_scope_fill_the_limit(teamed: Store) -> None:
    rules = structs.replace(RULES, attachments_user=AttachmentLimit(custom=1, system=1, total=9))
    done(teamed, lambda view: attachments.attach(view, AUDIT, BOB, TEAM.id), rules)
    for scope_id in ("", TEAM.id):
        told = refused(teamed, lambda view, at=scope_id: attachments.attach(view, WRITE, BOB, at), rules)  # type: ignore[misc]
        assert (LimitReached, "user.policy", {"limit": 1, "target": "Bob"}) == told


def test_a_policy_that_is_attached_in_a_group_cannot_be_deleted(teamed: Store) -> None:
    done(teamed, lambda view: attachments.attach(view, AUDIT, BOB, TEAM.id))
    told = refused(teamed, lambda view: policies.delete(view, AUDIT))
    assert (InUse, "policy.user", {"name": "AUDIT"}) == told
