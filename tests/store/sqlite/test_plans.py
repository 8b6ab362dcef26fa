"""How SQLite finds what is asked for most: by an index from the account down, passing nobody else's rows."""

from typing import cast

import apsw
import pytest

from tests.store.stage import ACCOUNT, ALICE, TEAM, WRITE
from tigertally.store import Store
from tigertally.store.nouns.attachments import BEARINGS, OF_TARGET, TO_PAGE
from tigertally.store.nouns.organizations import BOUND, OF_KIND
from tigertally.store.sqlite.connection import Sqlite
from tigertally.store.sqlite.store import SqliteStore

VALUES = {
    "account_id": ACCOUNT.account_id, "target_id": ALICE.id, "scope_id": TEAM.id, "kind": "", "after": "",
    "policy_account_id": WRITE.account_id, "policy_id": WRITE.id, "limit": 10,
}  # fmt: skip

FROM_TARGET = "sqlite_autoindex_attachments_1 (account_id=? AND target_id=?)"
"""The primary key's prefix."""

FROM_POLICY = "attachments_by_policy (policy_account_id=? AND policy_id=? AND account_id=?"


def plan(ledger: Store, text: str) -> list[str]:
    """How SQLite carries out a statement, step by step."""
    steps = ledger.read(lambda reading: reading.sql.all(f"explain query plan {text}", **VALUES))
    return [step for *_, step in steps]


def test_what_bears_on_a_principal_is_looked_up_without_passing_others(ledger: Store) -> None:
    steps = plan(ledger, BEARINGS)
    assert ["SEARCH", "SEARCH", "SEARCH"] == [step.split()[0] for step in steps]
    assert steps[0].endswith("(account_id=? AND target_id=?)")


def test_what_a_target_carries_is_looked_up_without_passing_others(ledger: Store) -> None:
    assert f"SEARCH a USING INDEX {FROM_TARGET}" == plan(ledger, OF_TARGET)[0]


@pytest.mark.parametrize(
    ("text", "index"),
    [(TO_PAGE, f"{FROM_POLICY} AND added>?)"), (BOUND, f"{FROM_POLICY})")],
    ids=["principals", "places"],
)
def test_who_carries_a_policy_is_looked_up_in_order_without_passing_others(
    ledger: Store, text: str, index: str
) -> None:
    first, *others = plan(ledger, text)
    assert f"SEARCH a USING INDEX {index}" == first
    assert not [step for step in others if "SCAN" in step or "ORDER BY" in step]


def test_places_are_listed_in_order_without_passing_others(ledger: Store) -> None:
    expected = "SEARCH principals USING INDEX principals_in_order (account_id=? AND kind=?)"
    assert [expected] == plan(ledger, OF_KIND)


def test_a_statement_is_planned_once_for_all_values(ledger: SqliteStore) -> None:
    connections = [ledger._db, ledger.read(lambda reading: cast(Sqlite, reading.sql))]
    assert [1, 1] == [one.connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, -1) for one in connections]
