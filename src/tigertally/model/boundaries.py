"""A boundary is the most that one user or role can be given, whatever is attached to it."""

from msgspec import Struct


class Boundary(Struct, frozen=True, kw_only=True, tag_field="noun", tag="boundary"):
    """That ``policy_id`` of ``policy_account_id`` bounds ``target_id`` of ``account_id``.

    A principal has one boundary or none; it allows nothing by itself.
    """

    account_id: int
    target_id: str
    policy_account_id: int
    policy_id: str
    created_at: int

    kind = "boundary"
