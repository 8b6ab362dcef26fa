"""A plausible call of any operation, made from its fields: samples by name, else what its rules accept."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import msgspec

from tests.server.house import Grounds, House
from tigertally.clouds import CLOUDS
from tigertally.clouds.cloud import Cloud
from tigertally.clouds.fields import Field, Rule
from tigertally.clouds.service import Operation
from tigertally.model.refusals import Refusal

OPERATIONS: tuple[tuple[Cloud, Operation], ...] = tuple(
    (cloud, operation)
    for cloud in CLOUDS
    for service in cloud.services
    for operation in service.operations.values()
)
"""The whole registry."""


def named(pair: tuple[Cloud, Operation]) -> str:
    """``huawei-iam-CreateUserV5``, to be read in a test's name."""
    cloud, operation = pair
    return f"{cloud.name}-{operation.service.name}-{operation.name}"


IDS = [named(pair) for pair in OPERATIONS]

MAKES = re.compile(r"Create(?:User|Group|ResourceGroup|Role|Policy|Agency)(?:V5)?|AddUser").fullmatch
WANTS_IDLE = re.compile(
    r"Attach\w+|AddUser\w+|Delete(?:User|Group|ResourceGroup|Role|Policy|Agency)(?:V5)?"
).fullmatch
NAMES_A_GROUP = re.compile(r"(?:Get|Update|Delete)ResourceGroup").fullmatch


def state_for(operation: Operation) -> str:
    """Which of the house's things the call should be about, so that it can be done."""
    return "new" if MAKES(operation.name) else "idle" if WANTS_IDLE(operation.name) else "busy"


def wish(
    house: House, operation: Operation, *, message: str = "none", whole: bool = False
) -> dict[str, object]:
    """Parameters by wire name: those that are required, or all of them."""
    samples = samples_of(house, operation, message)
    return {
        field.wire: value_for(field, samples)
        for field in operation.fields
        if whole or field.required or field.name in samples.always
    }


class Samples(msgspec.Struct):
    """Values by the parameter's name in Python; ``always`` are given although they may be left out."""

    values: dict[str, object]
    always: frozenset[str]


def samples_of(house: House, operation: Operation, message: str) -> Samples:
    """What names something in the house, or must be of a form."""
    state, account = state_for(operation), house.account.native_id
    if operation.service.name == "organization":
        return _organization_samples(house, operation)
    if house.cloud.name == "tencent":
        return _tencent_samples(house, operation, state)
    agency = "classic" if operation.name == "DeleteAgency" else state
    values: dict[str, object] = {
        **{f"{kind}_name": state for kind in ("user", "group", "role", "policy", "agency")},
        **{f"{kind}_id": house.ids.get((state, kind), "none") for kind in ("user", "group", "policy")},
        "agency_id": house.ids.get((agency, "role"), "none"),
        "access_key_id": house.busy.id,
        "agency": {"name": "new", "trust_domain_id": account},
        "agency_urn": f"iam::{account}:agency:busy",
        "assume_role_policy_document": house.trust,
        "encoded_diagnostic_message": message,
        "encoded_message": message,
        "name": state,
        "new_assume_role_policy_document": house.trust,
        "policy": house.identity,
        "policy_document": house.identity,
        "policy_type": "custom" if house.cloud.name == "huawei" else "Custom",
        "principal_name": f"{state}@{account}.onaliyun.com",
        "principal_type": "IMSUser",
        "resource_group_id": house.ids["idle", "resource_group"]
        if NAMES_A_GROUP(operation.name)
        else account,
        "resource_id": house.ids["busy", "role"],
        "resource_names": ["busy"],
        "resource_type": "agency" if house.cloud.name == "huawei" else "role",
        "role_arn": f"acs:ram::{account}:role/busy",
        "trust_policy": house.trust,
        "user_access_key_id": house.busy.id,
        "version_id": "v2",
    }
    return Samples(values, frozenset({"user_name"} if "AccessKey" in operation.name else ()))


TRUSTING = ("CreateRole", "UpdateAssumeRolePolicy")
SELECTORS = frozenset({"role_name", "attach_role_name", "detach_role_name", "sub_uin"})
"""Parameters of which Tencent Cloud wants one of two."""


