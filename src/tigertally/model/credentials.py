"""A credential proves who signs a call. Its secret is never part of these values.

The sealed secret travels beside a change (``Changes.sealed``) and is kept in a column of its own, so
that neither the journal nor an answer can hold it by accident.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field


class AccessKey(Struct, frozen=True, kw_only=True, tag_field="noun", tag="access_key"):
    """A long-term key of one user; the root user's keys are the account's."""

    account_id: int
    access_key_id: str
    user_id: str
    created_at: int
    status: Literal["active", "inactive"] = "active"
    description: str = ""

    kind = "access_key"


class Session(Struct, frozen=True, kw_only=True, tag_field="noun", tag="session"):
    """A temporary key with which a role acts until ``expires_at``.

    ``policy`` is the session policy as given and ``policy_ids`` name further ones (Huawei only): when
    either is there the session can do no more than they allow. ``token_sha256`` is the hex digest of
    the security token; ``mfa`` tells whether the one who assumed the role had proved a second factor.
    ``transitive_tag_keys`` are the tags that a session assumed from this one gets too.
    """

    account_id: int
    access_key_id: str
    role_id: str
    name: str
    created_at: int
    expires_at: int
    token_sha256: str
    assumed_by: str
    policy: str = ""
    policy_ids: tuple[str, ...] = ()
    source_identity: str = ""
    mfa: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)
    transitive_tag_keys: tuple[str, ...] = ()

    kind = "session"

    @property
    def is_limited(self) -> bool:
        """Whether session policies limit it."""
        return bool(self.policy or self.policy_ids)


Credential = AccessKey | Session
