"""A change becomes rows here, by a table of each noun's statements, so that commit knows no noun by name.

The engine's constraints recheck what the verb has checked. One that trips is told in the model's words
(``belts``), so that a verb that forgot its check refuses instead of failing.
"""

from collections.abc import Mapping

from msgspec import structs

from tigertally.model.accounts import Account
from tigertally.model.attachments import Attachment
from tigertally.model.boundaries import Boundary
from tigertally.model.changes import Added, Change, Edited, Entity
from tigertally.model.credentials import AccessKey, Session
from tigertally.model.organizations import Department, Member, Organization
from tigertally.model.policies import Policy, PolicyVersion
from tigertally.model.principals import Group, Membership, Role, User
from tigertally.model.resource_groups import ResourceGroup
from tigertally.model.rules import Rules
from tigertally.store import belts
from tigertally.store.images import image
from tigertally.store.journal import NO_HASH
from tigertally.store.nouns.accounts import ACCOUNTS
from tigertally.store.nouns.attachments import ATTACHMENTS
from tigertally.store.nouns.boundaries import BOUNDARIES
from tigertally.store.nouns.credentials import ACCESS_KEYS, SESSIONS
from tigertally.store.nouns.kept import Kept
from tigertally.store.nouns.memberships import MEMBERSHIPS
from tigertally.store.nouns.organizations import ORGANIZATIONS
from tigertally.store.nouns.policies import POLICIES, VERSIONS
from tigertally.store.nouns.principals import PRINCIPALS
from tigertally.store.nouns.reads import name_key
from tigertally.store.nouns.resource_groups import RESOURCE_GROUPS
from tigertally.store.sql import Sql, Tripped

KEPT: Mapping[type[Entity], Kept] = {
    Account: ACCOUNTS,
    User: PRINCIPALS,
    Group: PRINCIPALS,
    Role: PRINCIPALS,
    Membership: MEMBERSHIPS,
    Policy: POLICIES,
    PolicyVersion: VERSIONS,
    ResourceGroup: RESOURCE_GROUPS,
    Organization: ORGANIZATIONS,
    Department: PRINCIPALS,
    Member: PRINCIPALS,
    Attachment: ATTACHMENTS,
    Boundary: BOUNDARIES,
    AccessKey: ACCESS_KEYS,
    Session: SESSIONS,
}


def apply(sql: Sql, change: Change, rules: Rules, added: int, sealed: bytes | None) -> None:
    """Carry out one change, or refuse it; ``sealed`` is the sealed secret of a credential that is added."""
    first, *rest = statements(change, sealed) or (None,)
    values = parameters(change.what, rules, added, sealed)
    try:
        if first is None or not sql.run(first, values):
            raise belts.gone(sql, change)
        for text in rest:
            sql.run(text, values)
    except Tripped as trip:
        if refusal := belts.refusal(sql, change, trip):
            raise refusal from trip
        raise


def statements(change: Change, sealed: bytes | None) -> tuple[str, ...]:
    """The statements that carry out a change; none when it cannot be done at all."""
    kept = KEPT[type(change.what)]
    if isinstance(change, Edited):
        return kept.update
    if not isinstance(change, Added):
        return kept.delete
    comes_back = isinstance(change.what, AccessKey | Session) and sealed is None
    return kept.revive if comes_back else kept.insert


def parameters(what: Entity, rules: Rules, added: int, sealed: bytes | None) -> dict[str, object]:
    """All that a noun's statements may name: the fields of the value, and what follows from them."""
    return structs.asdict(what) | {
        "kind": getattr(what, "kind", ""),
        "name_key": _name_key(what, rules),
        "path": getattr(what, "path", ""),
        "group_id": getattr(what, "group_id", None) or getattr(what, "scope_id", None) or None,
        "attach_max": _attach_max(what, rules),
        "user_max": rules.attachments_user.total,
        "group_max": rules.attachments_group.total,
        "role_max": rules.attachments_role.total,
        "organization_max": rules.organization.attached_control + rules.organization.attached_tag,
        "added": added,
        "sealed": sealed,
        "no_hash": NO_HASH,
        "image": image(what),
    }


def _attach_max(what: Entity, rules: Rules) -> int:
    if isinstance(what, Department | Member):
        return rules.organization.attached_control + rules.organization.attached_tag
    return rules.attachment_limit(what.kind).total if isinstance(what, User | Group | Role) else 0


def _name_key(what: Entity, rules: Rules) -> str | None:
    if (isinstance(what, User) and what.is_root) or (isinstance(what, ResourceGroup) and what.deleted_at):
        return None
    return name_key(getattr(what, "name", ""), rules)
