"""Setting and lifting what bounds somebody."""

import pytest
from msgspec import structs

from tests.ledger.stage import LATER, done
from tests.store.stage import ALICE, BOB, DEPLOY, KEY, READ, STAFF, WRITE, bounded, see
from tigertally.ledger import attachments, boundaries, policies
from tigertally.ledger.grants import grants_of
from tigertally.model.changes import Added, Removed
from tigertally.model.principals import Role, User
from tigertally.model.view import View
from tigertally.policy.decide import Grants
from tigertally.store import Store

ANYBODY = pytest.mark.parametrize("target", [BOB, DEPLOY], ids=["user", "role"])
DOCUMENT = '{"Version":"1","Statement":[{"Effect":"Allow","Action":["ram:Get*"],"Resource":["*"]}]}'


@ANYBODY
def test_a_boundary_takes_the_place_of_another(ledger: Store, target: User | Role) -> None:
    first = structs.replace(bounded(target, READ), created_at=LATER)
    second = structs.replace(bounded(target, WRITE), created_at=LATER)
    assert (Added(first),) == done(ledger, lambda view: boundaries.put(view, READ, target)).rows
    changes = done(ledger, lambda view: boundaries.put(view, WRITE, target))
    assert (Removed(first), Added(second)) == changes.rows


@ANYBODY
def test_lifting_what_is_not_there_changes_nothing(ledger: Store, target: User | Role) -> None:
    done(ledger, lambda view: boundaries.put(view, READ, target))
    assert 1 == len(done(ledger, lambda view: boundaries.lift(view, target)).rows)
    assert () == done(ledger, lambda view: boundaries.lift(view, target)).rows


def test_a_boundary_bears_on_its_caller_beside_what_is_attached(ledger: Store) -> None:
    made = done(ledger, lambda view: policies.create(view, "Most", DOCUMENT)).subject
    for policy, holder in ((READ, ALICE), (WRITE, STAFF)):
        done(ledger, lambda view, one=policy, held=holder: attachments.detach(view, one, held))  # type: ignore[misc]
    assert _grants(ledger).boundary is None
    done(ledger, lambda view: boundaries.put(view, made, ALICE))
    held = _grants(ledger)
    assert () == held.identity
    assert held.boundary
    assert ("Most", "boundary", "Alice") == (
        held.boundary.policy,
        held.boundary.attached_to_kind,
        held.boundary.attached_to,
    )


def _grants(ledger: Store) -> Grants:
    def look(view: View) -> Grants:
        caller = view.caller(KEY.access_key_id)
        assert caller
        return grants_of(view, caller)

    return see(ledger, look)
