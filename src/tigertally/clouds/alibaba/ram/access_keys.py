"""Access keys of RAM users; without a UserName a caller means itself."""

from msgspec import Struct

from tigertally.clouds.alibaba.names import utc
from tigertally.clouds.alibaba.services import ram
from tigertally.clouds.alibaba.types import KeyStatus, NamedUser, own_or, spelled_status
from tigertally.clouds.service import Call
from tigertally.ledger import keys
from tigertally.model.changes import Changes
from tigertally.model.credentials import AccessKey
from tigertally.model.view import View


class NewKey(Struct, rename="pascal"):
    """A key with its secret, which is shown this once."""

    access_key_id: str
    access_key_secret: str
    status: str
    create_date: str


class NewKeyAnswer(Struct, rename="pascal"):
    """One new key."""

    access_key: NewKey


class KeyView(Struct, rename="pascal"):
    """A key as the list shows it."""

    access_key_id: str
    status: str
    create_date: str


class KeyList(Struct, rename="pascal"):
    """The list inside its wrapper."""

    access_key: list[KeyView]


class KeysAnswer(Struct, rename="pascal"):
    """All keys of one user."""

    access_keys: KeyList


@ram.operation(action="ram:CreateAccessKey", on="user")
def create_access_key(view: View, call: Call, user: NamedUser | None = None) -> Changes:
    """Create a key for a RAM user or the caller."""
    made = keys.create(view, own_or(call, user))
    key: AccessKey = made.subject
    secret = made.secrets[key.access_key_id]
    shown = NewKey(key.access_key_id, secret, spelled_status(key), utc(key.created_at))
    return made.answering(NewKeyAnswer(shown))


@ram.operation(action="ram:ListAccessKeys", on="user")
def list_access_keys(view: View, call: Call, user: NamedUser | None = None) -> KeysAnswer:
    """List the keys of a RAM user or the caller."""
    owned = view.access_keys_of(own_or(call, user))
    shown = [KeyView(key.access_key_id, spelled_status(key), utc(key.created_at)) for key in owned]
    return KeysAnswer(KeyList(shown))


@ram.operation(action="ram:UpdateAccessKey", on="user")
def update_access_key(
    view: View, call: Call, user_access_key_id: str, status: KeyStatus, user: NamedUser | None = None
) -> Changes:
    """Let a key sign, or not."""
    key = keys.owned(view, own_or(call, user), user_access_key_id)
    return keys.set_status(key, "active" if status == "Active" else "inactive")


@ram.operation(action="ram:DeleteAccessKey", on="user")
def delete_access_key(
    view: View, call: Call, user_access_key_id: str, user: NamedUser | None = None
) -> Changes:
    """Delete a key for good."""
    return keys.delete(keys.owned(view, own_or(call, user), user_access_key_id))
