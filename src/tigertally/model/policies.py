"""A policy is a named document of permissions with numbered versions, one of which counts."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

PolicyKind = Literal["system", "custom"]

Purpose = Literal["access", "control", "tag"]
"""What a policy is for: to give access to principals, or to bound an organization's members, or to bind their
tags, which decides nothing.
"""


class Policy(Struct, frozen=True, kw_only=True, tag_field="noun", tag="policy"):
    """A policy of an account (custom), or of a cloud's system account (system, never changed by a call).

    Version numbers only grow: ``latest_version`` is the highest ever given, so that a deleted number
    does not come back. ``updated_at`` moves with the default version and the description.
    """

    account_id: int
    id: str
    type: PolicyKind
    name: str
    created_at: int
    updated_at: int
    default_version: int
    latest_version: int
    path: str = ""
    description: str = ""
    purpose: Purpose = "access"
    tags: Mapping[str, str] = field(default_factory=dict)

    kind = "policy"


class PolicyVersion(Struct, frozen=True, kw_only=True, tag_field="noun", tag="policy_version"):
    """One text of a policy, kept as it was given; ``sha256`` is the hex digest of its UTF-8."""

    account_id: int
    policy_id: str
    number: int
    document: str
    sha256: str
    created_at: int

    kind = "policy_version"
