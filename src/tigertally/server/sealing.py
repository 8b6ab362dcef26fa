"""What is sealed, and for whom: the secrets of credentials, and what a denial tells its own account."""

import base64
import binascii

from msgspec import structs

from tigertally.model.changes import Changes
from tigertally.model.credentials import AccessKey, Credential, Session
from tigertally.store import Unsealable, Vault


def about(credential: Credential) -> str:
    """What a secret is bound to, so that rows cannot be swapped."""
    return f"{credential.access_key_id}|{credential.account_id}"


def sealed(vault: Vault, changes: Changes) -> Changes:
    """The changes with the secrets of their new credentials sealed."""
    credentials = (row.what for row in changes.rows if isinstance(row.what, AccessKey | Session))
    blobs = {
        one.access_key_id: vault.seal(changes.secrets[one.access_key_id].encode(), about(one))
        for one in credentials
        if one.access_key_id in changes.secrets
    }
    return structs.replace(changes, sealed=blobs)


def message(vault: Vault, told: bytes, reader: str) -> str:
    """A message that only ``reader`` can have opened, as text that fits in a URL."""
    return base64.urlsafe_b64encode(vault.seal(told, reader)).decode()


def read_message(vault: Vault, text: str, reader: str) -> bytes | None:
    """What a message says; None when it is not one, or not for this reader."""
    try:
        return vault.unseal(base64.b64decode(text.encode(), altchars=b"-_", validate=True), reader)
    except (binascii.Error, ValueError, Unsealable):
        return None
