"""A view is the ledger as one call sees it: one account's door, one moment, one set of rules.

Verbs and operations read through this protocol and nothing else, so they run alike on a snapshot, inside
the writer's transaction, and in a test. Lists come in the order of creation, a page at a time where one
can be long: ``after`` is the id of the last thing already seen, ``limit`` the most to return.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol, TypeVar

from tigertally.model.accounts import Account
from tigertally.model.attachments import ACCOUNT_WIDE, Attachment
from tigertally.model.boundaries import Boundary
from tigertally.model.credentials import AccessKey, Credential
from tigertally.model.organizations import Department, Member, Organization, Target
from tigertally.model.policies import Policy, PolicyVersion
from tigertally.model.principals import Caller, Group, Membership, Principal, PrincipalKind, Role, User
from tigertally.model.resource_groups import ResourceGroup
from tigertally.model.rules import Rules

T = TypeVar("T")


class Bearing(NamedTuple):
    """A policy that bears on a principal, and through whom: itself, or a group it belongs to."""

    attachment: Attachment
    policy: Policy
    sha256: str
    through: Principal


class Attached(NamedTuple):
    """An attachment with both its ends."""

    attachment: Attachment
    policy: Policy
    target: Principal


class Wanted(NamedTuple):
    """Which attachments of an account are asked for; what is left as it is does not choose.

    ``scope_id`` is None for every scope, ``policy_account_id`` 0 for every owner of policies.
    """

    scope_id: str | None = None
    policy_account_id: int = 0
    policy_name: str = ""
    target_kind: PrincipalKind | Literal[""] = ""
    target_name: str = ""


class Basis(Protocol):
    """What a decision reads of the ledger: enough to tell everything that bears on a caller."""

    @property
    def account(self) -> Account:
        """The account that the call works in: the caller's own."""

    @property
    def system(self) -> Account:
        """The system account of the same cloud."""

    @property
    def rules(self) -> Rules:
        """The rules of the account's cloud."""

    def account_numbered(self, account_id: int) -> Account:
        """An account that something in the ledger belongs to."""

    def policy(self, account_id: int, id: str) -> Policy | None:
        """A policy by id."""

    def policy_version(self, policy: Policy, number: int) -> PolicyVersion | None:
        """One version of a policy."""

    def bearings(self, principal: Principal, scope_id: str = ACCOUNT_WIDE) -> list[Bearing]:
        """Every policy that bears on the principal, account-wide or in the scope: attached to it, or to a
        group it belongs to.
        """

    def boundary_of(self, target: Principal) -> tuple[Boundary, Policy] | None:
        """What bounds the principal, and the policy that says so."""

    def organization_of(self, account: Account) -> Organization | None:
        """The organization that an account belongs to, as its manager's or a member's."""

    def department(self, organization: Organization, id: str) -> Department | None:
        """A department by id."""

    def member(self, organization: Organization, id: str) -> Member | None:
        """A member by the native id of its account."""

    def counting(self, target: Department | Member) -> list[tuple[Policy, str]]:
        """The policies attached to a department or a member itself, each with the digest of what counts."""

    def remembered(self, principal: User | Role, scope_id: str, make: Callable[[], T]) -> T:
        """What ``make`` gives, or gave before and would again: it may read what bears on the principal, in
        the account and in the scope, and nothing else.
        """


