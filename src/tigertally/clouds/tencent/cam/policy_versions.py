"""The versions of policies."""

from msgspec import Struct

from tigertally.clouds.tencent.errors import POLICY_ID_NOT_EXIST
from tigertally.clouds.tencent.names import utc
from tigertally.clouds.tencent.services import OPERATION, cam
from tigertally.clouds.tencent.types import Id, NumberedPolicy, PolicyDocument, VersionIds, version_called
from tigertally.ledger import policies
from tigertally.model.changes import Changes
from tigertally.model.policies import Policy, PolicyVersion
from tigertally.model.refusals import InUse
from tigertally.model.view import View


class NewVersionAnswer(Struct, rename="pascal"):
    """The number of a new version."""

    version_id: int


class PolicyVersionDetail(Struct, rename="pascal"):
    """A version with its document."""

    version_id: int
    create_date: str
    is_default_version: int
    document: str


class VersionAnswer(Struct, rename="pascal"):
    """One version."""

    policy_version: PolicyVersionDetail


class PolicyVersionItem(Struct, rename="pascal"):
    """A version as the list shows it."""

    version_id: int
    create_date: str
    is_default_version: int


class VersionsAnswer(Struct, rename="pascal"):
    """All versions of one policy."""

    versions: list[PolicyVersionItem]


@cam.operation(action="cam:CreatePolicyVersion", on=OPERATION, per_second=10, errors=(POLICY_ID_NOT_EXIST,))
def create_policy_version(
    view: View, policy: NumberedPolicy, policy_document: PolicyDocument, set_as_default: bool
) -> Changes:
    """Add a version to a custom policy, and let it count if asked to."""
    made, added = policies.add_version(view, policy, policy_document, as_default=set_as_default)
    return made.answering(NewVersionAnswer(added.number))


@cam.operation(action="cam:GetPolicyVersion", on=OPERATION, per_second=10)
def get_policy_version(view: View, policy: NumberedPolicy, version_id: Id) -> VersionAnswer:
    """Show one version of a policy."""
    version = version_called(view, policy, version_id)
    return VersionAnswer(
        PolicyVersionDetail(
            version.number, utc(version.created_at), _is_default(policy, version), version.document
        )
    )


@cam.operation(action="cam:ListPolicyVersions", on=OPERATION, per_second=10)
def list_policy_versions(view: View, policy: NumberedPolicy) -> VersionsAnswer:
    """List the versions of a policy, the newest first."""
    shown = [
        PolicyVersionItem(one.number, utc(one.created_at), _is_default(policy, one))
        for one in view.policy_versions(policy)
    ]
    return VersionsAnswer(shown)


@cam.operation(action="cam:SetDefaultPolicyVersion", on=OPERATION, per_second=10)
def set_default_policy_version(view: View, policy: NumberedPolicy, version_id: Id) -> Changes:
    """Let another version of a custom policy count. Raises InUse for the one that does."""
    chosen = version_called(view, policy, version_id)
    if chosen.number == policy.default_version:
        raise InUse("policy.version.default", name=policy.name, version=chosen.number)
    return policies.set_default(view, policy, chosen)


@cam.operation(action="cam:DeletePolicyVersion", on=OPERATION, per_second=10)
def delete_policy_version(view: View, policy: NumberedPolicy, version_id: VersionIds) -> Changes:
    """Delete versions that do not count, all of the list or none."""
    chosen = [version_called(view, policy, number) for number in dict.fromkeys(version_id)]
    return Changes(tuple(row for one in chosen for row in policies.delete_version(policy, one).rows))


def _is_default(policy: Policy, version: PolicyVersion) -> int:
    return int(version.number == policy.default_version)
