"""How Alibaba Cloud spells what exists: ARNs in policies and answers, ids, times.

Source: RAM user guide, "Policy elements" (Resource), and the samples of the API reference.
"""

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from tigertally.clouds.naming import DIGITS, MIXED, drawn
from tigertally.clouds.service import Absent, Thing
from tigertally.model.accounts import Account
from tigertally.model.policies import Policy
from tigertally.model.principals import Caller, Group, Role, User
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
        case Absent(kind="*"):
            return f"acs:ram:*:{account.native_id}:*"
        case Absent():
            return f"acs:ram:*:{thing.account or account.native_id}:{thing.kind}/{thing.name or '*'}"
        case Account():
            return f"acs:ram:*:{thing.native_id}:*"


def arn(account: str, kind: str, name: str) -> str:
    """The ARN shown in answers."""
    return f"acs:ram::{account}:{kind}/{name}"


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
