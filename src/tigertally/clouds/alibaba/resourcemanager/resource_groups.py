"""Resource groups, each with its state: Creating at first, then OK, and PendingDelete before it is gone."""

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.alibaba.names import beijing
from tigertally.clouds.alibaba.services import resourcemanager
from tigertally.clouds.alibaba.tagging import TagList, tag_list, tags_of
from tigertally.clouds.alibaba.types import (
    CalledResourceGroup,
    PageNumber,
    PageSize,
    ResourceGroupDisplayName,
    ResourceGroupIds,
    ResourceGroupName,
    Tags,
)
from tigertally.clouds.paging import numbered
from tigertally.clouds.service import every
from tigertally.ledger import resource_groups
from tigertally.ledger.resource_groups import Status
from tigertally.model.changes import Changes
from tigertally.model.resource_groups import ResourceGroup
from tigertally.model.view import View

STATUSES: dict[Status, str] = {"creating": "Creating", "ok": "OK", "pending_delete": "PendingDelete"}
REGION_STATUSES: dict[Status, str] = {"creating": "Creating", "ok": "OK", "pending_delete": "Deleting"}

REGION = "cn-hangzhou"
"""Where this server is, as far as its answers need a region."""


class RegionStatus(Struct, rename="pascal"):
    """The state of a group in one region."""

    region_id: str
    status: str


class RegionStatusList(Struct, rename="pascal"):
    """The list inside its wrapper."""

    region_status: list[RegionStatus]


class GroupView(Struct, rename="pascal"):
    """A resource group as answers show it."""

    id: str
    name: str
    display_name: str
    account_id: str
    create_date: str
    status: str | UnsetType = UNSET
    region_statuses: RegionStatusList | UnsetType = UNSET
    tags: TagList | UnsetType = UNSET


class GroupAnswer(Struct, rename="pascal"):
    """One resource group."""

    resource_group: GroupView


class GroupList(Struct, rename="pascal"):
    """The list inside its wrapper."""

    resource_group: list[GroupView]


class GroupsAnswer(Struct, rename="pascal"):
    """One page of resource groups."""

    resource_groups: GroupList
    total_count: int
    page_number: int
    page_size: int


@resourcemanager.operation(
    action="ram:CreateResourceGroup",
    on=every("resource_group"),
    request_tags="tag",
    assumed="nobody becomes the new group's administrator by creating it; how long it is Creating",
)
def create_resource_group(
    view: View, name: ResourceGroupName, display_name: ResourceGroupDisplayName, tag: Tags | None = None
) -> Changes:
    """Create a resource group; it can be used when it is no longer Creating."""
    made = resource_groups.create(view, name, display_name, tags=tags_of(tag))
    return made.answering(GroupAnswer(_in_regions(view, made.subject, "creating")))


@resourcemanager.operation(
    action="ram:GetResourceGroup", on="group", assumed="the permission's name and resource"
)
def get_resource_group(view: View, group: CalledResourceGroup, include_tags: bool = False) -> GroupAnswer:
    """Show a resource group and its state."""
    shown = _in_regions(view, group, resource_groups.status(view, group))
    if include_tags:
        shown.tags = tag_list(group.tags)
    return GroupAnswer(shown)


@resourcemanager.operation(
    action="ram:ListResourceGroups",
    on=every("resource_group"),
    assumed="the permission's name and resource; names are compared whole; what the default group is called",
)
def list_resource_groups(
    view: View,
    resource_group_id: str | None = None,
    resource_group_ids: ResourceGroupIds | None = None,
    name: str | None = None,
    display_name: str | None = None,
    status: str | None = None,
    tag: Tags | None = None,
    include_tags: bool = False,
    page_number: PageNumber = 1,
    page_size: PageSize = 10,
) -> GroupsAnswer:
    """List the resource groups that are as given, a page at a time; ``tag`` asks for every tag given."""
    wanted, ids = tags_of(tag), resource_group_ids or ()
    found = [
        group
        for group in resource_groups.every(view)
        if resource_group_id in (None, group.id)
        and (not ids or group.id in ids)
        and name in (None, group.name)
        and display_name in (None, group.display_name)
        and status in (None, STATUSES[resource_groups.status(view, group)])
        and wanted.items() <= group.tags.items()
    ]
    page = numbered(found, page_number, page_size)
    listed = [_in_list(view, group, with_tags=include_tags) for group in page]
    return GroupsAnswer(GroupList(listed), len(found), page_number, page_size)


@resourcemanager.operation(action="ram:UpdateResourceGroup", on="group")
def update_resource_group(
    view: View, group: CalledResourceGroup, new_display_name: ResourceGroupDisplayName
) -> Changes:
    """Change the display name of a resource group."""
    changed = resource_groups.rename(group, new_display_name)
    return changed.answering(GroupAnswer(_shown(view, changed.subject)))


@resourcemanager.operation(
    action="ram:DeleteResourceGroup",
    on="group",
    assumed="how long it is PendingDelete; its name is free then",
)
def delete_resource_group(view: View, group: CalledResourceGroup) -> Changes:
    """Delete a resource group in which no policy is attached; it is PendingDelete for a moment."""
    changed = resource_groups.delete(view, group)
    return changed.answering(GroupAnswer(_in_regions(view, changed.subject, "pending_delete")))


def _shown(view: View, group: ResourceGroup) -> GroupView:
    return GroupView(
        id=group.id,
        name=group.name,
        display_name=group.display_name,
        account_id=view.account.native_id,
        create_date=beijing(group.created_at),
    )


def _in_regions(view: View, group: ResourceGroup, status: Status) -> GroupView:
    shown = _shown(view, group)
    shown.status = STATUSES[status]
    shown.region_statuses = RegionStatusList([RegionStatus(REGION, REGION_STATUSES[status])])
    return shown


def _in_list(view: View, group: ResourceGroup, *, with_tags: bool) -> GroupView:
    shown = _shown(view, group)
    shown.status = STATUSES[resource_groups.status(view, group)]
    if with_tags:
        shown.tags = tag_list(group.tags)
    return shown
