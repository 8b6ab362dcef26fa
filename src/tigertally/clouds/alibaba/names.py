"""How Alibaba Cloud spells what exists: ARNs in policies and answers, ids, times.

Source: RAM user guide, "Policy elements" (Resource), and the samples of the API reference.
"""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from tigertally.clouds.naming import DIGITS, MIXED, drawn
from tigertally.clouds.service import Absent, Thing
from tigertally.model.accounts import Account
from tigertally.model.organizations import Department, Member, Organization
from tigertally.model.policies import Policy
from tigertally.model.principals import Caller, Group, PrincipalKind, Role, User
from tigertally.model.resource_groups import ResourceGroup
from tigertally.policy.request import Kind, Who


def resource(account: Account, thing: Thing) -> str:
    """The ARN by which a permission is asked for: region ``*``, system policies under ``system``.

    Source: the "Resource" tables of RAM's API pages. What is absent goes by the name asked for.
    """
    match thing:
        case Policy():
            owner = "system" if thing.type == "system" else account.native_id
            return f"acs:ram:*:{owner}:policy/{thing.name}"
        case User() | Group() | Role():
            return f"acs:ram:*:{account.native_id}:{thing.kind}/{thing.name}"
        case ResourceGroup():
            return f"acs:ram:*:{account.native_id}:resourcegroup/{thing.id}"
        case Absent(kind="resource_group"):
            return f"acs:ram:*:{account.native_id}:resourcegroup/{thing.key or '*'}"
        case Absent(kind="*"):
            return f"acs:ram:*:{account.native_id}:*"
        case Absent():
            return f"acs:ram:*:{thing.account or account.native_id}:{thing.kind}/{thing.name or '*'}"
        case Account():
            return f"acs:ram:*:{thing.native_id}:*"
        case Organization() | Department() | Member():
            raise LookupError(f"no permission of Alibaba Cloud is asked for on a {thing.kind} here")


def arn(account: str, kind: str, name: str) -> str:
    """The ARN shown in answers."""
    return f"acs:ram::{account}:{kind}/{name}"


DOMAINS: dict[PrincipalKind, str] = {
    "user": "{account}.onaliyun.com",
    "group": "group.{account}.onaliyun.com",
    "role": "role.{account}.onaliyunservice.com",
}
"""Where Resource Management finds principals; an account without an alias goes by its id."""


def principal_name(account: str, kind: PrincipalKind, name: str) -> str:
    """``alice@1234567890123456.onaliyun.com``."""
    return f"{name}@{DOMAINS[kind].format(account=account)}"


def bare_name(account: str, kind: PrincipalKind, principal_name: str) -> str:
    """The name before the domain of that kind; ``""`` when it is of another domain, or of none."""
    name, _, domain = principal_name.rpartition("@")
    return name if domain.lower() == DOMAINS[kind].format(account=account).lower() else ""


def caller_arn(caller: Caller) -> str:
    """The caller's ARN as STS GetCallerIdentity shows it."""
    account = caller.account.native_id
    if caller.is_root:
        return f"acs:ram::{account}:root"
    if session := caller.session:
        return f"acs:ram::{account}:assumed-role/{caller.principal.name}/{session.name}"
    return arn(account, "user", caller.principal.name)


def who(caller: Caller) -> Who:
    """The caller as the Principal element of a trust policy names it."""
    account = caller.account.native_id
    kind: Kind = "root" if caller.is_root else caller.principal.kind
    urn = f"acs:ram::{account}:root" if caller.is_root else arn(account, kind, caller.principal.name)
    return Who(account_id=account, kind=kind, name=caller.principal.name, urn=urn)


def utc(milliseconds: int) -> str:
    """``2015-01-23T12:33:18Z``."""
    return datetime.fromtimestamp(milliseconds // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


CHINA = timezone(timedelta(hours=8))


def beijing(milliseconds: int) -> str:
    """``2021-06-05T14:39:13+08:00``, as resource groups tell their date of creation."""
    return datetime.fromtimestamp(milliseconds // 1000, CHINA).isoformat()


def version_id(number: int) -> str:
    """``v1``."""
    return f"v{number}"


def mint(kind: str, random: Callable[[int], bytes]) -> str:
    """A fresh id of a kind, of the length and alphabet that the samples show."""
    match kind:
        case "request":
            return str(UUID(bytes=random(16), version=4)).upper()
        case "account":
            return "1" + drawn(15, DIGITS, random)
        case "user" | "role":
            return "2" + drawn(17, DIGITS, random)
        case "group":
            return "g-" + drawn(16, MIXED, random)
        case "resource_group":
            return "rg-" + drawn(15, MIXED, random)
        case "access_key":
            return "LTAI5t" + drawn(18, MIXED, random)
        case "session":
            return "STS.N" + drawn(23, MIXED, random)
        case "secret":
            return drawn(30, MIXED, random)
        case "token":
            return "CAIS" + base64.b64encode(random(48)).decode()
        case _:
            return f"{kind}-" + drawn(16, MIXED, random)


def credentials(account: str, key: str, secret: str) -> dict[str, str]:
    """An account and its root key as they are handed out."""
    return {"account_id": account, "access_key_id": key, "access_key_secret": secret}
