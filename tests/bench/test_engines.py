"""What the bench measures on: either engine keeps a ledger, and what PostgreSQL itself uses is told apart."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.engines import ENGINES, SQLITE, Engine, on_each
from bench.figures import Figure
from bench.parts import parts
from bench.stage import Stage, staged

USERS = 8


@pytest.fixture(scope="module", params=ENGINES)
def kept_by(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine as the bench starts it."""
    with ENGINES[request.param]() as engine:
        yield engine


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Engine]:
    """The one with processes of its own."""
    with ENGINES["postgresql"]() as engine:
        yield engine


@pytest.fixture
def stage(tmp_path: Path, kept_by: Engine) -> Iterator[Stage]:
    """A served account."""
    with staged(tmp_path / "ledger", USERS, kept_by) as stage:
        yield stage


def test_every_engine_is_up_while_it_is_measured_and_gone_afterwards() -> None:
    seen: list[Engine] = []

    def measure(engine: Engine) -> list[Figure]:
        seen.append(engine)
        assert engine.server is None or engine.server.ask("select 1")
        return [Figure(name=engine.name, what="a / b", rounds=(1.0,))]

    assert list(ENGINES) == [figure.name for figure in on_each(measure)]
    assert [0.0, 0.0] == [engine.cpu_seconds() for engine in seen]


def test_detaches_are_measured_on_the_engine_that_is_meant(stage: Stage, tmp_path: Path) -> None:
    detaches = stage.detaches()
    assert detaches.cpu > 0
    assert detaches.rate > 0
    assert (stage.engine.server is not None) == (detaches.engine_cpu > 0)
    assert (stage.engine is SQLITE) == (tmp_path / "ledger/ledger.sqlite").exists()


def test_every_engine_is_asked_as_many_reads(stage: Stage) -> None:
    assert USERS * stage.engine.slower == sum(len(queue) for queue in stage.reads())


def test_the_parts_are_measured_on_the_same_engine(tmp_path: Path, kept_by: Engine) -> None:
    with parts(tmp_path / "parts", kept_by) as alone:
        assert alone.stored() > 0
    assert (kept_by is SQLITE) == (tmp_path / "parts/ledger.sqlite").exists()


@pytest.mark.parametrize("setting", ["fsync", "synchronous_commit", "full_page_writes"])
def test_postgresql_is_measured_with_its_commits_safe(postgresql: Engine, setting: str) -> None:
    assert postgresql.server is not None
    assert [("on",)] == postgresql.server.ask(f"show {setting}")


def test_what_postgresql_uses_itself_is_told_and_said_to_be_apart(postgresql: Engine) -> None:
    assert {"PostgreSQL's own us": 640.0} == postgresql.facts([0.00064])
    assert "; PostgreSQL's own processes apart" == postgresql.apart
    assert ({}, "", 0.0) == (SQLITE.facts([0.0]), SQLITE.apart, SQLITE.cpu_seconds())
