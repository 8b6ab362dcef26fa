"""Attaching, detaching and listing policies of users, user groups and roles.

To attach what is attached, and to detach what is not, is no error: no list of error codes has one for it.
"""

from collections.abc import Iterable

from msgspec import Struct, field

from tigertally.clouds.errors import Line
from tigertally.clouds.tencent.errors import POLICY_ID_NOT_EXIST
from tigertally.clouds.tencent.names import local, uid
from tigertally.clouds.tencent.paging import paged
from tigertally.clouds.tencent.services import OPERATION, cam
from tigertally.clouds.tencent.types import (
    CREATED_BY_SYNTAX,
    EVERYTHING,
    AttachedGroup,
    AttachedRole,
    AttachedUser,
    DetachedGroup,
    DetachedRole,
    DetachedUser,
    EntityFilter,
    Keyword,
    Natural,
    NumberedPolicy,
    Page,
    PageSize,
    PolicyType,
    SelectedPolicy,
    SelectedRole,
    TargetGroup,
    TargetSubUser,
    numbered_type,
    spelled_type,
)
from tigertally.ledger import attachments
from tigertally.model.attachments import Attachment
from tigertally.model.changes import Changes
from tigertally.model.policies import Policy
from tigertally.model.principals import Group, Principal, User
from tigertally.model.refusals import NotFound
from tigertally.model.view import View

REPEATED = "that a repeated call succeeds"

RELATED_TYPES = {"user": 1, "group": 2, "role": 3}

PARAM_ERROR = "InvalidParameter.ParamError"
NOBODY_IN_A_LIST = tuple(
    Line(
        NotFound, kind, 200, PARAM_ERROR, "Invalid input parameter. The target does not exist.", assumed=True
    )
    for kind in ("user", "group", "role")
)
"""The lists of attached policies have no code for a target that is not there."""


@cam.operation(action="cam:AttachUserPolicy", on=OPERATION, per_second=10, assumed=REPEATED)
def attach_user_policy(view: View, policy: NumberedPolicy, user: AttachedUser) -> Changes:
    """Attach a policy to a sub-user."""
    return attachments.attach(view, policy, user)


@cam.operation(action="cam:AttachGroupPolicy", on=OPERATION, per_second=10, assumed=REPEATED)
def attach_group_policy(view: View, policy: NumberedPolicy, group: AttachedGroup) -> Changes:
    """Attach a policy to a user group."""
    return attachments.attach(view, policy, group)


@cam.operation(
    action="cam:AttachRolePolicy",
    on=OPERATION,
    per_second=10,
    errors=(POLICY_ID_NOT_EXIST,),
    assumed=REPEATED,
)
def attach_role_policy(view: View, policy: SelectedPolicy, role: AttachedRole) -> Changes:
    """Attach a policy to a role, each by id or by name."""
    return attachments.attach(view, policy, role)


@cam.operation(action="cam:DetachUserPolicy", on=OPERATION, per_second=10, assumed=REPEATED)
def detach_user_policy(view: View, policy: NumberedPolicy, user: DetachedUser) -> Changes:
    """Detach a policy from a sub-user."""
    return attachments.detach(view, policy, user)


@cam.operation(
    action="cam:DetachGroupPolicy",
    on=OPERATION,
    per_second=10,
    errors=(POLICY_ID_NOT_EXIST,),
    assumed=REPEATED,
)
def detach_group_policy(view: View, policy: NumberedPolicy, group: DetachedGroup) -> Changes:
    """Detach a policy from a user group."""
    return attachments.detach(view, policy, group)


@cam.operation(
    action="cam:DetachRolePolicy",
    on=OPERATION,
    per_second=10,
    errors=(POLICY_ID_NOT_EXIST,),
    assumed=REPEATED,
)
def detach_role_policy(view: View, policy: SelectedPolicy, role: DetachedRole) -> Changes:
    """Detach a policy from a role, each by id or by name."""
    return attachments.detach(view, policy, role)


