"""RAM roles."""

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.alibaba.names import arn, principal_name, utc
from tigertally.clouds.alibaba.services import ram
from tigertally.clouds.alibaba.tagging import TagList, tag_list, tags_of
from tigertally.clouds.alibaba.types import (
    Description,
    Marker,
    MaxItems,
    MaxSessionDuration,
    NamedRole,
    RoleName,
    Tags,
    TrustDocument,
)
from tigertally.clouds.paging import cut
from tigertally.clouds.service import every
from tigertally.ledger import roles
from tigertally.model.changes import Changes
from tigertally.model.principals import Role
from tigertally.model.view import View


class RoleView(Struct, rename="pascal"):
    """A role as answers show it; lists leave the trust policy out and show tags instead."""

    role_id: str
    role_name: str
    arn: str
    description: str
    max_session_duration: int
    create_date: str
    update_date: str | UnsetType = UNSET
    assume_role_policy_document: str | UnsetType = UNSET
    role_principal_name: str | UnsetType = UNSET
    tags: TagList | UnsetType = UNSET


class RoleAnswer(Struct, rename="pascal"):
    """One role."""

    role: RoleView


class RoleList(Struct, rename="pascal"):
    """The list inside its wrapper."""

    role: list[RoleView]


class RolesAnswer(Struct, rename="pascal"):
    """One page of roles."""

    is_truncated: bool
    roles: RoleList
    marker: str | UnsetType = UNSET


@ram.operation(action="ram:CreateRole", on=every("role"), request_tags="tag")
def create_role(
    view: View,
    role_name: RoleName,
    assume_role_policy_document: TrustDocument,
    description: Description = "",
    max_session_duration: MaxSessionDuration = 3600,
    tag: Tags | None = None,
) -> Changes:
    """Create a role that the principals of its trust policy can assume."""
    made = roles.create(
        view,
        role_name,
        trust_document=assume_role_policy_document,
        description=description,
        session_seconds_max=max_session_duration,
        tags=tags_of(tag),
    )
    return made.answering(RoleAnswer(_created(view, made.subject)))


@ram.operation(action="ram:GetRole", on="role")
def get_role(view: View, role: NamedRole) -> RoleAnswer:
    """Show a role with its trust policy."""
    shown = _with_trust(view, role)
    shown.role_principal_name = principal_name(view.account.native_id, "role", role.name)
    return RoleAnswer(shown)


@ram.operation(action="ram:ListRoles", on=every("role"))
def list_roles(
    view: View, marker: Marker = "", max_items: MaxItems = 100, tag: Tags | None = None
) -> RolesAnswer:
    """List the roles, a page at a time; ``tag`` keeps those that carry every tag given."""
    wanted = tags_of(tag)
    found = view.roles(view.account.account_id, "", marker, max_items + 1)
    page, more = cut(found, max_items, lambda role: role.id)
    listed = [_in_list(view, one) for one in page if wanted.items() <= one.tags.items()]
    return RolesAnswer(bool(more), RoleList(listed), more or UNSET)


@ram.operation(action="ram:UpdateRole", on="role")
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
    return changed.answering(RoleAnswer(_with_trust(view, changed.subject)))


@ram.operation(action="ram:DeleteRole", on="role")
def delete_role(view: View, role: NamedRole) -> Changes:
    """Delete a role without policies; its sessions end."""
    return roles.delete(view, role)


def _created(view: View, role: Role) -> RoleView:
    shown = _with_trust(view, role)
    shown.update_date = UNSET
    return shown


def _shown(view: View, role: Role) -> RoleView:
    return RoleView(
        role_id=role.id,
        role_name=role.name,
        arn=arn(view.account.native_id, "role", role.name),
        description=role.description,
        max_session_duration=role.session_seconds_max,
        create_date=utc(role.created_at),
        update_date=utc(role.updated_at),
    )


def _with_trust(view: View, role: Role) -> RoleView:
    shown = _shown(view, role)
    shown.assume_role_policy_document = role.trust_document
    return shown


def _in_list(view: View, role: Role) -> RoleView:
    shown = _shown(view, role)
    shown.tags = tag_list(role.tags)
    return shown
