"""Groups, and who belongs to them."""

from collections.abc import Mapping

from tigertally.ledger import belongings
from tigertally.model.changes import Added, Changes, Removed, edited
from tigertally.model.principals import Group, Membership, User
from tigertally.model.refusals import AlreadyExists, Forbidden, InUse, LimitReached, NotFound
from tigertally.model.view import View


def create(view: View, name: str, *, description: str = "") -> Changes:
    """A new, empty group. Raises AlreadyExists, LimitReached."""
    _require_free(view, name)
    if view.count(view.account.account_id, "group") >= view.rules.groups:
        raise LimitReached("group", limit=view.rules.groups)
    group = Group(
        account_id=view.account.account_id,
        id=view.mint("group"),
        name=name,
        created_at=view.now,
        updated_at=view.now,
        description=description,
    )
    return Changes((Added(group),))


def edit(view: View, group: Group, fields: Mapping[str, object]) -> Changes:
    """Some fields of a group replaced; a new name keeps members and policies. Raises AlreadyExists."""
    if (name := fields.get("name")) and name != group.name:
        _require_free(view, str(name), besides=group)
    return edited(group, **fields, updated_at=view.now)


def delete(view: View, group: Group) -> Changes:
    """Remove a group; unless deleting cascades it has no members and policies left. Raises InUse."""
    if not view.rules.deleting_cascades:
        if view.members_of(group, limit=1):
            raise InUse("group.user", name=group.name)
        if view.attachments_of(group):
            raise InUse("group.policy", name=group.name)
    return Changes((*belongings.of_principal(view, group), Removed(group)))


def join(view: View, group: Group, user: User) -> Changes:
    """Let the user belong to the group.

    Raises Forbidden, LimitReached, and AlreadyExists where the cloud refuses to join twice.
    """
    if user.is_root:
        raise Forbidden("root_user", name=user.name)
    if view.membership(group, user):
        if view.rules.joining_twice_is_refused:
            raise AlreadyExists("user.group", name=user.name, group=group.name)
        return Changes()
    if len(view.groups_of(user)) >= view.rules.groups_per_user:
        raise LimitReached("user.group", limit=view.rules.groups_per_user, name=user.name)
    most = view.rules.users_per_group
    if most < view.rules.users and len(view.members_of(group, limit=most)) >= most:
        raise LimitReached("group.user", limit=most, name=group.name)
    membership = Membership(
        account_id=group.account_id, group_id=group.id, user_id=user.id, created_at=view.now
    )
    return Changes((Added(membership),))


def leave(view: View, group: Group, user: User) -> Changes:
    """Let the user belong to the group no longer. Raises NotFound where the cloud says so."""
    membership = view.membership(group, user)
    if membership is None:
        if view.rules.parting_twice_is_refused:
            raise NotFound("user.group", key=user.name, group=group.name)
        return Changes()
    return Changes((Removed(membership),))


def _require_free(view: View, name: str, besides: Group | None = None) -> None:
    taken = view.principal_named(view.account.account_id, "group", name)
    if taken and (besides is None or taken.id != besides.id):
        raise AlreadyExists("group", name=name)
