"""Members: the accounts of an organization, beside the one that manages it."""

from collections.abc import Iterable

from msgspec import Struct

from tigertally.clouds.errors import Line
from tigertally.clouds.tencent.names import local
from tigertally.clouds.tencent.organization.types import (
    Id,
    IdentityIds,
    Ids,
    Language,
    Limit,
    ManagedOrganization,
    MemberName,
    NumberedDepartment,
    NumberedMember,
    Offset,
    PayUin,
    PermissionIds,
    QuitPermission,
    RelationPolicy,
    Remark,
    Switch,
    Tag,
    Tags,
    listed_members,
    tag_list,
    tagged,
    tags_of,
)
from tigertally.clouds.tencent.services import OPERATION, organization
from tigertally.ledger import organizations
from tigertally.model.changes import Changes
from tigertally.model.organizations import Member
from tigertally.model.refusals import Forbidden, NotFound
from tigertally.model.view import View

PERMISSIONS = {
    1: ("View bills", "查看账单"),
    2: ("View balance", "查看余额"),
    3: ("Transfer funds", "资金划拨"),
    4: ("Consolidated billing", "合并出账"),
    5: ("Invoice", "开票"),
    6: ("Inherit offers", "优惠继承"),
    7: ("Pay for members", "代付费"),
    8: ("Cost analysis", "成本分析"),
    9: ("Budget management", "预算管理"),
    10: ("Credit limit", "信用额度设置"),
}
"""What the manager may see and do of a member's bills, in English (our words) and in Chinese."""

RELATION, RELATION_NAMES = "Financial", ("Financial management", "财务管理")

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


class MemberIdentity(Struct, rename="pascal"):
    """A role through which the manager may enter a member's account; no member has one here."""

    identity_id: int
    identity_alias_name: str


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
    org_identity: list[MemberIdentity]
    bind_status: str
    permission_status: str
    tags: list[Tag]
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
    record_id: Id | None = None,
    pay_uin: PayUin = "",
    identity_role_i_d: IdentityIds | None = None,
    auth_relation_id: Id | None = None,
    tags: Tags | None = None,
) -> Changes:
    """Create an account as a member. Its root key is made by the operator: ``tigertally account key``.

    Whose account it is was never verified, nobody else pays for it, and it is made in one step: a call that
    names a relation, a payer or a record names one that is not there.
    """
    if record_id:
        raise NotFound("record", key=record_id)
    if auth_relation_id:
        raise NotFound("relation", key=auth_relation_id)
    made = organizations.create_member(
        view,
        organization,
        department,
        name,
        account_name=account_name,
        description=remark,
        permission_ids=permission_ids,
        tags=tags_of(tags),
    )
    return made.answering(NewMemberAnswer(int(made.subject.native_id)))


@organization.operation(action="organization:DescribeOrganizationMembers", on=OPERATION)
def describe_organization_members(
    view: View,
    organization: ManagedOrganization,
    offset: Offset,
    limit: Limit,
    lang: Language = "en",
    search_key: str = "",
    auth_name: str = "",
    product: str = "",
    tags: Tags | None = None,
    node_id: Id | None = None,
    node_name: str = "",
) -> MembersAnswer:
    """List the members, of one department or all; ``SearchKey`` is a part of a name, or a uin.

    No member belongs to a verified entity (``AuthName``), and no service is delegated (``Product``).
    """
    if product:
        raise NotFound("service", key=product)
    names = {department.id: department.name for department in view.departments(organization)}
    if node_id and str(node_id) not in names:
        raise NotFound("department", key=str(node_id))
    listed = [
        member
        for member in view.members(organization)
        if (search_key in member.name or search_key == member.id)
        and (not node_id or member.department_id == str(node_id))
        and (not node_name or names[member.department_id] == node_name)
        and tagged(member, tags)
        and not auth_name
    ]
    shown = [
        _shown(view, member, names[member.department_id], lang) for member in listed[offset : offset + limit]
    ]
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
    is_allow_quit: QuitPermission = "Denied",
    pay_uin: PayUin = "",
    is_modify_nick_name: Switch = 0,
) -> Changes:
    """Rename a member, describe it anew, or change what its manager sees of its bills."""
    if is_allow_quit == "Allow":
        raise Forbidden("created_member", name=member.name)
    given = {
        "name": name,
        "description": remark,
        "permission_ids": tuple(permission_ids) if permission_ids else None,
    }
    fields = {field: value for field, value in given.items() if value is not None}
    return organizations.edit_member(
        view, organization, member, fields, with_account=bool(is_modify_nick_name)
    )


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
    action="organization:DeleteAccount",
    on=OPERATION,
    errors=(MEMBER_NOT_EXIST,),
    assumed="that an account with users, roles and keys left can be given up",
)
def delete_account(view: View, member: NumberedMember) -> Changes:
    """Give up the account of a member that was created: none of its keys signs any more."""
    return organizations.close(view, member)


def permissions(ids: Iterable[int], lang: str) -> list[OrgPermission]:
    """Permissions with their names."""
    return [OrgPermission(id, told(PERMISSIONS[id], lang)) for id in ids]


def told(names: tuple[str, str], lang: str) -> str:
    """A name in English or in Chinese."""
    return names[lang == "zh"]


def _shown(view: View, member: Member, node_name: str, lang: str) -> OrgMember:
    account = view.account_called(member.id)
    return OrgMember(
        member_uin=int(member.id),
        name=member.name,
        member_type="Create",
        org_policy_type=RELATION,
        org_policy_name=told(RELATION_NAMES, lang),
        org_permission=permissions(member.permission_ids, lang),
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
        tags=tag_list(member.tags),
        nick_name=account.name if account else "",
    )
