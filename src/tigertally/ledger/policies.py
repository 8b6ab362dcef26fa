"""Policies and their versions, of which one counts."""

import hashlib
from collections.abc import Mapping

from msgspec import structs

from tigertally.ledger import belongings
from tigertally.model.changes import Added, Changes, Edited, Removed, edited
from tigertally.model.policies import Policy, PolicyKind, PolicyVersion, Purpose
from tigertally.model.refusals import AlreadyExists, Forbidden, InUse, LimitReached
from tigertally.model.view import View, Wanted


def create(
    view: View,
    name: str,
    document: str,
    *,
    path: str = "",
    description: str = "",
    tags: Mapping[str, str] | None = None,
) -> Changes:
    """A new custom policy whose first version counts. Raises AlreadyExists, LimitReached."""
    if view.policy_named(view.account.account_id, name):
        raise AlreadyExists("policy", name=name)
    if view.count(view.account.account_id, "policy") >= view.rules.custom_policies:
        raise LimitReached("policy", limit=view.rules.custom_policies)
    made = fresh(
        account_id=view.account.account_id,
        id=view.mint("policy"),
        name=name,
        document=document,
        now=view.now,
        path=path,
        description=description,
        tags=tags,
    )
    return Changes(made)


def fresh(
    *,
    account_id: int,
    id: str,
    name: str,
    document: str,
    now: int,
    type: PolicyKind = "custom",
    purpose: Purpose = "access",
    path: str = "",
    description: str = "",
    tags: Mapping[str, str] | None = None,
) -> tuple[Added, Added]:
    """A policy and its first version, which counts."""
    policy = Policy(
        account_id=account_id,
        id=id,
        type=type,
        name=name,
        created_at=now,
        updated_at=now,
        default_version=1,
        latest_version=1,
        path=path,
        description=description,
        purpose=purpose,
        tags=tags or {},
    )
    return Added(policy), Added(version(policy, 1, document, now))


def version(policy: Policy, number: int, document: str, now: int) -> PolicyVersion:
    """A version of a policy as a value."""
    return PolicyVersion(
        account_id=policy.account_id,
        policy_id=policy.id,
        number=number,
        document=document,
        sha256=hashlib.sha256(document.encode()).hexdigest(),
        created_at=now,
    )


def add_version(
    view: View, policy: Policy, document: str, *, as_default: bool = False, drop_oldest: bool = False
) -> tuple[Changes, PolicyVersion]:
    """One more version, numbered after every number ever given; the changes' subject is the policy.

    ``drop_oldest`` makes room by removing the oldest version that does not count. Raises LimitReached,
    Forbidden.
    """
    require_custom(policy)
    numbers = view.policy_versions(policy)
    full = len(numbers) >= view.rules.versions_per_policy
    dropped = next((old for old in reversed(numbers) if old.number != policy.default_version), None)
    if full and not (drop_oldest and dropped):
        raise LimitReached("policy.version", limit=view.rules.versions_per_policy, name=policy.name)
    added = version(policy, policy.latest_version + 1, document, view.now)
    after = structs.replace(policy, latest_version=added.number)
    if as_default:
        after = structs.replace(after, default_version=added.number, updated_at=view.now)
    rows = (Edited(before=policy, after=after), Added(added))
    return Changes((*rows, Removed(dropped)) if full and dropped else rows), added


def rewrite(
    view: View,
    policy: Policy,
    *,
    name: str | None = None,
    document: str | None = None,
    description: str | None = None,
) -> Changes:
    """Another text for the version that counts, in its place, a name that is free, or another description.

    Raises Forbidden.
    """
    require_custom(policy)
    told = policy.description if description is None else description
    rewritten = structs.replace(policy, name=name or policy.name, description=told, updated_at=view.now)
    after = Edited(before=policy, after=rewritten)
    counted = view.policy_version(policy, policy.default_version)
    if document is None or counted is None:
        return Changes((after,))
    text = version(policy, counted.number, document, counted.created_at)
    return Changes((after, Edited(before=counted, after=text)))


def set_default(view: View, policy: Policy, chosen: PolicyVersion) -> Changes:
    """Let another version count. Raises Forbidden."""
    require_custom(policy)
    return edited(policy, default_version=chosen.number, updated_at=view.now)


def delete_version(policy: Policy, chosen: PolicyVersion) -> Changes:
    """Remove a version that does not count. Raises InUse, Forbidden."""
    require_custom(policy)
    if chosen.number == policy.default_version:
        raise InUse("policy.version.default", name=policy.name, version=chosen.number)
    return Changes((Removed(chosen),))


def describe(view: View, policy: Policy, description: str) -> Changes:
    """Another description. Raises Forbidden."""
    require_custom(policy)
    return edited(policy, description=description, updated_at=view.now)


def delete(view: View, policy: Policy, *, with_versions: bool = False) -> Changes:
    """Remove a policy, which unless deleting cascades is attached to nobody.

    Raises InUse when it is attached, or, where the cloud says so and ``with_versions`` is not asked for,
    when versions are left that do not count; Forbidden for a system policy.
    """
    require_custom(policy)
    if not view.rules.deleting_cascades:
        wanted = Wanted(policy_account_id=policy.account_id, policy_name=policy.name)
        for attached in view.attachments(policy.account_id, wanted, limit=1):
            raise InUse(f"policy.{attached.target.kind}", name=policy.name)
    versions = view.policy_versions(policy)
    if len(versions) > 1 and view.rules.versions_block_policy_delete and not with_versions:
        raise InUse("policy.version", name=policy.name)
    return Changes((*belongings.of_policy(view, policy), *map(Removed, versions), Removed(policy)))


def require_custom(policy: Policy) -> None:
    """Raise Forbidden for a system policy, which no call can change."""
    if policy.type == "system":
        raise Forbidden("system_policy", name=policy.name)
