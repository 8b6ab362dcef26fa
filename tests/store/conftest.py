"""A ledger in a folder of its own, empty or with the people of ``stage``."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.stage import FOUNDING, SEALED, TEAM, do
from tigertally.model.changes import Added
from tigertally.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the ledger is."""
    return tmp_path / "ledger"


@pytest.fixture
def empty(folder: Path) -> Iterator[Store]:
    """A new ledger."""
    store = Store.open(folder)
    yield store
    store.close()


@pytest.fixture
def ledger(empty: Store) -> Store:
    """A ledger of two clouds: Alice of Acme reads, her group writes, Bob has nothing."""
    do(empty, *FOUNDING, sealed=SEALED)
    return empty


@pytest.fixture
def teamed(ledger: Store) -> Store:
    """The same ledger with a resource group in which nothing is attached."""
    do(ledger, Added(TEAM))
    return ledger
