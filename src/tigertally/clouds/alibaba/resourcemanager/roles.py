"""RAM's roles by the second door: pages have numbers, and a role tells its principal name."""

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.alibaba.names import arn, principal_name, utc
from tigertally.clouds.alibaba.services import resourcemanager
from tigertally.clouds.alibaba.types import (
    Description,
    MaxSessionDuration,
    NamedRole,
    PageNumber,
    PageSize,
    RoleName,
    TrustDocument,
)
from tigertally.clouds.paging import numbered
from tigertally.clouds.service import every
from tigertally.ledger import roles
from tigertally.model.changes import Changes
from tigertally.model.principals import Role
from tigertally.model.view import View

EVERYTHING = 10_000
"""More roles than an account can have: the list is counted whole."""

AS_IN_RAM = "the permission's name and resource, as in RAM"


class RoleView(Struct, rename="pascal"):
    """A role as answers show it."""

    role_id: str
    role_name: str
    role_principal_name: str
    arn: str
    description: str
    max_session_duration: int
    create_date: str
    update_date: str | UnsetType = UNSET
    assume_role_policy_document: str | UnsetType = UNSET
    is_service_linked_role: bool | UnsetType = UNSET


class RoleAnswer(Struct, rename="pascal"):
    """One role."""

    role: RoleView


class RoleList(Struct, rename="pascal"):
    """The list inside its wrapper."""

    role: list[RoleView]


class RolesAnswer(Struct, rename="pascal"):
    """One page of roles."""

    roles: RoleList
    total_count: int
    page_number: int
    page_size: int


@resourcemanager.operation(action="ram:CreateRole", on=every("role"))
def create_role(
    view: View,
    role_name: RoleName,
    assume_role_policy_document: TrustDocument,
    description: Description = "",
    max_session_duration: MaxSessionDuration = 3600,
) -> Changes:
    """Create a role that the principals of its trust policy can assume."""
    made = roles.create(
        view,
        role_name,
        trust_document=assume_role_policy_document,
        description=description,
        session_seconds_max=max_session_duration,
    )
    return made.answering(RoleAnswer(_with_trust(view, made.subject)))


@resourcemanager.operation(action="ram:GetRole", on="role")
def get_role(view: View, role: NamedRole) -> RoleAnswer:
    """Show a role with its trust policy."""
    shown = _with_trust(view, role)
    shown.update_date = utc(role.updated_at)
    shown.is_service_linked_role = False
    return RoleAnswer(shown)


@resourcemanager.operation(action="ram:ListRoles", on=every("role"), assumed=AS_IN_RAM)
def list_roles(view: View, page_number: PageNumber = 1, page_size: PageSize = 10) -> RolesAnswer:
    """List the roles, a page at a time."""
    found = view.roles(view.account.account_id, limit=EVERYTHING)
    page = [_in_list(view, one) for one in numbered(found, page_number, page_size)]
    return RolesAnswer(RoleList(page), len(found), page_number, page_size)


@resourcemanager.operation(action="ram:UpdateRole", on="role", assumed=AS_IN_RAM)
def update_role(
    view: View,
    role: NamedRole,
    new_assume_role_policy_document: TrustDocument | None = None,
    new_description: Description | None = None,
    new_max_session_duration: MaxSessionDuration | None = None,
) -> Changes:
    """Change whom a role trusts, its description, or how long a session may be."""
    wanted = {
        "trust_document": new_assume_role_policy_document,
        "description": new_description,
        "session_seconds_max": new_max_session_duration,
    }
    changed = roles.edit(view, role, {name: given for name, given in wanted.items() if given is not None})
    return changed.answering(RoleAnswer(_updated(view, changed.subject)))


@resourcemanager.operation(action="ram:DeleteRole", on="role", assumed=AS_IN_RAM)
def delete_role(view: View, role: NamedRole) -> Changes:
    """Delete a role without policies; its sessions end."""
    return roles.delete(view, role)


def _shown(view: View, role: Role) -> RoleView:
    account = view.account.native_id
    return RoleView(
        role_id=role.id,
        role_name=role.name,
        role_principal_name=principal_name(account, "role", role.name),
        arn=arn(account, "role", role.name),
        description=role.description,
        max_session_duration=role.session_seconds_max,
        create_date=utc(role.created_at),
    )


def _with_trust(view: View, role: Role) -> RoleView:
    shown = _shown(view, role)
    shown.assume_role_policy_document = role.trust_document
    return shown


def _updated(view: View, role: Role) -> RoleView:
    shown = _with_trust(view, role)
    shown.update_date = utc(role.updated_at)
    return shown


def _in_list(view: View, role: Role) -> RoleView:
    shown = _shown(view, role)
    shown.update_date = utc(role.updated_at)
    shown.is_service_linked_role = False
    return shown
