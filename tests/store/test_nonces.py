"""A nonce is good once, whichever engine keeps the book; what each does about a crash is tested beside it."""

import pytest

from tigertally.model.refusals import Throttled
from tigertally.store import Store
from tigertally.store.postgres import nonces as table
from tigertally.store.sqlite import nonces as file

KEEP = 1000


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key may hold three at a time."""
    monkeypatch.setattr(file, "PER_KEY_MAX", 3)
    monkeypatch.setattr(table, "PER_KEY_MAX", 3)


def test_a_nonce_is_good_once(empty: Store) -> None:
    book = empty.nonces(0, KEEP)
    assert [True, False, False] == [book.spend("AK1", "n", 500, 500) for _ in range(3)]


def test_a_nonce_stays_spent_under_another_time(empty: Store) -> None:
    book = empty.nonces(0, KEEP)
    assert [True, False] == [book.spend("AK1", "n", at, 500) for at in (500, 501)]


def test_each_key_has_nonces_of_its_own(empty: Store) -> None:
    book = empty.nonces(0, KEEP)
    assert [True, True] == [book.spend(key, "n", 500, 500) for key in ("AK1", "AK2")]


def test_the_first_start_of_a_ledger_has_no_floor(empty: Store) -> None:
    assert 0 == empty.nonces(7000, KEEP).floor


def test_what_was_signed_too_long_ago_is_refused_whatever_its_nonce(empty: Store) -> None:
    assert not empty.nonces(0, KEEP).spend("AK1", "n", 500, 500 + KEEP)


@pytest.mark.usefixtures("few")
def test_a_key_that_holds_too_many_is_throttled_and_the_others_are_not(empty: Store) -> None:
    book = empty.nonces(0, KEEP)
    assert [True] * 3 == [book.spend("AK1", str(n), 500, 500) for n in range(3)]
    with pytest.raises(Throttled, match="nonces"):
        book.spend("AK1", "one more", 500, 500)
    assert book.spend("AK2", "n", 500, 500)


@pytest.mark.usefixtures("few")
def test_nonces_whose_time_is_over_make_room(empty: Store) -> None:
    book = empty.nonces(0, KEEP)
    for turn in range(200):
        now = 500 + turn * KEEP
        assert book.spend("AK1", str(turn), now, now)
