"""RAM's policies by the second door: pages have numbers, and GetPolicy shows the document in the policy."""

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.alibaba.names import utc, version_id
from tigertally.clouds.alibaba.services import resourcemanager
from tigertally.clouds.alibaba.types import (
    CustomPolicy,
    Description,
    NamedPolicy,
    PageNumber,
    PageSize,
    PolicyDocument,
    PolicyName,
    PolicyType,
    spelled_type,
)
from tigertally.clouds.paging import numbered
from tigertally.clouds.service import every
from tigertally.ledger import policies
from tigertally.model.changes import Changes
from tigertally.model.policies import Policy
from tigertally.model.refusals import NotFound
from tigertally.model.view import View

EVERYTHING = 10_000
"""More policies than an account can have: the list is counted whole."""


class PolicyView(Struct, rename="pascal"):
    """A policy as answers show it."""

    policy_name: str
    policy_type: str
    description: str
    default_version: str
    create_date: str
    update_date: str | UnsetType = UNSET
    attachment_count: int | UnsetType = UNSET
    policy_document: str | UnsetType = UNSET


class PolicyAnswer(Struct, rename="pascal"):
    """One policy."""

    policy: PolicyView


class PolicyList(Struct, rename="pascal"):
    """The list inside its wrapper."""

    policy: list[PolicyView]


class PoliciesAnswer(Struct, rename="pascal"):
    """One page of policies."""

    policies: PolicyList
    total_count: int
    page_number: int
    page_size: int


@resourcemanager.operation(action="ram:CreatePolicy", on=every("policy"))
def create_policy(
    view: View, policy_name: PolicyName, policy_document: PolicyDocument, description: Description = ""
) -> Changes:
    """Create a custom policy with its first version."""
    made = policies.create(view, policy_name, policy_document, description=description)
    return made.answering(PolicyAnswer(_created(made.subject)))


@resourcemanager.operation(action="ram:GetPolicy", on="policy")
def get_policy(view: View, policy: NamedPolicy) -> PolicyAnswer:
    """Show a policy and the document that counts."""
    counted = view.policy_version(policy, policy.default_version)
    if counted is None:
        raise NotFound("policy_version", key=version_id(policy.default_version))
    shown = _shown(view, policy)
    shown.policy_document = counted.document
    return PolicyAnswer(shown)


@resourcemanager.operation(action="ram:ListPolicies", on=every("policy"))
def list_policies(
    view: View,
    policy_type: PolicyType | None = None,
    page_number: PageNumber = 1,
    page_size: PageSize = 10,
) -> PoliciesAnswer:
    """List policies, a page at a time."""
    owners = {"System": (view.system,), "Custom": (view.account,), None: (view.system, view.account)}
    found = view.policies(tuple(one.account_id for one in owners[policy_type]), limit=EVERYTHING)
    page = [_shown(view, one) for one in numbered(found, page_number, page_size)]
    return PoliciesAnswer(PolicyList(page), len(found), page_number, page_size)


@resourcemanager.operation(action="ram:DeletePolicy", on="policy")
def delete_policy(view: View, policy: CustomPolicy) -> Changes:
    """Delete a custom policy that is attached to nobody and has one version."""
    return policies.delete(view, policy)


def _created(policy: Policy) -> PolicyView:
    return PolicyView(
        policy_name=policy.name,
        policy_type=spelled_type(policy),
        description=policy.description,
        default_version=version_id(policy.default_version),
        create_date=utc(policy.created_at),
    )


def _shown(view: View, policy: Policy) -> PolicyView:
    shown = _created(policy)
    shown.update_date = utc(policy.updated_at)
    shown.attachment_count = view.attached_count(view.account.account_id, policy)
    return shown
