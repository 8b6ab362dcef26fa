"""The condition keys that Huawei Cloud fills from a request: who, from where, when, how, with which tags.

Source: IAM 5.0 user guide, "Global condition keys", and the tables of actions of IAM and STS. Names are
compared without case.
"""

from collections.abc import Mapping
from typing import Any

from tigertally.clouds.huawei import names
from tigertally.clouds.service import Absent, Ask, Call, Operation
from tigertally.model.policies import Policy
from tigertally.model.principals import Caller, Group, Role, User

KEYS = (
    "g:CurrentTime",
    "g:MFAPresent",
    "g:PrincipalAccount",
    "g:PrincipalId",
    "g:PrincipalIsRootUser",
    "g:PrincipalTag/<tag-key>",
    "g:PrincipalType",
    "g:PrincipalUrn",
    "g:RequestTag/<tag-key>",
    "g:ResourceTag/<tag-key>",
    "g:SecureTransport",
    "g:SourceIdentity",
    "g:SourceIp",
    "g:TagKeys",
    "g:TokenIssueTime",
    "g:UserAgent",
    "g:UserId",
    "g:UserName",
    "iam:PolicyURN",
    "iam:ResourceIsRootUser",
    "sts:AgencySessionName",
    "sts:ExternalId",
    "sts:SourceIdentity",
    "sts:TransitiveTagKeys",
)
"""What the server knows; every other key is absent."""

Keys = dict[str, str | tuple[str, ...]]


def context(call: Call, operation: Operation, ask: Ask, values: Mapping[str, Any]) -> Keys:
    """The keys of one question, lower-cased."""
    keys = constant(call.caller) | _session_keys(call.caller) | _request_keys(call)
    if isinstance(ask.thing, User | Role):
        keys |= {f"g:resourcetag/{key.lower()}": text for key, text in ask.thing.tags.items()}
    if isinstance(ask.thing, User):
        keys["iam:resourceisrootuser"] = _said(ask.thing.is_root)
    for key, parameter in operation.keys.items():
        if value := values.get(parameter):
            keys[key.lower()] = _spelled(call, value)
    keys |= _request_tags(values.get(operation.request_tags) or ())
    return keys


def _request_keys(call: Call) -> Keys:
    keys: Keys = {
        "g:currenttime": names.utc(call.now),
        "g:securetransport": _said(call.request.secure),
        "g:sourceip": call.request.client_address,
    }
    if agent := call.request.header("user-agent"):
        keys["g:useragent"] = agent
    return keys


def constant(caller: Caller) -> Keys:
    """The keys that are the same in every request of a caller, lower-cased; a session's own are none."""
    keys: Keys = {
        "g:principalaccount": caller.account.native_id,
        "g:principalisrootuser": _said(caller.is_root),
    }
    if isinstance(caller.principal, Role):
        return keys | {"g:principaltype": "AssumedAgency"}
    keys |= {f"g:principaltag/{key.lower()}": text for key, text in caller.principal.tags.items()}
    return keys | {
        "g:principalid": caller.principal.id,
        "g:principaltype": "User",
        "g:principalurn": names.caller_urn(caller),
        "g:userid": caller.principal.id,
        "g:username": caller.principal.name,
    }


def _session_keys(caller: Caller) -> Keys:
    """What a session adds: it has a name, a time and perhaps tags of its own."""
    session = caller.session
    keys: Keys = {"g:mfapresent": _said(bool(session and session.mfa))}
    if session is None:
        return keys
    tags = {**caller.principal.tags, **session.tags}
    keys |= {f"g:principaltag/{key.lower()}": text for key, text in tags.items()}
    keys |= {
        "g:principalid": f"{caller.principal.id}:{session.name}",
        "g:principalurn": names.caller_urn(caller),
        "g:tokenissuetime": names.utc(session.created_at),
    }
    return keys | ({"g:sourceidentity": session.source_identity} if session.source_identity else {})


def _request_tags(tags: Any) -> Keys:
    """``tags`` is a list of tags, or of the keys alone where an operation takes tags away."""
    if not tags:
        return {}
    named = [(tag, None) if isinstance(tag, str) else (tag.pair()) for tag in tags]
    keys: Keys = {"g:tagkeys": tuple(key for key, _ in named)}
    return keys | {f"g:requesttag/{key.lower()}": text for key, text in named if text is not None}


def _spelled(call: Call, value: Any) -> str | tuple[str, ...]:
    if isinstance(value, Policy | Role | User | Group | Absent):
        return names.resource(call.caller.account, value)
    return tuple(value) if isinstance(value, list) else str(value)


def _said(flag: bool) -> str:
    return "true" if flag else "false"
