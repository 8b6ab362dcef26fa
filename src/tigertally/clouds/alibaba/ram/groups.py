"""Groups of RAM users, and who belongs to them."""

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.alibaba.names import utc
from tigertally.clouds.alibaba.services import ram
from tigertally.clouds.alibaba.types import Comments, GroupName, Marker, MaxItems, NamedGroup, NamedUser
from tigertally.clouds.paging import cut
from tigertally.clouds.service import every
from tigertally.ledger import groups
from tigertally.model.changes import Changes
from tigertally.model.principals import Group
from tigertally.model.view import View


class GroupView(Struct, rename="pascal"):
    """A group as answers show it."""

    group_name: str
    group_id: str
    comments: str
    create_date: str
    update_date: str | UnsetType = UNSET


class GroupAnswer(Struct, rename="pascal"):
    """One group."""

    group: GroupView


class GroupList(Struct, rename="pascal"):
    """The list inside its wrapper."""

    group: list[GroupView]


class GroupsAnswer(Struct, rename="pascal"):
    """One page of groups."""

    is_truncated: bool
    groups: GroupList
    marker: str | UnsetType = UNSET


class JoinedGroup(Struct, rename="pascal"):
    """A group as the list of one user shows it."""

    group_name: str
    group_id: str
    comments: str
    join_date: str


class JoinedGroupList(Struct, rename="pascal"):
    """The list inside its wrapper."""

    group: list[JoinedGroup]


class JoinedGroupsAnswer(Struct, rename="pascal"):
    """All groups of one user."""

    groups: JoinedGroupList


class Member(Struct, rename="pascal"):
    """A user as the list of one group shows it."""

    user_name: str
    display_name: str
    join_date: str


class MemberList(Struct, rename="pascal"):
    """The list inside its wrapper."""

    user: list[Member]


class MembersAnswer(Struct, rename="pascal"):
    """One page of the users of a group."""

    is_truncated: bool
    users: MemberList
    marker: str | UnsetType = UNSET


@ram.operation(action="ram:CreateGroup", on=every("group"))
def create_group(view: View, group_name: GroupName, comments: Comments = "") -> Changes:
    """Create a group."""
    made = groups.create(view, group_name, description=comments)
    return made.answering(GroupAnswer(_created(made.subject)))


@ram.operation(action="ram:GetGroup", on="group")
def get_group(group: NamedGroup) -> GroupAnswer:
    """Show a group."""
    return GroupAnswer(_shown(group))


@ram.operation(action="ram:ListGroups", on=every("group"))
def list_groups(view: View, marker: Marker = "", max_items: MaxItems = 100) -> GroupsAnswer:
    """List the groups, a page at a time."""
    found = view.groups(view.account.account_id, marker, max_items + 1)
    page, more = cut(found, max_items, lambda group: group.id)
    return GroupsAnswer(bool(more), GroupList([_shown(one) for one in page]), more or UNSET)


@ram.operation(action="ram:UpdateGroup", on="group")
def update_group(
    view: View,
    group: NamedGroup,
    new_group_name: GroupName | None = None,
    new_comments: Comments | None = None,
) -> Changes:
    """Change a group; a new name keeps members and policies."""
    wanted = {"name": new_group_name, "description": new_comments}
    changed = groups.edit(view, group, {name: text for name, text in wanted.items() if text is not None})
    return changed.answering(GroupAnswer(_shown(changed.subject)))


@ram.operation(action="ram:DeleteGroup", on="group")
def delete_group(view: View, group: NamedGroup) -> Changes:
    """Delete a group without users and policies."""
    return groups.delete(view, group)


@ram.operation(action="ram:AddUserToGroup", on=("user", "group"))
def add_user_to_group(view: View, user: NamedUser, group: NamedGroup) -> Changes:
    """Let a RAM user belong to a group."""
    return groups.join(view, group, user)


@ram.operation(action="ram:RemoveUserFromGroup", on=("user", "group"))
def remove_user_from_group(view: View, user: NamedUser, group: NamedGroup) -> Changes:
    """Let a RAM user belong to a group no longer."""
    return groups.leave(view, group, user)


@ram.operation(action="ram:ListGroupsForUser", on="user")
def list_groups_for_user(view: View, user: NamedUser) -> JoinedGroupsAnswer:
    """List the groups that a RAM user belongs to."""
    joined = [
        JoinedGroup(group.name, group.id, group.description, utc(membership.created_at))
        for membership, group in view.groups_of(user)
    ]
    return JoinedGroupsAnswer(JoinedGroupList(joined))


@ram.operation(action="ram:ListUsersForGroup", on="group")
def list_users_for_group(
    view: View, group: NamedGroup, marker: Marker = "", max_items: MaxItems = 100
) -> MembersAnswer:
    """List the RAM users that belong to a group, a page at a time."""
    found = view.members_of(group, marker, max_items + 1)
    page, more = cut(found, max_items, lambda pair: pair[1].id)
    members = [Member(user.name, user.display_name, utc(joined.created_at)) for joined, user in page]
    return MembersAnswer(bool(more), MemberList(members), more or UNSET)


def _created(group: Group) -> GroupView:
    return GroupView(group.name, group.id, group.description, utc(group.created_at))


def _shown(group: Group) -> GroupView:
    view = _created(group)
    view.update_date = utc(group.updated_at)
    return view
