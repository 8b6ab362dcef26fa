"""Tags of roles and policies, on which ``acs:ResourceTag`` conditions depend."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.alibaba.services import ram
from tigertally.clouds.alibaba.tagging import tags_of
from tigertally.clouds.alibaba.types import (
    Marker,
    Names,
    PageSize,
    TaggedType,
    TagKeys,
    Tags,
    custom_policy_named,
    role_named,
)
from tigertally.clouds.paging import cut
from tigertally.clouds.service import Absent, Ask, Asks, Call, every
from tigertally.ledger import tags
from tigertally.model.changes import Changes
from tigertally.model.policies import Policy
from tigertally.model.principals import Role
from tigertally.model.refusals import NotFound
from tigertally.model.view import View

EVERYTHING = 10_000
"""More roles or policies than an account can have."""


class TagResource(Struct, rename="pascal"):
    """One tag of one resource."""

    resource_name: str
    resource_type: str
    tag_key: str
    tag_value: str


class TagResourcesAnswer(Struct, rename="pascal"):
    """One page of tags; this list has no wrapper."""

    tag_resources: list[TagResource]
    next_token: str | UnsetType = UNSET


def _on_each(action: str) -> Asks:
    """The permission is asked for on every resource named, or on all of the type when none is."""

    def asks(view: View, _call: Call, values: Mapping[str, Any]) -> Iterator[Ask]:
        for name in values["resource_names"] or ():
            yield Ask(action, _found(view, values["resource_type"], name))
        if not values["resource_names"]:
            yield Ask(action, every(values["resource_type"]))

    return asks


@ram.operation(asks=_on_each("ram:TagResources"), request_tags="tag", assumed="the permission's name")
def tag_resources(view: View, resource_type: TaggedType, resource_names: Names, tag: Tags) -> Changes:
    """Set tags of up to 50 roles or policies."""
    rows = (tags.tag(view, thing, tags_of(tag)).rows for thing in _all(view, resource_type, resource_names))
    return Changes(tuple(row for group in rows for row in group))


@ram.operation(asks=_on_each("ram:UntagResources"), assumed="the permission's name")
def untag_resources(
    view: View,
    resource_type: TaggedType,
    resource_names: Names,
    tag_keys: TagKeys | None = None,
    all: bool = False,
) -> Changes:
    """Take tags, or all of them, from up to 50 roles or policies."""
    things = _all(view, resource_type, resource_names)
    rows = (tags.untag(thing, thing.tags if all else tag_keys or ()).rows for thing in things)
    return Changes(tuple(row for group in rows for row in group))


@ram.operation(asks=_on_each("ram:ListTagResources"), assumed="the permission's name")
def list_tag_resources(
    view: View,
    resource_type: TaggedType,
    resource_names: Names | None = None,
    tag: Tags | None = None,
    next_token: Marker = "",
    page_size: PageSize = 20,
) -> TagResourcesAnswer:
    """List tags of roles or policies, a page at a time."""
    wanted = tags_of(tag)
    listed = [
        TagResource(thing.name, resource_type, key, text)
        for thing in _listed(view, resource_type, resource_names)
        for key, text in thing.tags.items()
        if not wanted or wanted.get(key, None) == text
    ]
    start = int(next_token) if next_token.isdecimal() else 0
    page, more = cut(listed[start:], page_size, lambda _: str(start + page_size))
    return TagResourcesAnswer(list(page), more or UNSET)


def _listed(
    view: View, kind: str, names: list[str] | None
) -> list[Role] | list[Policy] | list[Role | Policy]:
    if names:
        return _all(view, kind, names)
    account = view.account.account_id
    return (
        view.roles(account, limit=EVERYTHING)
        if kind == "role"
        else view.policies((account,), limit=EVERYTHING)
    )


def _all(view: View, kind: str, names: list[str]) -> list[Role | Policy]:
    found = [_found(view, kind, name) for name in names]
    for thing in found:
        if isinstance(thing, Absent):
            raise NotFound(thing.kind, key=thing.key)
    return [thing for thing in found if not isinstance(thing, Absent)]


def _found(view: View, kind: str, name: str) -> Role | Policy | Absent:
    return role_named(view, name) if kind == "role" else custom_policy_named(view, name)
