"""Permanent access keys of IAM users; those of the root user are the root user's own business (assumed)."""

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.huawei.names import utc
from tigertally.clouds.huawei.paging import PageInfo, page
from tigertally.clouds.huawei.services import iam
from tigertally.clouds.huawei.types import Id, KeyStatus, Limit, Marker, TheUser
from tigertally.clouds.service import Call
from tigertally.ledger import keys
from tigertally.model.changes import Changes
from tigertally.model.credentials import AccessKey
from tigertally.model.principals import User
from tigertally.model.refusals import Forbidden
from tigertally.model.view import View


class KeyView(Struct):
    """A key as answers show it; its secret is shown once, when it is made."""

    user_id: str
    access_key_id: str
    created_at: str
    status: str
    secret_access_key: str | UnsetType = UNSET


class KeyAnswer(Struct):
    """One key."""

    access_key: KeyView


class KeysAnswer(Struct):
    """One page of the keys of one user."""

    access_keys: list[KeyView]
    page_info: PageInfo


class LastUsed(Struct):
    """When a key last signed a call: not kept, so it is empty."""


class LastUsedAnswer(Struct):
    """The last use of one key."""

    access_key_last_used: LastUsed


@iam.operation(
    "POST /v5/users/{user_id}/access-keys",
    name="CreateAccessKeyV5",
    action="iam:credentials:createCredentialV5",
    on="user",
    status=201,
)
def create_access_key(view: View, call: Call, user: TheUser) -> Changes:
    """Create a key for an IAM user."""
    _require_own_root(call, user)
    made = keys.create(view, user)
    shown = _shown(made.subject)
    shown.secret_access_key = made.secrets[shown.access_key_id]
    return made.answering(KeyAnswer(shown))


@iam.operation(
    "GET /v5/users/{user_id}/access-keys",
    name="ListAccessKeysV5",
    action="iam:credentials:listCredentialsV5",
    on="user",
)
def list_access_keys(view: View, user: TheUser, limit: Limit = 100, marker: Marker = "") -> KeysAnswer:
    """List the keys of an IAM user."""
    shown, info = page(view.access_keys_of(user), marker, limit, lambda key: key.access_key_id)
    return KeysAnswer([_shown(key) for key in shown], info)


@iam.operation(
    "PUT /v5/users/{user_id}/access-keys/{access_key_id}",
    name="UpdateAccessKeyV5",
    action="iam:credentials:updateCredentialV5",
    on="user",
    assumed="the permission's name",
)
def update_access_key(view: View, call: Call, user: TheUser, access_key_id: Id, status: KeyStatus) -> Changes:
    """Let a key sign, or not."""
    _require_own_root(call, user)
    key = keys.owned(view, user, access_key_id)
    changed = keys.set_status(key, "active" if status == "active" else "inactive")
    return changed.answering(KeyAnswer(_shown(changed.subject)))


@iam.operation(
    "DELETE /v5/users/{user_id}/access-keys/{access_key_id}",
    name="DeleteAccessKeyV5",
    action="iam:credentials:deleteCredentialV5",
    on="user",
    status=204,
)
def delete_access_key(view: View, call: Call, user: TheUser, access_key_id: Id) -> Changes:
    """Delete a key for good."""
    _require_own_root(call, user)
    return keys.delete(keys.owned(view, user, access_key_id))


@iam.operation(
    "GET /v5/users/{user_id}/access-keys/{access_key_id}/last-used",
    name="ShowAccessKeyLastUsedV5",
    action="iam:credentials:showAccessKeyLastUsedV5",
    on="user",
)
def show_access_key_last_used(view: View, user: TheUser, access_key_id: Id) -> LastUsedAnswer:
    """When a key last signed a call."""
    keys.owned(view, user, access_key_id)
    return LastUsedAnswer(LastUsed())


def _require_own_root(call: Call, user: User) -> None:
    """Raise Forbidden when anybody but the root user reaches for the root user's keys."""
    if user.is_root and not call.caller.is_root:
        raise Forbidden("root_user", name=user.name)


def _shown(key: AccessKey) -> KeyView:
    return KeyView(key.user_id, key.access_key_id, utc(key.created_at), key.status)
