"""What each parameter of RAM, STS and Resource Management may be, at its ends."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.store.stage import ACCOUNT as ACME
from tests.store.stage import ALICE, DEPLOY, FOUNDING, KEY, READ, SEALED, STAFF, TEAM, WRITE, do, see
from tigertally.clouds.alibaba import types
from tigertally.clouds.fields import Field, rules_of
from tigertally.clouds.service import Absent
from tigertally.model.changes import Added
from tigertally.model.refusals import Invalid, NotFound, NotReady
from tigertally.store import Store


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Store]:
    """Acme's ledger, for finders."""
    store = Store.open(tmp_path / "ledger")
    do(store, *FOUNDING, Added(TEAM), sealed=SEALED)
    yield store
    store.close()


GOOD: dict[str, list[object]] = {
    "UserName": ["a", "a.b@c-d_e", "x" * 64],
    "GroupName": ["a", "A-1_.", "x" * 64],
    "RoleName": ["a", "a.b@c-d", "x" * 64],
    "PolicyName": ["a", "A-1", "x" * 128],
    "PolicyType": ["System", "Custom"],
    "DisplayName": ["a b", "\u674e\u96f7", "x" * 128],
    "Email": ["a@b.c"],
    "MobilePhone": ["86-13800138000"],
    "VersionId": ["v1", "v10"],
    "MaxSessionDuration": [3600, 43200],
    "DurationSeconds": [900, 43200],
    "RoleArn": ["acs:ram::1:role/a"],
    "RoleSessionName": ["ab", "a.b@c-d_e", "x" * 64],
    "PrincipalType": ["IMSUser", "IMSGroup", "ServiceRole"],
    "ResourceGroupId": ["rg-9", "rg-9gLOoKabcdefghi"],
    "ResourceGroupName": ["ab", "A-1", "x" * 50],
    "ResourceGroupDisplayName": ["\u674e", "x" * 50],
    "PageNumber": [1, 1_000_000],
}

BAD: dict[str, list[object]] = {
    "UserName": ["a b", "a/b", "x" * 65, "\u674e"],
    "GroupName": ["a@b", "x" * 65],
    "RoleName": ["a_b", "x" * 65],
    "PolicyName": ["a_b", "a.b", "x" * 129],
    "PolicyType": ["system", "Inline"],
    "DisplayName": ["a/b", "x" * 129],
    "Email": ["a", "a@b@c", "a b@c"],
    "MobilePhone": ["13800138000", "86-1"],
    "VersionId": ["1", "v0", "V1", "v", "v\u0661"],
    "MaxSessionDuration": [3599, 43201],
    "DurationSeconds": [899, 43201],
    "RoleArn": ["acs:ram::1:user/a", "acs:ram::x:role/a", "role/a", "acs:ram::1:role/a/b"],
    "RoleSessionName": ["a", "a b", "x" * 65],
    "PrincipalType": ["imsuser", "User"],
    "ResourceGroupId": ["rg-", "team", "rg-a_b", "rg-" + "x" * 16],
    "ResourceGroupName": ["a", "1a", "-a", "a_b", "x" * 51],
    "ResourceGroupDisplayName": ["x" * 51],
    "PageNumber": [0, 1_000_001],
}


def field(name: str) -> Field:
    """A field of that type."""
    bare, rules = rules_of(getattr(types, name))
    return Field(name, name, "query", bare, rules, required=True, default=None)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in GOOD for value in GOOD[name]])
def test_a_value_within_its_rules_is_accepted(name: str, value: object) -> None:
    assert value == field(name).checked(value)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in BAD for value in BAD[name]])
def test_a_value_beyond_its_rules_is_invalid(name: str, value: object) -> None:
    with pytest.raises(Invalid) as refusal:
        field(name).checked(value)
    assert refusal.value.about.startswith(name)


def found(ledger: Store, find: Any, *given: Any) -> object:
    """What a finder finds in Acme."""
    return see(ledger, lambda view: find(view, *given))


def test_things_are_found_by_name_whatever_its_case(ledger: Store) -> None:
    assert ALICE == found(ledger, types.user_named, "ALICE")
    assert STAFF == found(ledger, types.group_named, "staff")
    assert DEPLOY == found(ledger, types.role_named, "deploy")


def test_what_is_not_there_is_absent_under_the_name_asked_for(ledger: Store) -> None:
    assert Absent("user", "nobody", "nobody") == found(ledger, types.user_named, "nobody")
    assert Absent("role", "Alice", "Alice") == found(ledger, types.role_named, "Alice")


def test_the_two_types_of_policies_are_two_namespaces(ledger: Store) -> None:
    assert READ == found(ledger, types.policy_named, "System", "read")
    assert WRITE == found(ledger, types.policy_named, "Custom", "write")
    absent = Absent("policy", "read", "read", ACME.native_id)
    assert absent == found(ledger, types.policy_named, "Custom", "read")
    assert isinstance(found(ledger, types.custom_policy_named, "read"), Absent)


def test_a_role_is_found_by_its_arn_in_any_account(ledger: Store) -> None:
    assert DEPLOY == found(ledger, types.role_at, f"acs:ram::{ACME.native_id}:role/Deploy")
    absent = Absent("role", "acs:ram::9:role/Deploy", "Deploy", "9")
    assert absent == found(ledger, types.role_at, "acs:ram::9:role/Deploy")


def test_a_principal_is_found_by_its_name_with_the_domain_of_its_kind(ledger: Store) -> None:
    domain = f"{ACME.native_id}.onaliyun.com"
    assert ALICE == found(ledger, types.principal_named, "IMSUser", f"alice@{domain}")
    assert STAFF == found(ledger, types.principal_named, "IMSGroup", f"staff@group.{domain}")
    role = f"Deploy@role.{ACME.native_id}.onaliyunservice.com"
    assert DEPLOY == found(ledger, types.principal_named, "ServiceRole", role)
    absent = Absent("user", f"nobody@{domain}", "nobody")
    assert absent == found(ledger, types.principal_named, "IMSUser", f"nobody@{domain}")
    assert Absent("group", role, role) == found(ledger, types.principal_named, "IMSGroup", role)


def test_a_scope_is_a_group_or_by_its_id_the_account(ledger: Store) -> None:
    assert TEAM == found(ledger, types.scope_called, TEAM.id)
    assert TEAM == found(ledger, types.resource_group_called, TEAM.id)
    assert ACME == found(ledger, types.scope_called, ACME.native_id)
    for id in ("rg-none", "", "9"):
        assert Absent("resource_group", id) == found(ledger, types.scope_called, id)
    assert [TEAM.id, "", ""] == [types.scope_id(scope) for scope in (TEAM, ACME, None)]


def test_a_scope_is_not_ready_while_it_is_being_created(ledger: Store) -> None:
    assert ["", ""] == [found(ledger, types.ready, scope) for scope in (ACME, None)]
    with pytest.raises(NotReady):
        found(ledger, types.ready, TEAM)  # made at this very moment


def test_a_version_is_found_by_its_id(ledger: Store) -> None:
    assert 1 == see(ledger, lambda view: types.version_called(view, WRITE, "v1")).number
    with pytest.raises(NotFound):
        see(ledger, lambda view: types.version_called(view, WRITE, "v2"))


def test_a_key_is_active_or_inactive() -> None:
    assert "Active" == types.spelled_status(KEY)
    assert ("System", "Custom") == (types.spelled_type(READ), types.spelled_type(WRITE))
