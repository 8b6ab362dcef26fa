"""Roles come, change and go; their sessions go with them."""

from msgspec import structs

from tests.ledger.stage import LATER, done, refused
from tests.store.stage import AUDIT, DEPLOY, OTHER, RULES, SESSION, see
from tigertally.ledger import attachments, roles
from tigertally.model.changes import Edited, Removed
from tigertally.model.principals import Role
from tigertally.model.refusals import AlreadyExists, InUse, LimitReached
from tigertally.store import Store


def test_a_new_role_trusts_by_its_document(ledger: Store) -> None:
    made: Role = done(
        ledger, lambda view: roles.create(view, "Build", trust_document="{}", path="ci/")
    ).subject
    assert ("{}", "", "ci/", 3600) == (
        made.trust_document, made.trusted_account, made.path, made.session_seconds_max,
    )  # fmt: skip
    assert LATER == made.created_at


def test_a_classic_agency_trusts_one_account(ledger: Store) -> None:
    made: Role = done(ledger, lambda view: roles.create(view, "Build", trusted=OTHER)).subject
    assert (OTHER.native_id, OTHER.name) == (made.trusted_account, made.trusted_account_name)


def test_a_roles_name_is_taken_once_whatever_its_path(ledger: Store) -> None:
    told = refused(ledger, lambda view: roles.create(view, "deploy", path="other/"))
    assert (AlreadyExists, "role", {"name": "deploy"}) == told


def test_no_more_roles_than_the_limit(ledger: Store) -> None:
    told = refused(ledger, lambda view: roles.create(view, "Build"), structs.replace(RULES, roles=1))
    assert (LimitReached, "role", {"limit": 1}) == told


def test_a_roles_trust_can_change(ledger: Store) -> None:
    after = structs.replace(DEPLOY, trust_document='{"a":1}', updated_at=LATER)
    changes = done(ledger, lambda view: roles.edit(view, DEPLOY, {"trust_document": '{"a":1}'}))
    assert (Edited(before=DEPLOY, after=after),) == changes.rows


def test_a_role_with_policies_stays(ledger: Store) -> None:
    done(ledger, lambda view: attachments.attach(view, AUDIT, DEPLOY))
    told = refused(ledger, lambda view: roles.delete(view, DEPLOY))
    assert (InUse, "role.policy", {"name": "Deploy"}) == told


def test_the_sessions_of_a_deleted_role_stand_for_nobody(ledger: Store) -> None:
    assert see(ledger, lambda view: view.caller(SESSION.access_key_id)) is not None
    assert (Removed(DEPLOY),) == done(ledger, lambda view: roles.delete(view, DEPLOY)).rows
    assert see(ledger, lambda view: view.caller(SESSION.access_key_id)) is None
