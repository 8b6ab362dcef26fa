"""The codes of Tencent Cloud's lists that nothing here can cause, each with its reason.

Its lists are written for families: that of an operation on policies has the codes of the document, of users
and of groups too. So most reasons stand once, with the operations that they are about.
"""

from collections.abc import Mapping

NO_CONSOLE = "nobody signs in to a console here"
NO_ORGANIZATION = "CAM does not see the policies and roles of an organization"
NO_SERVICE_ROLES = "there are no service-linked roles here"
NO_CATALOGUE = "which services, actions and regions there are is not known here: documents may name any"
ONE_CODE = "its element's own code says it, whatever is wrong in it"
DENIED = "a denial is said as AuthFailure.UnauthorizedOperation"
FAILURE = "the server's own failure is said as InternalError.SystemError"
ONE_LIMIT = "calls are counted for each account and operation: RequestLimitExceeded"
OTHER_PRODUCTS = "a code of other products' operations"
NO_PART = "the server has no part of that name that could fail"

UNCAUSED: Mapping[str, Mapping[str, str]] = {
    "tencent gateway": {
        "ActionOffline": "no operation that is served was taken out of service",
        "AuthFailure.InvalidSecretId": "every key that exists is a key of the API",
        "AuthFailure.MFAFailure": "no MFA devices are kept here",
        "DryRunOperation": OTHER_PRODUCTS,
        "IpInBlacklist": "no addresses are listed here",
        "IpNotInWhitelist": "no addresses are listed here",
        "LimitExceeded": OTHER_PRODUCTS,
        "NoSuchProduct": "operations are found by their version; the host selects nothing",
        "RequestLimitExceeded.GlobalRegionUinLimitExceeded": ONE_LIMIT,
        "RequestLimitExceeded.IPLimitExceeded": ONE_LIMIT,
        "RequestLimitExceeded.UinLimitExceeded": ONE_LIMIT,
        "ResourceInUse": OTHER_PRODUCTS,
        "ResourceInsufficient": OTHER_PRODUCTS,
        "ResourceNotFound": OTHER_PRODUCTS,
        "ResourceUnavailable": OTHER_PRODUCTS,
        "ResponseSizeLimitExceeded": "no answer is longer than its page",
        "ServiceUnavailable": "the server has no part that could be away while it answers",
        "UnsupportedOperation": OTHER_PRODUCTS,
        "UnsupportedRegion": "CAM and STS are the same in every region",
    },
    "tencent cam": {
        "FailedOperation.Accesskey": NO_PART,
        "FailedOperation.ExistHighRiskOperations": NO_CONSOLE,
        "FailedOperation.ForbidAdd": "whoever may add users may",
        "FailedOperation.GetUserAreaError": "no regions of users are kept here",
        "FailedOperation.OrganizationPolicyOperateError": NO_ORGANIZATION,
        "FailedOperation.TagResourceFailed": NO_PART,
        "FailedOperation.UnTagResourceFailed": NO_PART,
        "InternalError.UnknownError": FAILURE,
        "InvalidParameter.ActionNotExist": NO_CATALOGUE,
        "InvalidParameter.ActionServiceNotExist": NO_CATALOGUE,
        "InvalidParameter.ConditionContentError": ONE_CODE,
        "InvalidParameter.ConditionTypeError": ONE_CODE,
        "InvalidParameter.GroupIdError": "ListPolicies has no parameter of that name",
        "InvalidParameter.KeywordError": "any text may be looked for",
        "InternalError": FAILURE,
        "InvalidParameter.NotSupportProduct": NO_CATALOGUE,
        "InvalidParameter.OperateEntitiesOverLimit": "one user or role is named at a time",
        "InvalidParameter.OrganizationRoleOperateError": NO_ORGANIZATION,
        "InvalidParameter.PasswordViolatedRules": NO_CONSOLE,
        "InvalidParameter.PrincipalQcsCrossError": "a role may trust any account",
        "InvalidParameter.PrincipalQcsError": ONE_CODE,
        "InvalidParameter.PrincipalQcsNotExist": "whom a role trusts is not looked up",
        "InvalidParameter.PrincipalServiceNotExist": NO_CATALOGUE,
        "InvalidParameter.ResourceContentError": ONE_CODE,
        "InvalidParameter.ResourceProjectError": ONE_CODE,
        "InvalidParameter.ResourceQcsError": ONE_CODE,
        "InvalidParameter.ResourceRegionError": NO_CATALOGUE,
        "InvalidParameter.ResourceServiceNotExist": NO_CATALOGUE,
        "InvalidParameter.ResourceUinError": ONE_CODE,
        "InvalidParameter.ServiceLinkedPolicyCantInPermissionBoundary": NO_SERVICE_ROLES,
        "InvalidParameter.ServiceLinkedRoleCantUsePermissionBoundary": NO_SERVICE_ROLES,
        "InvalidParameter.ServiceTypeError": "ListPolicies has no parameter of that name",
        "InvalidParameter.UinError": "ListPolicies has no parameter of that name",
        "OperationDenied.CicPolicyOperationDenied": "there is no identity centre here",
        "OperationDenied.PolicyTagConflict": "no policy is made from tags here",
        "OperationDenied.SubUin": DENIED,
        "OperationDenied.UinNotMatch": "a uin of another account is one that does not exist",
        "RequestLimitExceeded.CreateUser": ONE_LIMIT,
        "RequestLimitExceeded.UinLimitExceeded": ONE_LIMIT,
        "ResourceNotFound.NotFound": "what is missing is named by its kind",
        "UnauthorizedOperation": DENIED,
    },
    "tencent sts": {
        "AuthFailure.AccessKeyIllegal": "a key that is not good is refused with its signature",
        "FailedOperation.MFATypeNotSupported": "no MFA devices are kept here",
        "InternalError.DbError": FAILURE,
        "InternalError.EncryptError": FAILURE,
        "InternalError.GetAppIdError": FAILURE,
        "InternalError.GetRoleError": FAILURE,
        "InternalError.GetSeedTokenError": FAILURE,
        "InternalError.IllegalRole": DENIED,
        "InternalError.PbSerializeError": FAILURE,
        "InternalError.UnknownError": FAILURE,
        "InvalidParameter.AccessKeyNotSupport": "every key may ask who it is",
        "InvalidParameter.AccountNotAvaliable": "accounts do not end here",
        "InvalidParameter.ExtendStrategyOverSize": ONE_CODE,
        "InvalidParameter.GrantOtherResource": "a session policy grants nothing by itself",
        "InvalidParameter.OverLimit": "temporary keys are not counted",
        "InvalidParameter.ResouceError": ONE_CODE,
        "InvalidParameter.StrategyInvalid": ONE_CODE,
        "InvalidParameter.TempCodeNotAvaliable": NO_PART,
        "UnauthorizedOperation": DENIED,
        "UnsupportedOperation": NO_PART,
    },
}

