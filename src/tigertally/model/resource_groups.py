"""A resource group is a part of an account in which permissions can be given apart from the rest."""

from collections.abc import Mapping

from msgspec import Struct, field


class ResourceGroup(Struct, frozen=True, kw_only=True, tag_field="noun", tag="resource_group"):
    """A resource group; its ``id`` is the ``scope_id`` of the attachments that count in it alone.

    ``deleted_at`` is when its deletion was asked for, 0 before; whether it is still being made or already
    gone follows from the two times (``ledger.resource_groups.status``). ``is_default`` marks the group that
    every account has from the start.
    """

    account_id: int
    id: str
    name: str
    display_name: str
    created_at: int
    deleted_at: int = 0
    is_default: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)

    kind = "resource_group"
