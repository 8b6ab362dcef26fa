"""Acme makes an organization, Sales is a department of it, Carol a member; and what stops each of that."""

from collections.abc import Sequence

import pytest
from msgspec import structs

from tests.ledger.stage import LATER, done, refused
from tests.store.stage import (
    ACCOUNT,
    ACME,
    CAROL,
    GUARD,
    MANAGER,
    SALES,
    SEAT,
    TOP,
    attached,
    do,
    see,
)
from tigertally.ledger import control_policies, organizations
from tigertally.ledger.control_policies import Preset
from tigertally.model.accounts import Account
from tigertally.model.changes import Added, Changes, Edited, Removed
from tigertally.model.organizations import Department, Member, Organization
from tigertally.model.policies import Purpose
from tigertally.model.principals import User
from tigertally.model.refusals import AlreadyExists, Forbidden, InUse, LimitReached
from tigertally.model.view import View
from tigertally.store import Store

PRESET = Preset(id="full", name="Full", description="Everything", document="{}")


def create(view: View) -> Changes:
    """A new organization of the account."""
    return organizations.create(view, PRESET)


def held(store: Store, account: Account = ACCOUNT) -> tuple[Account, Organization]:
    """The account as it is now, and the organization that it belongs to."""
    now = see(store, lambda view: view.account_numbered(account.account_id))
    found = see(store, lambda view: view.organization_of(now))
    assert found
    return now, found


def department(store: Store, name: str, parent: Department = TOP) -> Department:
    """A new department of Acme."""
    made = done(store, lambda view: organizations.add_department(view, ACME, parent, name)).subject
    assert isinstance(made, Department)
    return made


def member(store: Store, name: str, place: Department = SALES) -> Member:
    """A new member of Acme."""
    made = done(
        store, lambda view: organizations.create_member(view, ACME, place, name, account_name=name.lower())
    )
    found = see(store, lambda view: view.member(ACME, made.subject.native_id))
    assert found
    return found


# The organization.


def test_an_organization_is_an_account_below_zero(ledger: Store) -> None:
    made = done(ledger, create)
    expected = Account(
        account_id=-1, cloud="alibaba", native_id=f"organization/{made.answer.id}",
        name=f"organization {made.answer.id}", created_at=LATER,
    )  # fmt: skip
    assert Added(expected) == made.rows[0]
    assert (-1, 2, LATER, ()) == (
        made.answer.account_id, made.answer.manager_id, made.answer.created_at, made.answer.enabled,
    )  # fmt: skip


def test_an_organization_begins_with_its_root_department(ledger: Store) -> None:
    organization = done(ledger, create).answer
    (root,) = see(ledger, lambda view: view.departments(organization))
    assert (organization.root_id, "Root", "") == (root.id, root.name, root.parent_id)
    assert [] == see(ledger, lambda view: view.members(organization))


def test_an_organization_begins_with_the_preset_policy_attached_to_nothing(ledger: Store) -> None:
    organization = done(ledger, create).answer
    (preset,) = see(ledger, lambda view: control_policies.of(view, organization, "control"))
    assert ("full", "Full", "system", "Everything") == (
        preset.id, preset.name, preset.type, preset.description,
    )  # fmt: skip
    assert "{}" == see(ledger, lambda view: control_policies.text_of(view, preset))
    assert [] == see(ledger, lambda view: view.bound_by(preset))


def test_the_account_of_the_manager_joins(ledger: Store) -> None:
    organization = done(ledger, create).answer
    assert (MANAGER, organization) == held(ledger)


def test_a_second_organization_is_refused(organized: Store) -> None:
    assert (AlreadyExists, "organization", {"name": "o1"}) == refused(organized, create, account=MANAGER)


def test_a_member_makes_no_organization(organized: Store) -> None:
    told = refused(organized, create, account=CAROL)
    assert (Forbidden, "member_account", {"name": CAROL.native_id}) == told


def delete(view: View) -> Changes:
    """Acme's organization given up."""
    return organizations.delete(view, ACME)


def emptied(store: Store) -> None:
    """Nobody is left in the organization, and nothing but the root."""
    done(store, lambda view: organizations.close(view, SEAT))
    done(store, lambda view: organizations.delete_departments(view, ACME, [SALES]))


def test_an_organization_goes_when_it_is_empty(organized: Store) -> None:
    in_use = (InUse, "organization", {"name": "o1"})
    assert in_use == refused(organized, delete, account=MANAGER)
    done(organized, lambda view: organizations.close(view, SEAT))
    assert in_use == refused(organized, delete, account=MANAGER)
    done(organized, lambda view: organizations.delete_departments(view, ACME, [SALES]))
    done(organized, delete, account=MANAGER)
    assert see(organized, lambda view: view.organization_of(MANAGER)) is None
    assert [] == see(organized, lambda view: view.departments(ACME))


@pytest.mark.parametrize("purpose", ["control", "tag"])
def test_an_organization_whose_policies_count_stays(organized: Store, purpose: Purpose) -> None:
    emptied(organized)
    done(organized, lambda view: control_policies.enable(view, ACME, purpose))
    _, enabled = held(organized)
    told = refused(organized, lambda view: organizations.delete(view, enabled), account=MANAGER)
    assert (InUse, "organization.policy_type", {"name": "o1"}) == told


