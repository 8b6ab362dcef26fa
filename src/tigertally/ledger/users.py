"""Users come, change and go."""

from collections.abc import Mapping

from tigertally.ledger import belongings
from tigertally.model.changes import Added, Changes, Removed, edited
from tigertally.model.principals import User
from tigertally.model.refusals import AlreadyExists, Forbidden, InUse, LimitReached
from tigertally.model.view import View


def create(
    view: View,
    name: str,
    *,
    display_name: str = "",
    description: str = "",
    email: str = "",
    mobile_phone: str = "",
    enabled: bool = True,
) -> Changes:
    """A new user without keys and policies. Raises AlreadyExists, LimitReached."""
    _require_free(view, name)
    if view.count(view.account.account_id, "user") >= view.rules.users:
        raise LimitReached("user", limit=view.rules.users)
    user = User(
        account_id=view.account.account_id,
        id=view.mint("user"),
        name=name,
        created_at=view.now,
        updated_at=view.now,
        display_name=display_name,
        description=description,
        email=email,
        mobile_phone=mobile_phone,
        enabled=enabled,
    )
    return Changes((Added(user),))


def edit(view: View, user: User, fields: Mapping[str, object]) -> Changes:
    """Some fields of a user replaced; a new name keeps its attachments. Raises AlreadyExists, Forbidden."""
    _require_not_root(user)
    if (name := fields.get("name")) and name != user.name:
        _require_free(view, str(name), besides=user)
    return edited(user, **fields, updated_at=view.now)


def delete(view: View, user: User, *, with_keys: bool = False) -> Changes:
    """Remove a user that has no key left, or ``with_keys`` them too.

    Raises Forbidden, and InUse for a key, or, unless deleting cascades, for a group or a policy.
    """
    _require_not_root(user)
    keys = view.access_keys_of(user)
    if not view.rules.deleting_cascades and view.groups_of(user):
        raise InUse("user.group", name=user.name)
    if keys and not with_keys:
        raise InUse("user.access_key", name=user.name)
    if not view.rules.deleting_cascades and view.attachments_of(user):
        raise InUse("user.policy", name=user.name)
    return Changes((*map(Removed, keys), *belongings.of_principal(view, user), Removed(user)))


def _require_free(view: View, name: str, besides: User | None = None) -> None:
    taken = view.principal_named(view.account.account_id, "user", name)
    if taken and (besides is None or taken.id != besides.id):
        raise AlreadyExists("user", name=name)


def _require_not_root(user: User) -> None:
    if user.is_root:
        raise Forbidden("root_user", name=user.name)
