"""Permission boundaries of users and roles: what bounds somebody allows nothing by itself."""

from msgspec import Struct

from tigertally.clouds.tencent.errors import POLICY_ID_NOT_EXIST, USER_IS_NO_PARAMETER
from tigertally.clouds.tencent.services import OPERATION, cam
from tigertally.clouds.tencent.types import (
    CREATED_BY_SYNTAX,
    BoundingPolicy,
    RoleOfId,
    SelectedRole,
    TargetSubUser,
    numbered_type,
    version_called,
)
from tigertally.ledger import boundaries
from tigertally.model.changes import Changes
from tigertally.model.principals import Role, User
from tigertally.model.view import View

NAMED_BY_PARAMETERS = (POLICY_ID_NOT_EXIST, USER_IS_NO_PARAMETER)


class BoundaryAnswer(Struct, rename="pascal"):
    """The policy that bounds somebody; nothing in every place where none does."""

    policy_id: int | None = None
    policy_name: str | None = None
    policy_document: str | None = None
    policy_type: int | None = None
    create_mode: int | None = None


@cam.operation(
    action="cam:PutUserPermissionsBoundary", on=OPERATION, per_second=10, errors=NAMED_BY_PARAMETERS
)
def put_user_permissions_boundary(view: View, user: TargetSubUser, policy: BoundingPolicy) -> Changes:
    """Let a policy bound a sub-user, in the place of any other."""
    return boundaries.put(view, policy, user)


@cam.operation(
    action="cam:PutRolePermissionsBoundary", on=OPERATION, per_second=10, errors=NAMED_BY_PARAMETERS
)
def put_role_permissions_boundary(view: View, policy: BoundingPolicy, role: SelectedRole) -> Changes:
    """Let a policy bound a role, in the place of any other."""
    return boundaries.put(view, policy, role)


@cam.operation(
    action="cam:DeleteUserPermissionsBoundary",
    on=OPERATION,
    per_second=10,
    errors=NAMED_BY_PARAMETERS,
    assumed="that nothing to delete is no error",
)
def delete_user_permissions_boundary(view: View, user: TargetSubUser) -> Changes:
    """Let nothing bound a sub-user."""
    return boundaries.lift(view, user)


@cam.operation(
    action="cam:DeleteRolePermissionsBoundary",
    on=OPERATION,
    per_second=10,
    errors=NAMED_BY_PARAMETERS,
    assumed="that nothing to delete is no error",
)
def delete_role_permissions_boundary(view: View, role: SelectedRole) -> Changes:
    """Let nothing bound a role."""
    return boundaries.lift(view, role)


@cam.operation(action="cam:GetUserPermissionBoundary", on=OPERATION, per_second=10)
def get_user_permission_boundary(view: View, user: TargetSubUser) -> BoundaryAnswer:
    """Show what bounds a sub-user."""
    return _shown(view, user)


@cam.operation(action="cam:GetRolePermissionBoundary", on=OPERATION, per_second=10)
def get_role_permission_boundary(view: View, role: RoleOfId) -> BoundaryAnswer:
    """Show what bounds a role."""
    return _shown(view, role)


def _shown(view: View, target: User | Role) -> BoundaryAnswer:
    held = view.boundary_of(target)
    if held is None:
        return BoundaryAnswer()
    policy = held[1]
    return BoundaryAnswer(
        policy_id=int(policy.id),
        policy_name=policy.name,
        policy_document=version_called(view, policy, policy.default_version).document,
        policy_type=numbered_type(policy),
        create_mode=CREATED_BY_SYNTAX,
    )
