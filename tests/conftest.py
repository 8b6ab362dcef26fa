"""Fixtures that read like nouns: a live server, and a fresh account of each cloud on it."""

import os
import sys
import tempfile
from collections.abc import Iterator

import pytest

from tests.live import Live, live_server

# Huawei's SDK leaves an application id in the home folder when it is imported.
os.environ["HOME"] = tempfile.mkdtemp(prefix="tigertally-home-")

# Where dateutil is installed the same SDK turns times into datetimes; the tests want the text that we sent.
sys.modules["dateutil"] = None  # type: ignore[assignment]


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One server for all tests; what a test changes it changes in an account of its own."""
    with live_server(tmp_path_factory.mktemp("ledger")) as running:
        yield running


@pytest.fixture
def alibaba_root(live: Live) -> dict[str, str]:
    """The root key of a fresh Alibaba Cloud account."""
    return live.account("alibaba")


@pytest.fixture
def tencent_root(live: Live) -> dict[str, str]:
    """The root key of a fresh Tencent Cloud account."""
    return live.account("tencent")


@pytest.fixture
def huawei_root(live: Live) -> dict[str, str]:
    """The root key of a fresh Huawei Cloud account."""
    return live.account("huawei")
