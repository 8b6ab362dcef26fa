"""A ledger that a server has founded, with one change made through it."""

from collections.abc import Iterator

import pytest

from tests.conftest import new_home
from tests.server.process import Served, root_of, served
from tests.signers import alibaba, line_to


@pytest.fixture(scope="module")
def server(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A running server, on each engine; root has made Alice."""
    home = new_home(tmp_path_factory.mktemp("cli") / "ledger", engine, request)
    folder = home.folder
    with served(folder, *home.options) as running:
        with line_to(running.address) as line:
            made = line.send(alibaba(root_of(folder, "alibaba"), "CreateUser", {"UserName": "alice"}))
            assert 200 == made.status
        yield running
