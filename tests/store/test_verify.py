"""Somebody edits the ledger behind our back: each way of it is told."""

from pathlib import Path
from typing import Any

import pytest

from tests.home import Home
from tests.store.stage import FOUNDING, KEY, SEALED, do
from tigertally.model.changes import Added, Removed
from tigertally.store import Store, Unsealable, Vault, verify


def tamper(home: Home, text: str) -> None:
    """Write past the store."""
    assert home.tamper(text)


def told(store: Store) -> set[tuple[int, int, str]]:
    """What verify tells, without the values."""
    return {(problem.account_id, problem.rev, problem.what) for problem in verify(store)}


def test_a_sound_ledger_has_no_problem(ledger: Store) -> None:
    assert [] == verify(ledger)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("update changes set actor = 'Mallory' where account_id = 2 and rev = 4", (2, 4, "it was edited")),
        (
            "update changes set hash = zeroblob(32) where account_id = 2 and rev = 4",
            (2, 5, "it does not follow the entry before it"),
        ),
        ("delete from changes where account_id = 2 and rev = 4", (2, 5, "entries before it are missing")),
        (
            "delete from changes where account_id = 2 and rev > 12",
            (2, 12, "the journal does not end where the account says"),
        ),
        (
            "delete from changes where account_id = 2 and rev > 12",
            (0, 0, "feed 0 has 16 entries and counted 19"),
        ),
        ("update feed_heads set seq = 7", (0, 0, "feed 0 has 19 entries and counted 7")),
        (
            "update accounts set rev = 12 where account_id = 2",
            (2, 15, "the journal does not end where the account says"),
        ),
        (
            "update principals set image = replace(image, 'Bob', 'Eve') where id = 'u2'",
            (2, 0, "('user', 2, 'u2') is not what the journal says"),
        ),
        (
            "delete from memberships",
            (2, 0, "('user.group', 2, 'g1', 'u1') is in the journal only"),
        ),
        (
            "insert into memberships select account_id, group_id, 'u2', added, replace(image, 'u1', 'u2')"
            " from memberships",
            (2, 0, "('user.group', 2, 'g1', 'u2') is not what the journal says"),
        ),
        (
            "update policies set default_version = 9 where id = 'write'",
            (2, 0, "('policy', 2, 'write') has other columns than its image: ['default_version']"),
        ),
        (
            "update credentials set user_id = 'u2' where access_key_id = 'AK1'",
            (2, 0, "('access_key', 'AK1') has other columns than its image: ['user_id']"),
        ),
        (
            "update principals set name_key = 'eve' where id = 'u2'",
            (2, 0, "('user', 2, 'u2') has other columns than its image: ['name_key']"),
        ),
        (
            "update principals set attach_n = 0 where id = 'u1'",
            (2, 0, "u1 carries another number of policies than counted"),
        ),
    ],
)
def test_every_way_of_tampering_is_told(
    ledger: Store, home: Home, text: str, expected: tuple[int, int, str]
) -> None:
    tamper(home, text)
    assert expected in told(ledger)


def test_an_account_that_vanished_with_its_journal_is_missed_in_the_feed(ledger: Store, home: Home) -> None:
    tamper(home, "pragma foreign_keys = off; delete from accounts where account_id = 3")
    assert (3, 1, "the journal does not end where the account says") in told(ledger)
    tamper(home, "delete from changes where account_id = 3")
    assert {(0, 0, "feed 0 has 18 entries and counted 19")} == told(ledger)


def test_an_image_that_cannot_be_read_is_told(ledger: Store, home: Home) -> None:
    tamper(home, "update principals set image = '{' where id = 'u2'")
    assert any("cannot be read" in what for *_, what in told(ledger))


def test_a_swapped_sealed_secret_does_not_open(empty: Store, home: Home, folder: Path) -> None:
    store = empty
    vault = Vault.open(folder / "master.key", store)
    mine, yours = "AK1|2", "AK2|2"
    second: Any = type(KEY)(account_id=2, access_key_id="AK2", user_id="u2", created_at=0)
    do(store, *FOUNDING, sealed={**SEALED, "AK1": vault.seal(b"mine", mine)})
    do(store, Added(second), sealed={"AK2": vault.seal(b"yours", yours)})
    tamper(
        home, "update credentials set sealed = (select sealed from credentials where access_key_id = 'AK2')"
    )
    signer = store.read(lambda reading: reading.signer("AK1"))
    assert signer is not None
    swapped = signer[1]
    with pytest.raises(Unsealable):
        vault.unseal(swapped, mine)
    assert b"yours" == vault.unseal(swapped, yours)


def test_a_removed_key_is_no_problem(ledger: Store) -> None:
    do(ledger, Removed(KEY))
    assert [] == verify(ledger)
