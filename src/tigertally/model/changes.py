"""A change is one thing that became true or stopped being true; the journal is made of them.

Three shapes serve every noun, because each carries the noun itself: what it was, what it is now. So
each change knows its inverse, and the journal needs no second vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field, structs

from tigertally.model.accounts import Account
from tigertally.model.attachments import Attachment
from tigertally.model.boundaries import Boundary
from tigertally.model.credentials import AccessKey, Session
from tigertally.model.organizations import Department, Member, Organization
from tigertally.model.policies import Policy, PolicyVersion
from tigertally.model.principals import Group, Membership, Role, User
from tigertally.model.resource_groups import ResourceGroup

Entity = (
    Account
    | User
    | Group
    | Role
    | Membership
    | Policy
    | PolicyVersion
    | ResourceGroup
    | Organization
    | Department
    | Member
    | Attachment
    | Boundary
    | AccessKey
    | Session
)


class Added(Struct, frozen=True, tag_field="change", tag="added"):
    """``what`` exists from now on."""

    what: Entity

    @property
    def inverse(self) -> Removed:
        """The change that takes this one back."""
        return Removed(self.what)


class Edited(Struct, frozen=True, tag_field="change", tag="edited"):
    """``before`` became ``after``; both are the same thing at two times."""

    before: Entity
    after: Entity

    @property
    def what(self) -> Entity:
        """The thing as it is after the change."""
        return self.after

    @property
    def inverse(self) -> Edited:
        """The change that takes this one back."""
        return Edited(before=self.after, after=self.before)


class Removed(Struct, frozen=True, tag_field="change", tag="removed"):
    """``what`` exists no longer."""

    what: Entity

    @property
    def inverse(self) -> Added:
        """The change that takes this one back."""
        return Added(self.what)


Change = Added | Edited | Removed


class Changes(Struct, frozen=True):
    """What a verb wants to become true, all of it or none, and what to answer then.

    ``secrets`` are the new credentials' secrets by access key id; they are sealed before they are kept,
    and ``sealed`` is what is stored then: neither is ever journalled. ``answer`` is the operation's view
    of the result, None for an empty one.
    """

    rows: tuple[Change, ...] = ()
    answer: Any = None
    secrets: Mapping[str, str] = field(default_factory=dict)
    sealed: Mapping[str, bytes] = field(default_factory=dict)

    def answering(self, answer: object) -> Changes:
        """The same changes with ``answer`` as the result to show."""
        return structs.replace(self, answer=answer)

    @property
    def subject(self) -> Any:
        """The thing that the first change is about, as it is afterwards."""
        return self.rows[0].what


def edited(before: Entity, **fields: object) -> Changes:
    """``before`` with some fields replaced, as one change."""
    return Changes((Edited(before=before, after=structs.replace(before, **fields)),))
