"""Identity policies: the account's own, and reading the system's."""

from msgspec import Struct

from tigertally.clouds.huawei.names import resource, utc, version_id
from tigertally.clouds.huawei.paging import EVERYTHING, PageInfo, page
from tigertally.clouds.huawei.services import iam
from tigertally.clouds.huawei.types import (
    Description,
    Limit,
    Marker,
    Path,
    PolicyDocument,
    PolicyName,
    PolicyType,
    ThePolicy,
    require_size,
)
from tigertally.clouds.service import New, every
from tigertally.ledger import policies
from tigertally.model.changes import Changes
from tigertally.model.policies import Policy
from tigertally.model.view import View


class PolicyView(Struct):
    """A policy as answers show it."""

    policy_type: str
    policy_name: str
    policy_id: str
    urn: str
    path: str
    default_version_id: str
    attachment_count: int
    description: str
    created_at: str
    updated_at: str


class PolicyAnswer(Struct):
    """One policy."""

    policy: PolicyView


class PoliciesAnswer(Struct):
    """One page of policies."""

    policies: list[PolicyView]
    page_info: PageInfo


@iam.operation(
    "POST /v5/policies",
    name="CreatePolicyV5",
    action="iam:policies:createV5",
    on=New("policy", "policy_name"),
    status=201,
    assumed="status 201, by analogy with users and groups",
)
def create_policy(
    view: View,
    policy_name: PolicyName,
    policy_document: PolicyDocument,
    path: Path = "",
    description: Description = "",
) -> Changes:
    """Create a custom identity policy with its first version."""
    require_size("policy_document", policy_document)
    made = policies.create(view, policy_name, policy_document, path=path, description=description)
    return made.answering(PolicyAnswer(_shown(view, made.subject)))


@iam.operation("GET /v5/policies/{policy_id}", name="GetPolicyV5", action="iam:policies:getV5", on="policy")
def get_policy(view: View, policy: ThePolicy) -> PolicyAnswer:
    """Show an identity policy."""
    return PolicyAnswer(_shown(view, policy))


@iam.operation("GET /v5/policies", name="ListPoliciesV5", action="iam:policies:listV5", on=every("policy"))
def list_policies(
    view: View,
    policy_type: PolicyType | None = None,
    path_prefix: Path = "",
    only_attached: bool = False,
    limit: Limit = 100,
    marker: Marker = "",
) -> PoliciesAnswer:
    """List identity policies, those of one type or only the attached ones."""
    owners = {"system": (view.system,), "custom": (view.account,), None: (view.account, view.system)}
    ids = tuple(owner.account_id for owner in owners[policy_type])
    found = [
        policy
        for policy in view.policies(ids, path_prefix, limit=EVERYTHING)
        if not only_attached or view.attached_count(view.account.account_id, policy)
    ]
    shown, info = page(found, marker, limit, lambda policy: policy.id)
    return PoliciesAnswer([_shown(view, one) for one in shown], info)


@iam.operation(
    "PUT /v5/policies/{policy_id}",
    name="UpdatePolicyV5",
    action="iam:policies:updateV5",
    on="policy",
    assumed="the permission's name",
)
def update_policy(view: View, policy: ThePolicy, description: Description = "") -> Changes:
    """Change the description of a custom identity policy."""
    return policies.describe(view, policy, description)


@iam.operation(
    "DELETE /v5/policies/{policy_id}",
    name="DeletePolicyV5",
    action="iam:policies:deleteV5",
    on="policy",
    status=204,
)
def delete_policy(view: View, policy: ThePolicy) -> Changes:
    """Delete a custom identity policy that is attached to nobody, with its versions."""
    return policies.delete(view, policy)


def _shown(view: View, policy: Policy) -> PolicyView:
    return PolicyView(
        policy_type=policy.type,
        policy_name=policy.name,
        policy_id=policy.id,
        urn=resource(view.account, policy),
        path=policy.path,
        default_version_id=version_id(policy.default_version),
        attachment_count=view.attached_count(view.account.account_id, policy),
        description=policy.description,
        created_at=utc(policy.created_at),
        updated_at=utc(policy.updated_at),
    )
