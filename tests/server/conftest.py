"""A server for each file, so that a test can compare the whole ledger before and after a call."""

from collections.abc import Iterator

import pytest

from tests.conftest import new_home
from tests.live import Live, live_server
from tests.signers import Line, line_to


@pytest.fixture(scope="module")
def live(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    """The server of one file, on each engine."""
    with live_server(new_home(tmp_path_factory.mktemp("ledger"), engine, request)) as running:
        yield running


@pytest.fixture
def line(live: Live) -> Iterator[Line]:
    """A connection to it."""
    with line_to(live.address) as opened:
        yield opened
