"""Assuming a role: a temporary key with which the role acts until its time is over."""

import hashlib
from collections.abc import Mapping

from tigertally.model.changes import Added, Changes, Removed
from tigertally.model.credentials import Session
from tigertally.model.principals import Role
from tigertally.model.view import View

SWEPT_AT_ONCE = 8
"""How many expired sessions one new session takes away, so that they never pile up."""


def assume(
    view: View,
    role: Role,
    name: str,
    *,
    seconds: int,
    assumed_by: str,
    policy: str = "",
    policy_ids: tuple[str, ...] = (),
    source_identity: str = "",
    mfa: bool = False,
    tags: Mapping[str, str] | None = None,
    transitive_tag_keys: tuple[str, ...] = (),
) -> tuple[Changes, str]:
    """A session of the role, and its security token, which like the secret is told only now."""
    token = view.mint("token")
    session = Session(
        account_id=role.account_id,
        access_key_id=view.mint("session"),
        role_id=role.id,
        name=name,
        created_at=view.now,
        expires_at=view.now + seconds * 1000,
        token_sha256=digest(token),
        assumed_by=assumed_by,
        policy=policy,
        policy_ids=policy_ids,
        source_identity=source_identity,
        mfa=mfa,
        tags=tags or {},
        transitive_tag_keys=tuple(key for key in transitive_tag_keys if key in (tags or {})),
    )
    swept = (Removed(old) for old in view.sessions_expired(role.account_id, SWEPT_AT_ONCE))
    changes = Changes((Added(session), *swept), secrets={session.access_key_id: view.mint("secret")})
    return changes, token


def digest(token: str) -> str:
    """What is kept of a security token."""
    return hashlib.sha256(token.encode()).hexdigest()
