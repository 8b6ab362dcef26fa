"""Control policies and tag policies, whose texts are kept and shown byte for byte."""

from msgspec import Struct, field

from tigertally.clouds.errors import Line
from tigertally.clouds.tencent.errors import NOT_MANAGER
from tigertally.clouds.tencent.names import local
from tigertally.clouds.tencent.organization import tag_policy
from tigertally.clouds.tencent.organization.types import (
    CONTROL,
    CONTROL_CONTENT,
    PURPOSES,
    Content,
    Description,
    ManagedOrganization,
    NumberedPolicy,
    OrganizationInForce,
    Page,
    PageSize,
    PolicyInForce,
    PolicyName,
    PolicyScope,
    PolicyType,
    spelled_type,
)
from tigertally.clouds.tencent.paging import paged
from tigertally.clouds.tencent.services import OPERATION, organization
from tigertally.ledger import control_policies
from tigertally.model.changes import Changes
from tigertally.model.policies import Purpose
from tigertally.model.refusals import NotFound
from tigertally.model.view import View

ONE_NAME = "that control policies and tag policies share one space of names"

LIMIT = "that an organization may have 1000 control policies"


class NewPolicyAnswer(Struct, rename="pascal"):
    """The number of a new policy."""

    policy_id: int


class PolicyAnswer(Struct, rename="pascal"):
    """One policy with its text."""

    policy_id: int
    policy_name: str
    type: int
    description: str
    policy_document: str
    update_time: str
    add_time: str


class ListPolicyNode(Struct, rename="pascal"):
    """A policy as the list shows it."""

    add_time: str
    attached_times: int
    description: str
    policy_name: str
    policy_id: int
    update_time: str
    type: int


class PoliciesAnswer(Struct, rename="pascal"):
    """One page of policies."""

    total_num: int
    listed: list[ListPolicyNode] = field(name="List")


@organization.operation(
    action="organization:CreatePolicy",
    on=OPERATION,
    per_second=20,
    order=("name", "content", "type"),
    errors=(
        Line(NotFound, "organization", 200, "UnauthorizedOperation", "Unauthorized operation.", assumed=True),
    ),
    assumed=f"{ONE_NAME}; {LIMIT}",
)
def create_policy(
    view: View,
    organization: OrganizationInForce,
    name: PolicyName,
    content: Content,
    type: PolicyType,
    description: Description = "",
) -> Changes:
    """Create a policy, attached to nothing yet."""
    check(PURPOSES[type], content)
    made = control_policies.create(view, organization, PURPOSES[type], name, content, description)
    return made.answering(NewPolicyAnswer(int(made.subject.id)))


@organization.operation(
    action="organization:UpdatePolicy", on=OPERATION, per_second=20, errors=(NOT_MANAGER,), assumed=ONE_NAME
)
def update_policy(
    view: View,
    policy: PolicyInForce,
    description: Description | None = None,
    content: Content | None = None,
    name: PolicyName | None = None,
) -> Changes:
    """Change a policy wherever it is attached."""
    if content is not None:
        check(policy.purpose, content)
    return control_policies.rewrite(view, policy, name=name, document=content, description=description)


@organization.operation(
    action="organization:DescribePolicy", on=OPERATION, per_second=20, errors=(NOT_MANAGER,)
)
def describe_policy(view: View, policy: NumberedPolicy) -> PolicyAnswer:
    """Show a policy and its text."""
    return PolicyAnswer(
        policy_id=int(policy.id),
        policy_name=policy.name,
        type=spelled_type(policy),
        description=policy.description,
        policy_document=control_policies.text_of(view, policy),
        update_time=local(policy.updated_at),
        add_time=local(policy.created_at),
    )


@organization.operation(
    action="organization:DeletePolicy", on=OPERATION, per_second=20, errors=(NOT_MANAGER,)
)
def delete_policy(view: View, policy: PolicyInForce) -> Changes:
    """Delete a policy that is attached to nothing."""
    return control_policies.delete(view, policy)


@organization.operation(
    action="organization:ListPolicies", on=OPERATION, per_second=20, errors=(NOT_MANAGER,)
)
def list_policies(
    view: View,
    organization: ManagedOrganization,
    rp: PageSize = 20,
    page: Page = 1,
    scope: PolicyScope = "All",
    keyword: str = "",
    policy_type: PolicyType = CONTROL,
) -> PoliciesAnswer:
    """List the policies of a type; ``Keyword`` is a part of their names."""
    kinds = {"QCS": ("system",), "Local": ("custom",)}.get(scope, ("system", "custom"))
    listed = [
        policy
        for policy in control_policies.of(view, organization, PURPOSES[policy_type])
        if policy.type in kinds and keyword in policy.name
    ]
    shown = [
        ListPolicyNode(
            add_time=local(policy.created_at),
            attached_times=len(view.bound_by(policy)),
            description=policy.description,
            policy_name=policy.name,
            policy_id=int(policy.id),
            update_time=local(policy.updated_at),
            type=spelled_type(policy),
        )
        for policy in paged(listed, page, rp)
    ]
    return PoliciesAnswer(len(listed), shown)


def check(purpose: Purpose, content: str) -> None:
    """That a text is a policy of its type. Raises Invalid, Malformed."""
    if purpose == "tag":
        tag_policy.check("Content", content)
        return
    for rule in CONTROL_CONTENT:
        rule.check("Content", content)
