"""User groups, and who belongs to them.

Some calls say of a group that is not there that a user is not: so their lists of error codes have it.
"""

from collections.abc import Iterable

from msgspec import Struct

from tigertally.clouds.errors import Line
from tigertally.clouds.tencent.names import local, uid, uin_of
from tigertally.clouds.tencent.paging import paged
from tigertally.clouds.tencent.services import OPERATION, cam
from tigertally.clouds.tencent.types import (
    EVERYTHING,
    GroupIdOfUidInfo,
    GroupName,
    GroupOfId,
    Members,
    Natural,
    Page,
    PageSize,
    Remark,
    membership_of,
    required,
    user_numbered,
)
from tigertally.ledger import groups
from tigertally.model.changes import Changes
from tigertally.model.principals import Group, Membership, User
from tigertally.model.refusals import Invalid, NotFound
from tigertally.model.view import View

SAID_OF_A_USER = Line(
    NotFound, "group", 200, "ResourceNotFound.UserNotExist", "The user group does not exist."
)
SAID_OF_A_PARAMETER = Line(
    NotFound, "group", 200, "InvalidParameter.GroupNotExist", "The user group does not exist."
)

SUB_USER = 1
"""UserType of a member that the account made."""


class NewGroupAnswer(Struct, rename="pascal"):
    """The id of a new group."""

    group_id: int


class GroupMemberInfo(Struct, rename="pascal"):
    """A user as the list of one group shows it."""

    uid: int
    uin: int
    name: str
    phone_num: str
    country_code: str
    phone_flag: int
    email: str
    email_flag: int
    user_type: int
    create_time: str
    is_receiver_owner: int
    remark: str


class GroupAnswer(Struct, rename="pascal"):
    """One group with its members."""

    group_id: int
    group_name: str
    group_num: int
    remark: str
    create_time: str
    user_info: list[GroupMemberInfo]


class GroupInfo(Struct, rename="pascal"):
    """A group as lists show it."""

    group_id: int
    group_name: str
    create_time: str
    remark: str


class GroupsAnswer(Struct, rename="pascal"):
    """One page of groups."""

    total_num: int
    group_info: list[GroupInfo]


class MembersAnswer(Struct, rename="pascal"):
    """One page of the members of a group."""

    total_num: int
    user_info: list[GroupMemberInfo]


@cam.operation(action="cam:CreateGroup", on=OPERATION, per_second=10)
def create_group(view: View, group_name: GroupName, remark: Remark = "") -> Changes:
    """Create a user group."""
    made = groups.create(view, group_name, description=remark)
    return made.answering(NewGroupAnswer(int(made.subject.id)))


@cam.operation(action="cam:GetGroup", on=OPERATION, per_second=10, errors=(SAID_OF_A_USER,))
def get_group(view: View, group: GroupOfId) -> GroupAnswer:
    """Show a user group with its members."""
    members = view.members_of(group, limit=EVERYTHING)
    return GroupAnswer(
        group_id=int(group.id),
        group_name=group.name,
        group_num=len(members),
        remark=group.description,
        create_time=local(group.created_at),
        user_info=[_member(*pair) for pair in members],
    )


@cam.operation(action="cam:ListGroups", on=OPERATION, per_second=10)
def list_groups(view: View, page: Page = 1, rp: PageSize = 20, keyword: str = "") -> GroupsAnswer:
    """List the user groups; ``Keyword`` is a part of their names."""
    found = [one for one in view.groups(view.account.account_id, limit=EVERYTHING) if keyword in one.name]
    return GroupsAnswer(len(found), [_shown(one) for one in paged(found, page, rp)])


@cam.operation(action="cam:UpdateGroup", on=OPERATION, per_second=10)
def update_group(
    view: View, group: GroupOfId, group_name: GroupName | None = None, remark: Remark | None = None
) -> Changes:
    """Change a user group; a new name keeps members and policies."""
    wanted = {"name": group_name, "description": remark}
    return groups.edit(view, group, {name: text for name, text in wanted.items() if text is not None})


@cam.operation(
    action="cam:DeleteGroup",
    on=OPERATION,
    per_second=10,
    errors=(SAID_OF_A_USER,),
    assumed="that members and policies of the group do not stand in the way",
)
def delete_group(view: View, group: GroupOfId) -> Changes:
    """Delete a user group; its members and policies only lose it."""
    return groups.delete(view, group)


@cam.operation(action="cam:AddUserToGroup", on=OPERATION, per_second=10, errors=(SAID_OF_A_PARAMETER,))
def add_user_to_group(view: View, info: Members) -> Changes:
    """Let users belong to groups, each pair of the list."""
    return Changes(tuple(row for pair in _pairs(view, info) for row in groups.join(view, *pair).rows))


@cam.operation(
    action="cam:RemoveUserFromGroup",
    on=OPERATION,
    per_second=10,
    errors=(SAID_OF_A_USER,),
    assumed="that a user who does not belong to the group is no error",
)
def remove_user_from_group(view: View, info: Members) -> Changes:
    """Let users belong to groups no longer, each pair of the list."""
    return Changes(tuple(row for pair in _pairs(view, info) for row in groups.leave(view, *pair).rows))


@cam.operation(action="cam:ListGroupsForUser", on=OPERATION, per_second=10)
def list_groups_for_user(
    view: View, uid: Natural = 0, rp: PageSize = 20, page: Page = 1, sub_uin: Natural = 0
) -> GroupsAnswer:
    """List the groups that a user belongs to, whom either of its numbers names. Raises Invalid, NotFound."""
    if not uid and not sub_uin:
        raise Invalid("SubUin", accepted="a uid or a uin")
    user = required(user_numbered(view, sub_uin or int(uin_of(uid))))
    found = [group for _, group in view.groups_of(user)]
    return GroupsAnswer(len(found), [_shown(one) for one in paged(found, page, rp)])


@cam.operation(action="cam:ListUsersForGroup", on=OPERATION, per_second=10)
def list_users_for_group(view: View, group: GroupOfId, page: Page = 1, rp: PageSize = 20) -> MembersAnswer:
    """List the members of a group."""
    found = view.members_of(group, limit=EVERYTHING)
    return MembersAnswer(len(found), [_member(*pair) for pair in paged(found, page, rp)])


def _pairs(view: View, info: list[GroupIdOfUidInfo]) -> Iterable[tuple[Group, User]]:
    """The groups and users that a list names, each pair once. Raises NotFound."""
    named = (membership_of(view, one) for one in info)
    return {(group.id, user.id): (group, user) for group, user in named}.values()


def _shown(group: Group) -> GroupInfo:
    return GroupInfo(int(group.id), group.name, local(group.created_at), group.description)


def _member(membership: Membership, user: User) -> GroupMemberInfo:
    country, _, number = user.mobile_phone.partition("-")
    return GroupMemberInfo(
        uid=uid(user),
        uin=int(user.id),
        name=user.name,
        phone_num=number,
        country_code=country,
        phone_flag=0,
        email=user.email,
        email_flag=0,
        user_type=SUB_USER,
        create_time=local(membership.created_at),
        is_receiver_owner=0,
        remark=user.description,
    )
