"""Rules are what differs between clouds without being words: quotas, and what blocks or repeats quietly.

Each cloud states its own as one frozen value; the verbs read them and know no cloud.
"""

from msgspec import Struct


class AttachmentLimit(Struct, frozen=True):
    """How many policies one principal may carry: of each type, and together."""

    custom: int
    system: int
    total: int


class OrganizationRules(Struct, frozen=True, kw_only=True):
    """The limits of one organization; ``depth`` is how many levels of departments may lie below the root.

    ``attached_control`` and ``attached_tag`` are how many policies of each purpose one department or member
    may carry. ``manager_is_bound`` tells whether control policies count for the manager's own account.
    """

    departments: int
    depth: int
    members: int
    control_policies: int
    tag_policies: int
    attached_control: int
    attached_tag: int
    manager_is_bound: bool


NO_ORGANIZATIONS = OrganizationRules(
    departments=0,
    depth=0,
    members=0,
    control_policies=0,
    tag_policies=0,
    attached_control=0,
    attached_tag=0,
    manager_is_bound=False,
)
"""For a cloud whose organizations are not spoken here."""


class Rules(Struct, frozen=True, kw_only=True):
    """The limits and habits of one cloud.

    ``parting_twice_is_refused`` is about detaching what is not attached and leaving a group that one does not
    belong to; with ``deleting_cascades`` what is deleted takes its attachments and memberships along.
    ``resource_groups`` is 0 where a cloud has none; ``resource_group_pending_ms`` is how long one is being
    made, and being deleted.
    """

    users: int
    groups: int
    roles: int
    custom_policies: int
    versions_per_policy: int
    keys_per_user: int
    groups_per_user: int
    users_per_group: int
    tags_per_resource: int
    attachments_user: AttachmentLimit
    attachments_group: AttachmentLimit
    attachments_role: AttachmentLimit
    versions_block_policy_delete: bool
    joining_twice_is_refused: bool
    attaching_twice_is_refused: bool
    parting_twice_is_refused: bool
    deleting_cascades: bool
    names_ignore_case: bool
    resource_groups: int
    resource_group_pending_ms: int
    organization: OrganizationRules = NO_ORGANIZATIONS

    def attachment_limit(self, kind: str) -> AttachmentLimit:
        """The limit for one kind of principal (``user``, ``group`` or ``role``)."""
        limit: AttachmentLimit = getattr(self, f"attachments_{kind}")
        return limit
