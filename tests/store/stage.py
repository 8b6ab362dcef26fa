"""The people and things of the store's tests, and the shortest way to make a change true."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from itertools import count
from typing import Any, TypeVar

from msgspec import structs

from tigertally.model.accounts import SYSTEM, Account
from tigertally.model.attachments import Attachment
from tigertally.model.boundaries import Boundary
from tigertally.model.changes import Added, Change, Changes, Edited
from tigertally.model.credentials import AccessKey, Session
from tigertally.model.organizations import Department, Member, Organization, Target
from tigertally.model.policies import Policy, PolicyVersion
from tigertally.model.principals import Group, Membership, Principal, Role, User
from tigertally.model.resource_groups import ResourceGroup
from tigertally.model.rules import AttachmentLimit, OrganizationRules, Rules
from tigertally.model.view import View
from tigertally.store import Store, Writing

T = TypeVar("T")

NOW = 1_700_000_000_000

FEW = AttachmentLimit(custom=3, system=3, total=3)

LIMITS = OrganizationRules(
    departments=3, depth=2, members=2, control_policies=2, tag_policies=1, attached_control=2, attached_tag=1,
    manager_is_bound=False,
)  # fmt: skip

RULES = Rules(
    users=10, groups=10, roles=10, custom_policies=10, versions_per_policy=5, keys_per_user=2,
    groups_per_user=5, users_per_group=10, tags_per_resource=5,
    attachments_user=FEW, attachments_group=FEW, attachments_role=FEW,
    versions_block_policy_delete=False, joining_twice_is_refused=False, attaching_twice_is_refused=True,
    parting_twice_is_refused=True, deleting_cascades=False, names_ignore_case=True,
    resource_groups=2, resource_group_pending_ms=1000, organization=LIMITS,
)  # fmt: skip

ACCOUNT = Account(account_id=2, cloud="alibaba", native_id="1000000000000002", name="acme", created_at=NOW)
CLOUD = Account(account_id=1, cloud="alibaba", native_id=SYSTEM, name=SYSTEM, created_at=NOW)
OTHER = Account(account_id=3, cloud="huawei", native_id="f" * 32, name="other", created_at=NOW)

_stamped: dict[str, Any] = {"account_id": 2, "created_at": NOW, "updated_at": NOW}
ROOT = User(id="u0", name="acme", is_root=True, **_stamped)
ALICE = User(id="u1", name="Alice", tags={"team": "blue"}, **_stamped)
BOB = User(id="u2", name="Bob", **_stamped)
STAFF = Group(id="g1", name="Staff", **_stamped)
DEPLOY = Role(id="r1", name="Deploy", path="ci/", trust_document="{}", **_stamped)
IN_STAFF = Membership(account_id=2, group_id="g1", user_id="u1", created_at=NOW)
KEY = AccessKey(account_id=2, access_key_id="AK1", user_id="u1", created_at=NOW)
SESSION = Session(
    account_id=2, access_key_id="STS1", role_id="r1", name="build", created_at=NOW,
    expires_at=NOW + 1000, token_sha256="0" * 64, assumed_by="u2",
)  # fmt: skip


def policy(id: str, account: Account = ACCOUNT, path: str = "") -> Policy:
    """A policy with one version to come."""
    return Policy(
        account_id=account.account_id, id=id, name=id.upper(), path=path,
        type="system" if account is CLOUD else "custom", created_at=NOW, updated_at=NOW,
        default_version=1, latest_version=1,
    )  # fmt: skip


def version(of: Policy, number: int = 1, document: str = '{"Version":"1"}') -> PolicyVersion:
    """A version whose digest tells which it is."""
    return PolicyVersion(
        account_id=of.account_id, policy_id=of.id, number=number, document=document,
        sha256=f"{of.id}-{number}", created_at=NOW,
    )  # fmt: skip


def attached(target: Target, to: Policy, scope_id: str = "") -> Attachment:
    """The attachment, account-wide unless told where."""
    return Attachment(
        account_id=target.account_id, target_id=target.id, policy_account_id=to.account_id,
        policy_id=to.id, created_at=NOW, scope_id=scope_id,
    )  # fmt: skip


def bounded(target: Principal, by: Policy) -> Boundary:
    """The boundary."""
    return Boundary(
        account_id=target.account_id, target_id=target.id, policy_account_id=by.account_id, policy_id=by.id,
        created_at=NOW,
    )  # fmt: skip


READ, WRITE, AUDIT = policy("read", CLOUD), policy("write"), policy("audit", path="sec/")
ALICE_READS, STAFF_WRITE = attached(ALICE, READ), attached(STAFF, WRITE)
TEAM = ResourceGroup(account_id=2, id="rg1", name="Team", display_name="The team", created_at=NOW)

FOUNDING: tuple[Change, ...] = tuple(
    Added(what)
    for what in (
        CLOUD, ACCOUNT, OTHER, ROOT, ALICE, BOB, STAFF, DEPLOY, IN_STAFF,
        READ, version(READ), WRITE, version(WRITE), AUDIT, version(AUDIT),
        ALICE_READS, STAFF_WRITE, KEY, SESSION,
    )
)  # fmt: skip
SEALED = {"AK1": b"sealed key", "STS1": b"sealed session"}

OWN = Account(
    account_id=-1, cloud="alibaba", native_id="organization/o1", name="organization o1", created_at=NOW
)
MANAGER = structs.replace(ACCOUNT, organization_id=OWN.account_id)
CAROL = Account(
    account_id=4, cloud="alibaba", native_id="1000000000000004", name="carol", created_at=NOW,
    organization_id=OWN.account_id,
)  # fmt: skip
CAROL_ROOT = User(account_id=4, id="u4", name="carol", created_at=NOW, updated_at=NOW, is_root=True)

_placed: dict[str, Any] = {"account_id": OWN.account_id, "created_at": NOW, "updated_at": NOW}
ACME = Organization(account_id=OWN.account_id, id="o1", manager_id=2, root_id="d0", created_at=NOW)
TOP = Department(id="d0", name="Root", parent_id="", **_placed)
SALES = Department(id="d1", name="Sales", parent_id="d0", **_placed)
SEAT = Member(id=CAROL.native_id, name="Carol", department_id="d1", permission_ids=(1, 2), **_placed)
FULL = structs.replace(policy("full", OWN), type="system", purpose="control")
GUARD = structs.replace(policy("guard", OWN), purpose="control")
LABEL = structs.replace(policy("label", OWN), purpose="tag")

ALLOWING = '{"Version":"1","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["*"]}]}'

ACCOUNTS: tuple[Change, ...] = (Added(OWN), Edited(before=ACCOUNT, after=MANAGER), Added(CAROL))
ORGANIZED: tuple[Change, ...] = tuple(
    Added(what)
    for what in (
        ACME, TOP, SALES, FULL, version(FULL, document=ALLOWING), GUARD, version(GUARD, document=ALLOWING),
        LABEL, version(LABEL, document="{}"), CAROL_ROOT, SEAT,
    )
)  # fmt: skip

Sealed = Mapping[str, bytes]
NOTHING: Sealed = {}

_numbers = count(1)


def commit(
    writing: Writing, *rows: Change, op_id: str, rules: Rules = RULES, sealed: Sealed = NOTHING
) -> str:
    """Make changes true as one call, inside a work."""
    changes = Changes(tuple(rows), sealed=sealed)
    writing.commit(changes, rules=rules, op_id=op_id, actor="root", action="ram:Do", at=NOW)
    return op_id


def submit(
    store: Store, *rows: Change, op_id: str = "", rules: Rules = RULES, sealed: Sealed = NOTHING
) -> Future[str]:
    """Make changes true as one call, without waiting for it."""
    op_id = op_id or f"op-{next(_numbers)}"
    account_id = rows[0].what.account_id if rows else ACCOUNT.account_id
    return store.write(
        lambda writing: commit(writing, *rows, op_id=op_id, rules=rules, sealed=sealed), op_id, account_id
    )


def do(store: Store, *rows: Change, rules: Rules = RULES, sealed: Sealed = NOTHING) -> str:
    """Make changes true as one call, and wait until they are durable."""
    return submit(store, *rows, rules=rules, sealed=sealed).result(timeout=30)


def see(store: Store, look: Callable[[View], T], account: Account = ACCOUNT, rules: Rules = RULES) -> T:
    """What a call of the account sees."""
    return store.read(lambda reading: look(reading.view(account, now=NOW, rules=rules, mint=str.upper)))


def undo(store: Store, *rows: Change) -> str:
    """Take changes back."""
    return do(store, *(row.inverse for row in reversed(rows)))


def renamed(user: User, name: str) -> User:
    """The same user under another name."""
    return structs.replace(user, name=name)
