"""Assuming an agency: the caller's policies and the agency's trust policy decide together."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.huawei.names import caller_urn, session_urn, utc
from tigertally.clouds.huawei.services import sts
from tigertally.clouds.huawei.types import (
    AgencyAt,
    DurationSeconds,
    ExternalId,
    PolicyIds,
    SessionDocument,
    SessionName,
    SessionTags,
    TransitiveTagKeys,
    agency_at,
    policy_with_id,
    session_tags_of,
)
from tigertally.clouds.service import Absent, Ask, Call
from tigertally.ledger import sessions
from tigertally.model.changes import Changes
from tigertally.model.credentials import Session
from tigertally.model.principals import Role
from tigertally.model.refusals import Invalid, NotFound
from tigertally.model.view import View

CHAINED_SECONDS_MAX = 3600
"""How long a session may be that is assumed from a session (AssumeAgency, ``duration_seconds``)."""


class AssumedAgency(Struct):
    """The agency's session as an identity."""

    urn: str
    id: str


class TemporaryKey(Struct):
    """The temporary key, shown this once."""

    access_key_id: str
    secret_access_key: str
    security_token: str
    expiration: str


class AssumeAgencyAnswer(Struct):
    """The session and its key."""

    assumed_agency: AssumedAgency
    credentials: TemporaryKey
    source_identity: str | UnsetType = UNSET


def _asks(view: View, _call: Call, values: Mapping[str, Any]) -> Iterator[Ask]:
    """Tags and a source identity each need a permission of their own."""
    agency = agency_at(view, values["agency_urn"])
    yield Ask("sts:agencies:assume", agency)
    if values["tags"]:
        yield Ask("sts::tagSession", agency)
    if values["source_identity"]:
        yield Ask("sts::setSourceIdentity", agency)


@sts.operation(
    "POST /v5/agencies/assume",
    name="AssumeAgency",
    asks=_asks,
    trusting="agency",
    request_tags="tags",
    keys={
        "sts:ExternalId": "external_id",
        "sts:SourceIdentity": "source_identity",
        "sts:TransitiveTagKeys": "transitive_tag_keys",
        "sts:AgencySessionName": "agency_session_name",
    },
)
def assume_agency(
    view: View,
    call: Call,
    agency: AgencyAt,
    agency_session_name: SessionName,
    duration_seconds: DurationSeconds = 3600,
    policy: SessionDocument = "",
    policy_ids: PolicyIds | None = None,
    external_id: ExternalId = "",
    source_identity: SessionName = "",
    tags: SessionTags | None = None,
    transitive_tag_keys: TransitiveTagKeys | None = None,
    serial_number: str = "",
    token_code: str = "",
    provided_contexts: list[dict[str, str]] | None = None,
) -> Changes:
    """A temporary key with which the agency acts, at most as far as the session policies allow."""
    _require_served(serial_number or token_code, provided_contexts)
    longest = min(agency.session_seconds_max, CHAINED_SECONDS_MAX if call.caller.session else 43200)
    if duration_seconds > longest:
        raise Invalid("duration_seconds", accepted=f"900 to {longest}")
    for policy_id in policy_ids or ():
        if isinstance(policy_with_id(view, policy_id), Absent):
            raise NotFound("policy", key=policy_id)
    made, token = sessions.assume(
        view,
        agency,
        agency_session_name,
        seconds=duration_seconds,
        assumed_by=caller_urn(call.caller),
        policy=policy,
        policy_ids=tuple(policy_ids or ()),
        source_identity=_source_identity(call, source_identity),
        tags={**session_tags_of(tags or []), **_passed_on(call)},
        transitive_tag_keys=(*_passed_on(call), *(transitive_tag_keys or ())),
    )
    return made.answering(_answer(view, agency, made, token))


def _require_served(mfa: str, contexts: list[dict[str, str]] | None) -> None:
    """What would limit or widen a session and is not served is refused, never ignored."""
    if mfa:
        raise Invalid("serial_number", accepted="none: MFA devices are not served")
    if contexts:
        raise Invalid("provided_contexts", accepted="none: context providers are not served")


def _passed_on(call: Call) -> dict[str, str]:
    """The tags that the caller's own session passes on, and on again (user guide, "Passing session tags")."""
    session = call.caller.session
    return {key: session.tags[key] for key in session.transitive_tag_keys} if session else {}


def _source_identity(call: Call, given: str) -> str:
    """Once set it goes on through every session and cannot be changed (user guide, "Source identity")."""
    held = call.caller.session.source_identity if call.caller.session else ""
    if held and given not in ("", held):
        raise Invalid("source_identity", accepted="the one that the caller's session has")
    return held or given


def _answer(view: View, agency: Role, made: Changes, token: str) -> AssumeAgencyAnswer:
    session: Session = made.subject
    account = view.account_numbered(agency.account_id)
    return AssumeAgencyAnswer(
        assumed_agency=AssumedAgency(
            urn=session_urn(account, agency.name, session.name), id=f"{agency.id}:{session.name}"
        ),
        credentials=TemporaryKey(
            access_key_id=session.access_key_id,
            secret_access_key=made.secrets[session.access_key_id],
            security_token=token,
            expiration=utc(session.expires_at),
        ),
        source_identity=session.source_identity or UNSET,
    )
