"""Whom some changes concern: every user and role on whom something bears that would not, or the reverse.

Groups hold nothing by themselves, and departments and members stand for the principals of accounts.
"""

from collections.abc import Iterator, Sequence

from msgspec import structs

from tigertally.ledger.organizations import path_to
from tigertally.model.accounts import Account
from tigertally.model.attachments import ACCOUNT_WIDE, Attachment
from tigertally.model.boundaries import Boundary
from tigertally.model.changes import Change
from tigertally.model.credentials import AccessKey, Session
from tigertally.model.organizations import Member, Organization
from tigertally.model.policies import Policy, PolicyVersion
from tigertally.model.principals import Caller, Group, Membership, Principal, Role, User
from tigertally.model.view import View, Wanted

AT_ONCE = 1000
"""How many principals are read at a time."""

ANYBODY = "analysis"
"""The name of a session that stands for any session of its role."""

Holder = tuple[Account, User | Role]
"""A user or a role, and its account."""


def affected(view: View, changes: Sequence[Change]) -> list[Holder]:
    """Everybody whom the changes concern, each once, in the order in which the ledger tells them."""
    found = {
        (account.account_id, one.id): (account, one)
        for change in changes
        for account, one in _by(view, change)
    }
    return list(found.values())


def _by(view: View, change: Change) -> Iterator[Holder]:
    match change.what:
        case Attachment() | Boundary() as held:
            yield from _at(view, held.account_id, held.target_id)
        case Membership() as membership:
            yield from _at(view, membership.account_id, membership.user_id)
        case Policy() as policy:
            yield from _holders(view, policy)
        case PolicyVersion() as version:
            if found := view.policy(version.account_id, version.policy_id):
                yield from _holders(view, found)
        case Member() as member:
            yield from of_account(view, member.id)
        case Organization() as organization:
            for member in view.members(organization):
                yield from of_account(view, member.id)


def _at(view: View, account_id: int, target_id: str) -> Iterator[Holder]:
    """The principals whom something attached to a target bears on."""
    account = view.account_numbered(account_id)
    if account_id < 0:
        yield from _below(view, account, target_id)
        return
    match view.principal(account_id, target_id):
        case Group() as group:
            yield from ((account, user) for user in _members(view, group))
        case User() | Role() as one:
            yield account, one


def _below(view: View, own: Account, place_id: str) -> Iterator[Holder]:
    """The principals of every account that sits at a place of an organization, or below it."""
    organization = view.organization_of(structs.replace(own, organization_id=own.account_id))
    if organization is None:
        return
    for member in view.members(organization):
        if place_id in [place.id for place in path_to(view, organization, member)]:
            yield from of_account(view, member.id)
    if place_id == organization.root_id and view.rules.organization.manager_is_bound:
        yield from of_account(view, view.account_numbered(organization.manager_id).native_id)


def _holders(view: View, policy: Policy) -> Iterator[Holder]:
    """Everybody whom a policy bears on: attached in any scope, as a boundary, or through an organization."""
    if policy.purpose != "access":
        for _, place in view.bound_by(policy):
            yield from _at(view, place.account_id, place.id)
        return
    account_id = view.account.account_id
    wanted = Wanted(policy_account_id=policy.account_id, policy_name=policy.name)
    offset = 0
    while page := view.attachments(account_id, wanted, offset, AT_ONCE):
        for attached in page:
            yield from _at(view, account_id, attached.target.id)
        offset += len(page)
    for boundary, _ in view.bounded_by(account_id, policy):
        yield from _at(view, account_id, boundary.target_id)


def of_account(view: View, native_id: str) -> Iterator[Holder]:
    """The users and roles of an account."""
    account = view.account_called(native_id)
    if account is None:
        return
    after = ""
    while users := view.users(account.account_id, after, AT_ONCE):
        yield from ((account, user) for user in users)
        after = users[-1].id
    after = ""
    while roles := view.roles(account.account_id, after=after, limit=AT_ONCE):
        yield from ((account, role) for role in roles)
        after = roles[-1].id


def scopes_of(view: View, principal: User | Role) -> list[str]:
    """Calls that name no resource group, and for each group in which something bears on the principal the
    calls that name it.
    """
    held = [
        attachment.scope_id
        for door in doors_of(view, principal)
        for attachment, _ in view.attachments_of(door)
    ]
    return list(dict.fromkeys((ACCOUNT_WIDE, *held)))


def doors_of(view: View, principal: User | Role) -> list[Principal]:
    """The principal and its groups: what is attached to them bears on it."""
    groups = [group for _, group in view.groups_of(principal)] if isinstance(principal, User) else []
    return [principal, *groups]


def _members(view: View, group: Group) -> Iterator[User]:
    after = ""
    while page := view.members_of(group, after, AT_ONCE):
        yield from (user for _, user in page)
        after = page[-1][1].id


def standing_for(account: Account, principal: User | Role) -> Caller:
    """Somebody who calls as the principal: with any key of a user, in any session of a role."""
    if isinstance(principal, User):
        key = AccessKey(account_id=account.account_id, access_key_id="", user_id=principal.id, created_at=0)
        return Caller(account=account, principal=principal, credential=key)
    session = Session(
        account_id=account.account_id,
        access_key_id="",
        role_id=principal.id,
        name=ANYBODY,
        created_at=0,
        expires_at=0,
        token_sha256="",
        assumed_by="",
    )
    return Caller(account=account, principal=principal, credential=session)
