"""Tencent Cloud's words for refusals: the gateway's, then CAM's and STS's own. The HTTP status is always 200.

Sources: Tencent Cloud API 3.0, "Common error codes"; the error codes of CAM 2019-01-16 and STS 2018-08-13; for
sentences the page of DetachUserPolicy and published error reports of clients. Lines that no page states are
marked ``assumed``. Operations of CAM differ in which of two codes says that something is not there: what an
operation says otherwise than its service stands beside it.
"""

from tigertally.clouds.errors import ErrorTable, Line
from tigertally.model.refusals import (
    AlreadyAttached,
    AlreadyExists,
    Denied,
    Forbidden,
    InUse,
    Invalid,
    LimitReached,
    Malformed,
    Missing,
    NotAttached,
    NotFound,
    Throttled,
    Unsigned,
    Unsupported,
)

NOT_AUTHORIZED = "{prefix}[[request id:{request_id}]you are not authorized to perform operation ({action})\nresource ({resource}) has no permission\n]"
TOO_OFTEN = "Your current request times equals to `{times}` in a second, which exceeds the frequency limit `{limit}` for a second. Please reduce the frequency of calls."
FULL = "The number of policies associated with the authorization object of the principal field has reached the upper limit."
MISMATCH = "The provided credentials could not be validated. Please check your signature is correct."

# fmt: off
GATEWAY = (
    Line(Unsupported, "", 200, "InvalidAction", "The request `Action` is invalid or not found."),
    Line(Unsupported, "method", 200, "UnsupportedProtocol", "Only GET and POST requests are supported."),
    Line(Invalid, "", 200, "InvalidParameter", "The parameter `{field}` is not valid. Accepted: {accepted}.", assumed=True),
    Line(Invalid, "Version", 200, "NoSuchVersion", "The specified api version=`{version}` does not exist in service=`{service}`."),
    Line(Invalid, "*.Format", 200, "InvalidParameter", "The value type of parameter `{field}` is not valid."),
    Line(Invalid, "*.Unknown", 200, "UnknownParameter", "The parameter `{field}` is not recognized."),
    Line(Invalid, "*.Repeated", 200, "InvalidParameter", "The parameter `{field}` is given twice with different values.", assumed=True),
    Line(Invalid, "*.Ambiguous", 200, "InvalidParameterValue", "The value of `{field}` holds the name of another parameter: signature version 1 cannot tell them apart. Accepted: {accepted}.", assumed=True),
    Line(Invalid, "*.Unreadable", 200, "InvalidParameter", "The request's {field} cannot be read. Accepted: {accepted}.", assumed=True),
    Line(Invalid, "multipart.Unreadable", 200, "InvalidRequest", "The multipart format of the request body is incorrect: {accepted}."),
    Line(Invalid, "body.TooLong", 200, "RequestSizeLimitExceeded", "The request body is too long: {accepted} are accepted."),
    Line(Missing, "", 200, "MissingParameter", "The request is missing a required parameter `{field}`."),
    Line(Unsigned, "missing", 200, "MissingParameter", "The request is missing a required parameter `{field}`."),
    Line(Unsigned, "incomplete", 200, "AuthFailure.InvalidAuthorization", "The signature is not in the form that is required: {field}, {why}."),
    Line(Unsigned, "method", 200, "AuthFailure.InvalidAuthorization", "The signature method {value} is not supported."),
    Line(Unsigned, "unsigned_header", 200, "AuthFailure.InvalidAuthorization", "The signature does not cover {field}."),
    Line(Unsigned, "scope", 200, "AuthFailure.SignatureFailure", "The date {value} of the credential scope is not the UTC date of X-TC-Timestamp.", assumed=True),
    Line(Unsigned, "ambiguous", 200, "AuthFailure.InvalidAuthorization", "The request can be read in two ways: {field} is given twice, or differently.", assumed=True),
    Line(Unsigned, "unsigned_action", 200, "AuthFailure.InvalidAuthorization", "This server is set to require that X-TC-Action and the body are signed.", assumed=True),
    Line(Unsigned, "timestamp_format", 200, "InvalidParameter", "The value type of parameter `{field}` is not valid.", assumed=True),
    Line(Unsigned, "expired", 200, "AuthFailure.SignatureExpire", "The signature is expired, please request again."),
    Line(Unsigned, "unknown_key", 200, "AuthFailure.SecretIdNotFound", "The SecretId is not found, please ensure that your SecretId is correct."),
    Line(Unsigned, "inactive_key", 200, "AuthFailure.SecretIdNotFound", "The SecretId is not found, please ensure that your SecretId is correct."),
    Line(Unsigned, "token_missing", 200, "AuthFailure.TokenFailure", "The temporary key is used without its token."),
    Line(Unsigned, "token_wrong", 200, "AuthFailure.TokenFailure", "The token does not belong to the key."),
    Line(Unsigned, "token_expired", 200, "AuthFailure.TokenFailure", "The token has expired."),
    Line(Unsigned, "", 200, "AuthFailure.SignatureFailure", MISMATCH),
    Line(Unsigned, "replay", 200, "AuthFailure.SignatureFailure", "The nonce of this request was used already.", assumed=True),
    Line(Throttled, "", 200, "RequestLimitExceeded", "Too many requests were signed with this key.", assumed=True),
    Line(Throttled, "operation", 200, "RequestLimitExceeded", TOO_OFTEN),
    Line(Denied, "", 200, "AuthFailure.UnauthorizedOperation", NOT_AUTHORIZED),
)

