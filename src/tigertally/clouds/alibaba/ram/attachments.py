"""Attaching, detaching and listing policies of RAM users, groups and roles.

Each attach and detach asks for two permissions: on the principal and on the policy. The lists show what
counts in the whole account; what is attached in a resource group is listed by Resource Management.
"""

from msgspec import Struct

from tigertally.clouds.alibaba.names import arn, utc, version_id
from tigertally.clouds.alibaba.services import ram
from tigertally.clouds.alibaba.types import (
    NamedGroup,
    NamedPolicy,
    NamedRole,
    NamedUser,
    Scope,
    ready,
    spelled_type,
)
from tigertally.ledger import attachments
from tigertally.model.attachments import ACCOUNT_WIDE
from tigertally.model.changes import Changes
from tigertally.model.policies import Policy
from tigertally.model.principals import Group, Principal, Role, User
from tigertally.model.view import View

EVERYBODY = 10_000
"""More principals than an account can have: this list has no pages."""

DETACH_ORDER = ("policy_type", "user_name", "group_name", "role_name", "policy_name")
"""The order in which the pages of the detach operations list their errors."""


@ram.operation(action="ram:AttachPolicyToUser", on=("user", "policy"))
def attach_policy_to_user(
    view: View, user: NamedUser, policy: NamedPolicy, scope: Scope | None = None
) -> Changes:
    """Grant a policy to a RAM user."""
    return attachments.attach(view, policy, user, ready(view, scope))


@ram.operation(action="ram:AttachPolicyToGroup", on=("group", "policy"))
def attach_policy_to_group(
    view: View, group: NamedGroup, policy: NamedPolicy, scope: Scope | None = None
) -> Changes:
    """Grant a policy to a group of RAM users."""
    return attachments.attach(view, policy, group, ready(view, scope))


@ram.operation(action="ram:AttachPolicyToRole", on=("role", "policy"))
def attach_policy_to_role(
    view: View, role: NamedRole, policy: NamedPolicy, scope: Scope | None = None
) -> Changes:
    """Grant a policy to a RAM role."""
    return attachments.attach(view, policy, role, ready(view, scope))


@ram.operation(action="ram:DetachPolicyFromUser", on=("user", "policy"), order=DETACH_ORDER)
def detach_policy_from_user(
    view: View, user: NamedUser, policy: NamedPolicy, scope: Scope | None = None
) -> Changes:
    """Revoke a policy from a RAM user."""
    return attachments.detach(view, policy, user, ready(view, scope))


@ram.operation(action="ram:DetachPolicyFromGroup", on=("group", "policy"), order=DETACH_ORDER)
def detach_policy_from_group(
    view: View, group: NamedGroup, policy: NamedPolicy, scope: Scope | None = None
) -> Changes:
    """Revoke a policy from a group of RAM users."""
    return attachments.detach(view, policy, group, ready(view, scope))


@ram.operation(action="ram:DetachPolicyFromRole", on=("role", "policy"), order=DETACH_ORDER)
def detach_policy_from_role(
    view: View, role: NamedRole, policy: NamedPolicy, scope: Scope | None = None
) -> Changes:
    """Revoke a policy from a RAM role."""
    return attachments.detach(view, policy, role, ready(view, scope))


class AttachedPolicy(Struct, rename="pascal"):
    """A policy as the list of one principal shows it."""

    policy_name: str
    policy_type: str
    description: str
    default_version: str
    attach_date: str


class AttachedPolicyList(Struct, rename="pascal"):
    """The list inside its wrapper."""

    policy: list[AttachedPolicy]


class AttachedPoliciesAnswer(Struct, rename="pascal"):
    """All policies attached to one principal in the whole account."""

    policies: AttachedPolicyList


@ram.operation(action="ram:ListPoliciesForUser", on="user", assumed="the permission's name and resource")
def list_policies_for_user(view: View, user: NamedUser) -> AttachedPoliciesAnswer:
    """List the policies attached to a RAM user itself."""
    return _attached(view, user)


@ram.operation(action="ram:ListPoliciesForGroup", on="group", assumed="the permission's name and resource")
def list_policies_for_group(view: View, group: NamedGroup) -> AttachedPoliciesAnswer:
    """List the policies attached to a group."""
    return _attached(view, group)


@ram.operation(action="ram:ListPoliciesForRole", on="role", assumed="the permission's name and resource")
def list_policies_for_role(view: View, role: NamedRole) -> AttachedPoliciesAnswer:
    """List the policies attached to a role."""
    return _attached(view, role)


class EntityUser(Struct, rename="pascal"):
    """A user that carries the policy."""

    user_name: str
    user_id: str
    display_name: str
    attach_date: str


class EntityGroup(Struct, rename="pascal"):
    """A group that carries the policy."""

    group_name: str
    comments: str
    attach_date: str


class EntityRole(Struct, rename="pascal"):
    """A role that carries the policy."""

    role_name: str
    role_id: str
    arn: str
    description: str
    attach_date: str


class EntityUsers(Struct, rename="pascal"):
    """The list inside its wrapper."""

    user: list[EntityUser]


class EntityGroups(Struct, rename="pascal"):
    """The list inside its wrapper."""

    group: list[EntityGroup]


class EntityRoles(Struct, rename="pascal"):
    """The list inside its wrapper."""

    role: list[EntityRole]


class EntitiesAnswer(Struct, rename="pascal"):
    """Who carries a policy; the three wrappers are always there."""

    users: EntityUsers
    groups: EntityGroups
    roles: EntityRoles


@ram.operation(action="ram:ListEntitiesForPolicy", on="policy")
def list_entities_for_policy(view: View, policy: NamedPolicy) -> EntitiesAnswer:
    """List the users, groups and roles that a policy is attached to."""
    carried = view.attached_to(view.account.account_id, policy, limit=EVERYBODY)
    return EntitiesAnswer(
        EntityUsers(
            [
                EntityUser(one.name, one.id, one.display_name, utc(attachment.created_at))
                for attachment, one in carried
                if isinstance(one, User)
            ]
        ),
        EntityGroups(
            [
                EntityGroup(one.name, one.description, utc(attachment.created_at))
                for attachment, one in carried
                if isinstance(one, Group)
            ]
        ),
        EntityRoles(
            [
                EntityRole(
                    one.name,
                    one.id,
                    arn(view.account.native_id, "role", one.name),
                    one.description,
                    utc(attachment.created_at),
                )
                for attachment, one in carried
                if isinstance(one, Role)
            ]
        ),
    )


def _attached(view: View, target: Principal) -> AttachedPoliciesAnswer:
    shown = [
        _policy(policy, attachment.created_at)
        for attachment, policy in view.attachments_of(target)
        if attachment.scope_id == ACCOUNT_WIDE
    ]
    return AttachedPoliciesAnswer(AttachedPolicyList(shown))


def _policy(policy: Policy, attached_at: int) -> AttachedPolicy:
    return AttachedPolicy(
        policy_name=policy.name,
        policy_type=spelled_type(policy),
        description=policy.description,
        default_version=version_id(policy.default_version),
        attach_date=utc(attached_at),
    )
