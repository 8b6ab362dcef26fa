"""What only PostgreSQL does: the ledger is on another machine, which others may use too."""

import pytest


@pytest.fixture
def engine() -> str:
    """The one engine of these tests."""
    return "postgresql"
