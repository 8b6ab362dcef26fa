"""How Tencent Cloud spells what exists."""

import re
from itertools import count

import pytest

from tigertally.clouds.service import Absent, Thing
from tigertally.clouds.tencent import names
from tigertally.model.accounts import Account
from tigertally.model.credentials import AccessKey, Session
from tigertally.model.policies import Policy
from tigertally.model.principals import Caller, Group, Role, User

ACCOUNT = Account(account_id=1, cloud="tencent", native_id="100012345678", name="acme", created_at=0)
ALICE = User(account_id=1, id="100000000042", name="alice", created_at=0, updated_at=0)
OWNER = User(account_id=1, id="100099999999", name="acme", created_at=0, updated_at=0, is_root=True)
STAFF = Group(account_id=1, id="1234567", name="staff", created_at=0, updated_at=0)
AUDITOR = Role(account_id=1, id="4611686018412345678", name="auditor", created_at=0, updated_at=0)
POLICY = Policy(
    account_id=1, id="112345678", type="custom", name="p", created_at=0, updated_at=0,
    default_version=1, latest_version=1,
)  # fmt: skip
KEY = AccessKey(account_id=1, access_key_id="AKID1", user_id="1", created_at=0)
SESSION = Session(
    account_id=1, access_key_id="AKID2", role_id=AUDITOR.id, name="shift", created_at=0, expires_at=1,
    token_sha256="", assumed_by="100000000042",
)  # fmt: skip


@pytest.mark.parametrize(
    ("thing", "name"),
    [
        (ALICE, "qcs::cam::uin/100012345678:uin/100000000042"),
        (OWNER, "qcs::cam::uin/100012345678:uin/100012345678"),
        (STAFF, "qcs::cam::uin/100012345678:groupid/1234567"),
        (AUDITOR, "qcs::cam::uin/100012345678:roleName/auditor"),
        (POLICY, "qcs::cam::uin/100012345678:policyid/112345678"),
        (ACCOUNT, "qcs::cam::uin/100012345678:root"),
        (Absent("*"), "*"),
        (Absent("user", "5", "5"), "qcs::cam::uin/100012345678:uin/5"),
        (Absent("role", "x", "auditor", "100000000001"), "qcs::cam::uin/100000000001:roleName/auditor"),
    ],
)
def test_each_thing_has_its_name(thing: Thing, name: str) -> None:
    assert name == names.resource(ACCOUNT, thing)


def test_a_trust_policy_names_owner_user_and_role() -> None:
    callers = [
        Caller(account=ACCOUNT, principal=who, credential=by)
        for who, by in ((OWNER, KEY), (ALICE, KEY), (AUDITOR, SESSION))
    ]
    assert [
        ("root", "qcs::cam::uin/100012345678:root"),
        ("user", "qcs::cam::uin/100012345678:uin/100000000042"),
        ("role", "qcs::cam::uin/100012345678:roleName/auditor"),
    ] == [(names.who(one).kind, names.who(one).urn) for one in callers]
    assert ["100012345678", "100000000042", "100012345678"] == [names.caller_uin(one) for one in callers]


def test_each_of_a_users_two_numbers_tells_the_other() -> None:
    assert 42 == names.uid(ALICE)
    assert ALICE.id == names.uin_of(42)


def test_times_are_those_of_beijing_or_say_that_they_are_not() -> None:
    assert "1970-01-01 08:00:01" == names.local(1_999)
    assert "1970-01-01T00:00:01Z" == names.utc(1_999)


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("request", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), ("account", r"1000\d{8}"),
        ("user", r"1000\d{8}"), ("group", r"[1-9]\d{6}"), ("policy", r"1\d{8}"),
        ("role", r"46116860184\d{8}"),
        ("access_key", r"AKID\w{32}"), ("session", r"AKID[\w-]{60}"), ("secret", r"\w{32}"),
        ("token", r"[\w=-]{128}"),
    ],
)  # fmt: skip
def test_a_fresh_id_is_of_the_form_of_its_kind(kind: str, form: str) -> None:
    numbers = count(1)
    made = {names.mint(kind, lambda size: bytes([next(numbers)]) * size) for _ in range(5)}
    assert 5 == len(made)
    assert all(re.fullmatch(form, one) for one in made)


def test_an_app_id_follows_from_the_account() -> None:
    assert "1252345678" == names.app_id(ACCOUNT.native_id)
