"""A change and its inverse leave the ledger as it was: in what every read answers, row for row."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.conftest import new_home
from tests.store.stage import (
    ALICE,
    ALICE_READS,
    AUDIT,
    BOB,
    DEPLOY,
    FOUNDING,
    IN_STAFF,
    KEY,
    OTHER,
    SEALED,
    SESSION,
    STAFF,
    STAFF_WRITE,
    TEAM,
    WRITE,
    attached,
    bounded,
    do,
    policy,
    undo,
    version,
)
from tigertally.model.accounts import Account
from tigertally.model.changes import Added, Change, Edited, Removed
from tigertally.model.refusals import Refusal
from tigertally.store import Store, replay, verify

CAROL, NEWS = structs.replace(BOB, id="u3", name="Carol"), policy("news")
SECOND = structs.replace(KEY, access_key_id="AK2")
SESSION_2 = structs.replace(SESSION, access_key_id="STS2")

ADDED: tuple[tuple[Change, ...], ...] = (
    (Added(CAROL),),
    (Added(structs.replace(STAFF, id="g2", name="Guests")),),
    (Added(structs.replace(DEPLOY, id="r2", name="Release")),),
    (Added(structs.replace(IN_STAFF, user_id="u2")),),
    (Added(NEWS), Added(version(NEWS))),
    (Added(version(WRITE, 2)),),
    (Added(attached(BOB, AUDIT)),),
    (Added(TEAM),),
    (Added(TEAM), Added(attached(BOB, AUDIT, TEAM.id))),
    (Added(TEAM), Edited(before=TEAM, after=structs.replace(TEAM, display_name="us", deleted_at=1))),
    (Added(SECOND),),
    (Added(SESSION_2),),
    (Added(bounded(BOB, AUDIT)),),
)

EDITED: tuple[tuple[Change, ...], ...] = tuple(
    (Edited(before=before, after=structs.replace(before, **fields)),)
    for before, fields in (
        (OTHER, {"name": "renamed"}),
        (ALICE, {"name": "Alicia", "enabled": False}),
        (STAFF, {"description": "all of us"}),
        (DEPLOY, {"path": "cd/", "trust_document": "[]"}),
        (IN_STAFF, {"created_at": 1}),
        (WRITE, {"default_version": 2}),
        (version(WRITE), {"document": "{}", "sha256": "other"}),
        (ALICE_READS, {"created_at": 1}),
        (KEY, {"status": "inactive"}),
        (SESSION, {"expires_at": 1}),
    )
)

REMOVED: tuple[tuple[Change, ...], ...] = (
    (Removed(BOB),),
    (Removed(ALICE_READS),),
    (Removed(STAFF_WRITE), Removed(IN_STAFF), Removed(STAFF)),
    (Removed(DEPLOY),),
    (Removed(version(AUDIT)), Removed(AUDIT)),
    (Removed(KEY),),
    (Removed(KEY), Removed(ALICE_READS), Removed(IN_STAFF), Removed(ALICE)),
)


def contents(store: Store) -> dict[str, Any]:
    """Every row of every table but the journal and its heads; the order in which rows came apart."""
    return store.read(
        lambda reading: {table: sorted(_rows(reading.sql, table), key=repr) for table in TABLES}
    )


TABLES = (
    "accounts",
    "principals",
    "memberships",
    "policies",
    "policy_versions",
    "resource_groups",
    "attachments",
    "boundaries",
    "credentials",
)
MOVING = ("rev", "head_hash", "added", "attach_max")


def _rows(sql: Any, table: str) -> Iterator[dict[str, Any]]:
    tombs = " where status <> 'deleted'" if table == "credentials" else ""
    for row in sql.named(f"select * from {table}{tombs}"):
        yield {name: value for name, value in row.items() if name not in MOVING}


@pytest.mark.parametrize("changes", [*ADDED, *EDITED, *REMOVED], ids=lambda rows: type(rows[-1]).__name__)
def test_a_change_and_its_inverse_leave_everything_as_it_was(
    ledger: Store, changes: tuple[Change, ...]
) -> None:
    before = contents(ledger)
    do(ledger, *changes, sealed={"AK2": b"2", "STS2": b"2"})
    assert before != contents(ledger)
    undo(ledger, *changes)
    assert before == contents(ledger)
    assert [] == verify(ledger)


def test_the_journal_replays_to_what_was_founded(ledger: Store) -> None:
    entries = ledger.read(lambda reading: [e for n in (1, 2, 3) for e in reading.journal(n)])
    assert sorted((change.what for change in FOUNDING), key=repr) == sorted(
        replay(entries).values(), key=repr
    )


POOL: tuple[Change, ...] = tuple(
    change for changes in (*ADDED, *EDITED, *REMOVED) for row in changes for change in (row, row.inverse)
)


@pytest.fixture(scope="module")
def shared(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """One ledger on which all examples happen, one after the other."""
    store = new_home(tmp_path_factory.mktemp("shared"), engine, request).open()
    do(store, *FOUNDING, sealed=SEALED)
    yield store
    store.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.sampled_from(POOL), max_size=6))
def test_whatever_happens_the_tables_are_what_the_journal_says(shared: Store, changes: list[Change]) -> None:
    done = [change for change in changes if _happens(shared, change)]
    before_last = contents(shared)
    for change in done[-1:]:
        if isinstance(change.what, Account | type(SESSION)):
            continue
        do(shared, change.inverse)
        do(shared, change)
    assert before_last == contents(shared)
    assert [] == verify(shared)


def _happens(store: Store, change: Change) -> bool:
    try:
        do(store, change)
    except Refusal:
        return False
    return True
