"""URNs, ids and times as Huawei Cloud spells them."""

import secrets

import pytest

from tests.store.stage import ACCOUNT, ALICE, AUDIT, DEPLOY, KEY, READ, ROOT, SESSION, STAFF
from tigertally.clouds.huawei.names import caller_urn, credentials, mint, resource, stamp, utc, who
from tigertally.clouds.service import Absent, Thing
from tigertally.model.principals import Caller

ID = ACCOUNT.native_id
USER = Caller(account=ACCOUNT, principal=ALICE, credential=KEY)
OWNER = Caller(account=ACCOUNT, principal=ROOT, credential=KEY)
ROLE = Caller(account=ACCOUNT, principal=DEPLOY, credential=SESSION)


@pytest.mark.parametrize(
    ("thing", "urn"),
    [
        (ALICE, f"iam::{ID}:user:Alice"),
        (ROOT, f"iam::{ID}:root"),
        (STAFF, f"iam::{ID}:group:Staff"),
        (DEPLOY, f"iam::{ID}:agency:ci/Deploy"),
        (AUDIT, f"iam::{ID}:policy:sec/AUDIT"),
        (READ, "iam::system:policy:READ"),
        (Absent("role", "id"), f"iam::{ID}:agency:*"),
        (Absent("role", "new", "new"), f"iam::{ID}:agency:new"),
        (Absent("role", "urn", "a/b", "other"), "iam::other:agency:a/b"),
        (ACCOUNT, f"iam::{ID}:root"),
    ],
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_a_permission_is_asked_for_on_a_urn(thing: Thing, urn: str) -> None:
    assert urn == resource(ACCOUNT, thing)


def test_a_caller_is_shown_by_its_urn() -> None:
    assert f"iam::{ID}:user:Alice" == caller_urn(USER)
    assert f"iam::{ID}:root" == caller_urn(OWNER)
    assert f"sts::{ID}:assumed-agency:Deploy/build" == caller_urn(ROLE)


def test_a_trust_policy_names_an_agency_with_its_path() -> None:
    assert [("user", "Alice"), ("root", "acme"), ("role", "ci/Deploy")] == [
        (who(caller).kind, who(caller).name) for caller in (USER, OWNER, ROLE)
    ]


def test_times_have_milliseconds_and_the_gateways_none() -> None:
    assert "2023-11-14T22:13:20.007Z" == utc(1_700_000_000_007)
    assert "20231114T221320Z" == stamp(1_700_000_000)


@pytest.mark.parametrize(
    ("kind", "start", "length"),
    [("account", "", 32), ("user", "", 32), ("access_key", "HPUA", 20), ("secret", "", 40),
     ("session", "HST", 20), ("token", "ggp", 128), ("request", "", 32)],
)  # fmt: skip
def test_ids_have_the_length_of_the_samples(kind: str, start: str, length: int) -> None:
    minted = mint(kind, secrets.token_bytes)
    assert (True, length) == (minted.startswith(start), len(minted))


def test_a_root_key_is_handed_out_under_these_names() -> None:
    assert ["account_id", "access_key", "secret_key"] == list(credentials("1", "2", "3"))