class AttachPolicyInfo(Struct, rename="pascal"):
    """A policy as the list of one user or group shows it; who attached it is not kept here."""

    policy_id: int
    policy_name: str
    add_time: str
    create_mode: int
    policy_type: str
    remark: str
    operate_owner_uin: str | None
    operate_uin: str | None
    operate_uin_type: int | None
    deactived: int
    deactived_detail: list[str]


class AttachedPoliciesAnswer(Struct, rename="pascal"):
    """One page of the policies attached to a user or a group."""

    total_num: int
    listed: list[AttachPolicyInfo] = field(name="List")


@cam.operation(action="cam:ListAttachedUserPolicies", on=OPERATION, per_second=10, errors=NOBODY_IN_A_LIST)
def list_attached_user_policies(
    view: View, user: TargetSubUser, page: Page = 1, rp: PageSize = 20
) -> AttachedPoliciesAnswer:
    """List the policies attached to a sub-user itself."""
    return _attached(view.attachments_of(user), page, rp)


@cam.operation(action="cam:ListAttachedGroupPolicies", on=OPERATION, per_second=10, errors=NOBODY_IN_A_LIST)
def list_attached_group_policies(
    view: View, group: TargetGroup, page: Page = 1, rp: PageSize = 20, keyword: Keyword = ""
) -> AttachedPoliciesAnswer:
    """List the policies attached to a user group; ``Keyword`` is a part of their names."""
    held = [pair for pair in view.attachments_of(group) if keyword in pair[1].name]
    return _attached(held, page, rp)


class AttachedPolicyOfRole(Struct, rename="pascal"):
    """A policy as the list of one role shows it."""

    policy_id: int
    policy_name: str
    add_time: str
    policy_type: str
    create_mode: int
    deactived: int
    deactived_detail: list[str]
    description: str


class RolePoliciesAnswer(Struct, rename="pascal"):
    """One page of the policies attached to a role."""

    listed: list[AttachedPolicyOfRole] = field(name="List")
    total_num: int


@cam.operation(action="cam:ListAttachedRolePolicies", on=OPERATION, per_second=10, errors=NOBODY_IN_A_LIST)
def list_attached_role_policies(
    view: View,
    page: Page,
    rp: PageSize,
    role: SelectedRole,
    policy_type: PolicyType | None = None,
    keyword: str = "",
) -> RolePoliciesAnswer:
    """List the policies attached to a role."""
    held = [
        (attachment, policy)
        for attachment, policy in view.attachments_of(role)
        if keyword in policy.name and policy_type in (None, spelled_type(policy))
    ]
    shown = [
        AttachedPolicyOfRole(
            policy_id=int(policy.id),
            policy_name=policy.name,
            add_time=local(attachment.created_at),
            policy_type=spelled_type(policy),
            create_mode=CREATED_BY_SYNTAX,
            deactived=0,
            deactived_detail=[],
            description=policy.description,
        )
        for attachment, policy in paged(held, page, rp)
    ]
    return RolePoliciesAnswer(shown, len(held))


class AttachedUserPolicyGroupInfo(Struct, rename="pascal"):
    """A group through which a user has a policy."""

    group_id: int
    group_name: str


class AttachedUserPolicy(Struct, rename="pascal"):
    """A policy that bears on a user, and through which groups; without groups, directly."""

    policy_id: str
    policy_name: str
    description: str
    add_time: str
    strategy_type: str
    create_mode: str
    groups: list[AttachedUserPolicyGroupInfo]
    deactived: int
    deactived_detail: list[str]


class UserPoliciesAnswer(Struct, rename="pascal"):
    """One page of all the policies that bear on a user."""

    policy_list: list[AttachedUserPolicy]
    total_num: int


DIRECTLY, BY_GROUP = 1, 2


