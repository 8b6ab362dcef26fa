"""What goes along when something is deleted, in clouds where deleting cascades."""

from collections.abc import Iterator

from tigertally.model.changes import Removed
from tigertally.model.policies import Policy
from tigertally.model.principals import Group, Principal, User
from tigertally.model.view import View

EVERYBODY = 10_000
"""More principals than an account can have."""


def of_principal(view: View, principal: Principal) -> Iterator[Removed]:
    """Its attachments and memberships, and what bounds it."""
    yield from (Removed(attachment) for attachment, _ in view.attachments_of(principal))
    if isinstance(principal, User):
        yield from (Removed(membership) for membership, _ in view.groups_of(principal))
    if isinstance(principal, Group):
        yield from (Removed(one) for one, _ in view.members_of(principal, limit=EVERYBODY))
    if bounded := view.boundary_of(principal):
        yield Removed(bounded[0])


def of_policy(view: View, policy: Policy) -> Iterator[Removed]:
    """Its attachments, and the boundaries that it is."""
    carried = view.attached_to(policy.account_id, policy, limit=EVERYBODY)
    yield from (Removed(attachment) for attachment, _ in carried)
    yield from (Removed(boundary) for boundary, _ in view.bounded_by(policy.account_id, policy))
