"""How Tencent Cloud spells what exists: resources in policies, ids, times.

Sources: CAM, "Resource description method" (598/10606) and "Access keys", and the samples of CAM 2019-01-16
and STS 2018-08-13. Ids are whole numbers there and their digits in the model; a user has two of them, and an
account's owner has the account's.
"""

import base64
import string
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from tigertally.clouds.naming import DIGITS, MIXED, drawn
from tigertally.clouds.service import Absent, Thing
from tigertally.model.accounts import Account
from tigertally.model.organizations import Department, Member, Organization
from tigertally.model.policies import Policy
from tigertally.model.principals import Caller, Group, Role, User
from tigertally.model.resource_groups import ResourceGroup
from tigertally.policy.request import Kind, Who

BEIJING = timezone(timedelta(hours=8))
"""The zone of times without one (assumed)."""

UIN_HEAD = "1000"


def resource(account: Account, thing: Thing) -> str:
    """The name by which a permission is asked for; ``*`` for what is authorised as an operation only.

    Source: CAM, "Resource-level permissions" (598/69872): of CAM and STS only access keys and the assuming of
    roles are authorised on a resource.
    """
    owner = f"qcs::cam::uin/{account.native_id}"
    match thing:
        case User():
            return f"{owner}:uin/{uin(account, thing)}"
        case Group():
            return f"{owner}:groupid/{thing.id}"
        case Role():
            return f"{owner}:roleName/{thing.name}"
        case Policy():
            return f"{owner}:policyid/{thing.id}"
        case Absent(kind="*"):
            return "*"
        case Absent():
            kind = {"user": "uin", "role": "roleName"}[thing.kind]
            return f"qcs::cam::uin/{thing.account or account.native_id}:{kind}/{thing.name or '*'}"
        case Account():
            return f"qcs::cam::uin/{thing.native_id}:root"
        case ResourceGroup() | Organization() | Department() | Member():
            raise LookupError(f"no permission of Tencent Cloud is asked for on a {thing.kind}")


def role_arn(account: str, name: str) -> str:
    """The name of a role, as RoleArn shows and takes it."""
    return f"qcs::cam::uin/{account}:roleName/{name}"


def who(caller: Caller) -> Who:
    """The caller as the principal element of a trust policy names it."""
    account = caller.account.native_id
    kind: Kind = "root" if caller.is_root else caller.principal.kind
    urn = f"qcs::cam::uin/{account}:root" if caller.is_root else resource(caller.account, caller.principal)
    return Who(account_id=account, kind=kind, name=caller.principal.name, urn=urn)


def uin(account: Account, user: User) -> str:
    """A user's uin; the owner's is the account's."""
    return account.native_id if user.is_root else user.id


def caller_uin(caller: Caller) -> str:
    """The uin that stands behind a call; a role has none of its own, so the account's."""
    principal = caller.principal
    return uin(caller.account, principal) if isinstance(principal, User) else caller.account.native_id


def caller_arn(caller: Caller) -> str:
    """The caller's name as STS GetCallerIdentity shows it."""
    account = caller.account.native_id
    if caller.session:
        return f"qcs::sts:{account}:assumed-role/{caller.principal.id}"
    return f"qcs::cam:uin/{account}:uin/{caller_uin(caller)}"


def uid(user: User) -> int:
    """A user's other number, taken from the uin so that the one is known when the other is."""
    return int(user.id.removeprefix(UIN_HEAD))


def uin_of(uid: int) -> str:
    """The uin of a uid."""
    return f"{UIN_HEAD}{uid:08}"


def app_id(uin: str) -> str:
    """The APPID of an account, taken from its uin so that the one is known when the other is."""
    return "125" + uin[-7:]


def local(milliseconds: int) -> str:
    """``2019-07-10 11:32:56``."""
    return datetime.fromtimestamp(milliseconds // 1000, BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def utc(milliseconds: int) -> str:
    """``2019-08-09T10:31:47Z``."""
    return datetime.fromtimestamp(milliseconds // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def mint(kind: str, random: Callable[[int], bytes]) -> str:
    """A fresh id of a kind, of the length and alphabet that the samples show."""
    match kind:
        case "request":
            return str(UUID(bytes=random(16), version=4))
        case "access_key":
            return "AKID" + drawn(32, MIXED, random)
        case "session":
            return "AKID" + drawn(60, MIXED + "-_", random)
        case "secret":
            return drawn(32, MIXED, random)
        case "token":
            return base64.urlsafe_b64encode(random(96)).decode()
        case "group":
            return drawn(1, string.digits[1:], random) + drawn(6, DIGITS, random)
        case "policy":
            return "1" + drawn(8, DIGITS, random)
        case "role":
            return "46116860184" + drawn(8, DIGITS, random)
        case "organization" | "department":
            return "8" + drawn(7, DIGITS, random)
        case _:
            return UIN_HEAD + drawn(8, DIGITS, random)


def credentials(account: str, key: str, secret: str) -> dict[str, str]:
    """An account and its root key as they are handed out."""
    return {"uin": account, "app_id": app_id(account), "secret_id": key, "secret_key": secret}