ATTACH = ("AttachUserPolicy", "AttachGroupPolicy")
VERSIONS = ("SetDefaultPolicyVersion", "DeletePolicyVersion")
WRITES = ("CreatePolicy", "UpdatePolicy", "CreatePolicyVersion")
GET_BOUNDARY = ("GetUserPermissionBoundary", "GetRolePermissionBoundary")
OF_PARAMETER = "the operation takes nothing that the code is about"
OTHER_OF_TWO = "of two codes with one meaning the other is said"
LOOKED_UP = "a name is looked up, whatever it is"
NO_FAILURE = "every way in which it can be refused has a code of its own"

SHARED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("FailedOperation", NO_FAILURE, (
        "GetUserAppId", "CreateGroup", "GetGroup", "ListGroups", "UpdateGroup", "RemoveUserFromGroup",
        "ListGroupsForUser", "ListUsersForGroup", "CreatePolicyVersion", "DeletePolicyVersion",
        "DescribeRoleList", "AddUser", "GetUser", "ListUsers", "DescribeSubAccounts", "UpdateUser",
    )),
    ("FailedOperation.PolicyFull", "no policy is made", (*ATTACH, "CreatePolicyVersion")),
    ("FailedOperation.PolicyNameInUse", "no name is given", (
        "UpdatePolicy", "CreatePolicyVersion", *VERSIONS,
    )),
    ("InvalidParameter.ActionError", OF_PARAMETER, VERSIONS),
    ("InvalidParameter.ActionMiss", OF_PARAMETER, ("SetDefaultPolicyVersion",)),
    ("InvalidParameter.AttachmentFull", "nothing is attached", (
        "DetachUserPolicy", *WRITES, *VERSIONS, "CreateRole", "UpdateAssumeRolePolicy",
    )),
    ("InvalidParameter.ConditionError", OF_PARAMETER, VERSIONS),
    ("InvalidParameter.DescriptionLengthOverlimit", OF_PARAMETER, ("CreatePolicyVersion", *VERSIONS)),
    ("InvalidParameter.EffectError", OF_PARAMETER, VERSIONS),
    ("InvalidParameter.GroupNotExist", OTHER_OF_TWO, ("UpdateGroup",)),
    ("InvalidParameter.ParamError", "every rule of its parameters has a code of its own", (
        "CreatePolicy", "GetPolicy", "DeletePolicy", "CreatePolicyVersion", "ListPolicyVersions",
    )),
    ("InvalidParameter.PolicyDocumentError", OF_PARAMETER, VERSIONS),
    ("InvalidParameter.PolicyDocumentLengthOverLimit", OF_PARAMETER, VERSIONS),
    ("InvalidParameter.PolicyIdNotExist", OTHER_OF_TWO, (
        *ATTACH, "DetachUserPolicy", "UpdatePolicy", "DeletePolicy", "ListPolicyVersions", *VERSIONS,
    )),
    ("InvalidParameter.PolicyIdNotExist", OF_PARAMETER, ("DeleteRolePermissionsBoundary", *GET_BOUNDARY)),
    ("InvalidParameter.PolicyNameError", OF_PARAMETER, ("CreatePolicyVersion", *VERSIONS, "DeleteRole")),
    ("InvalidParameter.PolicyNameError", LOOKED_UP, ("AttachRolePolicy", "UpdatePolicy")),
    ("InvalidParameter.PrincipalError", OF_PARAMETER, VERSIONS),
    ("InvalidParameter.ResourceError", OF_PARAMETER, VERSIONS),
    ("InvalidParameter.RoleNameError", LOOKED_UP, ("UntagRole",)),
    ("InvalidParameter.RoleNotExist", OF_PARAMETER, (
        "PutUserPermissionsBoundary", "DeleteUserPermissionsBoundary",
    )),
    ("InvalidParameter.StatementError", OF_PARAMETER, VERSIONS),
    ("InvalidParameter.TagParamError", OF_PARAMETER, ("DeleteRole",)),
    ("InvalidParameter.UserNameIllegal", LOOKED_UP, ("UpdateUser",)),
    ("InvalidParameter.UserNotExist", OTHER_OF_TWO, ("AttachUserPolicy", "DetachUserPolicy")),
    ("InvalidParameter.UserNotExist", OF_PARAMETER, (
        "AttachGroupPolicy", "DetachGroupPolicy", "PutRolePermissionsBoundary",
        "DeleteRolePermissionsBoundary", *WRITES, *VERSIONS, "CreateRole", "UpdateAssumeRolePolicy",
    )),
    ("InvalidParameter.VersionError", OF_PARAMETER, ("AttachRolePolicy", *VERSIONS)),
    ("OperationDenied.AccessKeyOverLimit", "no key is made", (
        "ListAccessKeys", "UpdateAccessKey", "DeleteAccessKey",
    )),
    ("ResourceNotFound.GroupNotExist", OF_PARAMETER, (*WRITES, *VERSIONS)),
    ("ResourceNotFound.PolicyIdNotFound", OF_PARAMETER, GET_BOUNDARY),
    ("ResourceNotFound.SecretNotExist", OF_PARAMETER, ("ListAccessKeys",)),
    ("ResourceNotFound.UserNotExist", OF_PARAMETER, (
        "AttachGroupPolicy", "DetachGroupPolicy", *WRITES, *VERSIONS,
    )),
)  # fmt: skip
"""A code, why it cannot be caused, and in which operations of CAM."""

UNCAUSED_HERE: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("tencent cam", name): {code: why for code, why, names in SHARED if name in names}
    for name in sorted({name for *_, names in SHARED for name in names})
}
"""The same by operation."""
