"""Resource Management 2020-03-31: resource groups and what is attached in them, and a second door to RAM's
policies and roles.
"""

from tigertally.clouds.alibaba.resourcemanager import (
    attachments,
    policies,
    policy_versions,
    resource_groups,
    roles,
)

__all__ = ["attachments", "policies", "policy_versions", "resource_groups", "roles"]
