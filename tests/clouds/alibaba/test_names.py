"""ARNs, ids and times as Alibaba Cloud spells them."""

import secrets

import pytest

from tests.store.stage import ACCOUNT, ALICE, DEPLOY, KEY, READ, ROOT, SESSION, STAFF, TEAM, WRITE
from tigertally.clouds.alibaba.names import (
    bare_name,
    beijing,
    caller_arn,
    credentials,
    mint,
    principal_name,
    resource,
    utc,
    who,
)
from tigertally.clouds.service import Absent, Thing
from tigertally.model.principals import Caller, PrincipalKind

ID = ACCOUNT.native_id
CALLER = Caller(account=ACCOUNT, principal=ALICE, credential=KEY)
OWNER = Caller(account=ACCOUNT, principal=ROOT, credential=KEY)
ROLE = Caller(account=ACCOUNT, principal=DEPLOY, credential=SESSION)


@pytest.mark.parametrize(
    ("thing", "arn"),
    [
        (ALICE, f"acs:ram:*:{ID}:user/Alice"),
        (STAFF, f"acs:ram:*:{ID}:group/Staff"),
        (DEPLOY, f"acs:ram:*:{ID}:role/Deploy"),
        (WRITE, f"acs:ram:*:{ID}:policy/WRITE"),
        (READ, "acs:ram:*:system:policy/READ"),
        (Absent("user", "bob", "bob"), f"acs:ram:*:{ID}:user/bob"),
        (Absent("policy", "p", "p", "system"), "acs:ram:*:system:policy/p"),
        (Absent("user"), f"acs:ram:*:{ID}:user/*"),
        (Absent("*"), f"acs:ram:*:{ID}:*"),
        (TEAM, f"acs:ram:*:{ID}:resourcegroup/rg1"),
        (Absent("resource_group", "rg2"), f"acs:ram:*:{ID}:resourcegroup/rg2"),
        (Absent("resource_group"), f"acs:ram:*:{ID}:resourcegroup/*"),
        (ACCOUNT, f"acs:ram:*:{ID}:*"),
    ],
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_a_permission_is_asked_for_on_an_arn(thing: Thing, arn: str) -> None:
    assert arn == resource(ACCOUNT, thing)


def test_a_caller_is_shown_by_its_arn() -> None:
    assert f"acs:ram::{ID}:user/Alice" == caller_arn(CALLER)
    assert f"acs:ram::{ID}:root" == caller_arn(OWNER)
    assert f"acs:ram::{ID}:assumed-role/Deploy/build" == caller_arn(ROLE)


def test_a_trust_policy_names_a_role_without_its_session() -> None:
    assert [f"acs:ram::{ID}:user/Alice", f"acs:ram::{ID}:root", f"acs:ram::{ID}:role/Deploy"] == [
        who(caller).urn for caller in (CALLER, OWNER, ROLE)
    ]
    assert ["user", "root", "role"] == [who(caller).kind for caller in (CALLER, OWNER, ROLE)]


@pytest.mark.parametrize(
    ("kind", "spelled"),
    [
        ("user", f"Al@ice@{ID}.onaliyun.com"),
        ("group", f"Al@ice@group.{ID}.onaliyun.com"),
        ("role", f"Al@ice@role.{ID}.onaliyunservice.com"),
    ],
)
def test_a_principal_has_a_name_with_its_account_s_domain(kind: PrincipalKind, spelled: str) -> None:
    assert spelled == principal_name(ID, kind, "Al@ice")
    assert "Al@ice" == bare_name(ID, kind, spelled)
    assert "Al@ice" == bare_name(ID, kind, spelled.replace("onaliyun", "OnAliyun"))
    others: list[PrincipalKind] = [other for other in KINDS if other != kind]
    assert ["", ""] == [bare_name(ID, other, spelled) for other in others]
    assert "" == bare_name("1", kind, spelled)
    assert "" == bare_name(ID, kind, "Al")


KINDS: tuple[PrincipalKind, ...] = ("user", "group", "role")


def test_a_resource_group_tells_beijing_s_time() -> None:
    assert "2023-11-15T06:13:20+08:00" == beijing(1_700_000_000_999)


def test_times_have_whole_seconds() -> None:
    assert "2023-11-14T22:13:20Z" == utc(1_700_000_000_999)


@pytest.mark.parametrize(
    ("kind", "start", "length"),
    [("account", "1", 16), ("user", "2", 18), ("access_key", "LTAI5t", 24), ("secret", "", 30),
     ("resource_group", "rg-", 18), ("session", "STS.N", 28), ("request", "", 36)],
)  # fmt: skip
def test_ids_have_the_length_of_the_samples(kind: str, start: str, length: int) -> None:
    minted = mint(kind, secrets.token_bytes)
    assert (True, length) == (minted.startswith(start), len(minted))


def test_a_request_id_is_a_uuid_in_capitals() -> None:
    minted = mint("request", secrets.token_bytes)
    assert minted == minted.upper()
    assert "4" == minted[14]


def test_a_root_key_is_handed_out_under_these_names() -> None:
    assert ["account_id", "access_key_id", "access_key_secret"] == list(credentials("1", "2", "3"))
