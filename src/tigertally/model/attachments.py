"""An attachment is the fact this project is about: one policy bears on one principal, in one scope."""

from msgspec import Struct

ACCOUNT_WIDE = ""
"""The scope of an attachment that counts in the whole account."""


class Attachment(Struct, frozen=True, kw_only=True, tag_field="noun", tag="attachment"):
    """That ``policy_id`` of ``policy_account_id`` is attached to ``target_id`` of ``account_id``.

    ``scope_id`` is the resource group in which it counts. The same policy attached in two scopes is two
    attachments.
    """

    account_id: int
    target_id: str
    policy_account_id: int
    policy_id: str
    created_at: int
    scope_id: str = ACCOUNT_WIDE

    kind = "attachment"
