"""Who signed a call, and to which account it belongs: questions that every signed caller may ask.

Sources: STS 5.0 API reference, GetCallerIdentity; IAM API reference v3, KeystoneListAuthDomains.
"""

import huaweicloudsdkiam.v5 as iam_v5
import pytest
from huaweicloudsdkcore.auth.credentials import GlobalCredentials
from huaweicloudsdkcore.region.region import Region

from tests.conversation.huawei.clients import Account, Caller, deny
from tests.live import Live


def who(caller: Caller) -> tuple[str, str, str]:
    """Account, URN and id of the caller."""
    told = caller.say("GetCallerIdentity")
    return told.account_id, told.principal_urn, told.principal_id


def test_root_is_its_accounts_root(account: Account) -> None:
    (root,) = account.say("ListUsersV5").users
    assert (account.account_id, f"iam::{account.account_id}:root", root.user_id) == who(account)


def test_a_user_is_itself(account: Account) -> None:
    user = account.user(name="alice")
    urn = f"iam::{account.account_id}:user:alice"
    assert (account.account_id, urn, user.id) == who(user.caller)


def test_a_session_is_its_agencys_under_its_own_name(account: Account) -> None:
    agency = account.agency(agency_name="auditors", path="europe/")
    urn = f"sts::{account.account_id}:assumed-agency:auditors/night-shift"
    assert (account.account_id, urn, f"{agency.id}:night-shift") == who(agency.caller)


def test_nobody_can_be_denied_to_ask(account: Account) -> None:
    user = account.user(deny("*"))
    assert account.account_id == who(user.caller)[0]
    assert user.caller.say("KeystoneListAuthDomains").domains


def test_a_caller_has_one_account(account: Account) -> None:
    (domain,) = account.user().caller.say("KeystoneListAuthDomains").domains
    assert (account.account_id, True) == (domain.id, domain.enabled)
    assert domain.name


def test_the_sdk_finds_its_account_by_itself(
    live: Live, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUAWEICLOUD_SDK_IAM_ENDPOINT", live.url)
    user = account.user()
    credentials = GlobalCredentials(user.caller.key.id, user.caller.key.secret)
    builder = iam_v5.IamClient.new_builder().with_credentials(credentials)
    client = builder.with_region(Region("here-1", live.url)).build()
    assert client.get_credentials().domain_id == account.account_id == credentials.domain_id


def test_a_session_finds_its_account_too(
    live: Live, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUAWEICLOUD_SDK_IAM_ENDPOINT", live.url)
    key = account.agency().caller.key
    credentials = GlobalCredentials(key.id, key.secret).with_security_token(key.token)
    iam_v5.IamClient.new_builder().with_credentials(credentials).with_region(
        Region("here-1", live.url)
    ).build()
    assert account.account_id == credentials.domain_id
