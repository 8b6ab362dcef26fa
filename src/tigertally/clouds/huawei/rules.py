"""Huawei Cloud IAM's quotas and habits.

Source: IAM service overview (IAM 5.0), "Notes and constraints".
"""

from tigertally.model.rules import AttachmentLimit, Rules

SKEW_MS = 15 * 60 * 1000
"""How old or early a signed request may be (the gateway's "signature expired" answers)."""

TEN = AttachmentLimit(custom=10, system=10, total=10)

RULES = Rules(
    users=50,
    groups=20,
    roles=50,
    custom_policies=1500,
    versions_per_policy=5,
    keys_per_user=2,
    groups_per_user=10,
    users_per_group=50,
    tags_per_resource=20,
    attachments_user=TEN,
    attachments_group=TEN,
    attachments_role=TEN,
    versions_block_policy_delete=False,
    joining_twice_is_refused=False,
    attaching_twice_is_refused=True,
    parting_twice_is_refused=True,
    deleting_cascades=False,
    names_ignore_case=False,
    resource_groups=0,
    resource_group_pending_ms=0,
)
