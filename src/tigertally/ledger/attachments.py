"""Attach and detach: the two verbs this project is about."""

from tigertally.model.attachments import ACCOUNT_WIDE, Attachment
from tigertally.model.changes import Added, Changes, Removed
from tigertally.model.organizations import Target
from tigertally.model.policies import Policy
from tigertally.model.principals import Principal
from tigertally.model.refusals import AlreadyAttached, LimitReached, NotAttached
from tigertally.model.view import View


def attach(view: View, policy: Policy, target: Principal, scope_id: str = ACCOUNT_WIDE) -> Changes:
    """Let ``policy`` bear on ``target`` from now on, in the whole account or in one scope.

    Raises LimitReached when the target carries all that it may, in whatever scopes, and AlreadyAttached where
    the cloud refuses to attach twice.
    """
    if view.attachment(target, policy, scope_id):
        if view.rules.attaching_twice_is_refused:
            raise AlreadyAttached(target.kind, policy=policy.name, target=target.name)
        return Changes()
    _require_room(view, policy, target)
    return Changes((Added(between(policy, target, view.now, scope_id)),))


def detach(view: View, policy: Policy, target: Principal, scope_id: str = ACCOUNT_WIDE) -> Changes:
    """Let ``policy`` bear on ``target`` no longer, in the same scope. Raises NotAttached where the cloud says
    so.
    """
    attachment = view.attachment(target, policy, scope_id)
    if attachment is None:
        if view.rules.parting_twice_is_refused:
            raise NotAttached(target.kind, policy=policy.name, target=target.name)
        return Changes()
    return Changes((Removed(attachment),))


def between(policy: Policy, target: Target, now: int, scope_id: str = ACCOUNT_WIDE) -> Attachment:
    """The attachment of the policy to the target as a value."""
    return Attachment(
        account_id=target.account_id,
        target_id=target.id,
        policy_account_id=policy.account_id,
        policy_id=policy.id,
        created_at=now,
        scope_id=scope_id,
    )


def _require_room(view: View, policy: Policy, target: Principal) -> None:
    limit = view.rules.attachment_limit(target.kind)
    carried = [attached.type for _, attached in view.attachments_of(target)]
    of_type = limit.custom if policy.type == "custom" else limit.system
    if len(carried) >= limit.total:
        raise LimitReached(f"{target.kind}.policy", limit=limit.total, target=target.name)
    if carried.count(policy.type) >= of_type:
        raise LimitReached(f"{target.kind}.policy", limit=of_type, target=target.name)
