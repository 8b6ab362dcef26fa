"""Switching control policies and tag policies on and off for the whole organization."""

from msgspec import Struct

from tigertally.clouds.errors import Line
from tigertally.clouds.tencent.errors import NOT_MANAGER, WRONG_ORGANIZATION
from tigertally.clouds.tencent.organization.types import (
    PURPOSES,
    NumberedOrganization,
    PolicyType,
    PolicyTypeNumber,
)
from tigertally.clouds.tencent.services import OPERATION, organization
from tigertally.ledger import control_policies
from tigertally.model.changes import Changes
from tigertally.model.refusals import NotFound
from tigertally.model.view import View


class PolicyConfigAnswer(Struct, rename="pascal"):
    """Whether policies of a type are switched on: 1, or 0."""

    status: int
    type: str


@organization.operation(
    action="organization:EnablePolicyType",
    on=OPERATION,
    per_second=20,
    errors=(NOT_MANAGER, WRONG_ORGANIZATION),
)
def enable_policy_type(view: View, organization: NumberedOrganization, policy_type: PolicyType) -> Changes:
    """Switch a type of policies on; FullQcloudAccess is attached to every department and member."""
    return control_policies.enable(view, organization, PURPOSES[policy_type])


@organization.operation(
    action="organization:DisablePolicyType",
    on=OPERATION,
    per_second=20,
    errors=(NOT_MANAGER, WRONG_ORGANIZATION),
)
def disable_policy_type(view: View, organization: NumberedOrganization, policy_type: PolicyType) -> Changes:
    """Switch a type of policies off: the policies stay, and are attached to nothing."""
    return control_policies.disable(view, organization, PURPOSES[policy_type])


@organization.operation(
    action="organization:DescribePolicyConfig",
    on=OPERATION,
    per_second=20,
    errors=(
        NOT_MANAGER,
        Line(
            NotFound,
            "organization_id",
            200,
            "ResourceNotFound.OrganizationNotExist",
            "The organization does not exist.",
        ),
    ),
)
def describe_policy_config(
    organization: NumberedOrganization, type: PolicyTypeNumber = 0
) -> PolicyConfigAnswer:
    """Tell whether policies of a type are switched on: 0 asks for control policies, 1 for tag policies."""
    name, purpose = list(PURPOSES.items())[type]
    return PolicyConfigAnswer(int(purpose in organization.enabled), name)
