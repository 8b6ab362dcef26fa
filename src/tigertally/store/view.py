"""What a call sees of the ledger: all nouns' reads together, with the call's account, moment and rules."""

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from tigertally.model.accounts import SYSTEM, Account
from tigertally.model.principals import Role, User
from tigertally.model.rules import Rules
from tigertally.store.memory import Recollection
from tigertally.store.nouns import policies, principals
from tigertally.store.nouns.accounts import AccountReads
from tigertally.store.nouns.boundaries import BoundaryReads
from tigertally.store.nouns.credentials import CredentialReads
from tigertally.store.nouns.organizations import OrganizationReads
from tigertally.store.nouns.policies import PolicyReads
from tigertally.store.nouns.principals import PrincipalReads
from tigertally.store.nouns.resource_groups import ResourceGroupReads
from tigertally.store.sql import LEDGER, Sql

T = TypeVar("T")


class LedgerView(
    AccountReads,
    PrincipalReads,
    PolicyReads,
    ResourceGroupReads,
    OrganizationReads,
    BoundaryReads,
    CredentialReads,
):
    """``model.view.View`` over one transaction."""

    def __init__(
        self,
        sql: Sql,
        account: Account,
        now: int,
        rules: Rules,
        mint: Callable[[str], str],
        memory: Recollection | None,
    ) -> None:
        super().__init__(sql)
        self.account = account
        self.now = now
        self.rules = rules
        self._mint = mint
        self._memory = memory

    @cached_property
    def system(self) -> Account:
        """The system account of the same cloud, which every ledger of that cloud begins with."""
        return _there(self.account_called(SYSTEM), f"system account of {self.account.cloud}")

    def at(self, account: Account) -> "LedgerView":
        """The same moment through another account's door."""
        return LedgerView(self.sql, account, self.now, self.rules, self._mint, self._memory)

    def mint(self, kind: str) -> str:
        """A fresh id, spelled as the cloud spells ids of that kind."""
        return self._mint(kind)

    def new_account_id(self) -> int:
        """A number that no account has, and none gets before this transaction is over."""
        self.sql.guard((LEDGER,))
        return self._next_account_id()

    def new_organization_id(self) -> int:
        """A number below zero that no organization has, and none gets before this transaction is over."""
        self.sql.guard((LEDGER,))
        return self._next_organization_id()

    def remembered(self, principal: User | Role, scope_id: str, make: Callable[[], T]) -> T:
        """What ``make`` gives, or gave before and would again: what bears on the principal is unchanged."""
        if self._memory is None:
            return make()
        return self._memory.of(
            self.account, (principal.id, scope_id), lambda: [door.id for door in self.doors(principal)], make
        )

    def account_called(self, native_id: str) -> Account | None:
        """An account of the same cloud by its native id."""
        return self._account(self.account.cloud, native_id)

    def account_numbered(self, account_id: int) -> Account:
        """An account that something in the ledger belongs to."""
        return _there(self._account_numbered(account_id), f"account {account_id}")

    def count(self, account_id: int, kind: str) -> int:
        """How many users (the root user apart), groups, roles or policies the account has."""
        text = policies.COUNT if kind == "policy" else principals.COUNT
        count: int = self.sql.value(text, account_id=account_id, kind=kind)
        return count


def _there(account: Account | None, which: str) -> Account:
    if account is None:
        raise LookupError(f"this ledger has no {which}")
    return account
