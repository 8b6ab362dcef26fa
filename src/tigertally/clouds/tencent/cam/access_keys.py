"""Access keys of users; without a TargetUin a caller means itself.

To make a key is one of the few things that CAM authorises on a resource: the user that the key is for.
"""

from msgspec import Struct

from tigertally.clouds.service import Call
from tigertally.clouds.tencent.errors import USER_IS_NO_PARAMETER
from tigertally.clouds.tencent.names import local
from tigertally.clouds.tencent.services import OPERATION, cam
from tigertally.clouds.tencent.types import KeyDescription, KeyStatus, TargetUser
from tigertally.ledger import keys
from tigertally.model.changes import Changes
from tigertally.model.credentials import AccessKey
from tigertally.model.principals import User
from tigertally.model.refusals import Missing
from tigertally.model.view import View


class AccessKeyDetail(Struct, rename="pascal"):
    """A key with its secret, which is shown this once."""

    access_key_id: str
    secret_access_key: str
    status: str
    create_time: str
    description: str


class NewKeyAnswer(Struct, rename="pascal"):
    """One new key."""

    access_key: AccessKeyDetail


class AccessKeyView(Struct, rename="pascal"):
    """A key as the list shows it."""

    access_key_id: str
    status: str
    create_time: str
    description: str


class KeysAnswer(Struct, rename="pascal"):
    """All keys of one user."""

    access_keys: list[AccessKeyView]


@cam.operation(action="cam:CreateAccessKey", on="user", per_second=10, errors=(USER_IS_NO_PARAMETER,))
def create_access_key(
    view: View, call: Call, user: TargetUser | None = None, description: KeyDescription = ""
) -> Changes:
    """Create a key for a user or the caller."""
    made = keys.create(view, _own_or(call, user), description=description)
    key: AccessKey = made.subject
    return made.answering(
        NewKeyAnswer(
            AccessKeyDetail(
                key.access_key_id,
                made.secrets[key.access_key_id],
                _status(key),
                local(key.created_at),
                key.description,
            )
        )
    )


@cam.operation(action="cam:ListAccessKeys", on=OPERATION, per_second=10, errors=(USER_IS_NO_PARAMETER,))
def list_access_keys(view: View, call: Call, user: TargetUser | None = None) -> KeysAnswer:
    """List the keys of a user or the caller."""
    shown = [
        AccessKeyView(key.access_key_id, _status(key), local(key.created_at), key.description)
        for key in view.access_keys_of(_own_or(call, user))
    ]
    return KeysAnswer(shown)


@cam.operation(action="cam:UpdateAccessKey", on=OPERATION, per_second=10, errors=(USER_IS_NO_PARAMETER,))
def update_access_key(
    view: View, call: Call, access_key_id: str, status: KeyStatus, user: TargetUser | None = None
) -> Changes:
    """Let a key sign, or not."""
    key = keys.owned(view, _own_or(call, user), access_key_id)
    return keys.set_status(key, "active" if status == "Active" else "inactive")


@cam.operation(action="cam:DeleteAccessKey", on=OPERATION, per_second=10, errors=(USER_IS_NO_PARAMETER,))
def delete_access_key(view: View, call: Call, access_key_id: str, user: TargetUser | None = None) -> Changes:
    """Delete a key for good."""
    return keys.delete(keys.owned(view, _own_or(call, user), access_key_id))


def _own_or(call: Call, user: User | None) -> User:
    """The user named, or the caller itself where it is a user. Raises Missing."""
    if user is not None:
        return user
    if isinstance(call.caller.principal, User):
        return call.caller.principal
    raise Missing("TargetUin", field="TargetUin")


def _status(key: AccessKey) -> str:
    return "Active" if key.status == "active" else "Inactive"
