"""The ledger as it would be after some changes, so that a decision can be asked before anything is changed.

Only what decisions read is overlaid (``model.view.Basis``); nothing is written, and no lock is taken.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from tigertally.model.accounts import Account
from tigertally.model.attachments import ACCOUNT_WIDE, Attachment
from tigertally.model.boundaries import Boundary
from tigertally.model.changes import Change, Removed
from tigertally.model.organizations import Department, Member, Organization, Target
from tigertally.model.policies import Policy, PolicyVersion
from tigertally.model.principals import Group, Membership, Principal, Role, User
from tigertally.model.rules import Rules
from tigertally.model.view import Bearing, View

T = TypeVar("T")
Key = tuple[Any, ...]

KEYS: dict[type[Any], Callable[[Any], Key]] = {
    Account: lambda one: (one.account_id,),
    Organization: lambda one: (one.account_id,),
    Department: lambda one: (one.account_id, one.id),
    Member: lambda one: (one.account_id, one.id),
    Policy: lambda one: (one.account_id, one.id),
    PolicyVersion: lambda one: (one.account_id, one.policy_id, one.number),
    Boundary: lambda one: (one.account_id, one.target_id),
    Membership: lambda one: (one.account_id, one.group_id, one.user_id),
    Attachment: lambda one: (
        one.account_id,
        one.target_id,
        one.policy_account_id,
        one.policy_id,
        one.scope_id,
    ),
}
"""What tells one of a kind from another, of all kinds that bear on decisions."""


class After:
    """``model.view.Basis`` over a view and changes that were not made."""

    def __init__(self, view: View, changes: Sequence[Change]) -> None:
        self._view = view
        self._now: dict[tuple[type[Any], Key], Any] = {}
        for change in changes:
            kind = type(change.what)
            if kind in KEYS:
                gone = isinstance(change, Removed)
                self._now[kind, KEYS[kind](change.what)] = None if gone else change.what

    @property
    def account(self) -> Account:
        """The account that is asked about."""
        return self._one(Account, (self._view.account.account_id,), self._view.account) or self._view.account

    @property
    def system(self) -> Account:
        """The system account of the same cloud."""
        return self._view.system

    @property
    def rules(self) -> Rules:
        """The rules of the account's cloud."""
        return self._view.rules

    def account_numbered(self, account_id: int) -> Account:
        """An account that something in the ledger belongs to."""
        return self._view.account_numbered(account_id)

    def policy(self, account_id: int, id: str) -> Policy | None:
        """A policy by id."""
        return self._one(Policy, (account_id, id), lambda: self._view.policy(account_id, id))

    def policy_version(self, policy: Policy, number: int) -> PolicyVersion | None:
        """One version of a policy."""
        key = (policy.account_id, policy.id, number)
        return self._one(PolicyVersion, key, lambda: self._view.policy_version(policy, number))

    def bearings(self, principal: Principal, scope_id: str = ACCOUNT_WIDE) -> list[Bearing]:
        """Every policy that would bear on the principal, directly or by a group."""
        doors = [principal, *(self._groups_of(principal) if isinstance(principal, User) else ())]
        return [
            Bearing(attachment, policy, sha256, door)
            for door in doors
            for attachment, policy, sha256 in self._carried(door)
            if attachment.scope_id in (ACCOUNT_WIDE, scope_id)
        ]

    def boundary_of(self, target: Principal) -> tuple[Boundary, Policy] | None:
        """What would bound the principal, and the policy that says so."""
        held = self._view.boundary_of(target)
        boundary = self._one(Boundary, (target.account_id, target.id), held and held[0])
        policy = boundary and self.policy(boundary.policy_account_id, boundary.policy_id)
        return (boundary, policy) if boundary and policy else None

    def organization_of(self, account: Account) -> Organization | None:
        """The organization that an account would belong to."""
        account = self._one(Account, (account.account_id,), account) or account
        return self._one(
            Organization, (account.organization_id,), lambda: self._view.organization_of(account)
        )

    def department(self, organization: Organization, id: str) -> Department | None:
        """A department by id."""
        key = (organization.account_id, id)
        return self._one(Department, key, lambda: self._view.department(organization, id))

    def member(self, organization: Organization, id: str) -> Member | None:
        """A member by the native id of its account."""
        key = (organization.account_id, id)
        return self._one(Member, key, lambda: self._view.member(organization, id))

    def counting(self, target: Department | Member) -> list[tuple[Policy, str]]:
        """The policies that would be attached to a department or a member itself."""
        return [(policy, sha256) for _, policy, sha256 in self._carried(target)]

    def remembered(self, _principal: User | Role, _scope_id: str, make: Callable[[], T]) -> T:
        """What ``make`` gives: nothing is remembered of what is not so."""
        return make()

    def _one(self, kind: type[T], key: Key, before: T | Callable[[], T | None] | None) -> T | None:
        """One thing as it would be, else as it is."""
        if (kind, key) in self._now:
            found: T | None = self._now[kind, key]
            return found
        return before() if callable(before) else before

    def _changed(self, kind: type[T]) -> Iterator[tuple[Key, T | None]]:
        return ((key, one) for (of, key), one in self._now.items() if of is kind)

    def _groups_of(self, user: User) -> Iterator[Group]:
        for membership, group in self._view.groups_of(user):
            if self._one(Membership, KEYS[Membership](membership), membership):
                yield group
        for _, joined in self._changed(Membership):
            if joined and joined.user_id == user.id and not self._belonged(user, joined):
                found = self._view.principal(joined.account_id, joined.group_id)
                if isinstance(found, Group):
                    yield found

    def _belonged(self, user: User, membership: Membership) -> bool:
        return any(group.id == membership.group_id for _, group in self._view.groups_of(user))

    def _carried(self, target: Target) -> Iterator[tuple[Attachment, Policy, str]]:
        """What would be attached to the target itself, in any scope, with the digest of what would count."""
        before = {KEYS[Attachment](one): one for one, _ in self._view.attachments_of(target)}
        added = {
            key: one for key, one in self._changed(Attachment) if key[:2] == (target.account_id, target.id)
        }
        for attachment in (before | added).values():
            policy = attachment and self.policy(attachment.policy_account_id, attachment.policy_id)
            counted = policy and self.policy_version(policy, policy.default_version)
            if attachment and policy and counted:
                yield attachment, policy, counted.sha256
