"""A ledger on each engine, empty or with the people of ``stage``."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.home import Home
from tests.store.stage import ACCOUNTS, FOUNDING, ORGANIZED, SEALED, TEAM, do
from tigertally.model.changes import Added
from tigertally.store import Store


@pytest.fixture
def folder(home: Home) -> Path:
    """Where the ledger is, or at least its keys."""
    home.folder.mkdir(exist_ok=True)
    return home.folder


@pytest.fixture
def empty(home: Home) -> Iterator[Store]:
    """A new ledger."""
    store = home.open()
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


@pytest.fixture
def organized(ledger: Store) -> Store:
    """The same ledger with an organization: Acme manages it, Carol sits in Sales, and nothing is attached."""
    do(ledger, *ACCOUNTS, *ORGANIZED)
    return ledger
