"""Tencent Cloud CAM's quotas. Source: CAM product introduction, "Limits"."""

from tigertally.model.rules import AttachmentLimit, Rules

TWO_HUNDRED = AttachmentLimit(custom=200, system=200, total=200)

RULES = Rules(
    users=1000,
    groups=300,
    roles=1000,
    custom_policies=1500,
    versions_per_policy=5,
    keys_per_user=2,
    groups_per_user=10,
    tags_per_resource=50,
    attachments_user=TWO_HUNDRED,
    attachments_group=TWO_HUNDRED,
    attachments_role=TWO_HUNDRED,
    versions_block_policy_delete=False,
    joining_twice_is_refused=False,
    names_ignore_case=False,
)
