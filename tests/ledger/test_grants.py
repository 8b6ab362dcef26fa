"""Everything that bears on a caller: its own policies, its groups', and what limits its session."""

import pytest
from msgspec import structs

from tests.ledger.stage import done
from tests.store.stage import (
    ACME,
    ALICE,
    CAROL,
    CAROL_ROOT,
    DEPLOY,
    FULL,
    GUARD,
    KEY,
    LABEL,
    READ,
    RULES,
    SALES,
    SEAT,
    SESSION,
    TEAM,
    TOP,
    WRITE,
    attached,
    do,
    see,
)
from tigertally.ledger import attachments, control_policies, groups, policies
from tigertally.ledger.grants import grants_of, trust_of
from tigertally.model.changes import Added, Changes, Edited, Removed
from tigertally.model.rules import Rules
from tigertally.model.view import View
from tigertally.policy.decide import Grants
from tigertally.store import Store

DOCUMENT = '{"Version":"1","Statement":[{"Effect":"Allow","Action":["ram:Get*"],"Resource":["*"]}]}'
TRUST = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"RAM":["*"]}}]}'


def grants(ledger: Store, access_key_id: str, scope_id: str = "", rules: Rules = RULES) -> Grants:
    """What bears on whoever signs with a key, in a call that names a scope or none."""

    def look(view: View) -> Grants:
        caller = view.caller(access_key_id)
        assert caller
        return grants_of(view, caller, scope_id)

    return see(ledger, look, rules=rules)


def with_documents(ledger: Store) -> None:
    """The stage's policies get documents that can be read."""
    for policy in (WRITE,):
        done(ledger, lambda view, one=policy: policies.add_version(view, one, DOCUMENT, as_default=True)[0])  # type: ignore[misc]
    done(ledger, lambda view: attachments.detach(view, READ, ALICE))


def test_a_user_has_its_own_policies_and_its_groups(ledger: Store) -> None:
    with_documents(ledger)
    made = done(ledger, lambda view: policies.create(view, "Own", DOCUMENT)).subject
    done(ledger, lambda view: attachments.attach(view, made, ALICE))
    held = grants(ledger, KEY.access_key_id)
    assert {("Own", "user", "Alice", "v1"), ("WRITE", "group", "Staff", "v2")} == {
        (one.policy, one.attached_to_kind, one.attached_to, one.version) for one in held.identity
    }
    assert (None, None, False) == (held.session, held.trust, held.is_root)
    assert {"Custom"} == {one.policy_type for one in held.identity}


def test_a_user_that_leaves_has_the_groups_policies_no_longer(ledger: Store) -> None:
    with_documents(ledger)
    group = see(ledger, lambda view: view.groups_of(ALICE))[0][1]
    done(ledger, lambda view: groups.leave(view, group, ALICE))
    assert () == grants(ledger, KEY.access_key_id).identity


def test_what_is_attached_in_a_group_bears_on_a_call_that_names_it(teamed: Store) -> None:
    with_documents(teamed)
    made = done(teamed, lambda view: policies.create(view, "Own", DOCUMENT)).subject
    done(teamed, lambda view: attachments.attach(view, made, ALICE, TEAM.id))
    held = grants(teamed, KEY.access_key_id, TEAM.id)
    assert [("WRITE", "")] == [(one.policy, one.scope_id) for one in held.identity]
    assert [("Own", TEAM.id)] == [(one.policy, one.scope_id) for one in held.resource_group or ()]
    assert () == grants(teamed, KEY.access_key_id, "rg2").resource_group
    assert grants(teamed, KEY.access_key_id).resource_group is None


def test_a_session_without_a_policy_is_not_limited(ledger: Store) -> None:
    assert grants(ledger, SESSION.access_key_id).session is None


def test_a_session_policy_limits_the_session(ledger: Store) -> None:
    limited = structs.replace(SESSION, access_key_id="STS2", policy=DOCUMENT)
    done(ledger, lambda _: Changes((Added(limited),), secrets={"STS2": "secret"}))
    (grant,) = grants(ledger, "STS2").session or ()
    assert ("build", "Inline", "session") == (grant.policy, grant.policy_type, grant.attached_to_kind)


def test_a_session_policy_that_is_gone_leaves_nothing_allowed(ledger: Store) -> None:
    limited = structs.replace(SESSION, access_key_id="STS2", policy_ids=("gone",))
    done(ledger, lambda _: Changes((Added(limited),), secrets={"STS2": "secret"}))
    assert () == grants(ledger, "STS2").session


def test_a_session_can_be_limited_by_policies_of_the_account(ledger: Store) -> None:
    made = done(ledger, lambda view: policies.create(view, "Own", DOCUMENT)).subject
    limited = structs.replace(SESSION, access_key_id="STS2", policy_ids=(made.id,))
    done(ledger, lambda _: Changes((Added(limited),), secrets={"STS2": "secret"}))
    (grant,) = grants(ledger, "STS2").session or ()
    assert ("Own", "Custom", "session") == (grant.policy, grant.policy_type, grant.attached_to_kind)


def test_root_is_told_from_everybody_else(ledger: Store) -> None:
    key = structs.replace(KEY, access_key_id="AK0", user_id="u0")
    done(ledger, lambda _: Changes((Added(key),), secrets={"AK0": "secret"}))
    assert grants(ledger, "AK0").is_root


def test_the_trust_of_a_role_is_its_own_document() -> None:
    grant = trust_of("alibaba", structs.replace(DEPLOY, trust_document=TRUST))
    assert ("Deploy", "Inline", "trust") == (grant.policy, grant.policy_type, grant.attached_to_kind)


