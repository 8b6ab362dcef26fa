"""An account comes with its owner; a cloud's system account with nobody."""

from tigertally.ledger.accounts import open_account, open_system
from tigertally.model.accounts import SYSTEM, Account
from tigertally.model.changes import Added
from tigertally.model.principals import User


def test_an_account_comes_with_its_root_user() -> None:
    opened = open_account(account_id=7, cloud="huawei", native_id="n7", name="acme", root_id="u0", now=5)
    account = Account(account_id=7, cloud="huawei", native_id="n7", name="acme", created_at=5)
    root = User(account_id=7, id="u0", name="acme", created_at=5, updated_at=5, is_root=True)
    assert (Added(account), Added(root)) == opened.rows


def test_nobody_owns_a_system_account() -> None:
    opened = open_system(account_id=1, cloud="huawei", now=5)
    account = Account(account_id=1, cloud="huawei", native_id=SYSTEM, name=SYSTEM, created_at=5)
    assert (Added(account),) == opened.rows