def _tencent_samples(house: House, operation: Operation, state: str) -> Samples:
    """The same in the words of CAM: ids are numbers, and a PolicyDocument may be a trust policy."""
    id_of = {kind: house.ids.get((state, kind), "7") for kind in ("user", "group", "role", "policy")}
    values: dict[str, object] = {
        **dict.fromkeys(("attach_uin", "detach_uin", "target_uin", "sub_uin"), id_of["user"]),
        **dict.fromkeys(("attach_group_id", "detach_group_id", "target_group_id"), id_of["group"]),
        **{f"{kind}_id": id_of[kind] for kind in ("group", "role", "policy")},
        **{f"{kind}_name": state for kind in ("group", "role", "policy", "attach_role", "detach_role")},
        "access_key_id": house.busy.id,
        "country_code": "86",
        "phone_num": "13800000000",
        "filter_sub_account_uin": [id_of["user"]],
        "info": [{"GroupId": int(id_of["group"]), "Uin": int(id_of["user"])}],
        "name": state,
        "policy": house.identity,
        "policy_document": house.trust if operation.name in TRUSTING else house.identity,
        "role_arn": f"qcs::cam::uin/{house.account.native_id}:roleName/busy",
        "version_id": "2",
    }
    needed = SELECTORS | ({"target_uin"} if "AccessKey" in operation.name else set())
    by_id = (
        {"policy_id"} if operation.name in ("AttachRolePolicy", "DetachRolePolicy", "UpdatePolicy") else set()
    )
    return Samples(values, frozenset(needed | by_id))


def grounds_for(operation: Operation) -> Grounds:
    """What the account must have of an organization, so that the call can be done."""
    if operation.name == "CreateOrganization":
        return "none"
    return "bare" if operation.name in ("DeleteOrganization", "EnablePolicyType") else "full"


NEEDS_NOTHING_IN_IT = ("AttachPolicy", "DeletePolicy", "DeleteOrganizationNodes")


def _organization_samples(house: House, operation: Operation) -> Samples:
    """The same in the words of Organization: places and policies are numbers."""
    state = "idle" if operation.name in NEEDS_NOTHING_IN_IT else "busy"
    id_of = {
        kind: house.ids.get((state, kind), "7")
        for kind in ("organization", "department", "member", "control_policy")
    }
    values: dict[str, object] = {
        **dict.fromkeys(("node_id", "parent_node_id", "target_id"), id_of["department"]),
        "member_uin": id_of["member"],
        "organization_id": house.ids.get(("busy", "organization"), "7"),
        "policy_id": id_of["control_policy"],
        "permission_ids": [1, 2],
        "content": house.identity,
        "name": "new",
        "account_name": "new",
        "pay_uin": "",
    }
    return Samples(values, frozenset({"name"} if operation.name.startswith("Update") else ()))


def value_for(field: Field, samples: Samples) -> object:
    """The first value that the field accepts: its sample, else one of its rules' own, else a common one."""
    for value in _candidates(field, samples):
        try:
            field.checked(value)
        except Refusal:
            continue
        return value
    raise LookupError(f"no sample for {field.wire}: add one to samples_of")


COMMON: tuple[object, ...] = ("text", "text/", "busy", "a@b", "86-123456", 1, True, ["k"], [], {})


def _candidates(field: Field, samples: Samples) -> Iterator[object]:
    if field.name in samples.values:
        yield samples.values[field.name]
        yield [samples.values[field.name]]
    for rule in field.rules:
        if isinstance(rule, Rule):
            yield from rule.accepted.split(" or ")
            yield from (int(number) for number in re.findall(r"\d+", rule.accepted))
    if struct := _listed_struct(field.type):
        yield [{one.encode_name: "k" for one in msgspec.structs.fields(struct)}]
    yield from COMMON


def _listed_struct(kind: Any) -> Any:
    """``Tag`` of ``list[Tag] | None``."""
    for inner in get_args(kind):
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            return inner
        if found := _listed_struct(inner):
            return found
    return None


def is_open(operation: Operation) -> bool:
    """Whether every signed caller may call it."""
    return operation.is_open
