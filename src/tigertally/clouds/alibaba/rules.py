"""Alibaba Cloud RAM's quotas and habits.

Source: RAM user guide, "Limits", and the quotas of IMS GetAccountSummary.
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
)
