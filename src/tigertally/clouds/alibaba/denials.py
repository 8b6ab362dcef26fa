"""What a denial says: the open detail beside the error, and the sealed message that can be decoded.

Source: RAM user guide, "Troubleshoot access denied errors", and RAM 2015-05-01 DecodeDiagnosticMessage.
"""

import msgspec
from msgspec import Struct

from tigertally.model.principals import Caller
from tigertally.model.refusals import Denied, Evidence

KEPT_MS = 24 * 60 * 60 * 1000
"""How long a message can be decoded (assumed: the page gives EncodedMessageExpire without a time)."""

POLICY_TYPES = {
    "identity": "AccountLevelIdentityBasedPolicy",
    "resource_group": "ResourceGroupLevelIdentityBasedPolicy",
    "session": "SessionPolicy",
    "trust": "AssumeRolePolicy",
}

ENTITY_TYPES = {"user": "RamUser", "group": "RamGroup", "role": "RamRole"}


class Principal(Struct, frozen=True, rename="pascal"):
    """Who was denied: a user by id, a role as ``name:session``."""

    auth_principal_type: str
    auth_principal_owner_id: str
    auth_principal_display_name: str


class Condition(Struct, frozen=True, rename="pascal"):
    """One condition key and what it held."""

    condition_key: str
    condition_values: list[str]


class MatchedPolicy(Struct, frozen=True, rename="pascal"):
    """One policy whose statement made the decision."""

    effect: str
    policy_identifier: str
    policy_type: str
    policy_version: str
    attached_entity_type: str
    attached_scope: str


class Diagnosis(Struct, frozen=True, rename="pascal"):
    """The decoded message, in the shape of DecodeDiagnosticMessage."""

    explicit_deny: bool
    no_permission_policy_type: str
    auth_action: str
    auth_resource: str
    auth_principal: Principal
    auth_conditions: list[Condition]
    matched_policies: list[MatchedPolicy]


class Sealed(Struct, frozen=True):
    """What is sealed: the diagnosis and until when it may be read."""

    until: int
    diagnosis: Diagnosis


def shown(denied: Denied, sealed: str) -> dict[str, str]:
    """AccessDeniedDetail, as it stands beside the error."""
    principal: dict[str, str] = msgspec.to_builtins(principal_of(denied.caller))
    return {
        "PolicyType": POLICY_TYPES[denied.layer],
        "AuthAction": denied.action,
        **principal,
        "NoPermissionType": "ExplicitDeny" if denied.explicit else "ImplicitDeny",
        "EncodedDiagnosticMessage": sealed,
    }


def evidence(denied: Denied, now: int) -> bytes:
    """The message to be sealed."""
    diagnosis = Diagnosis(
        explicit_deny=denied.explicit,
        no_permission_policy_type=POLICY_TYPES[denied.layer],
        auth_action=denied.action,
        auth_resource=denied.resource,
        auth_principal=principal_of(denied.caller),
        auth_conditions=[Condition(key, list(values)) for key, values in denied.conditions],
        matched_policies=[_matched(one) for one in denied.evidence],
    )
    return msgspec.json.encode(Sealed(until=now + KEPT_MS, diagnosis=diagnosis))


def principal_of(caller: Caller) -> Principal:
    """The caller as a denial names it; the root user is shown as its account."""
    session = caller.session
    return Principal(
        auth_principal_type="AssumedRoleUser" if session else "SubUser",
        auth_principal_owner_id=caller.account.native_id,
        auth_principal_display_name=(
            f"{caller.principal.name}:{session.name}" if session else caller.principal.id
        ),
    )


def _matched(one: Evidence) -> MatchedPolicy:
    return MatchedPolicy(
        effect=one.effect,
        policy_identifier=one.policy,
        policy_type=one.policy_type,
        policy_version=one.version,
        attached_entity_type=ENTITY_TYPES.get(one.attached_to_kind, ""),
        attached_scope="ResourceGroup" if one.scope_id else "Account",
    )
