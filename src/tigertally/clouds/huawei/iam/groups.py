"""User groups, and who belongs to them."""

from msgspec import Struct

from tigertally.clouds.huawei.names import resource, utc
from tigertally.clouds.huawei.paging import EVERYTHING, PageInfo, page
from tigertally.clouds.huawei.services import iam
from tigertally.clouds.huawei.types import (
    GroupName,
    Id,
    Limit,
    Marker,
    PersonDescription,
    TheGroup,
    TheUser,
)
from tigertally.clouds.service import New, every
from tigertally.ledger import groups
from tigertally.model.changes import Changes
from tigertally.model.principals import Group, User
from tigertally.model.view import View


class GroupView(Struct):
    """A group as answers show it."""

    group_id: str
    group_name: str
    urn: str
    description: str
    created_at: str


class GroupAnswer(Struct):
    """One group."""

    group: GroupView


class GroupsAnswer(Struct):
    """One page of groups."""

    groups: list[GroupView]
    page_info: PageInfo


class GroupSummary(Struct):
    """A group with the number of its users."""

    group_id: str
    group_name: str
    urn: str
    description: str
    created_at: str
    user_count: int


class GroupSummariesAnswer(Struct):
    """One page of groups with the numbers of their users."""

    groups: list[GroupSummary]
    page_info: PageInfo


@iam.operation(
    "POST /v5/groups",
    name="CreateGroupV5",
    action="iam:groups:createGroupV5",
    on=New("group", "group_name"),
    status=201,
)
def create_group(view: View, group_name: GroupName, description: PersonDescription = "") -> Changes:
    """Create a user group."""
    made = groups.create(view, group_name, description=description)
    return made.answering(GroupAnswer(_shown(view, made.subject)))


@iam.operation(
    "GET /v5/groups/{group_id}",
    name="ShowGroupV5",
    action="iam:groups:getGroupV5",
    on="group",
    assumed="the permission's name",
)
def show_group(view: View, group: TheGroup) -> GroupAnswer:
    """Show a user group."""
    return GroupAnswer(_shown(view, group))


@iam.operation(
    "GET /v5/groups",
    name="ListGroupsV5",
    action="iam:groups:listGroupsV5",
    on=every("group"),
    assumed="the permission's name",
)
def list_groups(
    view: View, limit: Limit = 100, marker: Marker = "", user_id: Id | None = None
) -> GroupsAnswer:
    """List the user groups, or those of one user."""
    shown, info = page(_listed(view, user_id), marker, limit, lambda group: group.id)
    return GroupsAnswer([_shown(view, one) for one in shown], info)


@iam.operation(
    "GET /v5/groups-summary",
    name="ShowGroupSummary",
    action="iam:groups:getGroupSummaryV5",
    on=every("group"),
    assumed="the permission's name",
)
def show_group_summary(
    view: View, limit: Limit = 100, marker: Marker = "", user_id: Id | None = None
) -> GroupSummariesAnswer:
    """List the user groups with the numbers of their users."""
    shown, info = page(_listed(view, user_id), marker, limit, lambda group: group.id)
    return GroupSummariesAnswer([_summary(view, one) for one in shown], info)


@iam.operation(
    "PUT /v5/groups/{group_id}",
    name="UpdateGroupV5",
    action="iam:groups:updateGroupV5",
    on="group",
    assumed="the permission's name",
)
def update_group(
    view: View,
    group: TheGroup,
    new_group_name: GroupName | None = None,
    new_group_description: PersonDescription | None = None,
) -> Changes:
    """Change a user group; a new name keeps members and policies."""
    wanted = {"name": new_group_name, "description": new_group_description}
    changed = groups.edit(view, group, {name: text for name, text in wanted.items() if text is not None})
    return changed.answering(GroupAnswer(_shown(view, changed.subject)))


@iam.operation(
    "DELETE /v5/groups/{group_id}",
    name="DeleteGroupV5",
    action="iam:groups:deleteGroupV5",
    on="group",
    status=204,
)
def delete_group(view: View, group: TheGroup) -> Changes:
    """Delete a user group without users and policies."""
    return groups.delete(view, group)


@iam.operation(
    "POST /v5/groups/{group_id}/add-user",
    name="AddUserToGroupV5",
    action="iam:permissions:addUserToGroupV5",
    on="group",
    assumed="joining twice is no error",
)
def add_user_to_group(view: View, group: TheGroup, user: TheUser) -> Changes:
    """Let an IAM user belong to a group; once more is no error."""
    return groups.join(view, group, user)


@iam.operation(
    "POST /v5/groups/{group_id}/remove-user",
    name="RemoveUserFromGroupV5",
    action="iam:permissions:removeUserFromGroupV5",
    on="group",
)
def remove_user_from_group(view: View, group: TheGroup, user: TheUser) -> Changes:
    """Let an IAM user belong to a group no longer."""
    return groups.leave(view, group, user)


def _listed(view: View, user_id: str | None) -> list[Group]:
    if user_id is None:
        return view.groups(view.account.account_id, limit=EVERYTHING)
    user = view.principal(view.account.account_id, user_id)
    return [group for _, group in view.groups_of(user)] if isinstance(user, User) else []


def _shown(view: View, group: Group) -> GroupView:
    return GroupView(
        group.id, group.name, resource(view.account, group), group.description, utc(group.created_at)
    )


def _summary(view: View, group: Group) -> GroupSummary:
    return GroupSummary(
        group.id,
        group.name,
        resource(view.account, group),
        group.description,
        utc(group.created_at),
        len(view.members_of(group, limit=EVERYTHING)),
    )