class View(Basis, Protocol):
    """What can be read. ``None`` means that there is no such thing."""

    @property
    def now(self) -> int:
        """The moment of the call."""

    def at(self, account: Account) -> "View":
        """The same moment through another account's door."""

    def mint(self, kind: str) -> str:
        """A fresh id, spelled as the cloud spells ids of that kind."""

    def new_account_id(self) -> int:
        """A number that no account has."""

    def new_organization_id(self) -> int:
        """A number below zero that no organization has."""

    def account_called(self, native_id: str) -> Account | None:
        """An account of the same cloud by its native id."""

    def caller(self, access_key_id: str) -> Caller | None:
        """Whom a key stands for; None when the key or its principal is gone."""

    def principal(self, account_id: int, id: str) -> Principal | None:
        """A user, group or role by id."""

    def principal_named(self, account_id: int, kind: PrincipalKind, name: str) -> Principal | None:
        """A user (the root user apart), group or role by name, as the cloud's rules compare names."""

    def users(self, account_id: int, after: str = "", limit: int = 1000) -> list[User]:
        """The users, the root user among them."""

    def groups(self, account_id: int, after: str = "", limit: int = 1000) -> list[Group]:
        """The groups."""

    def roles(self, account_id: int, path_prefix: str = "", after: str = "", limit: int = 1000) -> list[Role]:
        """The roles whose path begins with the prefix."""

    def count(self, account_id: int, kind: str) -> int:
        """How many users (the root user apart), groups, roles or policies the account has."""

    def groups_of(self, user: User) -> list[tuple[Membership, Group]]:
        """The groups a user belongs to."""

    def members_of(self, group: Group, after: str = "", limit: int = 1000) -> list[tuple[Membership, User]]:
        """The users that belong to a group."""

    def membership(self, group: Group, user: User) -> Membership | None:
        """The fact that the user belongs to the group."""

    def policy_named(self, account_id: int, name: str) -> Policy | None:
        """A policy by name, as the cloud's rules compare names."""

    def policies(
        self, account_ids: tuple[int, ...], path_prefix: str = "", after: str = "", limit: int = 1000
    ) -> list[Policy]:
        """The policies of the accounts (the system account is one) whose path begins with the prefix."""

    def policy_versions(self, policy: Policy) -> list[PolicyVersion]:
        """All versions, the newest first."""

    def attachment(self, target: Target, policy: Policy, scope_id: str = ACCOUNT_WIDE) -> Attachment | None:
        """The attachment of the policy to the target in one scope."""

    def attachments_of(self, target: Target) -> list[tuple[Attachment, Policy]]:
        """What is attached to the target itself in any scope, the oldest first."""

    def attachments(
        self, account_id: int, wanted: Wanted, offset: int = 0, limit: int = 1000
    ) -> list[Attached]:
        """The attachments of the account that are wanted, the oldest first, without the first ``offset``."""

    def attachments_count(self, account_id: int, wanted: Wanted) -> int:
        """How many attachments of the account are wanted."""

    def attached_count(self, account_id: int, policy: Policy) -> int:
        """How often the policy is attached in the account, in any scope."""

    def attached_to(
        self,
        account_id: int,
        policy: Policy,
        kind: PrincipalKind | Literal[""] = "",
        after: str = "",
        limit: int = 1000,
    ) -> list[tuple[Attachment, Principal]]:
        """The principals of the account that carry the policy account-wide, of one kind or of all."""

    def departments(self, organization: Organization) -> list[Department]:
        """The departments, the root first."""

    def members(self, organization: Organization) -> list[Member]:
        """The members, without the manager."""

    def bound_by(self, policy: Policy) -> list[tuple[Attachment, Department | Member]]:
        """The departments and members that a policy of an organization is attached to, the oldest first."""

    def resource_group(self, account_id: int, id: str) -> ResourceGroup | None:
        """A resource group by id, one whose deletion was asked for among them."""

    def resource_group_named(self, account_id: int, name: str) -> ResourceGroup | None:
        """A resource group by name, unless its deletion was asked for: then the name is free."""

    def resource_groups(self, account_id: int) -> list[ResourceGroup]:
        """The resource groups, those whose deletion was asked for among them."""

    def bounded_by(self, account_id: int, policy: Policy) -> list[tuple[Boundary, Principal]]:
        """The principals of the account that the policy bounds."""

    def access_key(self, access_key_id: str) -> Credential | None:
        """A credential by its id, in any account."""

    def access_keys_of(self, user: User) -> list[AccessKey]:
        """The long-term keys of a user, the oldest first."""

    def sessions_expired(self, account_id: int, limit: int) -> list[Credential]:
        """Some temporary keys of the account whose time is over."""
