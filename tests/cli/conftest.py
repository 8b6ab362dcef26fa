"""A ledger that a server has founded, with one change made through it."""

from collections.abc import Iterator

import pytest

from tests.server.process import Served, root_of, served
from tests.signers import alibaba, line_to


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A running server; root has made Alice."""
    folder = tmp_path_factory.mktemp("cli") / "ledger"
    with served(folder) as running:
        with line_to(running.address) as line:
            made = line.send(alibaba(root_of(folder, "alibaba"), "CreateUser", {"UserName": "alice"}))
            assert 200 == made.status
        yield running