CAM = (
    Line(Invalid, "", 200, "InvalidParameter.ParamError", "Invalid input parameter. {field}: {accepted} is accepted."),
    Line(Invalid, "*.PolicyIdError", 200, "InvalidParameter.PolicyIdError", "The input parameter PolicyId is invalid."),
    Line(Invalid, "*.PolicyNameError", 200, "InvalidParameter.PolicyNameError", "The input parameter {field} is invalid. Accepted: {accepted}."),
    Line(Invalid, "*.RoleNameError", 200, "InvalidParameter.RoleNameError", "The input parameter {field} is invalid. Accepted: {accepted}."),
    Line(Invalid, "*.UserNameIllegal", 200, "InvalidParameter.UserNameIllegal", "The user name is invalid. Accepted: {accepted}."),
    Line(Invalid, "*.DescriptionLengthOverlimit", 200, "InvalidParameter.DescriptionLengthOverlimit", "The input parameter {field} is too long. Accepted: {accepted}."),
    Line(Invalid, "*.PolicyDocumentLengthOverLimit", 200, "InvalidParameter.PolicyDocumentLengthOverLimit", "The input parameter {field} exceeds the length limit. Accepted: {accepted}."),
    Line(Invalid, "*.EntityFilterError", 200, "InvalidParameter.EntityFilterError", "The input parameter {field} is invalid. Accepted: {accepted}."),
    Line(Invalid, "*.ScopeError", 200, "InvalidParameter.ScopeError", "The input parameter {field} is invalid. Accepted: {accepted}."),
    Line(Invalid, "*.SearchKeywordLengthError", 200, "InvalidParameter.SearchKeywordLengthError", "The length of {field} is invalid. Accepted: {accepted}."),
    Line(Invalid, "*.OperatePoliciesOverLimit", 200, "InvalidParameter.OperatePoliciesOverLimit", "Too many policies at once. Accepted: {accepted}."),
    Line(Invalid, "*.UserUinAndUinNotAllNull", 200, "InvalidParameter.UserUinAndUinNotAllNull", "Uid and Uin cannot both be missing."),
    Line(Invalid, "*.TagLimitExceeded", 200, "InvalidParameter.TagLimitExceeded", "The number of tags has reached the upper limit. Accepted: {accepted}."),
    Line(Invalid, "*.TagParamError", 200, "InvalidParameter.TagParamError", "The tags are invalid. Accepted: {accepted}."),
    Line(Invalid, "*.PaginationTokenInvalid", 200, "InvalidParameter.PaginationTokenInvalid", "The input parameter {field} is invalid. Accepted: {accepted}."),
    Line(Malformed, "", 200, "InvalidParameter.PolicyDocumentError", "The input parameter {field} is invalid. {place}: {reason}"),
    Line(Malformed, "*.version", 200, "InvalidParameter.VersionError", "The version of the policy syntax is incorrect. {place}: {reason}"),
    Line(Malformed, "*.statement", 200, "InvalidParameter.StatementError", "The statement field of the policy syntax is incorrect. {place}: {reason}"),
    Line(Malformed, "*.effect", 200, "InvalidParameter.EffectError", "The effect field of the policy syntax is incorrect. {place}: {reason}"),
    Line(Malformed, "*.action_missing", 200, "InvalidParameter.ActionMiss", "The action field of the policy syntax is missing. {place}: {reason}"),
    Line(Malformed, "*.action", 200, "InvalidParameter.ActionError", "The action field of the policy syntax is incorrect. {place}: {reason}"),
    Line(Malformed, "*.resource", 200, "InvalidParameter.ResourceError", "The resource field of the policy syntax is incorrect. {place}: {reason}"),
    Line(Malformed, "*.condition", 200, "InvalidParameter.ConditionError", "The condition field of the policy syntax is incorrect. {place}: {reason}"),
    Line(Malformed, "*.principal", 200, "InvalidParameter.PrincipalError", "The principal field of the policy syntax is incorrect. {place}: {reason}"),
    Line(NotFound, "user", 200, "ResourceNotFound.UserNotExist", "The user does not exist."),
    Line(NotFound, "group", 200, "ResourceNotFound.GroupNotExist", "The user group does not exist."),
    Line(NotFound, "role", 200, "InvalidParameter.RoleNotExist", "The role does not exist."),
    Line(NotFound, "policy", 200, "ResourceNotFound.PolicyIdNotFound", "The resource specified by PolicyId does not exist."),
    Line(NotFound, "policy_version", 200, "InvalidParameter.PolicyVersionNotExists", "The policy version does not exist."),
    Line(NotFound, "access_key", 200, "ResourceNotFound.SecretNotExist", "The key does not exist."),
    Line(NotFound, "user.group", 200, "ResourceNotFound.UserNotExist", "The user does not belong to the group.", assumed=True),
    Line(NotAttached, "", 200, "ResourceNotFound.PolicyIdNotFound", "The policy is not attached.", assumed=True),
    Line(AlreadyAttached, "", 200, "InvalidParameter.ParamError", "The policy is attached already.", assumed=True),
    Line(AlreadyExists, "user", 200, "InvalidParameter.SubUserNameInUse", "The sub-user name is already in use."),
    Line(AlreadyExists, "group", 200, "InvalidParameter.GroupNameInUse", "The user group name is already in use."),
    Line(AlreadyExists, "role", 200, "InvalidParameter.RoleNameInUse", "The role name is already in use."),
    Line(AlreadyExists, "policy", 200, "FailedOperation.PolicyNameInUse", "The policy name is already in use."),
    Line(AlreadyExists, "", 200, "FailedOperation", "The {about} exists already.", assumed=True),
    Line(LimitReached, "user", 200, "InvalidParameter.SubUserFull", "The number of sub-users has reached the upper limit."),
    Line(LimitReached, "group", 200, "InvalidParameter.GroupFull", "The number of user groups has reached the upper limit."),
    Line(LimitReached, "role", 200, "InvalidParameter.RoleFull", "The number of roles has reached the upper limit."),
    Line(LimitReached, "policy", 200, "FailedOperation.PolicyFull", "The number of policies has reached the upper limit."),
    Line(LimitReached, "policy.version", 200, "FailedOperation.PolicyVersionFull", "The number of policy versions has reached the upper limit."),
    Line(LimitReached, "user.access_key", 200, "OperationDenied.AccessKeyOverLimit", "The number of access keys of the user has reached the upper limit."),
    Line(LimitReached, "user.group", 200, "InvalidParameter.UserGroupFull", "The number of user groups of the user has reached the upper limit."),
    Line(LimitReached, "group.user", 200, "InvalidParameter.GroupUserFull", "The number of users in the user group has reached the upper limit."),
    Line(LimitReached, "user.policy", 200, "InvalidParameter.AttachmentFull", FULL),
    Line(LimitReached, "group.policy", 200, "InvalidParameter.AttachmentFull", FULL),
    Line(LimitReached, "role.policy", 200, "InvalidParameter.AttachmentFull", FULL),
    Line(LimitReached, "tag", 200, "InvalidParameter.TagLimitExceeded", "The number of tags has reached the upper limit."),
    Line(InUse, "", 200, "FailedOperation", "The {about} is still in use.", assumed=True),
    Line(InUse, "user.access_key", 200, "OperationDenied.HaveKeys", "The user has access keys; delete them first."),
    Line(InUse, "policy.version.default", 200, "FailedOperation.PolicyVersionAlreadyDefault", "The policy version is the default one already."),
    Line(Forbidden, "", 200, "FailedOperation", "This cannot be done: {about}.", assumed=True),
    Line(Forbidden, "root_user", 200, "FailedOperation.Unmodifiable", "This user cannot be changed.", assumed=True),
    Line(Forbidden, "system_policy", 200, "InvalidParameter.PolicyIdError", "The input parameter PolicyId is invalid: preset policies cannot be changed.", assumed=True),
)

