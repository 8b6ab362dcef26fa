"""The organization itself: one account makes it and manages it from then on."""

from msgspec import Struct

from tigertally.clouds.tencent.names import local
from tigertally.clouds.tencent.organization.members import (
    RELATION,
    RELATION_NAMES,
    OrgPermission,
    permissions,
    told,
)
from tigertally.clouds.tencent.organization.types import Language, ManagedOrganization, OwnOrganization
from tigertally.clouds.tencent.services import OPERATION, organization
from tigertally.clouds.tencent.system_policies import FULL_ACCESS
from tigertally.ledger import organizations
from tigertally.model.changes import Changes
from tigertally.model.view import View

ORDINARY = 1
"""OrgType of every organization that is made here."""


class NewOrganizationAnswer(Struct, rename="pascal"):
    """The number of a new organization, and the name of the account that manages it."""

    org_id: int
    nick_name: str


class OrganizationAnswer(Struct, rename="pascal"):
    """An organization as its manager or a member sees it."""

    org_id: int
    host_uin: int
    nick_name: str
    org_type: int
    is_manager: bool
    org_policy_type: str
    org_policy_name: str
    org_permission: list[OrgPermission]
    root_node_id: int
    create_time: str
    join_time: str
    is_allow_quit: str
    pay_uin: str
    pay_name: str
    is_assign_manager: bool
    is_auth_manager: bool


@organization.operation(
    action="organization:CreateOrganization",
    on=OPERATION,
    assumed="the number of FullQcloudAccess; that the manager is no member of its organization",
)
def create_organization(view: View) -> Changes:
    """Create an organization, managed by the caller's account."""
    made = organizations.create(view, FULL_ACCESS)
    return made.answering(NewOrganizationAnswer(int(made.answer.id), view.account.name))


@organization.operation(action="organization:DescribeOrganization", on=OPERATION)
def describe_organization(
    view: View, organization: OwnOrganization, lang: Language = "en", product: str = ""
) -> OrganizationAnswer:
    """Show the organization that the caller's account belongs to; nobody is ``Product``'s delegate."""
    manager = view.account_numbered(organization.manager_id)
    member = view.member(organization, view.account.native_id)
    return OrganizationAnswer(
        org_id=int(organization.id),
        host_uin=int(manager.native_id),
        nick_name=manager.name,
        org_type=ORDINARY,
        is_manager=member is None,
        org_policy_type=RELATION,
        org_policy_name=told(RELATION_NAMES, lang),
        org_permission=permissions(member.permission_ids if member else (1, 2), lang),
        root_node_id=int(organization.root_id),
        create_time=local(organization.created_at),
        join_time=local(member.created_at if member else organization.created_at),
        is_allow_quit="Denied",
        pay_uin="",
        pay_name="",
        is_assign_manager=False,
        is_auth_manager=False,
    )


@organization.operation(action="organization:DeleteOrganization", on=OPERATION)
def delete_organization(view: View, organization: ManagedOrganization) -> Changes:
    """Give up an organization that is empty."""
    return organizations.delete(view, organization)
