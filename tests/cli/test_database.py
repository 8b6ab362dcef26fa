"""A database that cannot be used is told in words, and never with its password."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.home import Home
from tests.server.process import ENVIRONMENT, served, typed
from tests.signers import Sent, line_to

NOBODY_THERE = "postgresql://tiger:open-sesame@127.0.0.1:1/ledger"

COMMANDS = (("serve", "--port", "0"), ("journal", "verify"), ("account", "add", "alibaba"))


@pytest.fixture(scope="module")
def engine() -> str:
    """The one that these options are for."""
    return "postgresql"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_database_that_does_not_answer_is_told_without_its_password(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    told = typed(*words, "--data", str(tmp_path), "--database", NOBODY_THERE)
    assert 1 == told.returncode
    assert "the database cannot be used" in told.stderr
    assert "open-sesame" not in told.stderr + told.stdout
    assert 1 == len(told.stderr.splitlines())


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_an_address_of_something_else_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    told = typed(*words, "--data", str(tmp_path), "--database", "mysql://tiger:open-sesame@host/ledger")
    assert 2 == told.returncode
    assert "postgresql://" in told.stderr
    assert "open-sesame" not in told.stderr


@pytest.mark.parametrize("words", COMMANDS[1:], ids=" ".join)
def test_a_database_without_a_ledger_is_left_alone(home: Home, words: tuple[str, ...]) -> None:
    told = typed(*words, "--data", str(home.folder), *home.options)
    assert 1 == told.returncode
    assert "no ledger in postgresql://" in told.stderr
    store = home.open()
    assert store.is_new
    store.close()


def test_the_database_and_the_key_file_can_be_variables(home: Home, tmp_path: Path) -> None:
    with served(home.folder, *home.options, "--key-file", str(tmp_path / "a.key")) as server:
        server.stop()
    variables = {"TIGERTALLY_DATABASE": home.database, "TIGERTALLY_KEY_FILE": str(tmp_path / "a.key")}
    told = typed("account", "add", "alibaba", "--data", str(tmp_path / "other"), **variables)
    assert (0, "") == (told.returncode, told.stderr)
    assert not (home.folder / "master.key").exists()


def test_health_and_the_first_lines_tell_the_engine_and_no_more_of_it(home: Home) -> None:
    with served(home.folder, *home.options) as server, line_to(server.address) as line:
        assert "postgresql" == line.send(Sent("GET", "/_tigertally/health", {})).json["store"]
        server.stop()
        assert server.process.stdout is not None
        assert "Ledger: postgresql:///postgres (fsync is off there" in server.process.stdout.read()


WITHOUT_DRIVER = """
import sys
sys.modules["psycopg"] = None
from tigertally.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_where_the_driver_is_not_installed_it_is_named(tmp_path: Path) -> None:
    words = ("serve", "--port", "0", "--data", str(tmp_path), "--database", NOBODY_THERE)
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT_DRIVER, *words],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        check=False,
    )
    assert 1 == told.returncode
    assert "tigertally[postgres]" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_server_on_sqlite_does_not_load_the_driver() -> None:
    code = (
        "import sys, tigertally.server.serve, tigertally.store.sqlite.store; print('psycopg' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=ENVIRONMENT, check=True
    )
    assert "False\n" == told.stdout
