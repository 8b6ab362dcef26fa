"""An account is the border inside which names are unique and permissions are given."""

from msgspec import Struct


class Account(Struct, frozen=True, kw_only=True, tag_field="noun", tag="account"):
    """One tenant of one cloud, or that cloud's own ``system`` account, which owns the system policies.

    ``account_id`` is the ledger's number and the order in which accounts are locked; ``native_id`` is
    how the cloud spells the account. Times are milliseconds since 1970 in UTC, here and everywhere.
    ``organization_id`` is the number of the organization that it belongs to, 0 for none.
    """

    account_id: int
    cloud: str
    native_id: str
    name: str
    created_at: int
    closed_at: int = 0
    organization_id: int = 0

    @property
    def is_closed(self) -> bool:
        """Whether the account was given up: then none of its keys signs any more."""
        return bool(self.closed_at)


SYSTEM = "system"
"""The ``native_id`` of the account that owns a cloud's system policies, as both clouds spell it."""
