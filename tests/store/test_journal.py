"""Every change has its entry, and no secret is ever among them."""

import pytest
from msgspec import structs

from tests.store.stage import ALICE_READS, FOUNDING, KEY, NOW, RULES, SEALED, do, submit
from tests.store.test_batches import held, newcomer
from tigertally.model.changes import Added, Changes, Edited, Removed
from tigertally.store import JournalEntry, Store, verify


def journal(store: Store, account_id: int = 2, after_rev: int = 0) -> list[JournalEntry]:
    """An account's entries."""
    return store.read(lambda reading: reading.journal(account_id, after_rev))


def test_a_change_is_journalled_whole_with_who_did_what_and_when(ledger: Store) -> None:
    op_id = do(ledger, Removed(ALICE_READS))
    (entry,) = ledger.read(lambda reading: reading.entry_of(op_id))
    assert Removed(ALICE_READS) == entry.change
    assert (2, op_id, 1, "root", "ram:Do", NOW) == (
        entry.account_id, entry.op_id, entry.n, entry.actor, entry.action, entry.at,
    )  # fmt: skip


def test_each_change_is_one_revision_of_its_account(ledger: Store) -> None:
    assert [(1, 1), (2, 2), (3, 3)] == [(one.rev, at) for at, one in enumerate(journal(ledger, 1), 1)]
    assert list(range(1, 16)) == [one.rev for one in journal(ledger)]


def test_the_changes_of_one_call_are_numbered_across_its_accounts(ledger: Store) -> None:
    op_id = journal(ledger)[0].op_id
    entries = ledger.read(lambda reading: reading.entry_of(op_id))
    assert list(range(1, len(FOUNDING) + 1)) == sorted(one.n for one in entries)


def test_the_feed_counts_all_accounts_together(ledger: Store) -> None:
    do(ledger, Removed(ALICE_READS))
    entries = [one for account_id in (1, 2, 3) for one in journal(ledger, account_id)]
    assert list(range(1, len(FOUNDING) + 2)) == sorted(one.seq for one in entries)


def test_each_entry_holds_the_hash_of_the_one_before(ledger: Store) -> None:
    entries = journal(ledger)
    assert [bytes(32), *(one.hash for one in entries[:-1])] == [one.prev_hash for one in entries]
    assert [one.digest() for one in entries] == [one.hash for one in entries]


@pytest.mark.parametrize("field", [f for f in JournalEntry.__struct_fields__ if f != "hash"])
def test_every_column_of_an_entry_is_under_its_hash(ledger: Store, field: str) -> None:
    entry = journal(ledger)[3]
    value = getattr(entry, field)
    other = value + 1 if isinstance(value, int) else value + value[:1]
    assert entry.hash != structs.replace(entry, **{field: other}).digest()


def test_a_journal_is_read_after_a_revision(ledger: Store) -> None:
    assert [14, 15] == [one.rev for one in journal(ledger, after_rev=13)]


def test_a_call_without_changes_leaves_no_entry(ledger: Store) -> None:
    op_id = do(ledger)
    assert [] == ledger.read(lambda reading: reading.entry_of(op_id))


def test_no_call_is_journalled_twice(ledger: Store) -> None:
    submit(ledger, Removed(ALICE_READS), op_id="same").result()
    with pytest.raises(Exception, match="unique"):
        submit(ledger, Added(ALICE_READS), op_id="same").result()


def test_of_two_calls_of_one_name_that_are_served_together_the_first_stands(ledger: Store) -> None:
    with held(ledger):
        first, second, other = (
            submit(ledger, change, op_id=op_id)
            for change, op_id in (
                (Removed(ALICE_READS), "same"),
                (Added(ALICE_READS), "same"),
                (newcomer(1), "other"),
            )
        )
    assert (None, None) == (first.exception(), other.exception())
    assert "unique" in str(second.exception())
    assert [] == verify(ledger)


def test_no_secret_sealed_or_not_is_ever_in_the_journal(empty: Store) -> None:
    store = empty
    do(store, *FOUNDING, sealed=SEALED)
    second, inactive = structs.replace(KEY, access_key_id="AK2"), structs.replace(KEY, status="inactive")
    changes = Changes((Added(second),), secrets={"AK2": "plain secret"}, sealed={"AK2": b"second sealed"})
    store.write(
        lambda writing: writing.commit(changes, rules=RULES, op_id="x", actor="a", action="b", at=1), "x"
    ).result()
    for change in (Edited(before=KEY, after=inactive), Removed(inactive), Added(inactive), Removed(second)):
        do(store, change)
    told = str(store.read(lambda reading: reading.sql.all("select * from changes")))
    assert "AK2" in told
    for secret in ("plain secret", "second sealed", "sealed key", "sealed session"):
        assert secret not in told
