"""What is attached to whom, and what bears on whom."""

import pytest
from msgspec import structs

from tests.store.stage import (
    ACCOUNT,
    ALICE,
    ALICE_READS,
    AUDIT,
    BOB,
    DEPLOY,
    FEW,
    OTHER,
    READ,
    ROOT,
    RULES,
    STAFF,
    STAFF_WRITE,
    TEAM,
    WRITE,
    attached,
    do,
    policy,
    see,
    version,
)
from tigertally.model.attachments import Attachment
from tigertally.model.changes import Added, Edited, Removed
from tigertally.model.principals import Principal
from tigertally.model.refusals import AlreadyAttached, InUse, LimitReached, NotAttached, NotFound
from tigertally.model.view import Attached, Bearing, Wanted
from tigertally.store import Store

HERE = ACCOUNT.account_id


def test_an_attachment_is_found_by_its_two_ends(ledger: Store) -> None:
    assert ALICE_READS == see(ledger, lambda view: view.attachment(ALICE, READ))
    assert see(ledger, lambda view: view.attachment(ALICE, WRITE)) is None


def test_what_is_attached_comes_with_its_policy_the_oldest_first(ledger: Store) -> None:
    second = attached(ALICE, AUDIT)
    do(ledger, Added(second))
    assert [(ALICE_READS, READ), (second, AUDIT)] == see(ledger, lambda view: view.attachments_of(ALICE))


def test_who_carries_a_policy_is_counted_and_listed(ledger: Store) -> None:
    do(ledger, *(Added(attached(one, READ)) for one in (STAFF, DEPLOY)))
    assert 3 == see(ledger, lambda view: view.attached_count(HERE, READ))
    assert ["u1", "g1", "r1"] == [one.id for _, one in see(ledger, lambda view: view.attached_to(HERE, READ))]


def test_who_carries_a_policy_is_listed_by_kind_and_page(ledger: Store) -> None:
    do(ledger, *(Added(attached(one, READ)) for one in (STAFF, DEPLOY, BOB)))
    assert [BOB] == [
        one for _, one in see(ledger, lambda view: view.attached_to(HERE, READ, "user", after="u1"))
    ]
    assert [DEPLOY] == [
        one for _, one in see(ledger, lambda view: view.attached_to(HERE, READ, after="g1", limit=1))
    ]


def test_the_root_user_is_listed_among_the_users(ledger: Store) -> None:
    do(ledger, Added(attached(ROOT, READ)))
    assert [ALICE, ROOT] == [one for _, one in see(ledger, lambda view: view.attached_to(HERE, READ, "user"))]


def test_other_accounts_do_not_see_who_carries_a_system_policy(ledger: Store) -> None:
    assert [] == see(ledger, lambda view: view.attached_to(OTHER.account_id, READ))
    assert 0 == see(ledger, lambda view: view.attached_count(OTHER.account_id, READ))


def test_what_bears_on_a_user_is_its_own_and_its_groups(ledger: Store) -> None:
    expected = [Bearing(ALICE_READS, READ, "read-1", ALICE), Bearing(STAFF_WRITE, WRITE, "write-1", STAFF)]
    assert expected == see(ledger, lambda view: view.bearings(ALICE))


@pytest.mark.parametrize(("principal", "count"), [(BOB, 0), (STAFF, 1), (DEPLOY, 0)], ids=str)
def test_what_bears_on_others_is_only_their_own(ledger: Store, principal: Principal, count: int) -> None:
    assert count == len(see(ledger, lambda view: view.bearings(principal)))


def test_the_default_version_bears(ledger: Store) -> None:
    after = structs.replace(READ, default_version=2, latest_version=2)
    do(ledger, Added(version(READ, 2)), Edited(before=READ, after=after))
    assert ["read-2", "write-1"] == [one.sha256 for one in see(ledger, lambda view: view.bearings(ALICE))]


def test_attaching_twice_says_already_attached(ledger: Store) -> None:
    with pytest.raises(AlreadyAttached, match="user"):
        do(ledger, Added(ALICE_READS))


def test_detaching_twice_says_not_attached(ledger: Store) -> None:
    do(ledger, Removed(STAFF_WRITE))
    with pytest.raises(NotAttached, match="group"):
        do(ledger, Removed(STAFF_WRITE))


def test_one_policy_more_than_the_limit_is_refused(ledger: Store) -> None:
    do(ledger, *(Added(attached(BOB, one)) for one in (READ, WRITE, AUDIT)))
    fourth = policy("fourth")
    with pytest.raises(LimitReached, match=r"user\.policy.*limit=3"):
        do(ledger, Added(fourth), Added(version(fourth)), Added(attached(BOB, fourth)))


def test_a_detach_makes_room(ledger: Store) -> None:
    do(ledger, *(Added(attached(BOB, one)) for one in (READ, WRITE, AUDIT)))
    do(ledger, Removed(attached(BOB, READ)))
    do(ledger, Added(attached(BOB, READ)))


