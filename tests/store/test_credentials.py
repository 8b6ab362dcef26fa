"""Keys and sessions: found from outside any account; gone with their principal; their secrets kept apart."""

import pytest
from msgspec import structs

from tests.store.stage import ACCOUNT, ALICE, ALICE_READS, DEPLOY, IN_STAFF, KEY, NOW, SESSION, do, see, undo
from tigertally.model.changes import Added, Edited, Removed
from tigertally.model.principals import Caller
from tigertally.model.refusals import AlreadyExists, InUse, NotFound
from tigertally.store import Store

ALICE_LEAVES = (Removed(KEY), Removed(ALICE_READS), Removed(IN_STAFF), Removed(ALICE))


def caller(store: Store, access_key_id: str) -> Caller | None:
    """Whom the key stands for, outside any account."""
    return store.read(lambda reading: reading.caller(access_key_id))


def sealed(store: Store, access_key_id: str) -> bytes | None:
    """What is kept of the key's secret."""
    signer = store.read(lambda reading: reading.signer(access_key_id))
    return signer and signer[1]


def test_a_key_stands_for_its_user(ledger: Store) -> None:
    assert Caller(account=ACCOUNT, principal=ALICE, credential=KEY) == caller(ledger, "AK1")


def test_a_session_stands_for_its_role(ledger: Store) -> None:
    assert Caller(account=ACCOUNT, principal=DEPLOY, credential=SESSION) == caller(ledger, "STS1")


def test_a_view_tells_the_same_of_a_key(ledger: Store) -> None:
    assert caller(ledger, "AK1") == see(ledger, lambda view: view.caller("AK1"))
    assert SESSION == see(ledger, lambda view: view.access_key("STS1"))


def test_an_unknown_key_stands_for_nobody(ledger: Store) -> None:
    assert (None, None) == (caller(ledger, "AK2"), sealed(ledger, "AK2"))


def test_the_sealed_secret_comes_back_as_it_was_kept(ledger: Store) -> None:
    assert (b"sealed key", b"sealed session") == (sealed(ledger, "AK1"), sealed(ledger, "STS1"))


def test_an_inactive_key_still_tells_whose_it_is(ledger: Store) -> None:
    after = structs.replace(KEY, status="inactive")
    do(ledger, Edited(before=KEY, after=after))
    assert after == see(ledger, lambda view: view.access_key("AK1"))


def test_keys_of_a_user_come_the_oldest_first_and_without_sessions(ledger: Store) -> None:
    second = structs.replace(KEY, access_key_id="AK0")
    do(ledger, Added(second), sealed={"AK0": b"sealed"})
    assert [KEY, second] == see(ledger, lambda view: view.access_keys_of(ALICE))


def test_a_removed_key_is_seen_nowhere(ledger: Store) -> None:
    do(ledger, Removed(KEY))
    assert (None, None) == (caller(ledger, "AK1"), sealed(ledger, "AK1"))
    assert see(ledger, lambda view: view.access_key("AK1")) is None
    assert [] == see(ledger, lambda view: view.access_keys_of(ALICE))


def test_a_removed_key_comes_back_with_its_secret(ledger: Store) -> None:
    do(ledger, Removed(KEY))
    undo(ledger, Removed(KEY))
    assert b"sealed key" == sealed(ledger, "AK1")
    assert [KEY] == see(ledger, lambda view: view.access_keys_of(ALICE))


def test_a_removed_key_is_not_removed_again_and_not_edited(ledger: Store) -> None:
    do(ledger, Removed(KEY))
    for change in (Removed(KEY), Edited(before=KEY, after=KEY)):
        with pytest.raises(NotFound, match="access_key"):
            do(ledger, change)


def test_the_id_of_a_removed_key_is_never_given_again(ledger: Store) -> None:
    do(ledger, Removed(KEY))
    with pytest.raises(AlreadyExists, match="access_key"):
        do(ledger, Added(KEY), sealed={"AK1": b"another secret"})


def test_a_user_is_held_by_a_key_but_not_by_a_removed_one(ledger: Store) -> None:
    with pytest.raises(InUse, match="user"):
        do(ledger, *ALICE_LEAVES[1:])
    do(ledger, *ALICE_LEAVES)


def test_a_user_who_left_comes_back_with_her_key(ledger: Store) -> None:
    before = caller(ledger, "AK1")
    do(ledger, *ALICE_LEAVES)
    assert caller(ledger, "AK1") is None
    undo(ledger, *ALICE_LEAVES)
    assert before == caller(ledger, "AK1")


def test_a_key_cannot_come_back_without_its_user(ledger: Store) -> None:
    do(ledger, *ALICE_LEAVES)
    with pytest.raises(NotFound, match="user"):
        undo(ledger, Removed(KEY))


def test_a_session_does_not_hold_its_role_and_dies_with_it(ledger: Store) -> None:
    do(ledger, Removed(DEPLOY))
    assert (None, None) == (caller(ledger, "STS1"), sealed(ledger, "STS1"))
    assert see(ledger, lambda view: view.access_key("STS1")) is None


def test_a_removed_session_is_gone_for_good(ledger: Store) -> None:
    do(ledger, Removed(SESSION))
    with pytest.raises(NotFound, match="session"):
        undo(ledger, Removed(SESSION))


def test_expired_sessions_are_listed_the_longest_over_first(ledger: Store) -> None:
    old = [structs.replace(SESSION, access_key_id=f"OLD{n}", expires_at=NOW - n) for n in range(3)]
    do(ledger, *map(Added, old), sealed={one.access_key_id: b"" for one in old})
    assert [old[2], old[1]] == see(ledger, lambda view: view.sessions_expired(2, limit=2))
    assert 3 == len(see(ledger, lambda view: view.sessions_expired(2, limit=9)))


def test_a_session_of_a_role_that_is_gone_can_still_be_swept(ledger: Store) -> None:
    past = structs.replace(SESSION, access_key_id="OLD", expires_at=NOW - 1)
    do(ledger, Added(past), sealed={"OLD": b""})
    do(ledger, Removed(DEPLOY))
    assert [past] == see(ledger, lambda view: view.sessions_expired(2, limit=9))
    do(ledger, Removed(past))
