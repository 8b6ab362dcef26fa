"""A principal is somebody or something that policies are attached to: a user, a group or a role."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from msgspec import Struct, field

from tigertally.model.accounts import Account
from tigertally.model.credentials import AccessKey, Session

PrincipalKind = Literal["user", "group", "role"]


class User(Struct, frozen=True, kw_only=True, tag_field="noun", tag="user"):
    """A person or a program with keys of its own; ``is_root`` marks the account's owner."""

    account_id: int
    id: str
    name: str
    created_at: int
    updated_at: int
    display_name: str = ""
    description: str = ""
    email: str = ""
    mobile_phone: str = ""
    enabled: bool = True
    is_root: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)

    kind: ClassVar[Literal["user"]] = "user"


class Group(Struct, frozen=True, kw_only=True, tag_field="noun", tag="group"):
    """A set of users that share the policies attached to it."""

    account_id: int
    id: str
    name: str
    created_at: int
    updated_at: int
    description: str = ""

    kind: ClassVar[Literal["group"]] = "group"


class Role(Struct, frozen=True, kw_only=True, tag_field="noun", tag="role"):
    """An identity to be assumed for a while by whom its trust policy names; Huawei calls it an agency.

    ``trust_document`` is the trust policy as it was given. A classic agency has none: it names one
    trusted account in ``trusted_account`` (its native id) instead. ``path`` is ``""`` or ends in ``/``.
    """

    account_id: int
    id: str
    name: str
    created_at: int
    updated_at: int
    path: str = ""
    description: str = ""
    trust_document: str = ""
    trusted_account: str = ""
    trusted_account_name: str = ""
    session_seconds_max: int = 3600
    tags: Mapping[str, str] = field(default_factory=dict)

    kind: ClassVar[Literal["role"]] = "role"


Principal = User | Group | Role


class Membership(Struct, frozen=True, kw_only=True, tag_field="noun", tag="membership"):
    """That one user belongs to one group of the same account."""

    account_id: int
    group_id: str
    user_id: str
    created_at: int

    kind = "membership"


class Caller(Struct, frozen=True, kw_only=True):
    """Who signed a call: the account, the user or role, and the credential that proved it."""

    account: Account
    principal: User | Role
    credential: AccessKey | Session

    @property
    def is_root(self) -> bool:
        """Whether the caller is the owner of the account."""
        return isinstance(self.principal, User) and self.principal.is_root

    @property
    def session(self) -> Session | None:
        """The session through which a role acts; a user has none."""
        return self.credential if isinstance(self.credential, Session) else None
