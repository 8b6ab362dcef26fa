"""A caller is who signed, and by which credential."""

from msgspec import structs

from tests.store.stage import ACCOUNT, ALICE, DEPLOY, KEY, ROOT, SESSION
from tigertally.model.principals import Caller


def test_the_owner_of_the_account_is_root() -> None:
    assert Caller(account=ACCOUNT, principal=ROOT, credential=KEY).is_root
    assert not Caller(account=ACCOUNT, principal=ALICE, credential=KEY).is_root
    assert not Caller(account=ACCOUNT, principal=DEPLOY, credential=SESSION).is_root


def test_a_role_acts_through_a_session_and_a_user_through_none() -> None:
    assert SESSION == Caller(account=ACCOUNT, principal=DEPLOY, credential=SESSION).session
    assert Caller(account=ACCOUNT, principal=ALICE, credential=KEY).session is None


def test_a_user_is_enabled_and_no_root_unless_said() -> None:
    assert (True, False) == (ALICE.enabled, ALICE.is_root)
    assert not structs.replace(ALICE, enabled=False).enabled
