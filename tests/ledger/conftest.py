"""The people of ``tests/store/stage``: Alice of Acme reads, her group writes, Bob has nothing."""

from collections.abc import Iterator

import pytest

from tests.home import Home
from tests.store.stage import ACCOUNTS, FOUNDING, ORGANIZED, SEALED, TEAM, do
from tigertally.model.changes import Added
from tigertally.store import Store, verify


@pytest.fixture
def ledger(home: Home) -> Iterator[Store]:
    """Their ledger on each engine, which is whole after whatever a test does to it."""
    store = home.open()
    do(store, *FOUNDING, sealed=SEALED)
    yield store
    assert [] == verify(store)
    store.close()


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
