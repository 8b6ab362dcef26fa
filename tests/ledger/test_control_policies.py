"""Bob switches control policies on, writes some, and attaches them; what stops each of that."""

import pytest
from msgspec import structs

from tests.ledger.stage import LATER, done, refused
from tests.store.stage import (
    ACME,
    ALLOWING,
    FULL,
    GUARD,
    LABEL,
    MANAGER,
    RULES,
    SALES,
    SEAT,
    TOP,
    attached,
    do,
    see,
)
from tigertally.ledger import control_policies, organizations
from tigertally.model.attachments import Attachment
from tigertally.model.changes import Added, Change, Edited, Removed
from tigertally.model.organizations import Department, Member
from tigertally.model.policies import Policy, Purpose
from tigertally.model.refusals import AlreadyExists, Forbidden, InUse, LimitReached, NotAttached, NotFound
from tigertally.store import Store

Place = Department | Member

PLACES = pytest.mark.parametrize("place", [SALES, SEAT], ids=["department", "member"])

BOUND = structs.replace(ACME, enabled=("control",))
"""Acme with control policies switched on."""


@pytest.fixture
def bound(organized: Store) -> Store:
    """Control policies are switched on: every place carries the preset."""
    done(organized, lambda view: control_policies.enable(view, ACME, "control"))
    return organized


def places_of(store: Store, policy: Policy) -> list[str]:
    """Where a policy is attached, the oldest first."""
    return [place.name for _, place in see(store, lambda view: view.bound_by(policy))]


def carried(store: Store, place: Place) -> list[str]:
    """What is attached to a place."""
    return [policy.name for _, policy in see(store, lambda view: view.attachments_of(place))]


def later(place: Place, policy: Policy) -> Attachment:
    """The attachment as a verb makes it."""
    return structs.replace(attached(place, policy), created_at=LATER)


# Switched on, or off.


def test_switching_on_binds_the_preset_on_every_place(organized: Store) -> None:
    made = done(organized, lambda view: control_policies.enable(view, ACME, "control"))
    bound = tuple(Added(later(place, FULL)) for place in (TOP, SALES, SEAT))
    assert (Edited(before=ACME, after=BOUND), *bound) == made.rows
    assert ["Root", "Sales", "Carol"] == places_of(organized, FULL)
    assert [] == places_of(organized, GUARD)


def test_a_department_is_bound_from_its_first_moment(bound: Store) -> None:
    made = done(bound, lambda view: organizations.add_department(view, BOUND, SALES, "East")).subject
    assert ["FULL"] == carried(bound, made)


def test_a_member_is_bound_from_its_first_moment(bound: Store) -> None:
    done(bound, lambda view: organizations.create_member(view, BOUND, SALES, "Dave", account_name="dave"))
    assert ["Root", "Sales", "Carol", "Dave"] == places_of(bound, FULL)


def test_a_department_and_a_member_are_bound_by_nothing_while_switched_off(organized: Store) -> None:
    made = done(organized, lambda view: organizations.add_department(view, ACME, SALES, "East")).subject
    done(organized, lambda view: organizations.create_member(view, ACME, made, "Dave", account_name="dave"))
    assert [] == places_of(organized, FULL)


def test_switching_on_twice_says_already(bound: Store) -> None:
    told = refused(bound, lambda view: control_policies.enable(view, BOUND, "control"))
    assert (AlreadyExists, "policy_type", {"name": "control"}) == told


@pytest.mark.parametrize("purpose", ["control", "tag"])
def test_switching_off_what_is_off_finds_nothing(organized: Store, purpose: Purpose) -> None:
    told = refused(organized, lambda view: control_policies.disable(view, ACME, purpose))
    assert (NotFound, "policy_type", {"key": purpose}) == told


def test_switching_off_detaches_the_policies_of_that_purpose_and_keeps_them(bound: Store) -> None:
    do(bound, Added(attached(SALES, GUARD)), Added(attached(SALES, LABEL)), Added(attached(SEAT, LABEL)))
    done(bound, lambda view: control_policies.disable(view, BOUND, "control"))
    assert ([], []) == (places_of(bound, FULL), places_of(bound, GUARD))
    assert ["Sales", "Carol"] == places_of(bound, LABEL)
    assert ACME == see(bound, lambda view: view.organization_of(MANAGER))
    assert [FULL, GUARD] == see(bound, lambda view: control_policies.of(view, ACME, "control"))


def test_switching_tag_policies_off_leaves_control_policies_attached(bound: Store) -> None:
    both = done(bound, lambda view: control_policies.enable(view, BOUND, "tag")).subject
    do(bound, Added(attached(SALES, LABEL)))
    done(bound, lambda view: control_policies.disable(view, both, "tag"))
    assert [] == places_of(bound, LABEL)
    assert ["Root", "Sales", "Carol"] == places_of(bound, FULL)


