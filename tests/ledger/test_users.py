"""Users come, change and go."""

import pytest
from msgspec import structs

from tests.ledger.stage import LATER, Verb, done, refused
from tests.store.stage import ALICE, BOB, IN_STAFF, KEY, READ, ROOT, RULES, STAFF, see
from tigertally.ledger import attachments, groups, keys, users
from tigertally.model.changes import Edited, Removed
from tigertally.model.principals import User
from tigertally.model.refusals import AlreadyExists, Forbidden, InUse, LimitReached
from tigertally.store import Store


def test_a_new_user_has_nothing(ledger: Store) -> None:
    carol: User = done(ledger, lambda view: users.create(view, "Carol", email="carol@acme")).subject
    assert ("Carol", "carol@acme", True, False) == (carol.name, carol.email, carol.enabled, carol.is_root)
    assert LATER == carol.created_at == carol.updated_at
    found = see(
        ledger, lambda view: [view.groups_of(carol), view.access_keys_of(carol), view.attachments_of(carol)]
    )
    assert [[], [], []] == found


def test_a_users_name_is_taken_once_whatever_its_case(ledger: Store) -> None:
    told = refused(ledger, lambda view: users.create(view, "ALICE"))
    assert (AlreadyExists, "user", {"name": "ALICE"}) == told


def test_where_case_matters_a_name_in_another_case_is_another_name(ledger: Store) -> None:
    rules = structs.replace(RULES, names_ignore_case=False)
    done(ledger, lambda view: users.create(view, "Carol"), rules)
    done(ledger, lambda view: users.create(view, "CAROL"), rules)


def test_no_more_users_than_the_limit_and_root_is_not_counted(ledger: Store) -> None:
    told = refused(ledger, lambda view: users.create(view, "Carol"), structs.replace(RULES, users=2))
    assert (LimitReached, "user", {"limit": 2}) == told
    done(ledger, lambda view: users.create(view, "Carol"), structs.replace(RULES, users=3))


def test_the_roots_name_is_free_for_others(ledger: Store) -> None:
    done(ledger, lambda view: users.create(view, ROOT.name))


def test_a_renamed_user_keeps_groups_keys_and_policies(ledger: Store) -> None:
    after = structs.replace(ALICE, name="Alicia", updated_at=LATER)
    changes = done(ledger, lambda view: users.edit(view, ALICE, {"name": "Alicia"}))
    assert (Edited(before=ALICE, after=after),) == changes.rows
    assert ([KEY], {"read", "write"}) == see(
        ledger, lambda view: (view.access_keys_of(after), {one.policy.id for one in view.bearings(after)})
    )


def test_a_user_may_be_renamed_in_another_case(ledger: Store) -> None:
    done(ledger, lambda view: users.edit(view, ALICE, {"name": "ALICE"}))


def test_a_user_does_not_take_anothers_name(ledger: Store) -> None:
    told = refused(ledger, lambda view: users.edit(view, ALICE, {"name": "bob"}))
    assert (AlreadyExists, "user", {"name": "bob"}) == told


def test_an_edit_touches_nothing_else(ledger: Store) -> None:
    (change,) = done(ledger, lambda view: users.edit(view, ALICE, {"enabled": False})).rows
    assert structs.replace(ALICE, enabled=False, updated_at=LATER) == change.what


@pytest.mark.parametrize(
    "verb",
    [lambda view: users.delete(view, ROOT), lambda view: users.edit(view, ROOT, {"name": "x"})],
    ids=["delete", "edit"],
)
def test_the_root_user_is_neither_changed_nor_deleted(ledger: Store, verb: Verb) -> None:
    told = refused(ledger, verb)
    assert (Forbidden, "root_user", {"name": "acme"}) == told


def test_a_user_goes_when_nothing_holds_it(ledger: Store) -> None:
    """Group, key and policy are named in this order."""
    reasons = []
    mends: tuple[Verb, ...] = (
        lambda view: groups.leave(view, STAFF, ALICE),
        lambda _: keys.delete(KEY),
        lambda view: attachments.detach(view, READ, ALICE),
    )
    for mend in mends:
        reasons.append(refused(ledger, lambda view: users.delete(view, ALICE)))
        done(ledger, mend)
    named = {"name": "Alice"}
    expected = [(InUse, f"user.{what}", named) for what in ("group", "access_key", "policy")]
    assert expected == reasons
    assert (Removed(ALICE),) == done(ledger, lambda view: users.delete(view, ALICE)).rows


def test_a_deleted_users_name_is_free_again(ledger: Store) -> None:
    done(ledger, lambda view: users.delete(view, BOB))
    again: User = done(ledger, lambda view: users.create(view, "Bob")).subject
    assert BOB.id != again.id
    assert IN_STAFF.user_id != again.id
