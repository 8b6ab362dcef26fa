"""Custom policies, and reading system policies."""

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.alibaba.names import utc, version_id
from tigertally.clouds.alibaba.ram.policy_versions import VersionView, version_view
from tigertally.clouds.alibaba.services import ram
from tigertally.clouds.alibaba.tagging import TagList, tag_list, tags_of
from tigertally.clouds.alibaba.types import (
    CustomPolicy,
    Description,
    Marker,
    MaxItems,
    NamedPolicy,
    PolicyDocument,
    PolicyName,
    PolicyType,
    Tags,
    spelled_type,
)
from tigertally.clouds.paging import cut
from tigertally.clouds.service import every
from tigertally.ledger import policies
from tigertally.model.changes import Changes
from tigertally.model.policies import Policy
from tigertally.model.refusals import NotFound
from tigertally.model.view import View


class PolicyView(Struct, rename="pascal"):
    """A policy as answers show it."""

    policy_name: str
    policy_type: str
    description: str
    default_version: str
    create_date: str
    update_date: str | UnsetType = UNSET
    attachment_count: int | UnsetType = UNSET
    tags: TagList | UnsetType = UNSET


class PolicyAnswer(Struct, rename="pascal"):
    """One policy."""

    policy: PolicyView


class PolicyWithDocument(Struct, rename="pascal"):
    """One policy and the version that counts."""

    policy: PolicyView
    default_policy_version: VersionView


class PolicyList(Struct, rename="pascal"):
    """The list inside its wrapper."""

    policy: list[PolicyView]


class PoliciesAnswer(Struct, rename="pascal"):
    """One page of policies."""

    is_truncated: bool
    policies: PolicyList
    marker: str | UnsetType = UNSET


@ram.operation(action="ram:CreatePolicy", on=every("policy"), request_tags="tag")
def create_policy(
    view: View,
    policy_name: PolicyName,
    policy_document: PolicyDocument,
    description: Description = "",
    tag: Tags | None = None,
) -> Changes:
    """Create a custom policy with its first version."""
    made = policies.create(view, policy_name, policy_document, description=description, tags=tags_of(tag))
    return made.answering(PolicyAnswer(_created(made.subject)))


@ram.operation(action="ram:GetPolicy", on="policy")
def get_policy(view: View, policy: NamedPolicy) -> PolicyWithDocument:
    """Show a policy and the version that counts."""
    counted = view.policy_version(policy, policy.default_version)
    if counted is None:
        raise NotFound("policy_version", key=version_id(policy.default_version))
    return PolicyWithDocument(_shown(view, policy), version_view(policy, counted))


@ram.operation(action="ram:ListPolicies", on=every("policy"))
def list_policies(
    view: View,
    policy_type: PolicyType | None = None,
    marker: Marker = "",
    max_items: MaxItems = 100,
    tag: Tags | None = None,
) -> PoliciesAnswer:
    """List policies, a page at a time; ``tag`` keeps those that carry every tag given."""
    owners = {"System": (view.system,), "Custom": (view.account,), None: (view.system, view.account)}
    ids = tuple(owner.account_id for owner in owners[policy_type])
    found = view.policies(ids, "", marker, max_items + 1)
    page, more = cut(found, max_items, lambda policy: policy.id)
    wanted = tags_of(tag)
    listed = [_in_list(view, one) for one in page if wanted.items() <= one.tags.items()]
    return PoliciesAnswer(bool(more), PolicyList(listed), more or UNSET)


@ram.operation(action="ram:UpdatePolicyDescription", on="policy", assumed="the permission's name")
def update_policy_description(view: View, policy: CustomPolicy, new_description: Description = "") -> Changes:
    """Change the description of a custom policy."""
    changed = policies.describe(view, policy, new_description)
    return changed.answering(PolicyAnswer(_updated(changed.subject)))


@ram.operation(action="ram:DeletePolicy", on="policy")
def delete_policy(view: View, policy: CustomPolicy, cascading_delete: bool = False) -> Changes:
    """Delete a custom policy that is attached to nobody; ``CascadingDelete`` takes its versions along."""
    return policies.delete(view, policy, with_versions=cascading_delete)


def _created(policy: Policy) -> PolicyView:
    return PolicyView(
        policy_name=policy.name,
        policy_type=spelled_type(policy),
        description=policy.description,
        default_version=version_id(policy.default_version),
        create_date=utc(policy.created_at),
    )


def _updated(policy: Policy) -> PolicyView:
    shown = _created(policy)
    shown.update_date = utc(policy.updated_at)
    return shown


def _shown(view: View, policy: Policy) -> PolicyView:
    shown = _updated(policy)
    shown.attachment_count = view.attached_count(view.account.account_id, policy)
    return shown


def _in_list(view: View, policy: Policy) -> PolicyView:
    shown = _shown(view, policy)
    shown.tags = tag_list(policy.tags)
    return shown
