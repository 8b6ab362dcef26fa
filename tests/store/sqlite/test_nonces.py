"""A nonce stays spent across restarts; and when the file may have lost some, nothing old is good any more."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tigertally.model.refusals import Throttled
from tigertally.store import FolderRefused
from tigertally.store.sqlite import nonces
from tigertally.store.sqlite.nonces import NonceFile

KEEP = 1000
BOOT = "this start of the machine"


@pytest.fixture(autouse=True)
def boot_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that tells one start of the machine from another."""
    file = tmp_path / "boot_id"
    file.write_text(BOOT)
    monkeypatch.setattr(nonces, "BOOT_ID", file)
    return file


@contextmanager
def opened(
    folder: Path, now: int = 0, ledger_is_new: bool = False, clean: bool = True
) -> Iterator[NonceFile]:
    """The nonces of a folder; closed in the end, or left as a killed process leaves them."""
    folder.mkdir(exist_ok=True)
    book = NonceFile.open(folder, now, ledger_is_new, KEEP)
    yield book
    if clean:
        book.close()
    else:
        book._db.close()


def spent_once(folder: Path, clean: bool = True) -> None:
    """A ledger's first start, in which one nonce is spent."""
    with opened(folder, ledger_is_new=True, clean=clean) as book:
        assert book.spend("AK1", "n", 500, 500)


def test_a_clean_stop_keeps_nonces_even_if_the_machine_starts_anew(folder: Path, boot_id: Path) -> None:
    spent_once(folder)
    boot_id.write_text("another")
    with opened(folder, now=600) as book:
        assert (0, False) == (book.floor, book.spend("AK1", "n", 500, 600))


def test_a_killed_process_loses_nothing_while_the_machine_runs(folder: Path) -> None:
    spent_once(folder, clean=False)
    with opened(folder, now=600) as book:
        assert (0, False) == (book.floor, book.spend("AK1", "n", 500, 600))


def test_after_a_crash_of_the_machine_everything_signed_before_is_refused(
    folder: Path, boot_id: Path
) -> None:
    spent_once(folder, clean=False)
    boot_id.write_text("another")
    with opened(folder, now=600) as book:
        assert 600 == book.floor


def test_where_the_start_of_the_machine_is_unknown_an_unclean_stop_counts_as_a_crash(
    folder: Path, boot_id: Path
) -> None:
    boot_id.unlink()
    spent_once(folder, clean=False)
    with opened(folder, now=600) as book:
        assert 600 == book.floor


def test_a_floor_outlives_the_next_stop(folder: Path, boot_id: Path) -> None:
    spent_once(folder, clean=False)
    boot_id.write_text("another")
    with opened(folder, now=600, clean=False):
        pass
    with opened(folder, now=900) as book:
        assert 600 == book.floor


def test_a_missing_file_counts_as_a_crash(folder: Path) -> None:
    with opened(folder, now=600) as book:
        assert 600 == book.floor


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to look like one" * 100])
def test_a_broken_file_counts_as_a_crash(folder: Path, content: bytes) -> None:
    spent_once(folder)
    (folder / "nonces.sqlite").write_bytes(content)
    with opened(folder, now=600) as book:
        assert 600 == book.floor
        assert book.spend("AK1", "m", 601, 601)


def test_a_second_server_is_kept_out_and_harms_nothing(folder: Path) -> None:
    with opened(folder, ledger_is_new=True) as book:
        with pytest.raises(FolderRefused, match="in use"):
            NonceFile.open(folder, 600, False, KEEP)
        assert book.spend("AK1", "n", 500, 500)
    with opened(folder, now=600) as book:
        assert (0, False) == (book.floor, book.spend("AK1", "n", 500, 600))


def test_the_bound_holds_across_a_restart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spent_once(folder)
    monkeypatch.setattr(nonces, "PER_KEY_MAX", 1)
    with opened(folder) as book, pytest.raises(Throttled):
        book.spend("AK1", "m", 500, 500)


def test_nonces_whose_time_is_over_make_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nonces, "PER_KEY_MAX", 100)
    with opened(folder, ledger_is_new=True) as book:
        for turn in range(20):
            now = 500 + turn * 2 * KEEP
            assert all(book.spend("AK1", f"{turn}-{n}", now, now) for n in range(64))
        assert 100 > len(book._db.execute("select * from spent").fetchall())


def test_nonces_are_kept_hashed(folder: Path) -> None:
    with opened(folder, ledger_is_new=True) as book:
        book.spend("AK1", "plain nonce", 500, 500)
        assert "plain nonce" not in str(book._db.execute("select * from spent").fetchall())
    assert b"plain nonce" not in (folder / "nonces.sqlite").read_bytes()
