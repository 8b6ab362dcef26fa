"""Setting and lifting a permission boundary: the most that a user or a role can be given."""

from tigertally.model.boundaries import Boundary
from tigertally.model.changes import Added, Changes, Removed
from tigertally.model.policies import Policy
from tigertally.model.principals import Role, User
from tigertally.model.view import View


def put(view: View, policy: Policy, target: User | Role) -> Changes:
    """Let ``policy`` bound ``target`` from now on, in the place of what bounded it before."""
    boundary = Boundary(
        account_id=target.account_id,
        target_id=target.id,
        policy_account_id=policy.account_id,
        policy_id=policy.id,
        created_at=view.now,
    )
    held = view.boundary_of(target)
    return Changes((*([Removed(held[0])] if held else []), Added(boundary)))


def lift(view: View, target: User | Role) -> Changes:
    """Let nothing bound ``target``, if anything did."""
    held = view.boundary_of(target)
    return Changes((Removed(held[0]),) if held else ())
