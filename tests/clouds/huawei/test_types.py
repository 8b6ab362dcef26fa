"""What each parameter of IAM v5 and STS may be, at its ends."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.store.stage import ACCOUNT as ACME
from tests.store.stage import ALICE, AUDIT, DEPLOY, FOUNDING, READ, ROOT, SEALED, STAFF, do, see
from tigertally.clouds.fields import Field, rules_of
from tigertally.clouds.huawei import types
from tigertally.clouds.huawei.types import SessionTag, Tag, require_size, session_tags_of, tags_of
from tigertally.clouds.service import Absent
from tigertally.model.refusals import Invalid
from tigertally.store import Store


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Store]:
    """Acme's ledger, for finders."""
    store = Store.open(tmp_path / "ledger")
    do(store, *FOUNDING, sealed=SEALED)
    yield store
    store.close()


GOOD: dict[str, list[object]] = {
    "Id": ["a", "A-9", "x" * 64],
    "PolicyName": ["a", "a_+=.@-", "x" * 128],
    "AgencyName": ["a", "a_+=.@,-", "x" * 64],
    "UserName": ["a", "a_. -9", "x" * 64],
    "GroupName": ["a b", "\u7ec4", "x" * 128],
    "Path": ["", "a/", "a/b/"],
    "VersionId": ["v1", "v10"],
    "Limit": [1, 200],
    "DurationSeconds": [900, 43200],
    "AgencyUrn": ["iam::a1:agency:x", "iam::a1:agency:p/q/x"],
    "EntityType": ["user", "group", "agency"],
}

BAD: dict[str, list[object]] = {
    "Id": ["", "a/b", "a b", "x" * 65],
    "PolicyName": ["", "a b", "a/b", "x" * 129],
    "AgencyName": ["", "a b", "x" * 65],
    "UserName": ["", "9a", "a@b", "x" * 65],
    "GroupName": ["", "a:b", "a/b", "a*", "a?", "a\x00", "x" * 129],
    "Path": ["a", "/", "/a/", "a//", "a/" * 257],
    "VersionId": ["1", "v0"],
    "Limit": [0, 201],
    "DurationSeconds": [899, 43201],
    "AgencyUrn": ["iam::a1:user:x", "x", "iam::a1:agency:"],
    "EntityType": ["role", "Agency"],
}


def field(name: str) -> Field:
    """A field of that type."""
    bare, rules = rules_of(getattr(types, name))
    return Field(name, name, "body", bare, rules, required=True, default=None)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in GOOD for value in GOOD[name]])
def test_a_value_within_its_rules_is_accepted(name: str, value: object) -> None:
    assert value == field(name).checked(value)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in BAD for value in BAD[name]])
def test_a_value_beyond_its_rules_is_invalid(name: str, value: object) -> None:
    with pytest.raises(Invalid) as refusal:
        field(name).checked(value)
    assert refusal.value.about.startswith(name)


def found(ledger: Store, find: Any, *given: str) -> object:
    """What a finder finds in Acme."""
    return see(ledger, lambda view: find(view, *given))


def test_things_are_found_by_id(ledger: Store) -> None:
    assert ALICE == found(ledger, types.user_with_id, "u1")
    assert ROOT == found(ledger, types.user_with_id, "u0")
    assert STAFF == found(ledger, types.group_with_id, "g1")
    assert DEPLOY == found(ledger, types.agency_with_id, "r1")
    assert AUDIT == found(ledger, types.policy_with_id, "audit")
    assert READ == found(ledger, types.policy_with_id, "read")


def test_what_is_of_another_kind_is_absent(ledger: Store) -> None:
    assert Absent("user", "r1") == found(ledger, types.user_with_id, "r1")
    assert Absent("role", "u1") == found(ledger, types.agency_with_id, "u1")
    assert Absent("group", "u1") == found(ledger, types.group_with_id, "u1")


def test_the_path_tells_whether_a_user_or_an_agency_is_tagged(ledger: Store) -> None:
    assert ALICE == found(ledger, types.tagged_thing, "user", "u1")
    assert DEPLOY == found(ledger, types.tagged_thing, "agency", "r1")
    assert Absent("user", "r1") == found(ledger, types.tagged_thing, "user", "r1")


def test_an_agency_is_found_by_its_urn_path_and_all(ledger: Store) -> None:
    assert DEPLOY == found(ledger, types.agency_at, f"iam::{ACME.native_id}:agency:ci/Deploy")
    urn = f"iam::{ACME.native_id}:agency:Deploy"
    assert Absent("role", urn, "Deploy", ACME.native_id) == found(ledger, types.agency_at, urn)


def test_tags_are_read_by_key() -> None:
    assert {"a": "b", "c": ""} == tags_of([Tag("a", "b"), Tag("c")])
    assert {"a": "b"} == session_tags_of([SessionTag("a", "b")])


@pytest.mark.parametrize(
    ("tags", "about"),
    [
        ([Tag("a", "b"), Tag("a", "c")], "tags.Repeated"),
        ([Tag("", "b")], "tags"),
        ([Tag("_sys_a", "b")], "tags"),
        ([Tag("x" * 65, "b")], "tags"),
        ([Tag("a", "x" * 129)], "tags"),
    ],
    ids=["repeated", "empty", "reserved", "long key", "long value"],
)
def test_a_tag_that_cannot_be_is_invalid(tags: list[Tag], about: str) -> None:
    with pytest.raises(Invalid) as refusal:
        tags_of(tags)
    assert about == refusal.value.about


def test_blanks_do_not_count_in_a_documents_size() -> None:
    require_size("policy_document", "x \n" * types.DOCUMENT_CHARACTERS_MAX)
    with pytest.raises(Invalid):
        require_size("policy_document", "x" * (types.DOCUMENT_CHARACTERS_MAX + 1))
