"""Access keys: the secret is told once, and travels beside the change."""

from msgspec import structs

from tests.ledger.stage import LATER, done, refused
from tests.store.stage import ALICE, BOB, KEY, RULES, see
from tigertally.ledger import keys
from tigertally.model.changes import Added, Changes, Edited, Removed
from tigertally.model.credentials import AccessKey
from tigertally.model.refusals import LimitReached, NotFound
from tigertally.model.view import View
from tigertally.store import Store


def test_a_new_key_is_active_and_its_secret_travels_beside_it(ledger: Store) -> None:
    changes = done(ledger, lambda view: keys.create(view, BOB))
    key: AccessKey = changes.subject
    assert (Added(key),) == changes.rows
    assert ("u2", "active", LATER) == (key.user_id, key.status, key.created_at)
    assert [key.access_key_id] == list(changes.secrets)
    assert changes.secrets[key.access_key_id] not in repr(changes.rows)


def test_no_more_keys_a_user_than_the_limit(ledger: Store) -> None:
    done(ledger, lambda view: keys.create(view, ALICE))
    told = refused(ledger, lambda view: keys.create(view, ALICE))
    assert (LimitReached, "user.access_key", {"limit": 2, "name": "Alice"}) == told


def test_the_operator_can_issue_a_key_beyond_the_limit(ledger: Store) -> None:
    done(ledger, lambda view: keys.issue(view, ALICE), structs.replace(RULES, keys_per_user=1))
    assert 2 == len(see(ledger, lambda view: view.access_keys_of(ALICE)))


def test_a_key_is_found_by_its_owner_alone(ledger: Store) -> None:
    assert KEY == see(ledger, lambda view: keys.owned(view, ALICE, "AK1"))

    def others(view: View) -> Changes:
        return keys.delete(keys.owned(view, BOB, "AK1"))

    assert (NotFound, "access_key", {"key": "AK1"}) == refused(ledger, others)


def test_a_key_can_be_switched_off_and_on(ledger: Store) -> None:
    off = structs.replace(KEY, status="inactive")
    assert (Edited(before=KEY, after=off),) == done(ledger, lambda _: keys.set_status(KEY, "inactive")).rows
    done(ledger, lambda _: keys.set_status(off, "active"))
    assert [KEY] == see(ledger, lambda view: view.access_keys_of(ALICE))


def test_a_deleted_key_makes_room_for_another(ledger: Store) -> None:
    assert (Removed(KEY),) == done(ledger, lambda _: keys.delete(KEY)).rows
    for _ in range(RULES.keys_per_user):
        done(ledger, lambda view: keys.create(view, ALICE))
