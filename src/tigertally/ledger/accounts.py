"""Opening an account: itself, and the root user that owns it."""

from tigertally.model.accounts import SYSTEM, Account
from tigertally.model.changes import Added, Changes
from tigertally.model.principals import User


def open_account(
    *,
    account_id: int,
    cloud: str,
    native_id: str,
    name: str,
    root_id: str,
    now: int,
    organization_id: int = 0,
) -> Changes:
    """A new account and its root user; the root's first key is a key like any other."""
    account = Account(
        account_id=account_id,
        cloud=cloud,
        native_id=native_id,
        name=name,
        created_at=now,
        organization_id=organization_id,
    )
    root = User(account_id=account_id, id=root_id, name=name, created_at=now, updated_at=now, is_root=True)
    return Changes((Added(account), Added(root)))


def open_system(*, account_id: int, cloud: str, now: int) -> Changes:
    """The account that owns a cloud's system policies; nobody can sign for it."""
    account = Account(account_id=account_id, cloud=cloud, native_id=SYSTEM, name=SYSTEM, created_at=now)
    return Changes((Added(account),))
