"""The policies of an organization: what they are, whether they count, and to whom they are attached.

Control policies bound what members may do; tag policies are kept beside them and decide nothing. While
control policies are switched on no department or member is without one, for each level has to allow.
"""

from collections.abc import Iterator
from typing import get_args

from msgspec import Struct, structs

from tigertally.ledger import attachments, policies
from tigertally.model.attachments import Attachment
from tigertally.model.changes import Added, Change, Changes, Edited, Removed, edited
from tigertally.model.organizations import Department, Member, Organization
from tigertally.model.policies import Policy, Purpose
from tigertally.model.refusals import AlreadyExists, Forbidden, InUse, LimitReached, NotAttached, NotFound
from tigertally.model.view import View

EVERYTHING = 10_000
"""More policies than an organization can have."""


class Preset(Struct, frozen=True):
    """The control policy that a cloud gives to every organization: what holds while no other is attached."""

    id: str
    name: str
    description: str
    document: str


# Switched on, or off.


def enable(view: View, organization: Organization, purpose: Purpose) -> Changes:
    """Let policies of a purpose count; control policies begin with the preset one on every level.

    Raises AlreadyExists when they count already.
    """
    if purpose in organization.enabled:
        raise AlreadyExists("policy_type", name=purpose)
    enabled = tuple(one for one in get_args(Purpose) if one in (*organization.enabled, purpose))
    after = structs.replace(organization, enabled=enabled)
    places: list[Department | Member] = [*view.departments(organization), *view.members(organization)]
    bound = (row for place in places for row in binding(view, after, place, purpose))
    return Changes((Edited(before=organization, after=after), *bound))


def disable(view: View, organization: Organization, purpose: Purpose) -> Changes:
    """Let policies of a purpose count no longer: they stay, and are attached to nothing. Raises NotFound."""
    if purpose not in organization.enabled:
        raise NotFound("policy_type", key=purpose)
    enabled = tuple(one for one in organization.enabled if one != purpose)
    return Changes(
        (
            *(Removed(attachment) for attachment in _all_attached(view, organization, purpose)),
            *edited(organization, enabled=enabled).rows,
        )
    )


def binding(
    view: View, organization: Organization, place: Department | Member, purpose: Purpose = "control"
) -> Iterator[Change]:
    """The preset on a new place, where control policies count."""
    if purpose != "control" or "control" not in organization.enabled:
        return
    for policy in of(view, organization, "control"):
        if policy.type == "system":
            yield Added(attachments.between(policy, place, view.now))


def unbinding(view: View, place: Department | Member) -> Iterator[Change]:
    """Everything that is attached to a place that goes."""
    yield from (Removed(attachment) for attachment, _ in view.attachments_of(place))


# The policies.


def made(organization: Organization, preset: Preset, now: int) -> tuple[Change, ...]:
    """The preset of a new organization."""
    return policies.fresh(
        account_id=organization.account_id,
        id=preset.id,
        type="system",
        purpose="control",
        name=preset.name,
        document=preset.document,
        now=now,
        description=preset.description,
    )


def gone(view: View, organization: Organization) -> Iterator[Change]:
    """Every policy of an organization that is given up, and its text."""
    for policy in view.policies((organization.account_id,), limit=EVERYTHING):
        yield from map(Removed, view.policy_versions(policy))
        yield Removed(policy)


def create(
    view: View, organization: Organization, purpose: Purpose, name: str, document: str, description: str = ""
) -> Changes:
    """A new policy, attached to nothing. Raises AlreadyExists, LimitReached."""
    _require_free(view, organization.account_id, name)
    rules = view.rules.organization
    limit = rules.control_policies if purpose == "control" else rules.tag_policies
    if sum(policy.type == "custom" for policy in of(view, organization, purpose)) >= limit:
        raise LimitReached(f"policy.{purpose}", limit=limit)
    made = policies.fresh(
        account_id=organization.account_id,
        id=view.mint("policy"),
        purpose=purpose,
        name=name,
        document=document,
        now=view.now,
        description=description,
    )
    return Changes(made)


def rewrite(
    view: View,
    policy: Policy,
    *,
    name: str | None = None,
    document: str | None = None,
    description: str | None = None,
) -> Changes:
    """Another name, text or description, wherever the policy is attached. Raises AlreadyExists, Forbidden."""
    policies.require_custom(policy)
    if name and name != policy.name:
        _require_free(view, policy.account_id, name)
    return policies.rewrite(view, policy, name=name, document=document, description=description)


def text_of(view: View, policy: Policy) -> str:
    """What a policy says."""
    counted = view.policy_version(policy, policy.default_version)
    if counted is None:
        raise LookupError(f"policy {policy.id} has no version {policy.default_version}")
    return counted.document


def delete(view: View, policy: Policy) -> Changes:
    """Remove a policy that is attached to nothing. Raises InUse, and Forbidden for the preset."""
    policies.require_custom(policy)
    if view.bound_by(policy):
        raise InUse("policy.attachment", name=policy.name)
    return Changes((*map(Removed, view.policy_versions(policy)), Removed(policy)))


# Attached to whom.


def attach(view: View, policy: Policy, place: Department | Member) -> Changes:
    """Let the policy bound a department or a member from now on; attached already is no error.

    Raises LimitReached.
    """
    if view.attachment(place, policy):
        return Changes()
    rules = view.rules.organization
    limit = rules.attached_control if policy.purpose == "control" else rules.attached_tag
    if len(attached_to(view, place, policy.purpose)) >= limit:
        raise LimitReached(f"{place.kind}.policy", limit=limit, target=place.name)
    return Changes((Added(attachments.between(policy, place, view.now)),))


def detach(view: View, policy: Policy, place: Department | Member) -> Changes:
    """Let the policy bound a department or a member no longer.

    Raises NotAttached, and Forbidden for the last control policy of a place: without one it could do nothing.
    """
    attachment = view.attachment(place, policy)
    if attachment is None:
        raise NotAttached(place.kind, policy=policy.name, target=place.name)
    if policy.purpose == "control" and len(attached_to(view, place, "control")) == 1:
        raise Forbidden("last_control_policy", policy=policy.name, target=place.name)
    return Changes((Removed(attachment),))


def attached_to(view: View, place: Department | Member, purpose: Purpose) -> list[tuple[Attachment, Policy]]:
    """The policies of a purpose that are attached to a place itself, the oldest first."""
    return [pair for pair in view.attachments_of(place) if pair[1].purpose == purpose]


def _all_attached(view: View, organization: Organization, purpose: Purpose) -> Iterator[Attachment]:
    for policy in of(view, organization, purpose):
        yield from (attachment for attachment, _ in view.bound_by(policy))


def of(view: View, organization: Organization, purpose: Purpose) -> list[Policy]:
    """The policies of a purpose, the preset first."""
    listed = view.policies((organization.account_id,), limit=EVERYTHING)
    return [policy for policy in listed if policy.purpose == purpose]


def _require_free(view: View, account_id: int, name: str) -> None:
    if view.policy_named(account_id, name):
        raise AlreadyExists("policy", name=name)
