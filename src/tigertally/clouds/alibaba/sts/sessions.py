"""Assuming a role: both the caller's policies and the role's trust policy must allow it."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.alibaba.names import caller_arn, utc
from tigertally.clouds.alibaba.services import sts
from tigertally.clouds.alibaba.types import (
    DurationSeconds,
    ExternalId,
    RoleAt,
    RoleSessionName,
    SessionDocument,
    role_at,
)
from tigertally.clouds.service import Ask, Call
from tigertally.ledger import sessions
from tigertally.model.changes import Changes
from tigertally.model.credentials import Session
from tigertally.model.principals import Role
from tigertally.model.refusals import Forbidden, Invalid
from tigertally.model.view import View


class AssumedRoleUser(Struct, rename="pascal"):
    """The role's session as an identity."""

    arn: str
    assumed_role_id: str


class TemporaryKey(Struct, rename="pascal"):
    """The temporary key, shown this once."""

    access_key_id: str
    access_key_secret: str
    security_token: str
    expiration: str


class AssumeRoleAnswer(Struct, rename="pascal"):
    """The session and its key."""

    assumed_role_user: AssumedRoleUser
    credentials: TemporaryKey
    source_identity: str | UnsetType = UNSET


def _asks(view: View, call: Call, values: Mapping[str, Any]) -> Iterator[Ask]:
    """The owner of an account assumes no role, whatever anybody allows. Raises Forbidden."""
    if call.caller.is_root:
        raise Forbidden("root_assumes")
    yield Ask("sts:AssumeRole", role_at(view, values["role_arn"]))


@sts.operation(asks=_asks, trusting="role", keys={"sts:ExternalId": "external_id"})
def assume_role(
    view: View,
    call: Call,
    role: RoleAt,
    role_session_name: RoleSessionName,
    duration_seconds: DurationSeconds = 3600,
    policy: SessionDocument = "",
    external_id: ExternalId = "",
    source_identity: RoleSessionName = "",
) -> Changes:
    """A temporary key with which the role acts, at most as far as ``policy`` allows."""
    if duration_seconds > role.session_seconds_max:
        raise Invalid("DurationSeconds", accepted=f"900 to {role.session_seconds_max}")
    made, token = sessions.assume(
        view,
        role,
        role_session_name,
        seconds=duration_seconds,
        assumed_by=caller_arn(call.caller),
        policy=policy,
        source_identity=source_identity,
    )
    return made.answering(_answer(view, role, made, token))


def _answer(view: View, role: Role, made: Changes, token: str) -> AssumeRoleAnswer:
    session: Session = made.subject
    account = view.account_numbered(role.account_id).native_id
    return AssumeRoleAnswer(
        assumed_role_user=AssumedRoleUser(
            arn=f"acs:ram::{account}:assumed-role/{role.name}/{session.name}",
            assumed_role_id=f"{role.id}:{session.name}",
        ),
        credentials=TemporaryKey(
            access_key_id=session.access_key_id,
            access_key_secret=made.secrets[session.access_key_id],
            security_token=token,
            expiration=utc(session.expires_at),
        ),
        source_identity=session.source_identity or UNSET,
    )