def test_a_limit_that_a_new_release_raises_counts_at_once(ledger: Store) -> None:
    do(ledger, *(Added(attached(BOB, one)) for one in (READ, WRITE, AUDIT)))
    fourth = policy("fourth")
    raised = structs.replace(RULES, attachments_user=structs.replace(FEW, total=4))
    do(ledger, Added(fourth), Added(version(fourth)), Added(attached(BOB, fourth)), rules=raised)
    assert 4 == len(see(ledger, lambda view: view.bearings(BOB)))


def test_a_user_who_carries_a_policy_is_not_removed(ledger: Store) -> None:
    do(ledger, Added(attached(BOB, READ)))
    with pytest.raises(InUse, match="user"):
        do(ledger, Removed(BOB))


def test_editing_a_user_does_not_touch_what_it_carries(ledger: Store) -> None:
    do(ledger, Edited(before=ALICE, after=structs.replace(ALICE, name="Alicia")))
    do(ledger, Removed(ALICE_READS))
    assert [] == see(ledger, lambda view: view.attachments_of(ALICE))


def test_the_same_policy_in_two_scopes_is_two_attachments(teamed: Store) -> None:
    scoped = attached(ALICE, READ, TEAM.id)
    do(teamed, Added(scoped))
    assert scoped == see(teamed, lambda view: view.attachment(ALICE, READ, TEAM.id))
    assert 2 == see(teamed, lambda view: view.attached_count(HERE, READ))
    assert [ALICE_READS] == [one for one, _ in see(teamed, lambda view: view.attached_to(HERE, READ))]
    do(teamed, Removed(ALICE_READS))
    assert [(scoped, READ)] == see(teamed, lambda view: view.attachments_of(ALICE))


def test_what_is_attached_in_a_scope_bears_where_that_scope_is_named(teamed: Store) -> None:
    do(teamed, Added(attached(BOB, AUDIT, TEAM.id)))
    named = {
        scope: [one.policy for one in see(teamed, lambda view, scope=scope: view.bearings(BOB, scope))]  # type: ignore[misc]
        for scope in ("", TEAM.id, "rg2")
    }
    assert {"": [], TEAM.id: [AUDIT], "rg2": []} == named


def test_every_scope_counts_for_the_limit(teamed: Store) -> None:
    do(teamed, *(Added(attached(BOB, one, TEAM.id)) for one in (READ, WRITE, AUDIT)))
    with pytest.raises(LimitReached, match=r"user\.policy.*limit=3"):
        do(teamed, Added(attached(BOB, READ)))


def test_a_group_in_which_something_is_attached_is_not_removed(teamed: Store) -> None:
    do(teamed, Added(attached(BOB, AUDIT, TEAM.id)))
    with pytest.raises(InUse, match="resource_group"):
        do(teamed, Removed(TEAM))


def test_a_group_must_be_there_before_something_is_attached_in_it(ledger: Store) -> None:
    with pytest.raises(NotFound, match=r"'resource_group'.*rg2"):
        do(ledger, Added(attached(BOB, AUDIT, "rg2")))


WANTED = [
    (Wanted(), [ALICE_READS, STAFF_WRITE, attached(BOB, AUDIT, "rg1")]),
    (Wanted(scope_id=""), [ALICE_READS, STAFF_WRITE]),
    (Wanted(scope_id="rg1"), [attached(BOB, AUDIT, "rg1")]),
    (Wanted(policy_account_id=1), [ALICE_READS]),
    (Wanted(policy_name="wRiTe"), [STAFF_WRITE]),
    (Wanted(target_kind="group"), [STAFF_WRITE]),
    (Wanted(target_name="bob"), [attached(BOB, AUDIT, "rg1")]),
    (Wanted(target_kind="group", target_name="bob"), []),
]


@pytest.mark.parametrize(("wanted", "found"), WANTED, ids=str)
def test_attachments_are_found_by_scope_policy_and_target(
    teamed: Store, wanted: Wanted, found: list[Attachment]
) -> None:
    do(teamed, Added(attached(BOB, AUDIT, TEAM.id)))
    assert found == [one.attachment for one in see(teamed, lambda view: view.attachments(HERE, wanted))]
    assert len(found) == see(teamed, lambda view: view.attachments_count(HERE, wanted))


def test_found_attachments_come_with_both_ends_and_by_page(ledger: Store) -> None:
    (second,) = see(ledger, lambda view: view.attachments(HERE, Wanted(), offset=1, limit=1))
    assert Attached(STAFF_WRITE, WRITE, STAFF) == second


@pytest.mark.parametrize(("lacking", "kind"), [("target_id", "principal"), ("policy_id", "policy")])
def test_both_ends_of_an_attachment_must_be_there(ledger: Store, lacking: str, kind: str) -> None:
    with pytest.raises(NotFound, match=f"'{kind}'.*nothing"):
        do(ledger, Added(structs.replace(attached(BOB, WRITE), **{lacking: "nothing"})))
