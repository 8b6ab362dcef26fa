"""The condition keys that Alibaba Cloud fills from a request: who, from where, when, how, with which tags.

Source: RAM user guide, "Condition keys". Names are compared without case. A client's own ``SourceIp`` and
``SecureTransport`` parameters are ignored: only what the server itself sees counts.
"""

from collections.abc import Mapping
from typing import Any

from tigertally.clouds.alibaba import names
from tigertally.clouds.service import Ask, Call, Operation
from tigertally.model.policies import Policy
from tigertally.model.principals import Caller, Role
from tigertally.model.resource_groups import ResourceGroup

KEYS = (
    "acs:CurrentTime",
    "acs:MFAPresent",
    "acs:PrincipalARN",
    "acs:RequestTag/<tag-key>",
    "acs:ResourceTag/<tag-key>",
    "acs:SecureTransport",
    "acs:SourceIp",
)
"""What the server knows; every other key is absent."""


def context(
    call: Call, operation: Operation, ask: Ask, values: Mapping[str, Any]
) -> dict[str, str | tuple[str, ...]]:
    """The keys of one question, lower-cased."""
    keys: dict[str, str | tuple[str, ...]] = {
        **constant(call.caller),
        "acs:currenttime": names.utc(call.now),
        "acs:mfapresent": "true" if call.caller.session and call.caller.session.mfa else "false",
        "acs:securetransport": "true" if call.request.secure else "false",
        "acs:sourceip": call.request.client_address,
    }
    for key, text in _resource_tags(ask).items():
        keys[f"acs:resourcetag/{key.lower()}"] = text
    for tag in values.get(operation.request_tags) or ():
        keys[f"acs:requesttag/{tag.key.lower()}"] = tag.value
    for key, parameter in operation.keys.items():
        if value := values.get(parameter):
            keys[key.lower()] = str(value)
    return keys


def constant(caller: Caller) -> dict[str, str | tuple[str, ...]]:
    """The keys that are the same in every request of a caller, lower-cased."""
    return {"acs:principalarn": names.who(caller).urn}


def _resource_tags(ask: Ask) -> Mapping[str, str]:
    return ask.thing.tags if isinstance(ask.thing, Role | Policy | ResourceGroup) else {}
