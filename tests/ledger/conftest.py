"""The people of ``tests/store/stage``: Alice of Acme reads, her group writes, Bob has nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.stage import FOUNDING, SEALED, do
from tigertally.store import Store, verify


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Store]:
    """Their ledger, which is whole after whatever a test does to it."""
    store = Store.open(tmp_path / "ledger")
    do(store, *FOUNDING, sealed=SEALED)
    yield store
    assert [] == verify(store)
    store.close()