@cam.operation(action="cam:ListAttachedUserAllPolicies", on=OPERATION, per_second=10)
def list_attached_user_all_policies(
    view: View,
    user: TargetSubUser,
    rp: PageSize,
    page: Page,
    attach_type: Natural,
    strategy_type: Natural = 0,
    keyword: str = "",
) -> UserPoliciesAnswer:
    """List the policies of a sub-user, its groups' among them.

    ``AttachType`` 1 keeps the direct ones and 2 the groups'; ``StrategyType`` 1 the custom and 2 the preset.
    """
    direct = view.attachments_of(user) if attach_type != BY_GROUP else []
    through: dict[str, list[Group]] = {}
    held = {policy.id: (attachment, policy) for attachment, policy in direct}
    for _, group in view.groups_of(user) if attach_type != DIRECTLY else []:
        for attachment, policy in view.attachments_of(group):
            held.setdefault(policy.id, (attachment, policy))
            through.setdefault(policy.id, []).append(group)
    wanted = {1: ("custom",), 2: ("system",)}.get(strategy_type, ("custom", "system"))
    kept = [pair for pair in held.values() if keyword in pair[1].name and pair[1].type in wanted]
    shown = [_of_user(*pair, through.get(pair[1].id, ())) for pair in paged(kept, page, rp)]
    return UserPoliciesAnswer(shown, len(kept))


class AttachEntityOfPolicy(Struct, rename="pascal"):
    """One that carries the policy; a user's ``Id`` is its uid, and only a user has a uin."""

    id: str
    name: str
    uin: int
    related_type: int
    attachment_time: str


class EntitiesAnswer(Struct, rename="pascal"):
    """One page of those that carry a policy."""

    total_num: int
    listed: list[AttachEntityOfPolicy] = field(name="List")


@cam.operation(action="cam:ListEntitiesForPolicy", on=OPERATION, per_second=10)
def list_entities_for_policy(
    view: View,
    policy: NumberedPolicy,
    page: Page = 1,
    rp: PageSize = 20,
    entity_filter: EntityFilter = "All",
) -> EntitiesAnswer:
    """List the users, user groups and roles that a policy is attached to."""
    carried = [
        pair
        for pair in view.attached_to(view.account.account_id, policy, limit=EVERYTHING)
        if entity_filter in ("All", pair[1].kind.capitalize())
    ]
    return EntitiesAnswer(len(carried), [_entity(*pair) for pair in paged(carried, page, rp)])


def _entity(attachment: Attachment, one: Principal) -> AttachEntityOfPolicy:
    return AttachEntityOfPolicy(
        id=str(uid(one)) if isinstance(one, User) else one.id,
        name=one.name,
        uin=int(one.id) if isinstance(one, User) else 0,
        related_type=RELATED_TYPES[one.kind],
        attachment_time=local(attachment.created_at),
    )


def _attached(held: list[tuple[Attachment, Policy]], page: int, rp: int) -> AttachedPoliciesAnswer:
    shown = [
        AttachPolicyInfo(
            policy_id=int(policy.id),
            policy_name=policy.name,
            add_time=local(attachment.created_at),
            create_mode=CREATED_BY_SYNTAX,
            policy_type=spelled_type(policy),
            remark=policy.description,
            operate_owner_uin=None,
            operate_uin=None,
            operate_uin_type=None,
            deactived=0,
            deactived_detail=[],
        )
        for attachment, policy in paged(held, page, rp)
    ]
    return AttachedPoliciesAnswer(len(held), shown)


def _of_user(attachment: Attachment, policy: Policy, groups: Iterable[Group]) -> AttachedUserPolicy:
    return AttachedUserPolicy(
        policy_id=policy.id,
        policy_name=policy.name,
        description=policy.description,
        add_time=local(attachment.created_at),
        strategy_type=str(numbered_type(policy)),
        create_mode=str(CREATED_BY_SYNTAX),
        groups=[AttachedUserPolicyGroupInfo(int(group.id), group.name) for group in groups],
        deactived=0,
        deactived_detail=[],
    )
