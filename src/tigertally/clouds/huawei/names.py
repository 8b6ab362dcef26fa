"""How Huawei Cloud spells what exists: URNs in policies and answers, ids, times.

Source: IAM 5.0 user guide, "Policy elements" (Resource: ``service:region:account:type:path``).
"""

from collections.abc import Callable
from datetime import UTC, datetime

from tigertally.clouds.naming import CAPITALS, MIXED, drawn
from tigertally.clouds.service import Absent, Thing
from tigertally.model.accounts import Account
from tigertally.model.organizations import Department, Member, Organization
from tigertally.model.policies import Policy
from tigertally.model.principals import Caller, Group, Role, User
from tigertally.model.resource_groups import ResourceGroup
from tigertally.policy.request import Kind, Who

TYPES = {"role": "agency"}
"""Where the model's word for a kind is not Huawei's."""


def resource(account: Account, thing: Thing) -> str:
    """The URN by which a permission is asked for; what is absent goes by the name asked for, else ``*``."""
    match thing:
        case Policy():
            owner = "system" if thing.type == "system" else account.native_id
            return f"iam::{owner}:policy:{thing.path}{thing.name}"
        case Role():
            return f"iam::{account.native_id}:agency:{thing.path}{thing.name}"
        case User(is_root=True):
            return f"iam::{account.native_id}:root"
        case User() | Group():
            return f"iam::{account.native_id}:{thing.kind}:{thing.name}"
        case Absent():
            kind = TYPES.get(thing.kind, thing.kind)
            return f"iam::{thing.account or account.native_id}:{kind}:{thing.name or '*'}"
        case Account():
            return f"iam::{thing.native_id}:root"
        case ResourceGroup() | Organization() | Department() | Member():
            raise LookupError(f"no permission of Huawei Cloud is asked for on a {thing.kind} here")


def caller_urn(caller: Caller) -> str:
    """The caller's URN: root, user, or a session of an agency."""
    account = caller.account
    if session := caller.session:
        return session_urn(account, caller.principal.name, session.name)
    return resource(account, caller.principal)


def session_urn(account: Account, agency: str, session: str) -> str:
    """``sts::<account>:assumed-agency:<agency>/<session>``."""
    return f"sts::{account.native_id}:assumed-agency:{agency}/{session}"


def who(caller: Caller) -> Who:
    """The caller as the Principal element of a trust policy names it."""
    principal = caller.principal
    kind: Kind = "root" if caller.is_root else "role" if isinstance(principal, Role) else "user"
    path = principal.path if isinstance(principal, Role) else ""
    return Who(
        account_id=caller.account.native_id, kind=kind, name=path + principal.name, urn=caller_urn(caller)
    )


def utc(milliseconds: int) -> str:
    """``2023-09-25T07:49:11.582Z``."""
    whole = datetime.fromtimestamp(milliseconds // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{whole}.{milliseconds % 1000:03d}Z"


def stamp(seconds: int) -> str:
    """``20211217T064303Z``, as the gateway writes times of signatures."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y%m%dT%H%M%SZ")


def version_id(number: int) -> str:
    """``v1``."""
    return f"v{number}"


def mint(kind: str, random: Callable[[int], bytes]) -> str:
    """A fresh id of a kind, of the length and alphabet that the samples show."""
    match kind:
        case "access_key":
            return "HPUA" + drawn(16, CAPITALS, random)
        case "session":
            return "HST" + drawn(17, CAPITALS, random)
        case "secret":
            return drawn(40, MIXED, random)
        case "token":
            return "ggp" + drawn(125, MIXED, random)
        case _:
            return random(16).hex()


def credentials(account: str, key: str, secret: str) -> dict[str, str]:
    """An account and its root key as they are handed out."""
    return {"account_id": account, "access_key": key, "secret_key": secret}