STS = (
    Line(Invalid, "", 200, "InvalidParameter.ParamError", "Invalid input parameter. {field}: {accepted} is accepted."),
    Line(Invalid, "*.OverTimeError", 200, "InvalidParameter.OverTimeError", "The expiration time is over the limit. Accepted: {accepted}."),
    Line(Invalid, "*.PolicyTooLong", 200, "InvalidParameter.PolicyTooLong", "The policy is too long. Accepted: {accepted}."),
    Line(Malformed, "", 200, "InvalidParameter.StrategyFormatError", "The format of the policy is incorrect. {place}: {reason}"),
    Line(NotFound, "role", 200, "ResourceNotFound.RoleNotFound", "The role does not exist."),
    Line(Forbidden, "no_mfa_device", 200, "FailedOperation.CheckMFAError", "The MFA code is not right: the caller has no MFA device."),
)
ORGANIZATION = (
    Line(Denied, "", 200, "UnauthorizedOperation", NOT_AUTHORIZED),
    Line(Invalid, "", 200, "InvalidParameter", "Invalid input parameter. {field}: {accepted} is accepted."),
    Line(Invalid, "*.ParamError", 200, "InvalidParameter.ParamError", "Invalid input parameter. {field}: {accepted} is accepted."),
    Line(Invalid, "*.PolicyNameError", 200, "InvalidParameter.PolicyNameError", "The input parameter {field} is invalid. Accepted: {accepted}."),
    Line(Invalid, "*.DescriptionLengthOverlimit", 200, "InvalidParameter.DescriptionLengthOverlimit", "The input parameter {field} is too long. Accepted: {accepted}."),
    Line(Invalid, "*.PolicyDocumentLengthOverLimit", 200, "InvalidParameter.PolicyDocumentLengthOverLimit", "The input parameter {field} exceeds the length limit. Accepted: {accepted}."),
    Line(Invalid, "*.OrganizationPolicyIllegal", 200, "FailedOperation.OrganizationPolicyIllegal", "The relationship policy is not legal. Accepted: {accepted}."),
    Line(Invalid, "*.PayUinIllegal", 200, "FailedOperation.PayUinIllegal", "The payer is not legal: nobody pays for others here."),
    Line(Invalid, "*.AllowQuitIllegal", 200, "InvalidParameter.AllowQuitIllegal", "The permission to quit is not legal. Accepted: {accepted}."),
    Line(Invalid, "*.TagError", 200, "InvalidParameter.TagError", "The tags are invalid. Accepted: {accepted}."),
    Line(Invalid, "*.OrganizationPermissionIllegal", 200, "FailedOperation.OrganizationPermissionIllegal", "The relationship permissions are not legal. Accepted: {accepted}."),
    *(line for line in CAM if line.refusal is Malformed),
    Line(Malformed, "*.tag_policy", 200, "InvalidParameterValue.PolicyContentInvalid", "The policy content is invalid. {place}: {reason}"),
    Line(Malformed, "*.tag_policy_key", 200, "InvalidParameter.PolicyKeyDuplicated", "A key of the policy is given twice. {place}: {reason}"),
    Line(NotFound, "organization", 200, "ResourceNotFound.OrganizationNotExist", "The organization does not exist."),
    Line(NotFound, "policy_type", 200, "FailedOperation.OrganizationPolicyIsNotEnabled", "Group policy is not enabled."),
    Line(NotFound, "policy", 200, "ResourceNotFound.PolicyNotExist", "Policy does not exist."),
    Line(NotFound, "department", 200, "ResourceNotFound.OrganizationNodeNotExist", "The organization node does not exist."),
    Line(NotFound, "member", 200, "ResourceNotFound.OrganizationMemberNotExist", "The organization member does not exist."),
    Line(NotFound, "record", 200, "FailedOperation.CreateRecordNotExist", "The record of creation does not exist."),
    Line(NotFound, "relation", 200, "ResourceNotFound.OrganizationAuthRelationNotExist", "The relation of authentication does not exist."),
    Line(NotFound, "service", 200, "ResourceNotFound.OrganizationServiceNotExist", "The organization service does not exist."),
    Line(AlreadyExists, "organization", 200, "FailedOperation.OrganizationExistAlready", "The organization exists already."),
    Line(AlreadyExists, "policy_type", 200, "FailedOperation.OrganizationPolicyIsNotDisabled", "The organization policy is enabled already."),
    Line(AlreadyExists, "policy", 200, "FailedOperation.PolicyNameInUse", "The policy name is already in use."),
    Line(AlreadyExists, "department", 200, "FailedOperation.OrganizationNodeNameUsed", "The name of the organization node is already in use."),
    Line(AlreadyExists, "member", 200, "FailedOperation.OrganizationMemberNameUsed", "The name of the organization member is already in use."),
    Line(LimitReached, "policy.control", 200, "FailedOperation.PolicyFull", "The number of policies has reached the upper limit."),
    Line(LimitReached, "policy.tag", 200, "LimitExceeded.TagPolicy", "The number of tag policies has reached the upper limit."),
    Line(LimitReached, "department", 200, "LimitExceeded.NodeExceedLimit", "The number of organization nodes has reached the upper limit."),
    Line(LimitReached, "department.depth", 200, "LimitExceeded.NodeDepthExceedLimit", "The depth of organization nodes has reached the upper limit."),
    Line(LimitReached, "member", 200, "LimitExceeded.OrganizationMemberOverLimit", "The number of organization members has reached the upper limit."),
    Line(LimitReached, "department.policy", 200, "InvalidParameter.AttachmentFull", FULL),
    Line(LimitReached, "member.policy", 200, "InvalidParameter.AttachmentFull", FULL),
    Line(NotAttached, "", 200, "FailedOperation.OrganizationDetachPolicyError", "Unbind policy failed.", assumed=True),
    Line(InUse, "policy.attachment", 200, "FailedOperation.OrganizationPolicyInUsed", "The organization policy is in use."),
    Line(InUse, "organization", 200, "FailedOperation.OrganizationNotEmpty", "The organization is not empty."),
    Line(InUse, "organization.policy_type", 200, "FailedOperation.OrganizationPolicyIsNotDisabled", "The organization policy is not disabled."),
    Line(InUse, "department.member", 200, "FailedOperation.OrganizationNodeNotEmpty", "The organization node is not empty."),
    Line(InUse, "department.department", 200, "FailedOperation.OrganizationNodeNotEmpty", "The organization node is not empty."),
    Line(Forbidden, "last_control_policy", 200, "FailedOperation.OrganizationDetachLastPolicyError", "Unbind the last policy failed."),
    Line(Forbidden, "member_account", 200, "UnsupportedOperation.CreateMemberNotAllowCreateOrganization", "A created member account cannot create an organization."),
    Line(Forbidden, "created_member", 200, "UnsupportedOperation.MemberNotAllowQuit", "A created member cannot quit the organization.", assumed=True),
    Line(Forbidden, "root_department", 200, "InvalidParameter", "The root node cannot be deleted.", assumed=True),
    Line(Forbidden, "system_policy", 200, "InvalidParameter.ParamError", "Preset policies cannot be changed or deleted.", assumed=True),
)
# fmt: on

ORGANIZATION_ERRORS = ErrorTable(*GATEWAY, *ORGANIZATION)
CAM_ERRORS = ErrorTable(*GATEWAY, *CAM)
STS_ERRORS = ErrorTable(*GATEWAY, *STS)
GATEWAY_ERRORS = ErrorTable(*GATEWAY)

# What single operations say otherwise.
POLICY_ID_NOT_EXIST = Line(
    NotFound, "policy", 200, "InvalidParameter.PolicyIdNotExist", "The policy ID does not exist."
)
USER_IS_NO_PARAMETER = Line(
    NotFound,
    "user",
    200,
    "InvalidParameter.UserNotExist",
    "The user that the parameter names does not exist.",
)
NOT_MANAGER = Line(
    NotFound,
    "organization",
    200,
    "InvalidParameter.OrganizationMemberNotManager",
    "The member is not an enterprise administrator.",
)
WRONG_ORGANIZATION = Line(
    NotFound,
    "organization_id",
    200,
    "InvalidParameter.ParamError",
    "Invalid input parameter. OrganizationId is not the organization that the caller manages.",
    assumed=True,
)
