"""Users, groups and roles: found by id and by name, listed in the order in which they came."""

import pytest
from msgspec import structs

from tests.store.stage import ACCOUNT, ALICE, BOB, DEPLOY, ROOT, RULES, STAFF, do, renamed, see, undo
from tigertally.model.changes import Added, Edited, Removed
from tigertally.model.principals import Role, User
from tigertally.model.refusals import AlreadyExists, NotFound
from tigertally.model.view import View
from tigertally.store import Store

HERE = ACCOUNT.account_id
STRICT = structs.replace(RULES, names_ignore_case=False)


@pytest.mark.parametrize("principal", [ROOT, ALICE, STAFF, DEPLOY], ids=lambda one: one.name)
def test_a_principal_is_found_by_its_id(ledger: Store, principal: User) -> None:
    assert principal == see(ledger, lambda view: view.principal(HERE, principal.id))


def test_nobody_is_found_by_an_id_of_another_account(ledger: Store) -> None:
    assert see(ledger, lambda view: view.principal(3, ALICE.id)) is None


def test_a_name_is_found_whatever_its_case_where_the_cloud_says_so(ledger: Store) -> None:
    assert ALICE == see(ledger, lambda view: view.principal_named(HERE, "user", "aLICE"))


def test_a_name_is_found_as_written_where_case_counts(empty: Store) -> None:
    do(
        empty,
        Added(ACCOUNT),
        Added(ALICE),
        Added(User(**{**structs.asdict(BOB), "name": "alice"})),
        rules=STRICT,
    )
    assert BOB.id == see(empty, lambda view: _id(view.principal_named(HERE, "user", "alice")), rules=STRICT)
    assert see(empty, lambda view: view.principal_named(HERE, "user", "ALICE"), rules=STRICT) is None


def _id(principal: object) -> str:
    return getattr(principal, "id", "")


def test_a_user_and_a_group_may_share_a_name(ledger: Store) -> None:
    do(ledger, Added(structs.replace(STAFF, id="g9", name=ALICE.name)))
    assert "g9" == see(ledger, lambda view: _id(view.principal_named(HERE, "group", "alice")))


def test_the_root_user_is_found_by_no_name_and_takes_none(ledger: Store) -> None:
    assert see(ledger, lambda view: view.principal_named(HERE, "user", ROOT.name)) is None
    do(ledger, Added(structs.replace(BOB, id="u9", name=ROOT.name)))
    assert "u9" == see(ledger, lambda view: _id(view.principal_named(HERE, "user", ROOT.name)))


def test_users_are_listed_in_the_order_in_which_they_came_the_root_user_among_them(ledger: Store) -> None:
    assert [ROOT, ALICE, BOB] == see(ledger, lambda view: view.users(HERE))


def test_a_page_begins_after_the_last_one_seen(ledger: Store) -> None:
    assert [ALICE] == see(ledger, lambda view: view.users(HERE, after=ROOT.id, limit=1))
    assert [BOB] == see(ledger, lambda view: view.users(HERE, after=ALICE.id))
    assert [] == see(ledger, lambda view: view.users(HERE, after=BOB.id))


def test_a_page_after_somebody_removed_begins_anew_so_that_nobody_is_passed_over(ledger: Store) -> None:
    do(ledger, Removed(BOB))
    assert [ROOT, ALICE] == see(ledger, lambda view: view.users(HERE, after=BOB.id))


def test_groups_and_roles_have_lists_of_their_own(ledger: Store) -> None:
    assert ([STAFF], [DEPLOY]) == see(ledger, lambda view: (view.groups(HERE), view.roles(HERE)))


@pytest.mark.parametrize(("prefix", "found"), [("", 2), ("ci/", 1), ("ci/x", 0), ("%", 0), ("c_/", 0)])
def test_roles_are_listed_by_the_beginning_of_their_path(ledger: Store, prefix: str, found: int) -> None:
    do(ledger, Added(structs.replace(DEPLOY, id="r2", name="Plain", path="")))
    assert found == len(see(ledger, lambda view: view.roles(HERE, path_prefix=prefix)))


def test_the_root_user_is_not_counted(ledger: Store) -> None:
    def counts(view: View) -> list[int]:
        return [view.count(HERE, kind) for kind in ("user", "group", "role", "policy")]

    assert [2, 1, 1, 2] == see(ledger, counts)


def test_a_new_name_is_found_and_the_old_one_is_free(ledger: Store) -> None:
    do(ledger, Edited(before=BOB, after=renamed(BOB, "Robert")))
    assert renamed(BOB, "Robert") == see(ledger, lambda view: view.principal_named(HERE, "user", "robert"))
    do(ledger, Added(structs.replace(BOB, id="u9")))


def test_whoever_is_brought_back_stands_at_the_end(ledger: Store) -> None:
    gone = Removed(structs.replace(BOB, id="u9", name="Carol"))
    do(ledger, gone.inverse)
    do(ledger, gone)
    do(ledger, Added(structs.replace(BOB, id="u8", name="Dave")))
    undo(ledger, gone)
    assert ["u8", "u9"] == [user.id for user in see(ledger, lambda view: view.users(HERE, after=BOB.id))]


@pytest.mark.parametrize("twin", [renamed(BOB, "ALICE"), structs.replace(BOB, name="Eve")])
def test_a_name_or_an_id_that_is_taken_is_refused(ledger: Store, twin: User) -> None:
    other = structs.replace(twin, id="u9") if twin.name == "ALICE" else twin
    with pytest.raises(AlreadyExists, match="user"):
        do(ledger, Added(other))


def test_a_name_that_is_taken_is_refused_to_who_is_renamed(ledger: Store) -> None:
    with pytest.raises(AlreadyExists, match="'ALICE'"):
        do(ledger, Edited(before=BOB, after=renamed(BOB, "ALICE")))


def test_nobody_who_is_gone_can_be_changed(ledger: Store) -> None:
    carol = structs.replace(BOB, id="u9", name="Carol")
    with pytest.raises(NotFound, match="user"):
        do(ledger, Edited(before=carol, after=carol))


def test_a_user_is_not_removed_as_a_role(ledger: Store) -> None:
    with pytest.raises(NotFound, match="role"):
        do(ledger, Removed(Role(account_id=HERE, id=BOB.id, name="", created_at=0, updated_at=0)))
