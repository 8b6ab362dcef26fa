"""A ledger is brought up to this program, and refused when this program is not its own."""

from pathlib import Path

import pytest

from tests.home import Home
from tests.store.stage import FOUNDING, SEALED, do, see
from tigertally.store import Store
from tigertally.store.migrate import Unmigratable, migrations


def test_the_opening_that_creates_a_ledger_knows_it(home: Home) -> None:
    for expected in (True, False, False):
        store = home.open()
        assert expected == store.is_new
        store.close()


def test_the_folder_is_open_to_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    Store.open(folder).close()
    assert 0 == folder.stat().st_mode & 0o077


def test_what_was_written_is_there_after_reopening(home: Home) -> None:
    first = home.open()
    do(first, *FOUNDING, sealed=SEALED)
    before = see(first, lambda view: view.users(2))
    first.close()
    second = home.open()
    assert before == see(second, lambda view: view.users(2))
    second.close()


def test_an_opening_that_was_killed_before_its_first_migration_left_nothing(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").touch()
    store = Store.open(tmp_path)
    assert store.is_new
    store.close()


def test_migrations_are_numbered_from_one_without_a_gap() -> None:
    assert [(at, f"{at:04}") for at, _ in enumerate(migrations(), 1)] == [
        (step.number, step.name[:4]) for step in migrations()
    ]


@pytest.mark.parametrize(
    "text",
    [
        "update migrations set sha256 = 'edited' where number = 1",
        "insert into migrations values (9999, '9999_later.sql', '', 0)",
    ],
)
def test_a_ledger_with_other_migrations_is_refused(home: Home, text: str) -> None:
    home.open().close()
    home.tamper(text)
    with pytest.raises(Unmigratable):
        home.open()
