"""Cloud Access Management (CAM) 2019-01-16: one module a noun, one function an operation."""

from tigertally.clouds.tencent.cam import (
    access_keys,
    account,
    attachments,
    boundaries,
    groups,
    policies,
    policy_versions,
    roles,
    users,
)

__all__ = [
    "access_keys",
    "account",
    "attachments",
    "boundaries",
    "groups",
    "policies",
    "policy_versions",
    "roles",
    "users",
]
