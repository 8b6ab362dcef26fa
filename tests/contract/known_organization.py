"""The codes of Tencent Cloud Organization's lists that nothing here can cause, each with its reason.

The lists of its reading operations hold whatever any operation of the service may miss; so a reason often
stands for a part of the service that is not spoken here.
"""

from collections.abc import Mapping

from tests.contract.known_tencent import NO_CATALOGUE, NO_FAILURE, NO_PART, ONE_CODE

NO_BILLS = "nobody pays here, for himself or for others"
NO_AUTHENTICATION = "whose accounts they are is not verified here"
NO_SHARING = "no resources are shared here"
NO_INVITATION = "members are created here, not invited"
NO_IDENTITIES = "a member holds no roles for its manager here"
NO_SERVICES = "no services are delegated to members here"
NO_TAGS = "tags are kept with what they are on, and cannot fail apart from it"
NOT_SPOKEN = "a code of operations that are not served"
OTHER_OF_TWO = "of two codes with one meaning the other is said"
AT_ONCE = "an account is made in the same moment, or not at all"

REASONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (NO_FAILURE, (
        "FailedOperation",
    )),
    (NO_AUTHENTICATION, (
        "FailedOperation.AuthInfoEmpty", "FailedOperation.AuthInfoNotSame",
        "FailedOperation.AuthNotEnterprise", "FailedOperation.CreateMemberAuthOverLimit",
        "FailedOperation.GetAuthInfo", "FailedOperation.OrganizationAuthManageNotAllowDelete",
        "UnsupportedOperation.InconsistentUserTypes",
    )),
    (NO_BILLS, (
        "FailedOperation.CreateBillingPermissionErr",
        "FailedOperation.MemberExistDelegatePayerNotAllowDelete",
        "FailedOperation.MemberIsDelegatePayerNotAllowDelete",
        "FailedOperation.OperateBillingPermissionErr", "FailedOperation.PartnerManagementErr",
        "UnsupportedOperation.AbnormalFinancialStatusOfAdmin",
        "UnsupportedOperation.AddDelegatePayerNotAllow",
        "UnsupportedOperation.AddDiscountInheritNotAllow",
        "UnsupportedOperation.DeleteDelegatePayerNotAllow", "UnsupportedOperation.ExistedAgent",
        "UnsupportedOperation.ExistedClient", "UnsupportedOperation.MemberAccountArrears",
        "UnsupportedOperation.MemberDiscountInheritExisted",
        "UnsupportedOperation.MemberExistAccountLevelDiscountInherit",
        "UnsupportedOperation.MemberIsAgent", "UnsupportedOperation.OrderInProgressExisted",
        "UnsupportedOperation.OwnerDiscountInheritExisted",
        "UnsupportedOperation.PayerArrearsAndNoCreditAccount",
        "UnsupportedOperation.PayerExistAccountLevelDiscountInherit",
        "UnsupportedOperation.SecondaryDistributorSubClientExisted",
    )),
    (NO_SHARING, (
        "FailedOperation.MemberShareResource", "FailedOperation.QuitShareUint",
        "FailedOperation.QuiteShareUnit", "FailedOperation.ShareNodeExisted",
        "FailedOperation.ShareUnitNotEmpty", "ResourceNotFound.ShareResourceMemberNotExist",
    )),
    (NO_INVITATION, (
        "ResourceNotFound.ApplyNotExist", "ResourceNotFound.InvitationNotExist",
        "UnsupportedOperation.InviteAccountNotAllowDelete",
    )),
    (NO_IDENTITIES, (
        "FailedOperation.CreateRole", "FailedOperation.OrgMemberPolicyExist",
        "ResourceNotFound.MemberIdentityNotExist", "ResourceNotFound.MemberPolicyNotExist",
        "ResourceNotFound.OrganizationIdentityNotExist", "ResourceNotFound.ServiceRoleNotExist",
    )),
    (NO_SERVICES, (
        "ResourceNotFound.OrganizationServiceAssignNotExist",
        "UnsupportedOperation.MemberExistServiceNotAllowDelete",
    )),
    (NO_TAGS, (
        "FailedOperation.TagResourcesError", "ResourceNotFound.ResourceTypeNotExist",
    )),
    (AT_ONCE, (
        "FailedOperation.CreateAccount", "FailedOperation.CreateRecordAlreadySuccess",
        "FailedOperation.MemberAccountDeregisterPending", "LimitExceeded.CreateMemberOverLimit",
        "UnsupportedOperation.DeleteAccountDisabled",
        "UnsupportedOperation.MemberAccountExistResource",
    )),
    (NOT_SPOKEN, (
        "FailedOperation.ChangePermissionRecordExist", "InvalidParameter.InterfaceNotExist",
        "ResourceNotFound.ChangePermissionNotExist", "ResourceNotFound.EmailBindRecordNotExist",
        "ResourceNotFound.MemberEventNotExist", "ResourceNotFound.MemberOperateProcessNotExist",
        "ResourceNotFound.UserNotExist",
    )),
    (OTHER_OF_TWO, (
        "FailedOperation.MemberNameUsed", "FailedOperation.NodeNotEmpty",
        "InvalidParameter.OrganizationMemberNotExist", "InvalidParameter.OrganizationNodeNotExist",
        "InvalidParameter.OrganizationNotExist", "InvalidParameter.PolicyIdNotExist",
        "InvalidParameter.PolicyNameExisted", "ResourceNotFound.NodeNotExist",
        "ResourceNotFound.PolicyIdNotFound",
    )),
    ("how many departments may be deleted at once is not published", (
        "FailedOperation.OrganizationNodeDeleteOverLimit",
    )),
    ("a member's own tag policies are not known here", (
        "FailedOperation.PolicyEnableInvalid",
    )),
    (NO_CATALOGUE, (
        "InvalidParameter.ActionNotExist", "InvalidParameter.ActionServiceNotExist",
        "InvalidParameter.NotSupportProduct", "InvalidParameter.PrincipalServiceNotExist",
        "InvalidParameter.ReservedTagKey", "InvalidParameter.ResourceRegionError",
        "InvalidParameter.ResourceServiceNotExist", "InvalidParameter.UnsupportedService",
    )),
    (ONE_CODE, (
        "InvalidParameter.ConditionContentError", "InvalidParameter.ConditionTypeError",
        "InvalidParameter.PrincipalQcsError", "InvalidParameter.PrincipalQcsNotExist",
        "InvalidParameter.ResourceContentError", "InvalidParameter.ResourceProjectError",
        "InvalidParameter.ResourceQcsError", "InvalidParameter.ResourceUinError",
    )),
    (NO_PART, (
        "ResourceUnavailable", "UnsupportedOperation", "UnsupportedOperation.ManagementSystemError",
        "UnsupportedOperation.OperationForbidden",
    )),
)  # fmt: skip
"""Why, and which codes."""

