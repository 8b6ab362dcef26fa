"""Assuming a role: both the caller's policies and the role's trust policy must allow it."""

from msgspec import Struct

from tigertally.clouds.service import Call
from tigertally.clouds.tencent.names import caller_uin, utc
from tigertally.clouds.tencent.services import sts
from tigertally.clouds.tencent.types import (
    DurationSeconds,
    ExternalId,
    RoleAt,
    RoleSessionName,
    SessionDocument,
    Tags,
    tags_of,
    unpacked,
)
from tigertally.ledger import sessions
from tigertally.model.changes import Changes
from tigertally.model.credentials import Session
from tigertally.model.refusals import Forbidden, Invalid
from tigertally.model.view import View

SESSION_SECONDS = 7200
"""How long a session is where nothing else is said, and its role allows it."""


class Credentials(Struct, rename="pascal"):
    """The temporary key, shown this once."""

    token: str
    tmp_secret_id: str
    tmp_secret_key: str


class AssumeRoleAnswer(Struct, rename="pascal"):
    """The key and when it ends: in seconds since 1970, and in words."""

    credentials: Credentials
    expired_time: int
    expiration: str


@sts.operation(
    action="sts:AssumeRole",
    on="role",
    trusting="role",
    request_tags="tags",
    keys={"sts:external_id": "external_id"},
)
def assume_role(
    view: View,
    call: Call,
    role: RoleAt,
    role_session_name: RoleSessionName,
    duration_seconds: DurationSeconds | None = None,
    policy: SessionDocument = "",
    external_id: ExternalId = "",
    tags: Tags | None = None,
    source_identity: str = "",
    serial_number: str = "",
    token_code: str = "",
) -> Changes:
    """A temporary key with which the role acts, at most as far as ``Policy`` allows.

    Raises Invalid, and Forbidden for a code of an MFA device: nobody has one here.
    """
    if token_code or serial_number:
        raise Forbidden("no_mfa_device")
    seconds = duration_seconds or min(SESSION_SECONDS, role.session_seconds_max)
    if seconds > role.session_seconds_max:
        raise Invalid("DurationSeconds", "OverTimeError", f"at most {role.session_seconds_max}")
    made, token = sessions.assume(
        view,
        role,
        role_session_name,
        seconds=seconds,
        assumed_by=caller_uin(call.caller),
        policy=unpacked(policy),
        source_identity=source_identity,
        tags=tags_of(tags),
    )
    session: Session = made.subject
    return made.answering(
        AssumeRoleAnswer(
            Credentials(token, session.access_key_id, made.secrets[session.access_key_id]),
            session.expires_at // 1000,
            utc(session.expires_at),
        )
    )
