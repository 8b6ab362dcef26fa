"""Members: the accounts of an organization, beside the one that manages it."""

from collections.abc import Iterable

from msgspec import Struct

from tigertally.clouds.errors import Line
from tigertally.clouds.tencent.names import local
from tigertally.clouds.tencent.organization.types import (
    Id,
    Ids,
    Limit,
    ManagedOrganization,
    MemberName,
    NumberedDepartment,
    NumberedMember,
    Offset,
    PermissionIds,
    RelationPolicy,
    Remark,
    listed_members,
)
from tigertally.clouds.tencent.services import OPERATION, organization
from tigertally.ledger import organizations
from tigertally.model.changes import Changes
from tigertally.model.organizations import Member
from tigertally.model.refusals import Forbidden, NotFound
from tigertally.model.view import View

PERMISSIONS = {
    1: "View bills",
    2: "View balance",
    3: "Transfer funds",
    4: "Consolidated billing",
    5: "Invoice",
    6: "Inherit offers",
    7: "Pay for members",
    8: "Cost analysis",
    9: "Budget management",
    10: "Credit limit",
}
"""What the manager may see and do of a member's bills."""

MEMBER_NOT_EXIST = Line(
    NotFound, "member", 200, "ResourceNotFound.MemberNotExist", "The member does not exist."
)


class OrgPermission(Struct, rename="pascal"):
    """One permission on a member's bills."""

    id: int
    name: str


class NewMemberAnswer(Struct, rename="pascal"):
    """The uin of a new account."""

    uin: int


class OrgMember(Struct, rename="pascal"):
    """A member as the list shows it. Every member was created here, and nobody else pays for it."""

    member_uin: int
    name: str
    member_type: str
    org_policy_type: str
    org_policy_name: str
    org_permission: list[OrgPermission]
    node_id: int
    node_name: str
    remark: str
    create_time: str
    update_time: str
    is_allow_quit: str
    pay_uin: str
    pay_name: str
    org_identity: list[str]
    bind_status: str
    permission_status: str
    nick_name: str


class MembersAnswer(Struct, rename="pascal"):
    """Some of the members, and how many there are."""

    items: list[OrgMember]
    total: int


@organization.operation(
    action="organization:CreateOrganizationMember",
    on=OPERATION,
    assumed="that the new account holds no role for its manager",
)
def create_organization_member(
    view: View,
    organization: ManagedOrganization,
    name: MemberName,
    policy_type: RelationPolicy,
    permission_ids: PermissionIds,
    department: NumberedDepartment,
    account_name: MemberName,
    remark: Remark = "",
) -> Changes:
    """Create an account as a member. Its root key is made by the operator: ``tigertally account key``."""
    made = organizations.create_member(
        view,
        organization,
        department,
        name,
        account_name=account_name,
        description=remark,
        permission_ids=permission_ids,
    )
    return made.answering(NewMemberAnswer(int(made.subject.native_id)))


@organization.operation(action="organization:DescribeOrganizationMembers", on=OPERATION)
def describe_organization_members(
    view: View,
    organization: ManagedOrganization,
    offset: Offset,
    limit: Limit,
    search_key: str = "",
    node_id: Id | None = None,
    node_name: str = "",
) -> MembersAnswer:
    """List the members, of one department or all; ``SearchKey`` is a part of a name, or a uin."""
    names = {department.id: department.name for department in view.departments(organization)}
    if node_id and str(node_id) not in names:
        raise NotFound("department", key=str(node_id))
    listed = [
        member
        for member in view.members(organization)
        if (search_key in member.name or search_key == member.id)
        and (not node_id or member.department_id == str(node_id))
        and (not node_name or names[member.department_id] == node_name)
    ]
    shown = [_shown(view, member, names[member.department_id]) for member in listed[offset : offset + limit]]
    return MembersAnswer(shown, len(listed))


@organization.operation(
    action="organization:UpdateOrganizationMember", on=OPERATION, errors=(MEMBER_NOT_EXIST,)
)
def update_organization_member(
    view: View,
    organization: ManagedOrganization,
    member: NumberedMember,
    name: MemberName | None = None,
    remark: Remark | None = None,
    policy_type: RelationPolicy | None = None,
    permission_ids: PermissionIds | None = None,
) -> Changes:
    """Rename a member, describe it anew, or change what its manager sees of its bills."""
    given = {
        "name": name,
        "description": remark,
        "permission_ids": tuple(permission_ids) if permission_ids else None,
    }
    fields = {field: value for field, value in given.items() if value is not None}
    return organizations.edit_member(view, organization, member, fields)


@organization.operation(
    action="organization:MoveOrganizationNodeMembers",
    on=OPERATION,
    errors=(
        Line(
            NotFound,
            "member",
            200,
            "FailedOperation.SomeUinsNotInOrganization",
            "Some of the accounts are not in the organization.",
        ),
    ),
)
def move_organization_node_members(view: View, department: NumberedDepartment, member_uin: Ids) -> Changes:
    """Move members to a department."""
    return organizations.move(view, listed_members(view, member_uin), department)


@organization.operation(
    action="organization:DeleteOrganizationMembers",
    on=OPERATION,
    errors=(Line(NotFound, "member", 200, "InvalidParameter", "The member does not exist.", assumed=True),),
)
def delete_organization_members(view: View, organization: ManagedOrganization, member_uin: Ids) -> Changes:
    """Remove members that were invited. Every member here was created, and those cannot be removed."""
    first, *_ = listed_members(view, member_uin)
    raise Forbidden("created_member", name=first.name, organization=organization.id)


@organization.operation(
    action="organization:DeleteAccount",
    on=OPERATION,
    errors=(MEMBER_NOT_EXIST,),
    assumed="that an account with users, roles and keys left can be given up",
)
def delete_account(view: View, member: NumberedMember) -> Changes:
    """Give up the account of a member that was created: none of its keys signs any more."""
    return organizations.close(view, member)


def permissions(ids: Iterable[int]) -> list[OrgPermission]:
    """Permissions with their names."""
    return [OrgPermission(id, PERMISSIONS[id]) for id in ids]


def _shown(view: View, member: Member, node_name: str) -> OrgMember:
    account = view.account_called(member.id)
    return OrgMember(
        member_uin=int(member.id),
        name=member.name,
        member_type="Create",
        org_policy_type="Financial",
        org_policy_name="Financial management",
        org_permission=permissions(member.permission_ids),
        node_id=int(member.department_id),
        node_name=node_name,
        remark=member.description,
        create_time=local(member.created_at),
        update_time=local(member.updated_at),
        is_allow_quit="Denied",
        pay_uin="",
        pay_name="",
        org_identity=[],
        bind_status="Unbound",
        permission_status="Confirmed",
        nick_name=account.name if account else "",
    )