def test_switched_on_again_the_preset_alone_is_attached(bound: Store) -> None:
    do(bound, Added(attached(SALES, GUARD)))
    done(bound, lambda view: control_policies.disable(view, BOUND, "control"))
    done(bound, lambda view: control_policies.enable(view, ACME, "control"))
    assert ["Root", "Sales", "Carol"] == places_of(bound, FULL)
    assert [] == places_of(bound, GUARD)


def test_switching_tag_policies_on_attaches_nothing(organized: Store) -> None:
    made = done(organized, lambda view: control_policies.enable(view, ACME, "tag"))
    assert (Edited(before=ACME, after=structs.replace(ACME, enabled=("tag",))),) == made.rows


def test_a_new_place_gets_no_tag_policy(organized: Store) -> None:
    tagging = done(organized, lambda view: control_policies.enable(view, ACME, "tag")).subject
    made = done(organized, lambda view: organizations.add_department(view, tagging, TOP, "East")).subject
    assert [] == carried(organized, made)


def test_purposes_stand_in_one_order_whichever_was_first(organized: Store) -> None:
    tagging = done(organized, lambda view: control_policies.enable(view, ACME, "tag")).subject
    both = done(organized, lambda view: control_policies.enable(view, tagging, "control")).subject
    assert ("control", "tag") == both.enabled


# The policies.


@pytest.mark.parametrize("purpose", ["control", "tag"])
def test_a_new_policy_is_attached_to_nothing(organized: Store, purpose: Purpose) -> None:
    roomy = structs.replace(RULES, organization=structs.replace(RULES.organization, tag_policies=2))
    made = done(
        organized, lambda view: control_policies.create(view, ACME, purpose, "News", "{ }", "Told"), roomy
    ).subject
    expected = Policy(
        account_id=-1, id=made.id, type="custom", name="News", created_at=LATER, updated_at=LATER,
        default_version=1, latest_version=1, description="Told", purpose=purpose,
    )  # fmt: skip
    assert expected == made
    assert "{ }" == see(organized, lambda view: control_policies.text_of(view, made))
    assert made == see(organized, lambda view: control_policies.of(view, ACME, purpose))[-1]
    assert [] == places_of(organized, made)


@pytest.mark.parametrize("name", ["FULL", "GUARD", "LABEL"])
def test_a_policys_name_is_given_once_whatever_it_is_for(organized: Store, name: str) -> None:
    told = refused(organized, lambda view: control_policies.create(view, ACME, "control", name, "{}"))
    assert (AlreadyExists, "policy", {"name": name}) == told


def test_the_name_of_a_policy_of_the_managers_account_is_free(organized: Store) -> None:
    done(organized, lambda view: control_policies.create(view, ACME, "control", "WRITE", "{}"))


def test_each_purpose_has_a_limit_that_does_not_count_the_preset(organized: Store) -> None:
    told = refused(organized, lambda view: control_policies.create(view, ACME, "tag", "News", "{}"))
    assert (LimitReached, "policy.tag", {"limit": 1}) == told
    done(organized, lambda view: control_policies.create(view, ACME, "control", "News", "{}"))
    told = refused(organized, lambda view: control_policies.create(view, ACME, "control", "More", "{}"))
    assert (LimitReached, "policy.control", {"limit": 2}) == told


def test_a_policy_is_rewritten_wherever_it_is_attached(organized: Store) -> None:
    do(organized, Added(attached(SALES, GUARD)))
    done(
        organized,
        lambda view: control_policies.rewrite(view, GUARD, name="Wall", document="{ }", description="High"),
    )
    ((_, after),) = see(organized, lambda view: view.attachments_of(SALES))
    assert structs.replace(GUARD, name="Wall", description="High", updated_at=LATER) == after
    assert "{ }" == see(organized, lambda view: control_policies.text_of(view, after))


def test_what_is_not_given_stays_as_it_was(organized: Store) -> None:
    after = done(organized, lambda view: control_policies.rewrite(view, GUARD, name="GUARD")).subject
    assert structs.replace(GUARD, updated_at=LATER) == after
    assert ALLOWING == see(organized, lambda view: control_policies.text_of(view, after))


def test_a_policy_takes_no_other_policys_name(organized: Store) -> None:
    told = refused(organized, lambda view: control_policies.rewrite(view, GUARD, name="LABEL"))
    assert (AlreadyExists, "policy", {"name": "LABEL"}) == told


def test_the_preset_is_neither_rewritten_nor_deleted(organized: Store) -> None:
    forbidden = (Forbidden, "system_policy", {"name": "FULL"})
    assert forbidden == refused(organized, lambda view: control_policies.rewrite(view, FULL, name="Less"))
    assert forbidden == refused(organized, lambda view: control_policies.delete(view, FULL))


def test_a_policy_goes_when_it_is_attached_to_nothing(organized: Store) -> None:
    do(organized, Added(attached(SEAT, GUARD)))
    told = refused(organized, lambda view: control_policies.delete(view, GUARD))
    assert (InUse, "policy.attachment", {"name": "GUARD"}) == told
    do(organized, Removed(attached(SEAT, GUARD)))
    done(organized, lambda view: control_policies.delete(view, GUARD))
    assert see(organized, lambda view: view.policy(-1, GUARD.id)) is None
    assert [] == see(organized, lambda view: view.policy_versions(GUARD))


