"""Tencent Cloud CAM's quotas and habits.

Sources: CAM product introduction, "Limits"; for the habits that its lists of error codes have no code for
what other clouds refuse (assumed). Of an organization the depth, the members and both limits of tag policies
are documented; how many departments and control policies there may be, and how many control policies on one
of them, is assumed.
"""

from tigertally.model.rules import AttachmentLimit, OrganizationRules, Rules

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
    organization=OrganizationRules(
        departments=1000,
        depth=5,
        members=100,
        control_policies=1000,
        tag_policies=100,
        attached_control=10,
        attached_tag=10,
        manager_is_bound=False,
    ),
)
