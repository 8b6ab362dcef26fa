"""What a denial says: the open sentence, and the sealed message that STS can decode.

Source: IAM FAQ, "access denied" messages; STS 5.0 DecodeAuthorizationMessage, whose sample shows
``context.user_profile`` and ``failure``. The other members of the message are assumed.
"""

from typing import Any

import msgspec

from tigertally.clouds.huawei.names import caller_urn
from tigertally.model.refusals import Denied

POLICY_TYPES = {
    "identity": "identity-based policy",
    "session": "session policy",
    "trust": "resource-based policy",
}

MESSAGE_BYTES_MAX = 7000
"""So that the sealed message stays below the 10,240 characters that the decoder accepts."""


def evidence(denied: Denied, _now: int) -> bytes:
    """The message to be sealed; what makes it too long is left out, the conditions first."""
    told: dict[str, Any] = {
        "failure": f"{'explicit' if denied.explicit else 'implicit'} deny by {POLICY_TYPES[denied.layer]}",
        "action": denied.action,
        "resource": denied.resource,
        "context": {"user_profile": _profile(denied), "conditions": dict(denied.conditions)},
        "matched_statements": msgspec.to_builtins(denied.evidence),
    }
    if len(msgspec.json.encode(told)) > MESSAGE_BYTES_MAX:
        told["context"]["conditions"] = {}
    if len(msgspec.json.encode(told)) > MESSAGE_BYTES_MAX:
        told["matched_statements"] = []
    return msgspec.json.encode(told)


def _profile(denied: Denied) -> dict[str, str]:
    caller = denied.caller
    return {
        "account_id": caller.account.native_id,
        "principal_urn": caller_urn(caller),
        "principal_id": caller.principal.id,
    }
