"""Works are handed one of these, which lives as long as the transaction that they run in."""

from collections import Counter
from collections.abc import Callable

from tigertally.model.accounts import Account
from tigertally.model.changes import Changes
from tigertally.model.rules import Rules
from tigertally.model.view import View
from tigertally.store import journal, rows
from tigertally.store.memory import Memory, Recollection
from tigertally.store.nouns.accounts import AccountReads
from tigertally.store.nouns.credentials import CallerReads
from tigertally.store.sql import LEDGER, Sql
from tigertally.store.view import LedgerView

DATA_KEY = "select wrapped from deks where dek_id = :dek_id"

KEEP_DATA_KEY = "insert into deks (dek_id, wrapped) values (:dek_id, :wrapped)"


class Reading(CallerReads, AccountReads, journal.JournalReads):
    """The ledger at one moment; with a memory, where the store has one."""

    def __init__(self, sql: Sql, memory: Memory | None = None) -> None:
        super().__init__(sql)
        self._memory = Recollection(memory, sql, Counter()) if memory else None

    def account(self, cloud: str, native_id: str) -> Account | None:
        """An account by the cloud's own id for it."""
        return self._account(cloud, native_id)

    def accounts(self) -> list[Account]:
        """All accounts of all clouds, the system accounts among them."""
        return self._accounts()

    def data_key(self, number: int) -> bytes | None:
        """A data key, wrapped by the master key."""
        wrapped: bytes | None = self.sql.value(DATA_KEY, dek_id=number)
        return wrapped

    def view(self, account: Account, *, now: int, rules: Rules, mint: Callable[[str], str]) -> View:
        """The ledger as a call of the account sees it."""
        return LedgerView(self.sql, account, now, rules, mint, self._memory)


class Writing(Reading):
    """The ledger in the hands of a writer, for one transaction."""

    def __init__(self, sql: Sql, memory: Memory | None = None) -> None:
        super().__init__(sql)
        self.draft = journal.Draft(sql)
        self._heard = memory
        self._memory = Recollection(memory, sql, self.draft.added) if memory else None

    def view(self, account: Account, *, now: int, rules: Rules, mint: Callable[[str], str]) -> View:
        """The ledger as a call of the account sees it, whose organization cannot change meanwhile."""
        if account.organization_id:
            self.sql.share(account.organization_id)
        return super().view(account, now=now, rules=rules, mint=mint)

    def next_account_id(self) -> int:
        """A number that no account has."""
        self.sql.guard((LEDGER,))
        return self._next_account_id()

    def keep_data_key(self, number: int, wrapped: bytes) -> None:
        """Keep a data key; it is no change of any account, so the journal does not know it."""
        self.sql.guard((LEDGER,))
        self.sql.run(KEEP_DATA_KEY, {"dek_id": number, "wrapped": wrapped})

    def commit(self, changes: Changes, *, rules: Rules, op_id: str, actor: str, action: str, at: int) -> None:
        """Make all of the changes true, or raise and leave it to the writer to undo them.

        They are journalled at the end of the transaction, with those of all other calls in it (``draft``).

        Their order is the order in which they are carried out: what others depend on comes first, and
        goes last. ``rules`` are those of the accounts' cloud.
        """
        if not changes.rows:
            return
        self.sql.guard({change.what.account_id for change in changes.rows})
        revs = self.draft.revs(changes.rows)
        for change, rev in zip(changes.rows, revs, strict=True):
            sealed = changes.sealed.get(getattr(change.what, "access_key_id", ""))
            rows.apply(self.sql, change, rules, rev, sealed)
        self.draft.add(changes.rows, journal.Stamp(op_id=op_id, actor=actor, action=action, at=at))
        if self._heard:
            self._heard.hear(changes.rows, revs)
