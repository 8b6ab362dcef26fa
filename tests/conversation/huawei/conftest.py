"""A fresh account for each test, spoken to by the SDK."""

import pytest

from tests.conversation.huawei.clients import Account
from tests.live import Live


@pytest.fixture
def account(live: Live, huawei_root: dict[str, str]) -> Account:
    """A fresh account, seen by its root user."""
    return Account(live.url, huawei_root)


@pytest.fixture
def stranger(live: Live) -> Account:
    """Another account."""
    return Account(live.url, live.account("huawei"))
