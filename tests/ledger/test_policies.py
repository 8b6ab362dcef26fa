"""Policies and their versions: numbers only grow, and what counts stays."""

import hashlib

import pytest
from msgspec import structs

from tests.ledger.stage import LATER, Verb, done, refused
from tests.store.stage import AUDIT, READ, RULES, WRITE, see, version
from tigertally.ledger import policies
from tigertally.model.changes import Added, Changes, Edited, Removed
from tigertally.model.policies import Policy, PolicyVersion
from tigertally.model.refusals import AlreadyExists, Forbidden, InUse, LimitReached
from tigertally.model.view import View
from tigertally.store import Store

DOCUMENT = '{"Version":"1","Statement":[]}'


def held(ledger: Store, id: str = "audit") -> Policy:
    """A policy as it is now."""
    found = see(ledger, lambda view: view.policy(2, id))
    assert found
    return found


def numbers(ledger: Store, id: str = "audit") -> list[int]:
    """The versions it has."""
    policy = held(ledger, id)
    return [one.number for one in see(ledger, lambda view: view.policy_versions(policy))]


def add(ledger: Store, *, as_default: bool = False, drop_oldest: bool = False) -> Changes:
    """One more version of AUDIT."""
    return done(
        ledger,
        lambda view: policies.add_version(
            view, held(ledger), DOCUMENT, as_default=as_default, drop_oldest=drop_oldest
        )[0],
    )


def test_a_new_policy_counts_by_its_first_version(ledger: Store) -> None:
    changes = done(ledger, lambda view: policies.create(view, "Deploys", DOCUMENT, tags={"k": "v"}))
    made: Policy = changes.subject
    first = PolicyVersion(
        account_id=2, policy_id=made.id, number=1, document=DOCUMENT,
        sha256=hashlib.sha256(DOCUMENT.encode()).hexdigest(), created_at=LATER,
    )  # fmt: skip
    assert (Added(made), Added(first)) == changes.rows
    assert ("custom", 1, 1, {"k": "v"}) == (made.type, made.default_version, made.latest_version, made.tags)


def test_a_policys_name_is_taken_once(ledger: Store) -> None:
    told = refused(ledger, lambda view: policies.create(view, "Audit", DOCUMENT))
    assert (AlreadyExists, "policy", {"name": "Audit"}) == told


def test_a_custom_policy_may_have_a_system_policys_name(ledger: Store) -> None:
    done(ledger, lambda view: policies.create(view, READ.name, DOCUMENT))


def test_no_more_custom_policies_than_the_limit(ledger: Store) -> None:
    rules = structs.replace(RULES, custom_policies=2)
    told = refused(ledger, lambda view: policies.create(view, "Deploys", DOCUMENT), rules)
    assert (LimitReached, "policy", {"limit": 2}) == told


def test_a_new_version_does_not_count_unless_asked_for(ledger: Store) -> None:
    add(ledger)
    assert (1, 2) == (held(ledger).default_version, held(ledger).latest_version)
    add(ledger, as_default=True)
    assert (3, 3) == (held(ledger).default_version, held(ledger).latest_version)
    assert LATER == held(ledger).updated_at


def test_a_versions_number_never_comes_back(ledger: Store) -> None:
    add(ledger)
    second = see(ledger, lambda view: view.policy_version(AUDIT, 2))
    assert second
    done(ledger, lambda _: policies.delete_version(held(ledger), second))
    add(ledger)
    assert [3, 1] == numbers(ledger)


def test_no_more_versions_than_the_limit(ledger: Store) -> None:
    for _ in range(RULES.versions_per_policy - 1):
        add(ledger)
    told = refused(ledger, lambda view: policies.add_version(view, held(ledger), DOCUMENT)[0])
    assert (LimitReached, "policy.version", {"limit": 5, "name": "AUDIT"}) == told


def test_the_oldest_version_that_does_not_count_makes_room(ledger: Store) -> None:
    for _ in range(RULES.versions_per_policy - 1):
        add(ledger)
    add(ledger, drop_oldest=True)
    assert [6, 5, 4, 3, 1] == numbers(ledger)


def test_room_is_made_only_where_there_is_none(ledger: Store) -> None:
    add(ledger, drop_oldest=True)
    assert [2, 1] == numbers(ledger)


def test_where_only_one_version_may_be_none_can_be_added(ledger: Store) -> None:
    """The one version counts, so none can make room: the limit holds."""
    rules = structs.replace(RULES, versions_per_policy=1)

    def wish(view: View) -> Changes:
        return policies.add_version(view, held(ledger), DOCUMENT, drop_oldest=True)[0]

    assert (LimitReached, "policy.version", {"limit": 1, "name": "AUDIT"}) == refused(ledger, wish, rules)


def test_another_version_can_count(ledger: Store) -> None:
    add(ledger)
    second = see(ledger, lambda view: view.policy_version(AUDIT, 2))
    assert second
    done(ledger, lambda view: policies.set_default(view, held(ledger), second))
    assert (2, 2) == (held(ledger).default_version, held(ledger).latest_version)


def test_the_version_that_counts_stays(ledger: Store) -> None:
    told = refused(ledger, lambda _: policies.delete_version(AUDIT, version(AUDIT)))
    assert (InUse, "policy.version.default", {"name": "AUDIT", "version": 1}) == told


def test_another_description(ledger: Store) -> None:
    after = structs.replace(AUDIT, description="who did what", updated_at=LATER)
    changes = done(ledger, lambda view: policies.describe(view, AUDIT, "who did what"))
    assert (Edited(before=AUDIT, after=after),) == changes.rows


def test_a_policy_goes_with_its_version(ledger: Store) -> None:
    rows = done(ledger, lambda view: policies.delete(view, AUDIT)).rows
    assert (Removed(version(AUDIT)), Removed(AUDIT)) == rows


def test_an_attached_policy_stays(ledger: Store) -> None:
    told = refused(ledger, lambda view: policies.delete(view, WRITE))
    assert (InUse, "policy.group", {"name": "WRITE"}) == told


@pytest.mark.parametrize("with_versions", [False, True])
def test_versions_that_do_not_count_block_the_delete_where_the_cloud_says_so(
    ledger: Store, with_versions: bool
) -> None:
    add(ledger)
    rules = structs.replace(RULES, versions_block_policy_delete=True)

    def delete(view: View) -> Changes:
        return policies.delete(view, held(ledger), with_versions=with_versions)

    if with_versions:
        assert 3 == len(done(ledger, delete, rules).rows)
    else:
        assert (InUse, "policy.version", {"name": "AUDIT"}) == refused(ledger, delete, rules)


@pytest.mark.parametrize(
    "verb",
    [
        lambda view: policies.delete(view, READ),
        lambda view: policies.describe(view, READ, "mine"),
        lambda view: policies.set_default(view, READ, version(READ)),
        lambda view: policies.add_version(view, READ, DOCUMENT)[0],
        lambda _: policies.delete_version(READ, version(READ)),
    ],
    ids=["delete", "describe", "set_default", "add_version", "delete_version"],
)
def test_a_system_policy_is_changed_by_nobody(ledger: Store, verb: Verb) -> None:
    assert (Forbidden, "system_policy", {"name": "READ"}) == refused(ledger, verb)