def test_a_changed_default_version_is_seen_at_once(ledger: Store) -> None:
    """Compiled documents are kept by their hash, never by a version's number."""
    with_documents(ledger)
    before = grants(ledger, KEY.access_key_id).identity[0]
    held = see(ledger, lambda view: view.policy(2, "write"))
    assert held
    other = DOCUMENT.replace("Allow", "Deny")
    done(ledger, lambda view: policies.add_version(view, held, other, as_default=True)[0])
    after = grants(ledger, KEY.access_key_id).identity[0]
    assert before.document != after.document


# Levels: what bounds the account, from where it sits up to the root.

CAROLS = structs.replace(KEY, account_id=CAROL.account_id, access_key_id="AK4", user_id=CAROL_ROOT.id)
BOUND = structs.replace(ACME, enabled=("control",))
MANAGER_BOUND = structs.replace(
    RULES, organization=structs.replace(RULES.organization, manager_is_bound=True)
)

Levels = list[set[tuple[str, str]]]


@pytest.fixture
def keyed(organized: Store) -> Store:
    """Carol has a key, Alice nothing that cannot be read, and control policies are not switched on."""
    done(organized, lambda _: Changes((Added(CAROLS),), secrets={CAROLS.access_key_id: "secret"}))
    with_documents(organized)
    return organized


@pytest.fixture
def bound(keyed: Store) -> Store:
    """Control policies are switched on, and Sales carries one more, and one of tags."""
    done(keyed, lambda view: control_policies.enable(view, ACME, "control"))
    do(keyed, Added(attached(SALES, GUARD)), Added(attached(SALES, LABEL)))
    return keyed


def levels(ledger: Store, key: str = CAROLS.access_key_id, rules: Rules = RULES) -> Levels:
    """The policies level by level, each with the place that carries it."""
    held = grants(ledger, key, rules=rules).levels
    assert {"organization"} >= {one.attached_to_kind for level in held for one in level}
    return [{(one.policy, one.attached_to) for one in level} for level in held]


def test_levels_lead_from_the_member_up_to_the_root(bound: Store) -> None:
    expected: Levels = [{("FULL", "Carol")}, {("FULL", "Sales"), ("GUARD", "Sales")}, {("FULL", "Root")}]
    assert expected == levels(bound)


def test_a_grant_of_a_level_tells_its_policy(bound: Store) -> None:
    ((grant,), *_) = grants(bound, CAROLS.access_key_id).levels
    assert ("FULL", "System", "v1", "organization", "Carol", "") == (
        grant.policy, grant.policy_type, grant.version, grant.attached_to_kind, grant.attached_to,
        grant.scope_id,
    )  # fmt: skip


def test_a_member_in_the_root_has_two_levels(bound: Store) -> None:
    do(bound, Edited(before=SEAT, after=structs.replace(SEAT, department_id=TOP.id)))
    assert [{("FULL", "Carol")}, {("FULL", "Root")}] == levels(bound)


def test_nothing_bounds_while_control_policies_are_switched_off(keyed: Store) -> None:
    do(keyed, Added(attached(SALES, GUARD)))
    assert [] == levels(keyed)


def test_tag_policies_bound_nothing_even_alone(keyed: Store) -> None:
    done(keyed, lambda view: control_policies.enable(view, ACME, "tag"))
    do(keyed, Added(attached(SEAT, LABEL)))
    assert [] == levels(keyed)


def test_a_level_without_a_policy_is_a_level(bound: Store) -> None:
    """So that it allows nothing: a level that is left out would allow everything."""
    do(bound, Removed(attached(SEAT, FULL)))
    assert set() == levels(bound)[0]
    assert 3 == len(levels(bound))


def test_nothing_bounds_the_account_of_the_manager(bound: Store) -> None:
    assert [] == levels(bound, KEY.access_key_id)


def test_where_the_rules_say_so_the_root_bounds_the_manager(bound: Store) -> None:
    assert [{("FULL", "Root")}] == levels(bound, KEY.access_key_id, MANAGER_BOUND)
    assert 3 == len(levels(bound, rules=MANAGER_BOUND))


def test_nothing_bounds_an_account_without_an_organization(ledger: Store) -> None:
    with_documents(ledger)
    assert [] == levels(ledger, KEY.access_key_id, MANAGER_BOUND)


def test_a_member_without_a_place_is_a_broken_ledger(keyed: Store) -> None:
    do(keyed, Edited(before=ACME, after=BOUND), Removed(SEAT))
    with pytest.raises(LookupError, match="has no place in organization o1"):
        levels(keyed)


def test_a_member_of_a_department_that_is_not_there_is_a_broken_ledger(keyed: Store) -> None:
    do(keyed, Edited(before=ACME, after=BOUND), Removed(SALES))
    with pytest.raises(LookupError, match="has no department d1"):
        levels(keyed)


def test_an_organization_that_is_not_there_is_a_broken_ledger(keyed: Store) -> None:
    do(keyed, Edited(before=CAROL, after=structs.replace(CAROL, organization_id=-9)))
    with pytest.raises(LookupError, match="an organization that is not there"):
        levels(keyed)


def test_an_organization_without_a_root_does_not_let_its_manager_pass(keyed: Store) -> None:
    do(keyed, Edited(before=ACME, after=structs.replace(BOUND, root_id="d9")))
    with pytest.raises(LookupError, match="has no place"):
        levels(keyed, KEY.access_key_id, MANAGER_BOUND)
