"""Tencent Cloud CAM's quotas and habits.

Sources: CAM product introduction, "Limits"; for the habits that its lists of error codes have no code for
what other clouds refuse (assumed).
"""

from tigertally.model.rules import AttachmentLimit, Rules

SKEW_MS = 5 * 60 * 1000
"""How old or early a signed request may be (Signature v3: AuthFailure.SignatureExpire)."""

TWO_HUNDRED = AttachmentLimit(custom=200, system=200, total=200)

RULES = Rules(
    users=1000,
    groups=300,
    roles=1000,
    custom_policies=1500,
    versions_per_policy=5,
    keys_per_user=2,
    groups_per_user=10,
    users_per_group=100,
    tags_per_resource=50,
    attachments_user=TWO_HUNDRED,
    attachments_group=TWO_HUNDRED,
    attachments_role=TWO_HUNDRED,
    versions_block_policy_delete=False,
    joining_twice_is_refused=False,
    attaching_twice_is_refused=False,
    parting_twice_is_refused=False,
    deleting_cascades=True,
    names_ignore_case=False,
    resource_groups=0,
    resource_group_pending_ms=0,
)
