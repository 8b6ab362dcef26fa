"""An account's row guards all that is in it: every change in the account moves its revision and hash."""

from tigertally.model.accounts import Account
from tigertally.store import images
from tigertally.store.nouns.kept import Kept
from tigertally.store.nouns.reads import Reads

ACCOUNTS = Kept(
    key=("account_id",),
    rows="select account_id, cloud, native_id, image from accounts where account_id = :account_id",
    insert=(
        """
        insert into accounts (account_id, cloud, native_id, rev, head_hash, image)
        values (:account_id, :cloud, :native_id, 0, :no_hash, :image)
        """,
    ),
    update=(
        """
        update accounts set cloud = :cloud, native_id = :native_id, image = :image
        where account_id = :account_id
        """,
    ),
    delete=(),  # an account stays: its row ends the chain of its journal
)

ACCOUNT = "select image from accounts where cloud = :cloud and native_id = :native_id"

BY_NUMBER = "select image from accounts where account_id = :account_id"

ALL = "select image from accounts order by account_id"

NEXT = "select coalesce(max(account_id), 0) + 1 from accounts"

# Organizations are numbered downwards, so that their guards are locked before any account's.
NEXT_ORGANIZATION = "select coalesce(min(account_id), 0) - 1 from accounts where account_id < 0"


class AccountReads(Reads):
    """Reads about accounts, which stand outside any one account."""

    def _account(self, cloud: str, native_id: str) -> Account | None:
        return self._found(images.account, ACCOUNT, cloud=cloud, native_id=native_id)

    def _account_numbered(self, account_id: int) -> Account | None:
        return self._found(images.account, BY_NUMBER, account_id=account_id)

    def _accounts(self) -> list[Account]:
        return self._listed(images.account, ALL)

    def _next_account_id(self) -> int:
        number: int = self.sql.value(NEXT)
        return number

    def _next_organization_id(self) -> int:
        number: int = self.sql.value(NEXT_ORGANIZATION)
        return number
