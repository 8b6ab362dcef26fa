"""What would bear on a caller after some changes is what does bear on it once they are made."""

from collections.abc import Callable

import pytest
from msgspec import structs

from tests.ledger.stage import done
from tests.store.stage import (
    ACCOUNT,
    ACME,
    ALICE,
    ALLOWING,
    AUDIT,
    BOB,
    CAROL,
    CAROL_ROOT,
    DEPLOY,
    GUARD,
    IN_STAFF,
    MANAGER,
    NOW,
    READ,
    RULES,
    SALES,
    SEAT,
    STAFF,
    TEAM,
    TOP,
    WRITE,
    attached,
    bounded,
    do,
    see,
    version,
)
from tigertally.ledger import attachments, control_policies, groups, organizations, policies
from tigertally.ledger.affected import affected, standing_for
from tigertally.ledger.after import After
from tigertally.ledger.grants import grants_of
from tigertally.model.accounts import Account
from tigertally.model.changes import Added, Changes, Removed
from tigertally.model.principals import Role, User
from tigertally.model.view import Basis, View
from tigertally.policy.decide import Grant, Grants
from tigertally.store import Store

DENYING = ALLOWING.replace("Allow", "Deny", 1)

Verb = Callable[[View], Changes]

ALICE_WRITES = attached(ALICE, WRITE)
IN_TEAM = attached(ALICE, AUDIT, TEAM.id)

VERBS: dict[str, Verb] = {
    "attach": lambda view: attachments.attach(view, AUDIT, ALICE),
    "attach in a group": lambda _: Changes((Added(TEAM), Added(IN_TEAM))),
    "attach to a group of hers": lambda view: attachments.attach(view, AUDIT, STAFF),
    "detach": lambda view: attachments.detach(view, READ, ALICE),
    "detach from a group of hers": lambda view: attachments.detach(view, WRITE, STAFF),
    "leave": lambda view: groups.leave(view, STAFF, ALICE),
    "join": lambda view: groups.join(view, STAFF, BOB),
    "leave and be given": lambda _: Changes((Removed(IN_STAFF), Added(ALICE_WRITES))),
    "rewrite": lambda view: policies.rewrite(view, WRITE, document=DENYING),
    "another version counts": lambda view: policies.add_version(view, WRITE, DENYING, as_default=True)[0],
    "be bounded": lambda _: Changes((Added(bounded(ALICE, AUDIT)),)),
}


def everything(grants: Grants) -> object:
    """What a decision is made of, whatever the order in which it was found."""
    layers = (grants.identity, grants.resource_group or (), *grants.levels)
    boundary = grants.boundary and grants.boundary.document
    return grants.resource_group is None, boundary, [sorted(map(told, layer)) for layer in layers]


def told(grant: Grant) -> tuple[str, str, str, str, int]:
    """A policy, and through whom it bears."""
    return grant.policy, grant.version, grant.attached_to, grant.scope_id, id(grant.document)


def bearing(basis: Basis, account: Account, principal: User | Role, scope_id: str) -> object:
    """What bears on a principal."""
    return everything(grants_of(basis, standing_for(account, principal), scope_id))


def parsed(store: Store) -> None:
    """Every policy of the scene says something that its language accepts."""
    for policy in (READ, WRITE, AUDIT):
        do(store, Removed(version(policy)), Added(policies.version(policy, 1, ALLOWING, NOW)))


@pytest.mark.parametrize("name", VERBS)
@pytest.mark.parametrize("principal", [ALICE, BOB, DEPLOY], ids=lambda one: one.name)
@pytest.mark.parametrize("scope_id", ["", TEAM.id])
def test_what_would_bear_is_what_bears_afterwards(
    ledger: Store, name: str, principal: User | Role, scope_id: str
) -> None:
    parsed(ledger)
    changes = see(ledger, VERBS[name])
    foreseen = see(ledger, lambda view: bearing(After(view, changes.rows), view.account, principal, scope_id))
    do(ledger, *changes.rows)
    assert see(ledger, lambda view: bearing(view, view.account, principal, scope_id)) == foreseen


def test_nothing_else_is_touched_by_looking_ahead(ledger: Store) -> None:
    before = see(ledger, lambda view: view.attachments_of(ALICE))
    see(ledger, lambda view: After(view, VERBS["detach"](view).rows).bearings(ALICE))
    assert before == see(ledger, lambda view: view.attachments_of(ALICE))


# Organizations: what would bear on Carol, who sits in Sales.


def controlled(store: Store) -> None:
    """Control policies count, and everything is allowed on every level."""
    do(store, Added(attached(SALES, GUARD)))
    done(store, lambda view: control_policies.enable(view, ACME, "control"), account=MANAGER)


LEVELS: dict[str, Verb] = {
    "detach from her department": lambda view: control_policies.detach(view, GUARD, SALES),
    "attach to herself": lambda view: control_policies.attach(view, GUARD, SEAT),
    "rewrite": lambda view: policies.rewrite(view, GUARD, document=DENYING),
    "switch off": lambda view: control_policies.disable(
        view, structs.replace(ACME, enabled=("control",)), "control"
    ),
    "move to the root": lambda view: organizations.move(view, [SEAT], TOP),
}


@pytest.mark.parametrize("name", LEVELS)
def test_what_would_bound_a_member_is_what_bounds_it_afterwards(organized: Store, name: str) -> None:
    controlled(organized)

    def look(basis: Basis) -> object:
        return bearing(basis, CAROL, CAROL_ROOT, "")

    changes = see(organized, LEVELS[name], account=MANAGER)
    foreseen = see(organized, lambda view: look(After(view.at(CAROL), changes.rows)), account=MANAGER)
    do(organized, *changes.rows)
    assert see(organized, look, account=CAROL) == foreseen


# Whom changes concern.


def names(store: Store, verb: Verb, account: Account = ACCOUNT) -> set[str]:
    """Everybody whom a verb's changes concern."""
    return see(store, lambda view: {one.name for _, one in affected(view, verb(view).rows)}, account=account)


def test_a_group_stands_for_its_members(ledger: Store) -> None:
    assert {"Alice"} == names(ledger, VERBS["detach from a group of hers"])


def test_a_policy_concerns_all_on_whom_it_bears_in_whatever_scope(ledger: Store) -> None:
    do(ledger, Added(TEAM), Added(attached(BOB, WRITE, TEAM.id)), Added(bounded(DEPLOY, WRITE)))
    assert {"Alice", "Bob", "Deploy"} == names(ledger, VERBS["rewrite"])


def test_who_joins_or_leaves_a_group_is_concerned_alone(ledger: Store) -> None:
    assert {"Bob"} == names(ledger, VERBS["join"])
    assert {"Alice"} == names(ledger, VERBS["leave"])


def test_a_department_stands_for_everybody_in_the_accounts_below_it(organized: Store) -> None:
    controlled(organized)
    for name in LEVELS:
        assert {"carol"} == names(organized, LEVELS[name], MANAGER)


def test_the_manager_is_concerned_where_the_rules_bind_it(organized: Store) -> None:
    controlled(organized)
    bound = structs.replace(RULES, organization=structs.replace(RULES.organization, manager_is_bound=True))
    changes = Changes((Added(attached(TOP, GUARD)),))
    found = see(organized, lambda view: affected(view, changes.rows), account=MANAGER, rules=bound)
    assert {"carol", "acme", "Alice", "Bob", "Deploy"} == {one.name for _, one in found}
