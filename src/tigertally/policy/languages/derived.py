"""Two of Tencent's condition keys follow from the action alone: whoever asks about all actions at once must
know how.

Source: the documents of the preset policies ReadOnlyAccess and QCloudResourceFullAccess.
"""

from collections.abc import Mapping

READ_ONLY = (
    "check", "list", "describe", "search", "get", "batchget", "query", "batchquery", "download", "export",
    "view", "inquiry", "inquire", "compare", "verify", "validate",
)  # fmt: skip
"""How the names of actions begin that only read (the preset ReadOnlyAccess)."""

SPARED = ("cam", "finance")
"""The services that the preset QCloudResourceFullAccess leaves out."""

READ_ONLY_KEY = "qcs:read_only_action"
SPARED_KEY = "qcs:except_cam_finance"


def derived(action: str) -> Mapping[str, str]:
    """What the keys say about one action."""
    service, _, name = action.lower().partition(":")
    return {
        SPARED_KEY: "0" if service in SPARED else "1",
        READ_ONLY_KEY: "1" if name.startswith(READ_ONLY) else "0",
    }
