"""What bounds whom, and the engine's belts behind it."""

import pytest
from msgspec import structs

from tests.store.stage import (
    ACCOUNT,
    ALICE,
    AUDIT,
    BOB,
    DEPLOY,
    READ,
    WRITE,
    bounded,
    do,
    policy,
    see,
    undo,
    version,
)
from tigertally.model.changes import Added, Edited, Removed
from tigertally.model.refusals import AlreadyExists, InUse, NotFound
from tigertally.store import Store, verify

HERE = ACCOUNT.account_id


def test_a_boundary_is_found_from_both_ends(ledger: Store) -> None:
    one, other = bounded(BOB, READ), bounded(DEPLOY, READ)
    do(ledger, Added(one), Added(other))
    assert (one, READ) == see(ledger, lambda view: view.boundary_of(BOB))
    assert see(ledger, lambda view: view.boundary_of(ALICE)) is None
    assert [(one, BOB), (other, DEPLOY)] == see(ledger, lambda view: view.bounded_by(HERE, READ))
    assert [] == see(ledger, lambda view: view.bounded_by(HERE, WRITE))


def test_one_principal_has_one_boundary(ledger: Store) -> None:
    do(ledger, Added(bounded(BOB, READ)))
    with pytest.raises(AlreadyExists, match="boundary"):
        do(ledger, Added(bounded(BOB, WRITE)))


def test_a_boundary_can_be_replaced_at_once_and_edited(ledger: Store) -> None:
    do(ledger, Added(bounded(BOB, READ)))
    do(ledger, Removed(bounded(BOB, READ)), Added(bounded(BOB, WRITE)))
    do(ledger, Edited(before=bounded(BOB, WRITE), after=bounded(BOB, AUDIT)))
    assert (bounded(BOB, AUDIT), AUDIT) == see(ledger, lambda view: view.boundary_of(BOB))
    assert [] == verify(ledger)


def test_what_is_bounded_and_what_bounds_stays(ledger: Store) -> None:
    made = policy("news")
    do(ledger, Added(made), Added(version(made)), Added(bounded(BOB, made)))
    for kept in (BOB, made):
        with pytest.raises(InUse):
            do(ledger, *([Removed(version(made))] if kept is made else []), Removed(kept))


def test_a_boundary_needs_both_its_ends(ledger: Store) -> None:
    with pytest.raises(NotFound, match="principal"):
        do(ledger, Added(bounded(structs.replace(BOB, id="nobody"), READ)))
    with pytest.raises(NotFound, match="policy"):
        do(ledger, Added(bounded(BOB, policy("none"))))


def test_a_boundary_that_is_gone_cannot_go(ledger: Store) -> None:
    with pytest.raises(NotFound):
        do(ledger, Removed(bounded(BOB, READ)))


def test_undoing_brings_it_back(ledger: Store) -> None:
    do(ledger, Added(bounded(BOB, READ)))
    gone = Removed(bounded(BOB, READ))
    do(ledger, gone)
    undo(ledger, gone)
    assert (bounded(BOB, READ), READ) == see(ledger, lambda view: view.boundary_of(BOB))