def test_its_policies_and_their_texts_go_with_it(organized: Store) -> None:
    emptied(organized)
    done(organized, delete, account=MANAGER)
    assert [] == see(organized, lambda view: view.policies((ACME.account_id,)))
    assert [] == see(organized, lambda view: view.policy_versions(GUARD))


def test_after_one_organization_the_manager_may_make_another(organized: Store) -> None:
    emptied(organized)
    done(organized, delete, account=MANAGER)
    assert 0 == see(organized, lambda view: view.account_numbered(2)).organization_id
    assert -2 == done(organized, create).answer.account_id
    assert -2 == held(organized)[0].organization_id


# Departments.


def test_a_new_department_stands_below_another(organized: Store) -> None:
    made = done(
        organized,
        lambda view: organizations.add_department(
            view, ACME, SALES, "East", description="Far", tags={"k": "v"}
        ),
    )
    expected = Department(
        account_id=-1, id=made.subject.id, name="East", parent_id="d1", created_at=LATER, updated_at=LATER,
        description="Far", tags={"k": "v"},
    )  # fmt: skip
    assert (Added(expected),) == made.rows
    assert expected == see(organized, lambda view: view.department(ACME, expected.id))


@pytest.mark.parametrize("parent", [TOP, SALES], ids=["beside it", "below it"])
def test_a_departments_name_is_given_once_in_the_organization(organized: Store, parent: Department) -> None:
    told = refused(organized, lambda view: organizations.add_department(view, ACME, parent, "Sales"))
    assert (AlreadyExists, "department", {"name": "Sales"}) == told


def test_departments_lie_as_deep_as_the_limit(organized: Store) -> None:
    deepest = department(organized, "East", SALES)
    told = refused(organized, lambda view: organizations.add_department(view, ACME, deepest, "Far East"))
    assert (LimitReached, "department.depth", {"limit": 2}) == told
    department(organized, "Legal")


def test_the_limit_of_departments_does_not_count_the_root(organized: Store) -> None:
    for name in ("East", "West"):
        department(organized, name)
    told = refused(organized, lambda view: organizations.add_department(view, ACME, TOP, "North"))
    assert (LimitReached, "department", {"limit": 3}) == told


def test_a_department_can_be_renamed_and_described(organized: Store) -> None:
    fields = {"name": "Shop", "description": "Sells"}
    after = done(organized, lambda view: organizations.edit_department(view, ACME, SALES, fields)).subject
    assert structs.replace(SALES, updated_at=LATER, **fields) == after
    assert after == see(organized, lambda view: view.department(ACME, "d1"))


def test_a_department_may_keep_its_name_and_takes_no_others(organized: Store) -> None:
    done(organized, lambda view: organizations.edit_department(view, ACME, SALES, {"name": "Sales"}))
    told = refused(organized, lambda view: organizations.edit_department(view, ACME, SALES, {"name": "Root"}))
    assert (AlreadyExists, "department", {"name": "Root"}) == told


def refused_to_delete(store: Store, *gone: Department) -> tuple[object, ...]:
    """How the departments stay."""
    return refused(store, lambda view: organizations.delete_departments(view, ACME, gone))


def test_a_department_with_a_member_stays(organized: Store) -> None:
    assert (InUse, "department.member", {"name": "d1"}) == refused_to_delete(organized, SALES)


def test_a_department_above_another_stays(organized: Store) -> None:
    legal = department(organized, "Legal")
    court = department(organized, "Court", legal)
    assert (InUse, "department.department", {"name": legal.id}) == refused_to_delete(organized, legal)
    done(organized, lambda view: organizations.delete_departments(view, ACME, [court]))
    done(organized, lambda view: organizations.delete_departments(view, ACME, [legal]))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["from above", "from below"])
def test_nested_departments_go_at_once_with_what_is_attached(organized: Store, order: Sequence[int]) -> None:
    legal = department(organized, "Legal")
    nested = (legal, department(organized, "Court", legal))
    do(organized, *(Added(attached(one, GUARD)) for one in nested))
    gone = [nested[at] for at in order]
    done(organized, lambda view: organizations.delete_departments(view, ACME, gone))
    assert [TOP, SALES] == see(organized, lambda view: view.departments(ACME))
    assert [] == see(organized, lambda view: view.bound_by(GUARD))


def test_of_several_departments_all_stay_or_none(organized: Store) -> None:
    legal = department(organized, "Legal")
    assert (InUse, "department.member", {"name": "d1"}) == refused_to_delete(organized, legal, SALES)
    assert [TOP, SALES, legal] == see(organized, lambda view: view.departments(ACME))


def test_the_root_department_stays(organized: Store) -> None:
    assert (Forbidden, "root_department", {"name": "Root"}) == refused_to_delete(organized, TOP)


def path(store: Store, place: Department | Member) -> list[str]:
    """The names on the way up."""
    return [one.name for one in see(store, lambda view: organizations.path_to(view, ACME, place))]


