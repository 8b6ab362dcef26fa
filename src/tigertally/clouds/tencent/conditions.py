"""The condition keys that Tencent Cloud fills from a request: who, from where, when, with which tags.

Source: CAM, "Condition keys" (598/10608) and the documents of preset policies. Only what the server itself
sees counts. ``qcs:app_id`` is not documented as a key: it is what ``${app_id}`` stands for.
"""

from collections.abc import Mapping
from typing import Any

from tigertally.clouds.service import Ask, Call, Operation
from tigertally.clouds.tencent import names
from tigertally.model.policies import Policy
from tigertally.model.principals import Caller, Role, User
from tigertally.policy.languages.derived import derived

KEYS = (
    "qcs:app_id",
    "qcs:current_time",
    "qcs:except_cam_finance",
    "qcs:ip",
    "qcs:owner_uin",
    "qcs:read_only_action",
    "qcs:request_tag",
    "qcs:resource_tag",
    "qcs:uin",
)
"""What the server knows; every other key is absent."""


def context(
    call: Call, operation: Operation, ask: Ask, values: Mapping[str, Any]
) -> dict[str, str | tuple[str, ...]]:
    """The keys of one question."""
    keys: dict[str, str | tuple[str, ...]] = {
        **constant(call.caller),
        "qcs:current_time": names.utc(call.now),
        "qcs:ip": call.request.client_address,
        **derived(ask.action),
    }
    if held := _tags(ask):
        keys["qcs:resource_tag"] = _spelled(held)
        keys |= {f"qcs:resource_tag/{key}": value for key, value in held.items()}
    if asked := {tag.key: tag.value for tag in values.get(operation.request_tags) or ()}:
        keys["qcs:request_tag"] = _spelled(asked)
        keys |= {f"qcs:request_tag/{key}": value for key, value in asked.items()}
    return keys


def constant(caller: Caller) -> dict[str, str | tuple[str, ...]]:
    """The keys that are the same in every request of a caller."""
    owner = caller.account.native_id
    return {
        "qcs:app_id": names.app_id(owner),
        "qcs:owner_uin": owner,
        "qcs:uin": names.caller_uin(caller),
    }


def _tags(ask: Ask) -> Mapping[str, str]:
    return ask.thing.tags if isinstance(ask.thing, User | Role | Policy) else {}


def _spelled(tags: Mapping[str, str]) -> tuple[str, ...]:
    """``key&value``, once for each tag."""
    return tuple(f"{key}&{value}" for key, value in tags.items())
