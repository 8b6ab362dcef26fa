"""The versions of identity policies."""

from msgspec import Struct

from tigertally.clouds.huawei.names import utc, version_id
from tigertally.clouds.huawei.paging import PageInfo, page
from tigertally.clouds.huawei.services import iam
from tigertally.clouds.huawei.types import (
    Limit,
    Marker,
    PolicyDocument,
    ThePolicy,
    VersionId,
    require_size,
    version_called,
)
from tigertally.ledger import policies
from tigertally.model.changes import Changes
from tigertally.model.policies import Policy, PolicyVersion
from tigertally.model.view import View


class VersionView(Struct):
    """A version as answers show it."""

    version_id: str
    is_default: bool
    document: str
    created_at: str


class VersionAnswer(Struct):
    """One version."""

    policy_version: VersionView


class VersionsAnswer(Struct):
    """One page of versions, the newest first."""

    versions: list[VersionView]
    page_info: PageInfo


@iam.operation(
    "POST /v5/policies/{policy_id}/versions",
    name="CreatePolicyVersionV5",
    action="iam:policies:createVersionV5",
    on="policy",
    status=201,
    assumed="status 201, by analogy with users and groups",
)
def create_policy_version(
    view: View, policy: ThePolicy, policy_document: PolicyDocument, set_as_default: bool = False
) -> Changes:
    """Add a version to a custom identity policy, and let it count if asked to."""
    require_size("policy_document", policy_document)
    made, added = policies.add_version(view, policy, policy_document, as_default=set_as_default)
    return made.answering(VersionAnswer(_shown(made.subject, added)))


@iam.operation(
    "GET /v5/policies/{policy_id}/versions/{version_id}",
    name="GetPolicyVersionV5",
    action="iam:policies:getVersionV5",
    on="policy",
)
def get_policy_version(view: View, policy: ThePolicy, version_id: VersionId) -> VersionAnswer:
    """Show one version of an identity policy."""
    return VersionAnswer(_shown(policy, version_called(view, policy, version_id)))


@iam.operation(
    "GET /v5/policies/{policy_id}/versions",
    name="ListPolicyVersionsV5",
    action="iam:policies:listVersionsV5",
    on="policy",
)
def list_policy_versions(
    view: View, policy: ThePolicy, limit: Limit = 100, marker: Marker = ""
) -> VersionsAnswer:
    """List the versions of an identity policy, the newest first."""
    shown, info = page(view.policy_versions(policy), marker, limit, _mark)
    return VersionsAnswer([_shown(policy, one) for one in shown], info)


@iam.operation(
    "POST /v5/policies/{policy_id}/versions/{version_id}/set-default",
    name="SetDefaultPolicyVersionV5",
    action="iam:policies:setDefaultVersionV5",
    on="policy",
)
def set_default_policy_version(view: View, policy: ThePolicy, version_id: VersionId) -> Changes:
    """Let another version of a custom identity policy count."""
    return policies.set_default(view, policy, version_called(view, policy, version_id))


@iam.operation(
    "DELETE /v5/policies/{policy_id}/versions/{version_id}",
    name="DeletePolicyVersionV5",
    action="iam:policies:deleteVersionV5",
    on="policy",
    status=204,
)
def delete_policy_version(view: View, policy: ThePolicy, version_id: VersionId) -> Changes:
    """Delete a version that does not count."""
    return policies.delete_version(policy, version_called(view, policy, version_id))


def _mark(version: PolicyVersion) -> str:
    """A version's number as a marker, which has at least four characters."""
    return f"v{version.number:04d}"


def _shown(policy: Policy, version: PolicyVersion) -> VersionView:
    return VersionView(
        version_id=version_id(version.number),
        is_default=version.number == policy.default_version,
        document=version.document,
        created_at=utc(version.created_at),
    )
