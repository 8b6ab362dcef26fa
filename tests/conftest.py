"""Fixtures that read like nouns: a live server, and a fresh account of each cloud on it.

Whatever keeps a ledger is tried with both engines: ``home`` is where a new one can be.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.home import Home
from tests.live import Live, live_server
from tests.postgres import Database, database

# Huawei's SDK leaves an application id in the home folder when it is imported.
os.environ["HOME"] = tempfile.mkdtemp(prefix="tigertally-home-")

# Where dateutil is installed the same SDK turns times into datetimes; the tests want the text that we sent.
sys.modules["dateutil"] = None  # type: ignore[assignment]

# How long an example takes says how busy the machine is.
settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Database]:
    """A PostgreSQL for all tests that lose nothing when the machine stops."""
    with database("fsync=off", "full_page_writes=off", "max_connections=200") as running:
        yield running


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    name: str = request.param
    return name


@pytest.fixture
def home(tmp_path: Path, engine: str, request: pytest.FixtureRequest) -> Home:
    """Where no ledger is yet."""
    return new_home(tmp_path / "ledger", engine, request)


def new_home(folder: Path, engine: str, request: pytest.FixtureRequest) -> Home:
    """Where an engine can make a ledger; starts PostgreSQL only where it is wanted."""
    if engine == "sqlite":
        return Home(folder)
    running: Database = request.getfixturevalue("postgres")
    return Home(folder, running.new_address())


@pytest.fixture(scope="session")
def live(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    """One server for all tests of an engine; what a test changes it changes in an account of its own."""
    with live_server(new_home(tmp_path_factory.mktemp("ledger"), engine, request)) as running:
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
