"""An organization is found from the accounts that belong to it; its places are rows like principals."""

import pytest
from msgspec import structs

from tests.home import Home
from tests.store.stage import (
    ACCOUNT,
    ACCOUNTS,
    ACME,
    CAROL,
    FOUNDING,
    FULL,
    GUARD,
    LABEL,
    MANAGER,
    NOW,
    ORGANIZED,
    OTHER,
    OWN,
    RULES,
    SALES,
    SEALED,
    SEAT,
    TOP,
    attached,
    do,
    policy,
    see,
    undo,
    version,
)
from tigertally.model.changes import Added, Change, Edited, Removed
from tigertally.model.organizations import Department, Member
from tigertally.model.refusals import (
    AlreadyAttached,
    AlreadyExists,
    InUse,
    LimitReached,
    NotAttached,
    NotFound,
    Refusal,
)
from tigertally.store import Store, Writing, verify

PLACES = pytest.mark.parametrize("place", [SALES, SEAT], ids=["department", "member"])

LEGAL = structs.replace(SALES, id="d2", name="Legal")
DAVE = structs.replace(SEAT, id="1000000000000005", name="Dave")


def test_an_organization_is_found_from_its_manager_and_its_members(organized: Store) -> None:
    found = [see(organized, lambda view, of=one: view.organization_of(of)) for one in (MANAGER, CAROL, OTHER)]  # type: ignore[misc]
    assert [ACME, ACME, None] == found


def test_a_place_is_found_by_its_kind_and_id(organized: Store) -> None:
    assert SALES == see(organized, lambda view: view.department(ACME, SALES.id))
    assert SEAT == see(organized, lambda view: view.member(ACME, SEAT.id))
    assert see(organized, lambda view: view.department(ACME, SEAT.id)) is None
    assert see(organized, lambda view: view.member(ACME, SALES.id)) is None


def test_departments_and_members_come_in_the_order_of_creation_the_root_first(organized: Store) -> None:
    do(organized, Added(DAVE), Added(LEGAL))
    assert [TOP, SALES, LEGAL] == see(organized, lambda view: view.departments(ACME))
    assert [SEAT, DAVE] == see(organized, lambda view: view.members(ACME))


def test_an_organization_its_places_and_its_members_can_be_edited(organized: Store) -> None:
    after = structs.replace(ACME, enabled=("control",))
    moved = structs.replace(SEAT, department_id=TOP.id)
    named = structs.replace(SALES, name="Shop")
    do(
        organized,
        Edited(before=ACME, after=after), Edited(before=SEAT, after=moved), Edited(before=SALES, after=named),
    )  # fmt: skip
    assert after == see(organized, lambda view: view.organization_of(CAROL))
    assert [moved] == see(organized, lambda view: view.members(ACME))
    assert [TOP, named] == see(organized, lambda view: view.departments(ACME))


@PLACES
def test_what_is_attached_to_a_place_comes_with_its_policy_the_oldest_first(
    organized: Store, place: Department | Member
) -> None:
    first, second = attached(place, LABEL), attached(place, FULL)
    do(organized, Added(first), Added(second))
    assert [(first, LABEL), (second, FULL)] == see(organized, lambda view: view.attachments_of(place))
    assert {("LABEL", "label-1"), ("FULL", "full-1")} == {
        (one.name, sha256) for one, sha256 in see(organized, lambda view: view.counting(place))
    }


def test_whom_a_policy_binds_is_listed_the_oldest_first(organized: Store) -> None:
    bound = [attached(place, GUARD) for place in (SEAT, TOP, SALES)]
    do(organized, *map(Added, bound), Added(attached(SALES, FULL)))
    expected = list(zip(bound, (SEAT, TOP, SALES), strict=True))
    assert expected == see(organized, lambda view: view.bound_by(GUARD))
    assert [] == see(organized, lambda view: view.bound_by(LABEL))


def test_the_account_of_the_manager_shows_nothing_of_the_organization(organized: Store) -> None:
    here = (ACCOUNT.account_id,)
    assert {"access"} == {one.purpose for one in see(organized, lambda view: view.policies(here))}
    assert 2 == see(organized, lambda view: view.count(ACCOUNT.account_id, "policy"))
    assert [FULL, GUARD, LABEL] == see(organized, lambda view: view.policies((OWN.account_id,)))


BELTS: dict[str, tuple[list[Change], type[Refusal], str]] = {
    "two members of one name": (
        [Added(structs.replace(DAVE, name="Carol"))], AlreadyExists, "'member'.*Carol",
    ),
    "two departments of one name": (
        [Added(structs.replace(LEGAL, name="Sales"))], AlreadyExists, "'department'.*Sales",
    ),
    "one account in two places": ([Added(structs.replace(SEAT, name="Eve"))], AlreadyExists, "'member'"),
    "two organizations in one": ([Added(structs.replace(ACME, id="o2"))], AlreadyExists, "'organization'"),
    "attach twice": ([Added(attached(SALES, GUARD))] * 2, AlreadyAttached, "'department'"),
    "detach what is not attached": ([Removed(attached(SEAT, GUARD))], NotAttached, "'member'"),
    "attach to nobody": ([Added(attached(LEGAL, GUARD))], NotFound, "'principal'.*d2"),
    "attach nothing": ([Added(attached(SALES, policy("none", OWN)))], NotFound, "'policy'.*none"),
    "remove a bound department": ([Added(attached(SALES, GUARD)), Removed(SALES)], InUse, "'department'"),
    "remove a bound member": ([Added(attached(SEAT, GUARD)), Removed(SEAT)], InUse, "'member'"),
    "remove a policy that binds": (
        [Added(attached(SEAT, GUARD)), Removed(version(GUARD)), Removed(GUARD)], InUse, "'policy'",
    ),
    "remove a department that is gone": ([Removed(LEGAL)], NotFound, "'department'.*d2"),
    "edit an organization that is gone": (
        [Removed(ACME), Edited(before=ACME, after=ACME)], NotFound, "'organization'.*o1",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "refusal", "told"), BELTS.values(), ids=BELTS)
