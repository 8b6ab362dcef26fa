"""Identity and Access Management (IAM) v5: one module a noun, one function an operation."""

from tigertally.clouds.huawei.iam import (
    access_keys,
    agencies,
    attachments,
    classic_agencies,
    domains,
    groups,
    policies,
    policy_versions,
    tags,
    users,
)

__all__ = [
    "access_keys",
    "agencies",
    "attachments",
    "classic_agencies",
    "domains",
    "groups",
    "policies",
    "policy_versions",
    "tags",
    "users",
]
