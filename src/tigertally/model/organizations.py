"""An organization is a tree of departments with accounts in it, and policies that bound what those may do.

It is an account of its own (docs/decisions/0005): its ``account_id`` is below zero, and everything here
belongs to that account.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from msgspec import Struct, field

from tigertally.model.policies import Purpose
from tigertally.model.principals import Principal


class Organization(Struct, frozen=True, kw_only=True, tag_field="noun", tag="organization"):
    """One organization; ``id`` is the cloud's number for it.

    ``manager_id`` is the ledger's number of the account that manages it, ``root_id`` the department that all
    others are below. ``enabled`` are the purposes of policies that are switched on.
    """

    account_id: int
    id: str
    manager_id: int
    root_id: str
    created_at: int
    enabled: tuple[Purpose, ...] = ()

    kind: ClassVar[Literal["organization"]] = "organization"


class Department(Struct, frozen=True, kw_only=True, tag_field="noun", tag="department"):
    """A node of the tree; the root's ``parent_id`` is empty. A name is given once in an organization."""

    account_id: int
    id: str
    name: str
    parent_id: str
    created_at: int
    updated_at: int
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)

    kind: ClassVar[Literal["department"]] = "department"


class Member(Struct, frozen=True, kw_only=True, tag_field="noun", tag="member"):
    """That an account sits in a department; ``id`` is the account's native id.

    ``permission_ids`` are what the manager may see of its bills: they are kept and decide nothing.
    """

    account_id: int
    id: str
    name: str
    department_id: str
    created_at: int
    updated_at: int
    description: str = ""
    permission_ids: tuple[int, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)

    kind: ClassVar[Literal["member"]] = "member"


Target = Principal | Department | Member
"""What a policy can be attached to."""

TargetKind = Literal["user", "group", "role", "department", "member"]
