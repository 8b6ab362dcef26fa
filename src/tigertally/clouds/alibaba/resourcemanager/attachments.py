"""Attaching and detaching policies in a resource group or in the whole account, and listing both.

Each attach and detach asks for two permissions: on the policy and on the principal.
"""

from typing import Literal

from msgspec import Struct

from tigertally.clouds.alibaba.names import bare_name, principal_name, utc
from tigertally.clouds.alibaba.services import resourcemanager
from tigertally.clouds.alibaba.types import (
    PRINCIPAL_KINDS,
    PRINCIPAL_TYPES,
    NamedPolicy,
    NamedPrincipal,
    PageNumber,
    PageSize,
    PolicyName,
    PolicyType,
    PrincipalType,
    Scope,
    policy_named,
    ready,
    scope_id,
    spelled_type,
)
from tigertally.clouds.service import Absent, every
from tigertally.ledger import attachments
from tigertally.model.changes import Changes
from tigertally.model.principals import PrincipalKind
from tigertally.model.refusals import NotFound
from tigertally.model.view import Attached, View, Wanted


@resourcemanager.operation(action="ram:AttachPolicy", on=("policy", "principal"))
def attach_policy(view: View, policy: NamedPolicy, scope: Scope, principal: NamedPrincipal) -> Changes:
    """Grant a policy to a user, group or role, in a resource group or in the whole account."""
    return attachments.attach(view, policy, principal, ready(view, scope))


@resourcemanager.operation(action="ram:DetachPolicy", on=("policy", "principal"))
def detach_policy(view: View, policy: NamedPolicy, scope: Scope, principal: NamedPrincipal) -> Changes:
    """Revoke a policy from a user, group or role, in a resource group or in the whole account."""
    return attachments.detach(view, policy, principal, ready(view, scope))


class AttachmentView(Struct, rename="pascal"):
    """An attachment as the list shows it; the account's id stands for the whole account."""

    policy_name: str
    policy_type: str
    description: str
    principal_name: str
    principal_type: str
    resource_group_id: str
    attach_date: str


class AttachmentList(Struct, rename="pascal"):
    """The list inside its wrapper."""

    policy_attachment: list[AttachmentView]


class AttachmentsAnswer(Struct, rename="pascal"):
    """One page of attachments."""

    policy_attachments: AttachmentList
    total_count: int
    page_number: int
    page_size: int


@resourcemanager.operation(
    action="ram:ListPolicyAttachments", on=every("*"), assumed="a principal that is not there carries nothing"
)
def list_policy_attachments(
    view: View,
    policy_type: PolicyType | None = None,
    scope: Scope | None = None,
    policy_name: PolicyName | None = None,
    principal_type: PrincipalType | None = None,
    principal_name: str | None = None,
    page_number: PageNumber = 1,
    page_size: PageSize = 10,
) -> AttachmentsAnswer:
    """List attachments of every scope, a page at a time; a principal that is not there carries none."""
    owners = {"System": view.system.account_id, "Custom": view.account.account_id, None: 0}
    if policy_name:
        _require_policy(view, policy_type, policy_name)
    kind, name = _target(view, principal_type, principal_name)
    wanted = Wanted(
        scope_id=None if scope is None else scope_id(scope),
        policy_account_id=owners[policy_type],
        policy_name=policy_name or "",
        target_kind=kind,
        target_name=name,
    )
    account, offset = view.account.account_id, (page_number - 1) * page_size
    nobody = bool(principal_name) and not name
    found = [] if nobody else view.attachments(account, wanted, offset, page_size)
    return AttachmentsAnswer(
        AttachmentList([_shown(view, one) for one in found]),
        total_count=0 if nobody else view.attachments_count(account, wanted),
        page_number=page_number,
        page_size=page_size,
    )


def _require_policy(view: View, policy_type: str | None, policy_name: str) -> None:
    types = [policy_type] if policy_type else ["Custom", "System"]
    if all(isinstance(policy_named(view, one, policy_name), Absent) for one in types):
        raise NotFound("policy", key=policy_name)


Chosen = tuple[PrincipalKind | Literal[""], str]


def _target(view: View, principal_type: str | None, principal_name: str | None) -> Chosen:
    """Kind and bare name of the principals that are asked for; the domain of a name tells its kind."""
    only = PRINCIPAL_KINDS[principal_type] if principal_type else None
    for kind in [only] if only else PRINCIPAL_TYPES:
        if name := bare_name(view.account.native_id, kind, principal_name or ""):
            return kind, name
    return only or "", ""


def _shown(view: View, attached: Attached) -> AttachmentView:
    attachment, policy, target = attached
    account = view.account.native_id
    return AttachmentView(
        policy_name=policy.name,
        policy_type=spelled_type(policy),
        description=policy.description,
        principal_name=principal_name(account, target.kind, target.name),
        principal_type=PRINCIPAL_TYPES[target.kind],
        resource_group_id=attachment.scope_id or account,
        attach_date=utc(attachment.created_at),
    )