UNCAUSED: Mapping[str, str] = {code: why for why, codes in REASONS for code in codes}

OF_PARAMETER = "the operation takes nothing that the code is about"
AS_MANAGER = "who manages no organization is told so first"
READS = ("ListPolicies", "ListTargetsForPolicy", "DescribePolicyConfig")

SHARED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("FailedOperation.OrganizationNodeNotExist", OTHER_OF_TWO, (
        "CreateOrganizationMember", "MoveOrganizationNodeMembers",
    )),
    ("LimitExceeded.TagPolicy", "no policy is made", ("UpdatePolicy",)),
    ("ResourceNotFound.MemberNotExist", OF_PARAMETER, (*READS, "ListPoliciesForTarget", "DescribePolicy")),
    ("ResourceNotFound.NotFound", OF_PARAMETER, (*READS, "DescribePolicy")),
    ("ResourceNotFound.OrganizationMemberNotExist", OF_PARAMETER, (
        *READS, "AddOrganizationNode", "DeleteOrganizationNodes", "CreateOrganizationMember",
    )),
    ("ResourceNotFound.OrganizationNodeNotExist", OF_PARAMETER, READS),
    ("ResourceNotFound.OrganizationNotExist", AS_MANAGER, (
        "ListPolicies", "ListPoliciesForTarget", "ListTargetsForPolicy", "DescribePolicy",
    )),
    ("ResourceNotFound.OrganizationAuthRelationNotExist", OF_PARAMETER, (*READS, "ListPoliciesForTarget")),
    ("ResourceNotFound.OrganizationServiceNotExist", OF_PARAMETER, (*READS, "ListPoliciesForTarget")),
    ("ResourceNotFound.PolicyNotExist", OF_PARAMETER, (
        "ListPolicies", "ListPoliciesForTarget", "DescribePolicyConfig",
    )),
)  # fmt: skip
"""A code, why it cannot be caused, and in which operations."""

UNCAUSED_HERE: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("tencent organization", name): {code: why for code, why, names in SHARED if name in names}
    for name in sorted({name for *_, names in SHARED for name in names})
}
"""The same by operation."""

NOT_GIVEN: Mapping[str, Mapping[str, str]] = {
    "DescribeOrganizationMembers": {"Items[].OrgIdentity[]": NO_IDENTITIES},
}
"""Fields of answers that are not given."""