def test_the_path_leads_from_a_place_up_to_the_root(organized: Store) -> None:
    east = department(organized, "East", SALES)
    assert ["Carol", "Sales", "Root"] == path(organized, SEAT)
    assert ["East", "Sales", "Root"] == path(organized, east)
    assert ["Root"] == path(organized, TOP)


def test_a_path_with_a_hole_in_it_is_none(organized: Store) -> None:
    do(organized, Removed(SALES))
    with pytest.raises(LookupError, match="no department d1"):
        path(organized, SEAT)


# Members.


def test_a_new_member_is_an_account_with_its_root_user(organized: Store) -> None:
    made = done(
        organized,
        lambda view: organizations.create_member(
            view, ACME, SALES, "Dave", account_name="dave", description="New", permission_ids=[1, 2],
            tags={"k": "v"},
        ),
    )  # fmt: skip
    account, root, seat = (row.what for row in made.rows)
    assert isinstance(account, Account)
    assert isinstance(root, User)
    assert (5, "alibaba", "dave", -1) == (
        account.account_id, account.cloud, account.name, account.organization_id,
    )  # fmt: skip
    assert (5, "dave", True) == (root.account_id, root.name, root.is_root)
    expected = Member(
        account_id=-1, id=account.native_id, name="Dave", department_id="d1", created_at=LATER,
        updated_at=LATER, description="New", permission_ids=(1, 2), tags={"k": "v"},
    )  # fmt: skip
    assert expected == seat
    assert (account, ACME) == held(organized, account)
    assert [root] == see(organized, lambda view: view.users(5))


def refused_member(store: Store, name: str) -> tuple[object, ...]:
    """How a member is not made."""
    return refused(store, lambda view: organizations.create_member(view, ACME, TOP, name, account_name="x"))


def test_a_members_name_is_given_once(organized: Store) -> None:
    assert (AlreadyExists, "member", {"name": "Carol"}) == refused_member(organized, "Carol")


def test_no_more_members_than_the_limit(organized: Store) -> None:
    member(organized, "Dave")
    assert (LimitReached, "member", {"limit": 2}) == refused_member(organized, "Erin")


def test_a_member_can_be_renamed_without_its_account(organized: Store) -> None:
    fields = {"name": "Caroline", "description": "Writes", "permission_ids": (1, 2, 3)}
    made = done(organized, lambda view: organizations.edit_member(view, ACME, SEAT, fields))
    after = structs.replace(SEAT, updated_at=LATER, **fields)
    assert (Edited(before=SEAT, after=after),) == made.rows
    assert (CAROL, ACME) == held(organized, CAROL)


def test_a_member_can_be_renamed_with_its_account(organized: Store) -> None:
    done(
        organized,
        lambda view: organizations.edit_member(view, ACME, SEAT, {"name": "Caroline"}, with_account=True),
    )
    assert structs.replace(CAROL, name="Caroline") == held(organized, CAROL)[0]


def test_an_account_takes_the_name_that_its_member_has(organized: Store) -> None:
    done(organized, lambda view: organizations.edit_member(view, ACME, SEAT, {}, with_account=True))
    assert "Carol" == held(organized, CAROL)[0].name


def test_a_member_may_keep_its_name_and_takes_no_others(organized: Store) -> None:
    dave = member(organized, "Dave")
    done(organized, lambda view: organizations.edit_member(view, ACME, SEAT, {"name": "Carol"}))
    told = refused(organized, lambda view: organizations.edit_member(view, ACME, dave, {"name": "Carol"}))
    assert (AlreadyExists, "member", {"name": "Carol"}) == told


def test_members_move_and_what_is_attached_to_them_moves_along(organized: Store) -> None:
    dave = member(organized, "Dave")
    do(organized, Added(attached(SEAT, GUARD)))
    done(organized, lambda view: organizations.move(view, [SEAT, dave], TOP))
    assert {"d0"} == {one.department_id for one in see(organized, lambda view: view.members(ACME))}
    assert [GUARD] == [policy for _, policy in see(organized, lambda view: view.attachments_of(SEAT))]
    done(organized, lambda view: organizations.delete_departments(view, ACME, [SALES]))


def test_a_member_that_is_given_up_leaves_and_its_account_is_closed(organized: Store) -> None:
    do(organized, Added(attached(SEAT, GUARD)))
    done(organized, lambda view: organizations.close(view, SEAT))
    closed = structs.replace(CAROL, organization_id=0, closed_at=LATER)
    assert closed == see(organized, lambda view: view.account_numbered(CAROL.account_id))
    assert see(organized, lambda view: view.member(ACME, SEAT.id)) is None
    assert [] == see(organized, lambda view: view.bound_by(GUARD))


def test_the_name_of_a_member_that_was_given_up_is_free(organized: Store) -> None:
    done(organized, lambda view: organizations.close(view, SEAT))
    assert SEAT.id != member(organized, "Carol").id


def test_a_member_without_an_account_is_a_broken_ledger(organized: Store) -> None:
    lost = structs.replace(SEAT, id="9")
    with pytest.raises(LookupError, match="member 9 has no account"):
        see(organized, lambda view: organizations.close(view, lost))
