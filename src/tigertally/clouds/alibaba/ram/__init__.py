"""Resource Access Management (RAM) 2015-05-01: one module a noun, one function an operation."""

from tigertally.clouds.alibaba.ram import (
    access_keys,
    attachments,
    diagnostics,
    groups,
    policies,
    policy_versions,
    roles,
    tags,
    users,
)

__all__ = [
    "access_keys",
    "attachments",
    "diagnostics",
    "groups",
    "policies",
    "policy_versions",
    "roles",
    "tags",
    "users",
]
