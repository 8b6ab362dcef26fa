"""A ledger is brought up to this program, and refused when this program is not its own."""

from pathlib import Path

import apsw
import pytest

from tests.store.stage import FOUNDING, SEALED, do, see
from tigertally.store import Store
from tigertally.store.migrate import Unmigratable, migrations


def edit(folder: Path, text: str) -> None:
    """Write past the store."""
    apsw.Connection(str(folder / "ledger.sqlite")).execute(text)


def test_the_opening_that_creates_a_ledger_knows_it(folder: Path) -> None:
    for expected in (True, False, False):
        store = Store.open(folder)
        assert expected == store.is_new
        store.close()


def test_the_folder_is_open_to_its_owner_only(folder: Path) -> None:
    Store.open(folder).close()
    assert 0 == folder.stat().st_mode & 0o077


def test_what_was_written_is_there_after_reopening(folder: Path) -> None:
    first = Store.open(folder)
    do(first, *FOUNDING, sealed=SEALED)
    before = see(first, lambda view: view.users(2))
    first.close()
    second = Store.open(folder)
    assert before == see(second, lambda view: view.users(2))
    second.close()


def test_an_opening_that_was_killed_before_its_first_migration_left_nothing(folder: Path) -> None:
    folder.mkdir()
    (folder / "ledger.sqlite").touch()
    store = Store.open(folder)
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
def test_a_ledger_with_other_migrations_is_refused(folder: Path, text: str) -> None:
    Store.open(folder).close()
    edit(folder, text)
    with pytest.raises(Unmigratable):
        Store.open(folder)
