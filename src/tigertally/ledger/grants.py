"""Everything that bears on one caller, as the decision reads it."""

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import structs

from tigertally.ledger.organizations import path_to
from tigertally.model.accounts import Account
from tigertally.model.attachments import ACCOUNT_WIDE
from tigertally.model.organizations import Department, Member, Organization
from tigertally.model.policies import Policy
from tigertally.model.principals import Caller, Role, User
from tigertally.model.view import Basis, Bearing
from tigertally.policy.decide import Grant, Grants, Policies
from tigertally.policy.languages import compiled


def grants_of(view: Basis, caller: Caller, scope_id: str = ACCOUNT_WIDE) -> Grants:
    """The policies of the caller, directly and by group, and what limits its session and its account.

    ``scope_id`` is the resource group that the call names: what is attached there bears on it too.
    """
    principal = caller.principal
    held = view.remembered(principal, scope_id, lambda: _held(view, principal, scope_id))
    if caller.session and caller.session.is_limited:
        held = structs.replace(held, session=tuple(_session(view, caller)))
    if caller.account.organization_id:
        held = structs.replace(held, levels=tuple(_levels(view, caller.account)))
    return held


def _held(view: Basis, principal: User | Role, scope_id: str) -> Grants:
    """What bears on whoever is the principal, without the limits of a session and of an organization."""
    bearings = view.bearings(principal, scope_id)
    account_wide = Policies(_identity(view, one) for one in bearings if not one.attachment.scope_id)
    scoped = Policies(_identity(view, one) for one in bearings if one.attachment.scope_id)
    return Grants(
        identity=account_wide,
        resource_group=scoped if scope_id else None,
        boundary=_boundary(view, principal),
        is_root=isinstance(principal, User) and principal.is_root,
    )


def trust_of(language: str, role: Role) -> Grant:
    """The trust policy of a role as a grant."""
    return Grant(
        document=compiled(
            language, role.account_id, role.trust_document, "trust", lambda: role.trust_document
        ),
        policy=role.name,
        policy_type="Inline",
        version="",
        attached_to_kind="trust",
        attached_to=role.name,
    )


def _identity(view: Basis, bearing: Bearing) -> Grant:
    through, scope_id = bearing.through, bearing.attachment.scope_id
    return _grant(view, bearing.policy, bearing.sha256, through.kind, through.name, scope_id)


def _levels(view: Basis, account: Account) -> Iterator[tuple[Grant, ...]]:
    """The control policies of the account's organization, level by level up to the root."""
    if not account.organization_id:
        return
    organization = view.organization_of(account)
    if organization is None:
        raise LookupError(f"account {account.native_id} belongs to an organization that is not there")
    if "control" not in organization.enabled:
        return
    is_manager = account.account_id == organization.manager_id
    if is_manager and not view.rules.organization.manager_is_bound:
        return
    for place in path_to(view, organization, _place_of(view, organization, account)):
        yield tuple(
            _grant(view, policy, sha256, "organization", place.name)
            for policy, sha256 in view.counting(place)
            if policy.purpose == "control"
        )


def _place_of(view: Basis, organization: Organization, account: Account) -> Department | Member:
    """Where the account sits: a member's own place, the manager in the root."""
    if account.account_id == organization.manager_id:
        place: Department | Member | None = view.department(organization, organization.root_id)
    else:
        place = view.member(organization, account.native_id)
    if place is None:
        raise LookupError(f"account {account.native_id} has no place in organization {organization.id}")
    return place


def _boundary(view: Basis, principal: User | Role) -> Grant | None:
    held = view.boundary_of(principal)
    if held is None:
        return None
    policy = held[1]
    counted = view.policy_version(policy, policy.default_version)
    return _grant(view, policy, counted.sha256 if counted else "", "boundary", principal.name)


Door = Literal["user", "group", "role", "session", "boundary", "organization"]


def _grant(
    view: Basis, policy: Policy, sha256: str, kind: Door, name: str, scope_id: str = ACCOUNT_WIDE
) -> Grant:
    return Grant(
        document=compiled(view.account.cloud, policy.account_id, sha256, "identity", _loader(view, policy)),
        policy=policy.name,
        policy_type="Custom" if policy.type == "custom" else "System",
        version=f"v{policy.default_version}",
        attached_to_kind=kind,
        attached_to=name,
        scope_id=scope_id,
    )


def _loader(view: Basis, policy: Policy) -> Callable[[], str]:
    def load() -> str:
        counted = view.policy_version(policy, policy.default_version)
        if counted is None:
            raise LookupError(f"policy {policy.id} has no version {policy.default_version}")
        return counted.document

    return load


def _session(view: Basis, caller: Caller) -> Iterator[Grant]:
    session = caller.session
    if session is None:
        return
    if session.policy:
        yield Grant(
            document=compiled(
                view.account.cloud, session.account_id, session.policy, "session", lambda: session.policy
            ),
            policy=session.name,
            policy_type="Inline",
            version="",
            attached_to_kind="session",
            attached_to=session.name,
        )
    for policy_id in session.policy_ids:
        for owner in (view.account, view.system):
            if policy := view.policy(owner.account_id, policy_id):
                counted = view.policy_version(policy, policy.default_version)
                if counted:
                    yield _grant(view, policy, counted.sha256, "session", session.name)
