"""A verb that forgot a check meets the engine's constraint, whose trip is told in the model's words.

The verbs refuse first, with more to say; these are the second line behind them.
"""

from collections.abc import Mapping

from tigertally.model.accounts import Account
from tigertally.model.attachments import Attachment
from tigertally.model.boundaries import Boundary
from tigertally.model.changes import Change, Entity, Removed
from tigertally.model.credentials import AccessKey
from tigertally.model.policies import PolicyVersion
from tigertally.model.principals import Membership
from tigertally.model.refusals import (
    AlreadyAttached,
    AlreadyExists,
    InUse,
    LimitReached,
    NotAttached,
    NotFound,
    Refusal,
)
from tigertally.store.nouns import resource_groups
from tigertally.store.sql import Sql, Tripped

LEANS_ON: Mapping[type[Entity], tuple[tuple[str, str], ...]] = {
    AccessKey: (("user", "user_id"),),
    Membership: (("group", "group_id"), ("user", "user_id")),
    Attachment: (("principal", "target_id"), ("resource_group", "scope_id"), ("policy", "policy_id")),
    Boundary: (("principal", "target_id"), ("policy", "policy_id")),
    PolicyVersion: (("policy", "policy_id"),),
}
"""What must be there before a noun can be: its kind, and the field that names it."""

TARGET = "select kind, attach_max from principals where account_id = :account_id and id = :id"


def refusal(sql: Sql, change: Change, trip: Tripped) -> Refusal | None:
    """What the constraint that tripped says of the change, where it says one thing only."""
    what = change.what
    if isinstance(what, Attachment) and trip.constraint == "unique":
        return AlreadyAttached(_target(sql, what)[0])
    if isinstance(what, Attachment) and trip.constraint == "check":
        kind, limit = _target(sql, what)
        return LimitReached(f"{kind}.policy", limit=limit)
    if trip.constraint == "unique":
        return AlreadyExists(kind_of(what), name=getattr(what, "name", ""))
    if trip.constraint == "reference" and isinstance(change, Removed):
        return InUse(kind_of(what))
    if trip.constraint == "reference" and type(what) in LEANS_ON:
        return _missing(sql, what)
    return None


def _missing(sql: Sql, what: Entity) -> NotFound:
    """The engine does not tell which reference is broken: all but the last are looked for."""
    *others, last = LEANS_ON[type(what)]
    for kind, field in others:
        key, text = getattr(what, field), resource_groups.BY_ID if kind == "resource_group" else TARGET
        if key and sql.one(text, account_id=what.account_id, id=key) is None:
            return NotFound(kind, key=key)
    return NotFound(last[0], key=getattr(what, last[1]))


def gone(sql: Sql, change: Change) -> Refusal:
    """Why a change touched no row: what it would change is not there, or can never go."""
    what = change.what
    if isinstance(what, Attachment):
        return NotAttached(_target(sql, what)[0])
    if isinstance(what, Account) and isinstance(change, Removed):
        return InUse("account.journal")
    return NotFound(kind_of(what), key=getattr(what, "id", "") or getattr(what, "access_key_id", ""))


def kind_of(what: Entity) -> str:
    """The word by which refusals call a noun."""
    return "user.group" if isinstance(what, Membership) else str(what.__struct_config__.tag)


def _target(sql: Sql, what: Attachment) -> tuple[str, int]:
    return sql.one(TARGET, account_id=what.account_id, id=what.target_id) or ("principal", 0)
