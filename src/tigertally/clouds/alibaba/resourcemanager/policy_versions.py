"""The versions of RAM's policies by the second door; only GetPolicyVersion shows a document."""

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.alibaba.names import utc, version_id
from tigertally.clouds.alibaba.services import resourcemanager
from tigertally.clouds.alibaba.types import (
    CustomPolicy,
    NamedPolicy,
    PolicyDocument,
    VersionId,
    version_called,
)
from tigertally.ledger import policies
from tigertally.model.changes import Changes
from tigertally.model.policies import Policy, PolicyVersion
from tigertally.model.view import View


class VersionView(Struct, rename="pascal"):
    """A version as answers show it."""

    version_id: str
    is_default_version: bool
    create_date: str
    policy_document: str | UnsetType = UNSET


class VersionAnswer(Struct, rename="pascal"):
    """One version."""

    policy_version: VersionView


class VersionList(Struct, rename="pascal"):
    """The list inside its wrapper."""

    policy_version: list[VersionView]


class VersionsAnswer(Struct, rename="pascal"):
    """All versions of one policy."""

    policy_versions: VersionList


@resourcemanager.operation(action="ram:CreatePolicyVersion", on="policy")
def create_policy_version(
    view: View, policy: CustomPolicy, policy_document: PolicyDocument, set_as_default: bool = False
) -> Changes:
    """Add a version to a custom policy, and let it count if asked to."""
    made, added = policies.add_version(view, policy, policy_document, as_default=set_as_default)
    return made.answering(VersionAnswer(_shown(made.subject, added)))


@resourcemanager.operation(action="ram:GetPolicyVersion", on="policy")
def get_policy_version(view: View, policy: NamedPolicy, version_id: VersionId) -> VersionAnswer:
    """Show one version of a policy with its document."""
    found = version_called(view, policy, version_id)
    shown = _shown(policy, found)
    shown.policy_document = found.document
    return VersionAnswer(shown)


@resourcemanager.operation(action="ram:ListPolicyVersions", on="policy")
def list_policy_versions(view: View, policy: NamedPolicy) -> VersionsAnswer:
    """List the versions of a policy, the newest first."""
    return VersionsAnswer(VersionList([_shown(policy, one) for one in view.policy_versions(policy)]))


@resourcemanager.operation(action="ram:SetDefaultPolicyVersion", on="policy")
def set_default_policy_version(view: View, policy: CustomPolicy, version_id: VersionId) -> Changes:
    """Let another version of a custom policy count."""
    return policies.set_default(view, policy, version_called(view, policy, version_id))


@resourcemanager.operation(action="ram:DeletePolicyVersion", on="policy")
def delete_policy_version(view: View, policy: CustomPolicy, version_id: VersionId) -> Changes:
    """Delete a version that does not count."""
    return policies.delete_version(policy, version_called(view, policy, version_id))


def _shown(policy: Policy, version: PolicyVersion) -> VersionView:
    return VersionView(
        version_id=version_id(version.number),
        is_default_version=version.number == policy.default_version,
        create_date=utc(version.created_at),
    )
