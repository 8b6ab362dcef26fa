"""Attaching, detaching and listing identity policies of users, groups and agencies.

Each attach and detach asks for one permission, on the principal; ``iam:PolicyURN`` tells the policy.
"""

from collections.abc import Sequence

from msgspec import Struct

from tigertally.clouds.huawei.names import resource, utc
from tigertally.clouds.huawei.paging import EVERYTHING, PageInfo, page
from tigertally.clouds.huawei.services import iam
from tigertally.clouds.huawei.types import (
    EntityType,
    Limit,
    Marker,
    TheAgency,
    TheGroup,
    ThePolicy,
    TheUser,
)
from tigertally.ledger import attachments
from tigertally.model.attachments import Attachment
from tigertally.model.changes import Changes
from tigertally.model.policies import Policy
from tigertally.model.principals import Principal
from tigertally.model.view import View

POLICY_URN = {"iam:PolicyURN": "policy"}


@iam.operation(
    "POST /v5/policies/{policy_id}/attach-agency",
    name="AttachAgencyPolicyV5",
    action="iam:agencies:attachPolicyV5",
    on="agency",
    keys=POLICY_URN,
)
def attach_agency_policy(view: View, policy: ThePolicy, agency: TheAgency) -> Changes:
    """Give an identity policy to an agency or trust agency."""
    return attachments.attach(view, policy, agency)


@iam.operation(
    "POST /v5/policies/{policy_id}/attach-group",
    name="AttachGroupPolicyV5",
    action="iam:groups:attachPolicyV5",
    on="group",
    keys=POLICY_URN,
)
def attach_group_policy(view: View, policy: ThePolicy, group: TheGroup) -> Changes:
    """Give an identity policy to a user group."""
    return attachments.attach(view, policy, group)


@iam.operation(
    "POST /v5/policies/{policy_id}/attach-user",
    name="AttachUserPolicyV5",
    action="iam:users:attachPolicyV5",
    on="user",
    keys=POLICY_URN,
)
def attach_user_policy(view: View, policy: ThePolicy, user: TheUser) -> Changes:
    """Give an identity policy to an IAM user."""
    return attachments.attach(view, policy, user)


@iam.operation(
    "POST /v5/policies/{policy_id}/detach-agency",
    name="DetachAgencyPolicyV5",
    action="iam:agencies:detachPolicyV5",
    on="agency",
    keys=POLICY_URN,
)
def detach_agency_policy(view: View, policy: ThePolicy, agency: TheAgency) -> Changes:
    """Take an identity policy away from an agency or trust agency."""
    return attachments.detach(view, policy, agency)


@iam.operation(
    "POST /v5/policies/{policy_id}/detach-group",
    name="DetachGroupPolicyV5",
    action="iam:groups:detachPolicyV5",
    on="group",
    keys=POLICY_URN,
)
def detach_group_policy(view: View, policy: ThePolicy, group: TheGroup) -> Changes:
    """Take an identity policy away from a user group."""
    return attachments.detach(view, policy, group)


@iam.operation(
    "POST /v5/policies/{policy_id}/detach-user",
    name="DetachUserPolicyV5",
    action="iam:users:detachPolicyV5",
    on="user",
    keys=POLICY_URN,
)
def detach_user_policy(view: View, policy: ThePolicy, user: TheUser) -> Changes:
    """Take an identity policy away from an IAM user."""
    return attachments.detach(view, policy, user)


class AttachedPolicy(Struct):
    """A policy as the list of one principal shows it."""

    policy_name: str
    policy_id: str
    urn: str
    attached_at: str


class AttachedPoliciesAnswer(Struct):
    """One page of the policies attached to one principal."""

    attached_policies: list[AttachedPolicy]
    page_info: PageInfo


@iam.operation(
    "GET /v5/agencies/{agency_id}/attached-policies",
    name="ListAttachedAgencyPoliciesV5",
    action="iam:agencies:listAttachedPoliciesV5",
    on="agency",
)
def list_attached_agency_policies(
    view: View, agency: TheAgency, limit: Limit = 100, marker: Marker = ""
) -> AttachedPoliciesAnswer:
    """List the policies attached to an agency or trust agency."""
    return _attached(view, agency, limit, marker)


@iam.operation(
    "GET /v5/groups/{group_id}/attached-policies",
    name="ListAttachedGroupPoliciesV5",
    action="iam:groups:listAttachedPoliciesV5",
    on="group",
    assumed="the permission's name",
)
def list_attached_group_policies(
    view: View, group: TheGroup, limit: Limit = 100, marker: Marker = ""
) -> AttachedPoliciesAnswer:
    """List the policies attached to a user group."""
    return _attached(view, group, limit, marker)


@iam.operation(
    "GET /v5/users/{user_id}/attached-policies",
    name="ListAttachedUserPoliciesV5",
    action="iam:users:listAttachedPoliciesV5",
    on="user",
)
def list_attached_user_policies(
    view: View, user: TheUser, limit: Limit = 100, marker: Marker = ""
) -> AttachedPoliciesAnswer:
    """List the policies attached to an IAM user itself."""
    return _attached(view, user, limit, marker)


class PolicyAgency(Struct):
    """An agency that carries the policy."""

    agency_id: str
    attached_at: str


class PolicyGroup(Struct):
    """A group that carries the policy."""

    group_id: str
    attached_at: str


class PolicyUser(Struct):
    """A user that carries the policy."""

    user_id: str
    attached_at: str


class EntitiesAnswer(Struct):
    """One page of those who carry a policy: three lists that share one page."""

    policy_agencies: list[PolicyAgency]
    policy_groups: list[PolicyGroup]
    policy_users: list[PolicyUser]
    page_info: PageInfo


@iam.operation(
    "GET /v5/policies/{policy_id}/attached-entities",
    name="ListEntitiesForPolicyV5",
    action="iam:policies:listEntitiesV5",
    on="policy",
)
def list_entities_for_policy(
    view: View,
    policy: ThePolicy,
    entity_type: EntityType | None = None,
    limit: Limit = 100,
    marker: Marker = "",
) -> EntitiesAnswer:
    """List the users, groups and agencies that a policy is attached to."""
    kind = {"agency": "role", None: ""}.get(entity_type, entity_type)
    carried = [
        pair
        for pair in view.attached_to(view.account.account_id, policy, limit=EVERYTHING)
        if kind in ("", pair[1].kind)
    ]
    shown, info = page(carried, marker, limit, lambda pair: pair[1].id)
    return EntitiesAnswer(
        [PolicyAgency(one.id, utc(attached.created_at)) for attached, one in _of("role", shown)],
        [PolicyGroup(one.id, utc(attached.created_at)) for attached, one in _of("group", shown)],
        [PolicyUser(one.id, utc(attached.created_at)) for attached, one in _of("user", shown)],
        info,
    )


Carrier = tuple[Attachment, Principal]


def _of(kind: str, carried: Sequence[Carrier]) -> list[Carrier]:
    return [pair for pair in carried if pair[1].kind == kind]


def _attached(view: View, target: Principal, limit: int, marker: str) -> AttachedPoliciesAnswer:
    found = view.attachments_of(target)
    shown, info = page(found, marker, limit, lambda pair: pair[1].id)
    return AttachedPoliciesAnswer([_policy(view, *pair) for pair in shown], info)


def _policy(view: View, attachment: Attachment, policy: Policy) -> AttachedPolicy:
    return AttachedPolicy(
        policy_name=policy.name,
        policy_id=policy.id,
        urn=resource(view.account, policy),
        attached_at=utc(attachment.created_at),
    )
