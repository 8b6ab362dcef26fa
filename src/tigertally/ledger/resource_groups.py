"""Resource groups come, change and go; while one is being made or deleted nothing can be attached in it.

No job waits for that: what a group is now follows from when it was made, and when its deletion was asked
for.
"""

from collections.abc import Mapping
from typing import Literal

from tigertally.model.accounts import Account
from tigertally.model.changes import Added, Changes, Removed, edited
from tigertally.model.refusals import AlreadyExists, Forbidden, InUse, LimitReached, NotReady
from tigertally.model.resource_groups import ResourceGroup
from tigertally.model.view import View, Wanted

Status = Literal["creating", "ok", "pending_delete", "gone"]

DEFAULT_NAME = "default"
DEFAULT_DISPLAY_NAME = "default resource group"


def status(view: View, group: ResourceGroup) -> Status:
    """What a group is at the moment of the call."""
    pending = view.rules.resource_group_pending_ms
    if group.deleted_at:
        return "pending_delete" if view.now < group.deleted_at + pending else "gone"
    is_new = view.now < group.created_at + pending and not group.is_default
    return "creating" if is_new else "ok"


def called(view: View, id: str) -> ResourceGroup | None:
    """A group of the account by id, unless it is gone."""
    found = view.resource_group(view.account.account_id, id)
    return found if found and status(view, found) != "gone" else None


def every(view: View) -> list[ResourceGroup]:
    """The groups of the account that are not gone."""
    found = view.resource_groups(view.account.account_id)
    return [group for group in found if status(view, group) != "gone"]


def create(view: View, name: str, display_name: str, *, tags: Mapping[str, str] | None = None) -> Changes:
    """A new group, at first being made; the rows of groups that are gone go with it.

    Raises AlreadyExists, LimitReached. The default group does not count.
    """
    if view.resource_group_named(view.account.account_id, name):
        raise AlreadyExists("resource_group", name=name)
    there = view.resource_groups(view.account.account_id)
    gone = [group for group in there if status(view, group) == "gone"]
    if sum(not group.is_default for group in there) - len(gone) >= view.rules.resource_groups:
        raise LimitReached("resource_group", limit=view.rules.resource_groups)
    group = ResourceGroup(
        account_id=view.account.account_id,
        id=view.mint("resource_group"),
        name=name,
        display_name=display_name,
        created_at=view.now,
        tags=tags or {},
    )
    return Changes((Added(group), *(Removed(one) for one in gone)))


def open_default(account: Account, *, id: str) -> Changes:
    """The group that an account has from the start."""
    group = ResourceGroup(
        account_id=account.account_id,
        id=id,
        name=DEFAULT_NAME,
        display_name=DEFAULT_DISPLAY_NAME,
        created_at=account.created_at,
        is_default=True,
    )
    return Changes((Added(group),))


def rename(group: ResourceGroup, display_name: str) -> Changes:
    """Another display name; the name stays."""
    return edited(group, display_name=display_name)


def delete(view: View, group: ResourceGroup) -> Changes:
    """Begin to delete a group in which nothing is attached. Raises Forbidden, NotReady, InUse."""
    if group.is_default:
        raise Forbidden("default_resource_group", name=group.name)
    require_ready(view, group)
    if view.attachments_count(group.account_id, Wanted(scope_id=group.id)):
        raise InUse("resource_group.attachment", name=group.name)
    return edited(group, deleted_at=view.now)


def require_ready(view: View, group: ResourceGroup) -> None:
    """Raise NotReady while a group is being made or deleted."""
    if status(view, group) != "ok":
        raise NotReady("resource_group", name=group.name)