def test_the_engine_checks_again(
    organized: Store, rows: list[Change], refusal: type[Refusal], told: str
) -> None:
    with pytest.raises(refusal, match=told):
        do(organized, *rows)


@PLACES
def test_a_place_carries_as_many_policies_as_both_purposes_may(
    organized: Store, place: Department | Member
) -> None:
    fourth = policy("fourth", OWN)
    do(organized, *(Added(attached(place, one)) for one in (FULL, GUARD, LABEL)))
    with pytest.raises(LimitReached, match=rf"{place.kind}\.policy.*limit=3"):
        do(organized, Added(fourth), Added(version(fourth)), Added(attached(place, fourth)))


TAMPERED = {
    "a department": (
        "update principals set image = replace(image, 'Sales', 'Spies') where id = 'd1'",
        "('department', -1, 'd1') is not what the journal says",
    ),
    "where a member sits": (
        "update principals set image = replace(image, '\"d1\"', '\"d0\"') where kind = 'member'",
        f"('member', -1, '{SEAT.id}') is not what the journal says",
    ),
    "a member that vanished": (
        "delete from principals where kind = 'member'",
        f"('member', -1, '{SEAT.id}') is in the journal only",
    ),
    "a name": (
        "update principals set name_key = 'eve' where kind = 'member'",
        f"('member', -1, '{SEAT.id}') has other columns than its image: ['name_key']",
    ),
    "who manages": (
        "update organizations set image = replace(image, '\"manager_id\":2', '\"manager_id\":4')",
        "('organization', -1) is not what the journal says",
    ),
    "the number": (
        "update organizations set id = 'o2'",
        "('organization', -1) has other columns than its image: ['id']",
    ),
    "an organization that vanished": (
        "delete from organizations",
        "('organization', -1) is in the journal only",
    ),
    "what is counted": (
        "update principals set attach_n = 1 where id = 'd1'",
        "d1 carries another number of policies than counted",
    ),
}


@pytest.mark.parametrize(("text", "what"), TAMPERED.values(), ids=TAMPERED)
def test_tampering_with_an_organization_is_told(organized: Store, home: Home, text: str, what: str) -> None:
    assert [] == verify(organized)
    assert 1 == home.tamper(text)
    assert [(OWN.account_id, what)] == [(one.account_id, one.what) for one in verify(organized)]


def test_undoing_takes_all_of_it_back_and_brings_it_again(organized: Store) -> None:
    bound = tuple(Added(attached(place, FULL)) for place in (TOP, SALES, SEAT))
    do(organized, *bound)
    undo(organized, *ORGANIZED, *bound)
    assert see(organized, lambda view: view.organization_of(MANAGER)) is None
    assert [] == see(organized, lambda view: view.departments(ACME))
    do(organized, *ORGANIZED, *bound)
    assert [TOP, SALES, SEAT] == [place for _, place in see(organized, lambda view: view.bound_by(FULL))]
    assert [] == verify(organized)


def next_organization(store: Store) -> int:
    """How the next organization would be numbered."""

    def work(writing: Writing) -> int:
        return writing.view(ACCOUNT, now=NOW, rules=RULES, mint=str.upper).new_organization_id()

    return store.write(work, "number").result(timeout=30)


def test_organizations_are_numbered_downwards_and_accounts_upwards(ledger: Store) -> None:
    assert -1 == next_organization(ledger)
    do(ledger, *ACCOUNTS)
    assert -2 == next_organization(ledger)
    do(ledger, Added(structs.replace(OWN, account_id=-2, native_id="organization/o2")))
    assert -3 == next_organization(ledger)
    assert 5 == ledger.write(lambda writing: writing.next_account_id(), "account").result(timeout=30)


def test_a_ledger_from_before_organizations_gets_room_for_them(home: Home) -> None:
    """As the migrations before left it, with images that know of no organization and no purpose."""
    store = home.open()
    do(store, *FOUNDING, sealed=SEALED)
    store.close()
    home.tamper(
        """
        update accounts set image = replace(image, ',"organization_id":0', '');
        update policies set image = replace(image, ',"purpose":"access"', '');
        drop table organizations;
        delete from migrations where number > 3
        """
    )
    store = home.open()
    assert not store.is_new
    assert [] == verify(store)
    assert 0 == see(store, lambda view: view.account_numbered(2)).organization_id
    do(store, *ACCOUNTS, *ORGANIZED)
    assert ACME == see(store, lambda view: view.organization_of(CAROL))
    store.close()
