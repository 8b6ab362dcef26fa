"""The people of ``tests/store/stage``: Alice of Acme reads, her group writes, Bob has nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.stage import FOUNDING, SEALED, TEAM, do
from tigertally.model.changes import Added
from tigertally.store import Store, verify


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Store]:
    """Their ledger, which is whole after whatever a test does to it."""
    store = Store.open(tmp_path / "ledger")
    do(store, *FOUNDING, sealed=SEALED)
    yield store
    assert [] == verify(store)
    store.close()


@pytest.fixture
def teamed(ledger: Store) -> Store:
    """The same ledger with a resource group in which nothing is attached."""
    do(ledger, Added(TEAM))
    return ledger
