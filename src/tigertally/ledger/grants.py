"""Everything that bears on one caller, as the decision reads it."""

from collections.abc import Callable, Iterator
from typing import Literal

from tigertally.model.policies import Policy
from tigertally.model.principals import Caller, Role, User
from tigertally.model.view import Bearing, View
from tigertally.policy.decide import Grant, Grants
from tigertally.policy.languages import compiled


def grants_of(view: View, caller: Caller) -> Grants:
    """The policies of the caller, directly and by group, and what limits its session."""
    return Grants(
        identity=tuple(_identity(view, bearing) for bearing in view.bearings(caller.principal)),
        session=tuple(_session(view, caller)) if caller.session and caller.session.is_limited else None,
        boundary=_boundary(view, caller.principal),
        trust=None,
        is_root=caller.is_root,
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


def _identity(view: View, bearing: Bearing) -> Grant:
    return _grant(view, bearing.policy, bearing.sha256, bearing.through.kind, bearing.through.name)


def _boundary(view: View, principal: User | Role) -> Grant | None:
    held = view.boundary_of(principal)
    if held is None:
        return None
    policy = held[1]
    counted = view.policy_version(policy, policy.default_version)
    return _grant(view, policy, counted.sha256 if counted else "", "boundary", principal.name)


Door = Literal["user", "group", "role", "session", "boundary"]


def _grant(view: View, policy: Policy, sha256: str, kind: Door, name: str) -> Grant:
    return Grant(
        document=compiled(view.account.cloud, policy.account_id, sha256, "identity", _loader(view, policy)),
        policy=policy.name,
        policy_type="Custom" if policy.type == "custom" else "System",
        version=f"v{policy.default_version}",
        attached_to_kind=kind,
        attached_to=name,
    )


def _loader(view: View, policy: Policy) -> Callable[[], str]:
    def load() -> str:
        counted = view.policy_version(policy, policy.default_version)
        if counted is None:
            raise LookupError(f"policy {policy.id} has no version {policy.default_version}")
        return counted.document

    return load


def _session(view: View, caller: Caller) -> Iterator[Grant]:
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
