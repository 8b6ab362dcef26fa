"""Tencent Cloud Organization 2021-03-31: one module a noun, one function an operation."""

from tigertally.clouds.tencent.organization import (
    attachments,
    departments,
    members,
    organizations,
    policies,
    policy_types,
)

__all__ = ["attachments", "departments", "members", "organizations", "policies", "policy_types"]
