"""Attaching an organization's policies to departments and members, detaching and listing them."""

from msgspec import Struct, field

from tigertally.clouds.errors import Line
from tigertally.clouds.tencent.errors import NOT_MANAGER
from tigertally.clouds.tencent.names import local
from tigertally.clouds.tencent.organization.types import (
    CONTROL,
    PURPOSES,
    ManagedOrganization,
    NumberedPolicy,
    NumberedTarget,
    Page,
    PageSize,
    PolicyInForce,
    PolicyType,
    TargetFilter,
    TypedTarget,
)
from tigertally.clouds.tencent.paging import paged
from tigertally.clouds.tencent.services import OPERATION, organization
from tigertally.ledger import control_policies
from tigertally.ledger.organizations import path_to
from tigertally.model.attachments import Attachment
from tigertally.model.changes import Changes
from tigertally.model.organizations import Department, Member, Organization
from tigertally.model.refusals import NotFound
from tigertally.model.view import View

RELATED_TYPES = {"department": 1, "member": 2}

FILTERS = {"All": ("department", "member"), "Node": ("department",), "User": ("member",)}

ORDER = ("target_id", "target_type", "policy_id", "type")
"""The order of the published table of parameters."""

NOT_DETACHED = tuple(
    Line(
        NotFound,
        kind,
        200,
        "FailedOperation.OrganizationDetachPolicyError",
        "Unbind policy failed.",
        assumed=True,
    )
    for kind in ("department", "member")
)
"""DetachPolicy has no code of its own for a department or member that is not there."""

NO_TARGET = Line(
    NotFound, "target", 200, "ResourceNotFound.NotFound", "The target does not exist.", assumed=True
)


@organization.operation(
    action="organization:AttachPolicy",
    on=OPERATION,
    per_second=20,
    order=ORDER,
    errors=(NOT_MANAGER,),
    assumed="that a repeated call succeeds; that a target may carry 10 control policies",
)
def attach_policy(view: View, policy: PolicyInForce, target: TypedTarget) -> Changes:
    """Attach a policy to a department or a member."""
    return control_policies.attach(view, policy, target)


@organization.operation(
    action="organization:DetachPolicy",
    on=OPERATION,
    per_second=20,
    order=ORDER,
    errors=(NOT_MANAGER, *NOT_DETACHED),
    assumed="the order of checks: manager, enabled, policy, target, attachment, last",
)
def detach_policy(view: View, policy: PolicyInForce, target: TypedTarget) -> Changes:
    """Detach a policy from a department or a member."""
    return control_policies.detach(view, policy, target)


class PolicyOfTarget(Struct, rename="pascal"):
    """A policy as the list of one department or member shows it; ``Type`` tells which of the two that is."""

    strategy_id: int
    strategy_name: str
    remark: str
    uin: int
    type: int
    add_time: str
    update_time: str
    name: str
    attach_time: str


class PoliciesForTargetAnswer(Struct, rename="pascal"):
    """One page of the policies of a department or a member."""

    total_num: int
    listed: list[PolicyOfTarget] = field(name="List")


@organization.operation(
    action="organization:ListPoliciesForTarget", on=OPERATION, per_second=20, errors=(NOT_MANAGER, NO_TARGET)
)
def list_policies_for_target(
    view: View,
    target: NumberedTarget,
    rp: PageSize = 20,
    page: Page = 1,
    policy_type: PolicyType = CONTROL,
    keyword: str = "",
) -> PoliciesForTargetAnswer:
    """List the policies attached to a department or a member itself; ``Keyword`` is a part of their names."""
    held = [
        pair
        for pair in control_policies.attached_to(view, target, PURPOSES[policy_type])
        if keyword in pair[1].name
    ]
    shown = [
        PolicyOfTarget(
            strategy_id=int(policy.id),
            strategy_name=policy.name,
            remark=policy.description,
            uin=int(target.id),
            type=RELATED_TYPES[target.kind],
            add_time=local(policy.created_at),
            update_time=local(policy.updated_at),
            name=target.name,
            attach_time=local(attachment.created_at),
        )
        for attachment, policy in paged(held, page, rp)
    ]
    return PoliciesForTargetAnswer(len(held), shown)


class ListTargetsForPolicyNode(Struct, rename="pascal"):
    """A department or member that carries a policy; a department's number stands in ``Uin`` too."""

    uin: int
    related_type: int
    name: str
    add_time: str
    node_path: list[str]
    node_path_ids: list[int]


class TargetsForPolicyAnswer(Struct, rename="pascal"):
    """One page of those that carry a policy."""

    total_num: int
    listed: list[ListTargetsForPolicyNode] = field(name="List")


@organization.operation(
    action="organization:ListTargetsForPolicy",
    on=OPERATION,
    per_second=20,
    errors=(NOT_MANAGER,),
    assumed="that Keyword holds numbers of departments and members",
)
def list_targets_for_policy(
    view: View,
    organization: ManagedOrganization,
    policy: NumberedPolicy,
    rp: PageSize = 20,
    page: Page = 1,
    target_type: TargetFilter = "All",
    keyword: str = "",
) -> TargetsForPolicyAnswer:
    """List the departments and members that a policy is attached to, each with its path from the root."""
    wanted = keyword.split()
    carried = [
        pair
        for pair in view.bound_by(policy)
        if pair[1].kind in FILTERS[target_type] and (not wanted or pair[1].id in wanted)
    ]
    shown = [_carrying(view, organization, *pair) for pair in paged(carried, page, rp)]
    return TargetsForPolicyAnswer(len(carried), shown)


def _carrying(
    view: View, organization: Organization, attachment: Attachment, place: Department | Member
) -> ListTargetsForPolicyNode:
    path = path_to(view, organization, place)[::-1]
    return ListTargetsForPolicyNode(
        uin=int(place.id),
        related_type=RELATED_TYPES[place.kind],
        name=place.name,
        add_time=local(attachment.created_at),
        node_path=[one.name for one in path],
        node_path_ids=[int(one.id) for one in path],
    )
