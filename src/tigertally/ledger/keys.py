"""Access keys of users; a secret is told once, when its key is made."""

from typing import Literal

from tigertally.model.changes import Added, Changes, Removed, edited
from tigertally.model.credentials import AccessKey
from tigertally.model.principals import User
from tigertally.model.refusals import LimitReached, NotFound
from tigertally.model.view import View


def create(view: View, user: User, *, description: str = "") -> Changes:
    """A new active key; its secret is in ``secrets``. Raises LimitReached."""
    if len(view.access_keys_of(user)) >= view.rules.keys_per_user:
        raise LimitReached("user.access_key", limit=view.rules.keys_per_user, name=user.name)
    return issue(view, user, description=description)


def issue(view: View, user: User, *, description: str = "") -> Changes:
    """A new key, however many there are: the operator's own door to an account whose keys are lost."""
    key = AccessKey(
        account_id=user.account_id,
        access_key_id=view.mint("access_key"),
        user_id=user.id,
        created_at=view.now,
        description=description,
    )
    return Changes((Added(key),), secrets={key.access_key_id: view.mint("secret")})


def owned(view: View, user: User, access_key_id: str) -> AccessKey:
    """A user's key by its id. Raises NotFound."""
    for key in view.access_keys_of(user):
        if key.access_key_id == access_key_id:
            return key
    raise NotFound("access_key", key=access_key_id)


def set_status(key: AccessKey, status: Literal["active", "inactive"]) -> Changes:
    """Let a key sign, or not."""
    return edited(key, status=status)


def delete(key: AccessKey) -> Changes:
    """Remove a key for good."""
    return Changes((Removed(key),))
