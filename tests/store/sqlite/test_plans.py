"""How SQLite finds what is asked for most: by an index from the account down, passing nobody else's rows."""

from typing import cast

import apsw

from tests.store.stage import ACCOUNT, ALICE, TEAM
from tigertally.store import Store
from tigertally.store.nouns.attachments import BEARINGS, OF_TARGET
from tigertally.store.sqlite.connection import Sqlite
from tigertally.store.sqlite.store import SqliteStore


def test_what_bears_on_a_principal_is_looked_up_without_passing_others(ledger: Store) -> None:
    plan = ledger.read(
        lambda reading: reading.sql.all(
            f"explain query plan {BEARINGS}",
            account_id=ACCOUNT.account_id,
            target_id=ALICE.id,
            scope_id=TEAM.id,
        )
    )
    assert ["SEARCH", "SEARCH", "SEARCH"] == [step.split()[0] for *_, step in plan]
    assert plan[0][-1].endswith("(account_id=? AND target_id=?)")


def test_what_a_principal_carries_is_looked_up_without_passing_others(ledger: Store) -> None:
    plan = ledger.read(
        lambda reading: reading.sql.all(
            f"explain query plan {OF_TARGET}", account_id=ACCOUNT.account_id, target_id=ALICE.id
        )
    )
    assert plan[0][-1].endswith("(account_id=? AND target_id=?)")


def test_a_statement_is_planned_once_for_all_values(ledger: SqliteStore) -> None:
    connections = [ledger._db, ledger.read(lambda reading: cast(Sqlite, reading.sql))]
    assert [1, 1] == [one.connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, -1) for one in connections]
