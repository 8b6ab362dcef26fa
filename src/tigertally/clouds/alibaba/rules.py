"""The quotas and habits of Alibaba Cloud RAM and Resource Management.

Source: RAM user guide, "Limits", the quotas of IMS GetAccountSummary, and Resource Management, "Limits". How
long a resource group is being created is not documented.
"""

from tigertally.model.rules import AttachmentLimit, Rules

SKEW_MS = 15 * 60 * 1000
"""How old or early a signed request may be (Common errors: InvalidTimeStamp.Expired)."""

RULES = Rules(
    users=1000,
    groups=50,
    roles=1000,
    custom_policies=1500,
    versions_per_policy=5,
    keys_per_user=2,
    groups_per_user=5,
    users_per_group=1000,
    tags_per_resource=20,
    attachments_user=AttachmentLimit(custom=10, system=20, total=30),
    attachments_group=AttachmentLimit(custom=5, system=20, total=25),
    attachments_role=AttachmentLimit(custom=5, system=20, total=25),
    versions_block_policy_delete=True,
    joining_twice_is_refused=True,
    attaching_twice_is_refused=True,
    parting_twice_is_refused=True,
    deleting_cascades=False,
    names_ignore_case=True,
    resource_groups=30,
    resource_group_pending_ms=1000,
)
