"""All servers of a database share one book; when the database has lost it, all of them notice."""

from collections.abc import Iterator

import pytest

from tests.home import Home
from tigertally.model.refusals import Throttled
from tigertally.store import Nonces, Store
from tigertally.store.postgres import nonces

KEEP = 1000


@pytest.fixture
def book(empty: Store) -> Nonces:
    """The book as the first server has it."""
    return empty.nonces(0, KEEP)


@pytest.fixture
def other(book: Nonces, home: Home) -> Iterator[Nonces]:
    """The same book as a second server has it."""
    store = home.open()
    assert not store.is_new
    assert 0 == book.floor
    yield store.nonces(400, KEEP)
    store.close()


def lose(home: Home) -> None:
    """What a crash of the database does to unlogged tables."""
    home.tamper("truncate spent_nonces, nonce_mark")


def test_what_one_server_spent_is_spent_for_the_other(book: Nonces, other: Nonces) -> None:
    assert book.spend("AK1", "n", 500, 500)
    assert not other.spend("AK1", "n", 500, 500)
    assert 0 == other.floor


def test_the_tables_are_unlogged_because_a_spending_must_not_wait_for_the_disk(
    book: Nonces, empty: Store
) -> None:
    assert 0 == book.floor
    kinds = (
        "select distinct cast(relname as text), cast(relpersistence as text) from pg_class"
        " where relkind = 'r' and relname like '%nonce%' and relnamespace = to_regnamespace(current_schema())"
    )
    assert {("spent_nonces", "u"), ("nonce_mark", "u")} == set(
        empty.read(lambda reading: reading.sql.all(kinds))
    )


def test_after_a_crash_everything_signed_up_to_now_is_refused_by_every_server(
    book: Nonces, other: Nonces, home: Home
) -> None:
    assert book.spend("AK1", "n", 500, 500)
    lose(home)
    assert not book.spend("AK1", "n", 500, 600)
    assert 600 == book.floor
    assert not other.spend("AK1", "n", 500, 700)
    assert 600 == other.floor
    assert other.spend("AK1", "m", 601, 700)
    assert not book.spend("AK1", "m", 601, 700)


def test_a_server_that_starts_after_a_crash_sets_the_floor(book: Nonces, home: Home) -> None:
    assert book.spend("AK1", "n", 500, 500)
    lose(home)
    store = home.open()
    assert 800 == store.nonces(800, KEEP).floor
    store.close()
    assert not book.spend("AK1", "n", 500, 900)
    assert 800 == book.floor


def test_nonces_are_kept_hashed(book: Nonces, empty: Store) -> None:
    assert book.spend("AK1", "plain nonce", 500, 500)
    rows = empty.read(lambda reading: reading.sql.all("select * from spent_nonces"))
    assert [32] == [len(digest) for _, digest, _ in rows]
    assert b"plain nonce" not in rows[0][1]


def test_what_another_server_spent_counts_when_a_key_is_first_heard_of(
    book: Nonces, other: Nonces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nonces, "PER_KEY_MAX", 2)
    assert [True] * 2 == [book.spend("AK1", str(n), 500, 500) for n in range(2)]
    with pytest.raises(Throttled):
        other.spend("AK1", "n", 500, 500)


def test_a_key_is_free_again_when_another_server_has_taken_its_dead_away(
    book: Nonces, other: Nonces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nonces, "PER_KEY_MAX", 2)
    monkeypatch.setattr(nonces, "PURGE_EVERY", 3)
    assert [True] * 2 == [book.spend("AK1", str(n), 500, 500) for n in range(2)]
    later = 500 + 2 * KEEP
    assert [True] * 3 == [other.spend(f"AK{n}", "n", later, later) for n in (2, 3, 4)]
    assert book.spend("AK1", "n", later, later)


def test_only_so_many_keys_are_counted(book: Nonces, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nonces, "COUNTED_MAX", 10)
    monkeypatch.setattr(nonces, "PURGE_EVERY", 5)
    assert isinstance(book, nonces.NonceTable)
    for number in range(100):
        book.spend(f"AK{number}", "n", 500, 500)
    assert 15 >= len(book._counts)