def test_a_policy_without_a_text_is_a_broken_ledger(organized: Store) -> None:
    lost = structs.replace(GUARD, default_version=7)
    with pytest.raises(LookupError, match="policy guard has no version 7"):
        see(organized, lambda view: control_policies.text_of(view, lost))


# Attached to whom.


def attach(store: Store, policy: Policy, place: Place) -> tuple[Change, ...]:
    """Attach, and what changed."""
    return done(store, lambda view: control_policies.attach(view, policy, place)).rows


def detach(store: Store, policy: Policy, place: Place) -> tuple[Change, ...]:
    """Detach, and what changed."""
    return done(store, lambda view: control_policies.detach(view, policy, place)).rows


@PLACES
@pytest.mark.parametrize("policy", [GUARD, LABEL], ids=["control", "tag"])
def test_an_attached_policy_is_attached_from_now_on(bound: Store, place: Place, policy: Policy) -> None:
    assert (Added(later(place, policy)),) == attach(bound, policy, place)
    assert ["FULL", policy.name] == carried(bound, place)


@PLACES
def test_attaching_twice_is_quiet(bound: Store, place: Place) -> None:
    attach(bound, GUARD, place)
    assert () == attach(bound, GUARD, place)


@PLACES
def test_no_more_control_policies_on_a_place_than_the_limit(bound: Store, place: Place) -> None:
    made = done(bound, lambda view: control_policies.create(view, BOUND, "control", "News", "{}")).subject
    attach(bound, LABEL, place)
    attach(bound, GUARD, place)
    told = refused(bound, lambda view: control_policies.attach(view, made, place))
    assert (LimitReached, f"{place.kind}.policy", {"limit": 2, "target": place.name}) == told


@PLACES
def test_no_more_tag_policies_on_a_place_than_the_limit(bound: Store, place: Place) -> None:
    roomy = structs.replace(RULES, organization=structs.replace(RULES.organization, tag_policies=2))
    made = done(bound, lambda view: control_policies.create(view, BOUND, "tag", "News", "{}"), roomy).subject
    attach(bound, LABEL, place)
    told = refused(bound, lambda view: control_policies.attach(view, made, place))
    assert (LimitReached, f"{place.kind}.policy", {"limit": 1, "target": place.name}) == told
    attach(bound, GUARD, place)


@PLACES
def test_a_detached_policy_is_attached_no_longer(bound: Store, place: Place) -> None:
    attach(bound, GUARD, place)
    assert (Removed(later(place, GUARD)),) == detach(bound, GUARD, place)
    assert ["FULL"] == carried(bound, place)


@PLACES
@pytest.mark.parametrize("policy", [GUARD, LABEL], ids=["control", "tag"])
def test_detaching_what_is_not_attached_says_so(bound: Store, place: Place, policy: Policy) -> None:
    told = refused(bound, lambda view: control_policies.detach(view, policy, place))
    assert (NotAttached, place.kind, {"policy": policy.name, "target": place.name}) == told


def test_what_a_department_carries_is_not_attached_to_its_member(bound: Store) -> None:
    attach(bound, GUARD, SALES)
    assert NotAttached is refused(bound, lambda view: control_policies.detach(view, GUARD, SEAT))[0]


@PLACES
def test_the_last_control_policy_stays(bound: Store, place: Place) -> None:
    last = (Forbidden, "last_control_policy", {"policy": "FULL", "target": place.name})
    assert last == refused(bound, lambda view: control_policies.detach(view, FULL, place))
    attach(bound, LABEL, place)
    assert last == refused(bound, lambda view: control_policies.detach(view, FULL, place))


@PLACES
def test_the_preset_may_give_way_to_another(bound: Store, place: Place) -> None:
    attach(bound, GUARD, place)
    detach(bound, FULL, place)
    assert ["GUARD"] == carried(bound, place)
    told = refused(bound, lambda view: control_policies.detach(view, GUARD, place))
    assert (Forbidden, "last_control_policy", {"policy": "GUARD", "target": place.name}) == told


@PLACES
def test_the_last_tag_policy_may_go(organized: Store, place: Place) -> None:
    attach(organized, LABEL, place)
    detach(organized, LABEL, place)
    assert [] == carried(organized, place)


@pytest.mark.parametrize(
    ("purpose", "shown"), [("control", ["FULL", "GUARD"]), ("tag", ["LABEL"]), ("access", [])]
)
def test_a_place_shows_the_policies_of_one_purpose(bound: Store, purpose: Purpose, shown: list[str]) -> None:
    for policy in (LABEL, GUARD):
        attach(bound, policy, SALES)
    pairs = see(bound, lambda view: control_policies.attached_to(view, SALES, purpose))
    assert shown == [policy.name for _, policy in pairs]
