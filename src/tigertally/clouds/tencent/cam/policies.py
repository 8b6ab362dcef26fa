"""Custom policies, and reading preset ones."""

from msgspec import UNSET, Struct, UnsetType, field

from tigertally.clouds.tencent.names import local
from tigertally.clouds.tencent.paging import paged
from tigertally.clouds.tencent.services import OPERATION, cam
from tigertally.clouds.tencent.types import (
    CREATED_BY_SYNTAX,
    EVERYTHING,
    Description,
    Keyword,
    NumberedPolicy,
    Page,
    PageSize,
    PolicyDocument,
    PolicyId,
    PolicyIds,
    PolicyName,
    Scope,
    Tag,
    Tags,
    numbered_type,
    policy_numbered,
    policy_selected,
    tag_list,
    tags_of,
    version_called,
)
from tigertally.ledger import policies
from tigertally.model.changes import Changes
from tigertally.model.policies import Policy
from tigertally.model.refusals import NotFound
from tigertally.model.view import View


class NewPolicyAnswer(Struct, rename="pascal"):
    """The id of a new policy."""

    policy_id: int


class UpdatedPolicyAnswer(Struct, rename="pascal"):
    """The id of the policy, which is told where it was named by its name."""

    policy_id: int | UnsetType = UNSET


class PolicyAnswer(Struct, rename="pascal"):
    """One policy with the document that counts."""

    policy_name: str
    description: str
    type: int
    add_time: str
    update_time: str
    policy_document: str
    preset_alias: str
    is_service_linked_role_policy: int
    tags: list[Tag]


class StrategyInfo(Struct, rename="pascal"):
    """A policy as the list shows it."""

    policy_id: int
    policy_name: str
    add_time: str
    type: int
    description: str
    create_mode: int
    attachments: int
    service_type: str
    is_attached: int | None
    deactived: int
    deactived_detail: list[str]
    is_service_linked_policy: int
    attach_entity_count: int
    attach_entity_boundary_count: int
    update_time: str
    tags: list[Tag]


class PoliciesAnswer(Struct, rename="pascal"):
    """One page of policies."""

    total_num: int
    listed: list[StrategyInfo] = field(name="List")
    service_type_list: list[str]


@cam.operation(action="cam:CreatePolicy", on=OPERATION, per_second=10, request_tags="tags")
def create_policy(
    view: View,
    policy_name: PolicyName,
    policy_document: PolicyDocument,
    description: Description = "",
    tags: Tags | None = None,
) -> Changes:
    """Create a custom policy."""
    made = policies.create(view, policy_name, policy_document, description=description, tags=tags_of(tags))
    return made.answering(NewPolicyAnswer(int(made.subject.id)))


@cam.operation(action="cam:GetPolicy", on=OPERATION, per_second=10)
def get_policy(view: View, policy: NumberedPolicy) -> PolicyAnswer:
    """Show a policy and its document."""
    return PolicyAnswer(
        policy_name=policy.name,
        description=policy.description,
        type=numbered_type(policy),
        add_time=local(policy.created_at),
        update_time=local(policy.updated_at),
        policy_document=version_called(view, policy, policy.default_version).document,
        preset_alias="",
        is_service_linked_role_policy=0,
        tags=tag_list(policy.tags),
    )


@cam.operation(action="cam:ListPolicies", on=OPERATION, per_second=10)
def list_policies(
    view: View, rp: PageSize = 20, page: Page = 1, scope: Scope = "All", keyword: Keyword = ""
) -> PoliciesAnswer:
    """List preset and custom policies; ``Keyword`` is a part of their names."""
    owners = {"All": (view.system, view.account), "QCS": (view.system,), "Local": (view.account,)}[scope]
    ids = tuple(owner.account_id for owner in owners)
    found = [one for one in view.policies(ids, limit=EVERYTHING) if keyword in one.name]
    return PoliciesAnswer(
        total_num=len(found),
        listed=[_shown(view, one) for one in paged(found, page, rp)],
        service_type_list=[],
    )


@cam.operation(action="cam:UpdatePolicy", on=OPERATION, per_second=10)
def update_policy(
    view: View,
    policy_id: PolicyId | None = None,
    policy_name: str = "",
    description: Description | None = None,
    policy_document: PolicyDocument | None = None,
    alias: str = "",
) -> Changes:
    """Change the description, or rewrite the version that counts in its place. Raises NotFound."""
    policy = policy_selected(view, policy_id, policy_name)
    if not isinstance(policy, Policy):
        raise NotFound("policy", key=policy.key)
    changed = policies.rewrite(view, policy, document=policy_document, description=description)
    return changed.answering(UpdatedPolicyAnswer(UNSET if policy_id else int(policy.id)))


@cam.operation(
    action="cam:DeletePolicy",
    on=OPERATION,
    per_second=10,
    assumed="that a policy which is attached is detached and deleted",
)
def delete_policy(view: View, policy_id: PolicyIds) -> Changes:
    """Delete custom policies, all of the list or none; what they are attached to loses them."""
    found = [policy_numbered(view, id) for id in dict.fromkeys(policy_id)]
    for one in found:
        if not isinstance(one, Policy):
            raise NotFound("policy", key=one.key)
    return Changes(
        tuple(row for one in found if isinstance(one, Policy) for row in policies.delete(view, one).rows)
    )


def _shown(view: View, policy: Policy) -> StrategyInfo:
    account = view.account.account_id
    carried = view.attached_count(account, policy)
    return StrategyInfo(
        policy_id=int(policy.id),
        policy_name=policy.name,
        add_time=local(policy.created_at),
        type=numbered_type(policy),
        description=policy.description,
        create_mode=CREATED_BY_SYNTAX,
        attachments=carried,
        service_type="",
        is_attached=None,
        deactived=0,
        deactived_detail=[],
        is_service_linked_policy=0,
        attach_entity_count=carried,
        attach_entity_boundary_count=len(view.bounded_by(account, policy)),
        update_time=local(policy.updated_at),
        tags=tag_list(policy.tags),
    )
