"""Roles come, change and go; who may assume one is said by its trust policy."""

from collections.abc import Mapping

from tigertally.ledger import belongings
from tigertally.model.accounts import Account
from tigertally.model.changes import Added, Changes, Removed, edited
from tigertally.model.principals import Role
from tigertally.model.refusals import AlreadyExists, InUse, LimitReached
from tigertally.model.view import View


def create(
    view: View,
    name: str,
    *,
    trust_document: str = "",
    trusted: Account | None = None,
    path: str = "",
    description: str = "",
    session_seconds_max: int = 3600,
    tags: Mapping[str, str] | None = None,
) -> Changes:
    """A new role, trusting by a document or one whole account. Raises AlreadyExists, LimitReached."""
    if view.principal_named(view.account.account_id, "role", name):
        raise AlreadyExists("role", name=name)
    if view.count(view.account.account_id, "role") >= view.rules.roles:
        raise LimitReached("role", limit=view.rules.roles)
    role = Role(
        account_id=view.account.account_id,
        id=view.mint("role"),
        name=name,
        created_at=view.now,
        updated_at=view.now,
        path=path,
        description=description,
        trust_document=trust_document,
        trusted_account=trusted.native_id if trusted else "",
        trusted_account_name=trusted.name if trusted else "",
        session_seconds_max=session_seconds_max,
        tags=tags or {},
    )
    return Changes((Added(role),))


def edit(view: View, role: Role, fields: Mapping[str, object]) -> Changes:
    """Some fields of a role replaced; sessions go on under the new trust."""
    return edited(role, **fields, updated_at=view.now)


def delete(view: View, role: Role) -> Changes:
    """Remove a role; its sessions end with it. Unless deleting cascades it has no policies. Raises InUse."""
    if not view.rules.deleting_cascades and view.attachments_of(role):
        raise InUse("role.policy", name=role.name)
    return Changes((*belongings.of_principal(view, role), Removed(role)))
