"""What only SQLite does: the ledger is in a file."""

import pytest


@pytest.fixture
def engine() -> str:
    """The one engine of these tests."""
    return "sqlite"
