"""Roles, each named by id or by name; two calls take the id as a number."""

from msgspec import Struct, field

from tigertally.clouds.tencent.names import local, role_arn
from tigertally.clouds.tencent.paging import paged
from tigertally.clouds.tencent.services import OPERATION, cam
from tigertally.clouds.tencent.types import (
    EVERYTHING,
    Description,
    NumberedRole,
    Page,
    PageSize,
    RoleName,
    SelectedRole,
    SessionDuration,
    Switch,
    Tag,
    TagKeys,
    Tags,
    TrustDocument,
    tag_list,
    tags_of,
)
from tigertally.ledger import roles
from tigertally.ledger import tags as tagging
from tigertally.model.changes import Changes
from tigertally.model.principals import Role
from tigertally.model.view import View

SESSION_SECONDS = 7200
"""How long a session of a role may be where nothing else is said (assumed)."""


class NewRoleAnswer(Struct, rename="pascal"):
    """The id of a new role, a text of digits."""

    role_id: str


class RoleInfo(Struct, rename="pascal"):
    """A role with its trust policy."""

    role_id: str
    role_name: str
    policy_document: str
    description: str
    add_time: str
    update_time: str
    console_login: int
    role_type: str
    session_duration: int
    tags: list[Tag]
    role_arn: str


class RoleAnswer(Struct, rename="pascal"):
    """One role."""

    role_info: RoleInfo


class RolesAnswer(Struct, rename="pascal"):
    """One page of roles."""

    listed: list[RoleInfo] = field(name="List")
    total_num: int


@cam.operation(action="cam:CreateRole", on=OPERATION, per_second=10, request_tags="tags")
def create_role(
    view: View,
    role_name: RoleName,
    policy_document: TrustDocument,
    description: Description = "",
    console_login: Switch = 0,
    session_duration: SessionDuration = SESSION_SECONDS,
    tags: Tags | None = None,
) -> Changes:
    """Create a role that the principals of its trust policy can assume."""
    made = roles.create(
        view,
        role_name,
        trust_document=policy_document,
        description=description,
        session_seconds_max=session_duration or SESSION_SECONDS,
        tags=tags_of(tags),
    )
    return made.answering(NewRoleAnswer(made.subject.id))


@cam.operation(action="cam:GetRole", on=OPERATION, per_second=10)
def get_role(view: View, role: SelectedRole) -> RoleAnswer:
    """Show a role with its trust policy."""
    return RoleAnswer(_shown(view, role))


@cam.operation(action="cam:DescribeRoleList", on=OPERATION, per_second=10)
def describe_role_list(view: View, page: Page, rp: PageSize, tags: Tags | None = None) -> RolesAnswer:
    """List the roles; ``Tags`` keeps those that carry every tag given."""
    wanted = tags_of(tags)
    found = [
        one
        for one in view.roles(view.account.account_id, limit=EVERYTHING)
        if wanted.items() <= one.tags.items()
    ]
    return RolesAnswer([_shown(view, one) for one in paged(found, page, rp)], len(found))


@cam.operation(action="cam:UpdateAssumeRolePolicy", on=OPERATION, per_second=10)
def update_assume_role_policy(view: View, policy_document: TrustDocument, role: SelectedRole) -> Changes:
    """Change whom a role trusts."""
    return roles.edit(view, role, {"trust_document": policy_document})


@cam.operation(action="cam:UpdateRoleDescription", on=OPERATION, per_second=10)
def update_role_description(view: View, description: Description, role: SelectedRole) -> Changes:
    """Change the description of a role."""
    return roles.edit(view, role, {"description": description})


@cam.operation(action="cam:UpdateRoleSessionDuration", on=OPERATION, per_second=10)
def update_role_session_duration(
    view: View, session_duration: SessionDuration, role: NumberedRole
) -> Changes:
    """Change how long a session of a role may be."""
    return roles.edit(view, role, {"session_seconds_max": session_duration or SESSION_SECONDS})


@cam.operation(
    action="cam:DeleteRole",
    on=OPERATION,
    per_second=10,
    assumed="that policies of the role do not stand in the way",
)
def delete_role(view: View, role: SelectedRole) -> Changes:
    """Delete a role and its attachments; its sessions end."""
    return roles.delete(view, role)


@cam.operation(action="cam:TagRole", on=OPERATION, per_second=10, request_tags="tags")
def tag_role(view: View, tags: Tags, role: SelectedRole) -> Changes:
    """Set tags of a role, over equal keys."""
    return tagging.tag(view, role, tags_of(tags))


@cam.operation(action="cam:UntagRole", on=OPERATION, per_second=10)
def untag_role(view: View, tag_keys: TagKeys, role: SelectedRole) -> Changes:
    """Take tags of a role away; a key that is not there is no error."""
    return tagging.untag(role, tag_keys)


def _shown(view: View, role: Role) -> RoleInfo:
    return RoleInfo(
        role_id=role.id,
        role_name=role.name,
        policy_document=role.trust_document,
        description=role.description,
        add_time=local(role.created_at),
        update_time=local(role.updated_at),
        console_login=0,
        role_type="user",
        session_duration=role.session_seconds_max,
        tags=tag_list(role.tags),
        role_arn=role_arn(view.account.native_id, role.name),
    )
