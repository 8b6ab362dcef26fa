"""Alibaba Cloud's words for refusals: the gateway's, then those of RAM, STS and Resource Management.

Sources: "Common error codes" of the API gateway, and the error tables of RAM 2015-05-01, STS 2015-04-01 and
Resource Management 2020-03-31, spelling mistakes included: RAM says EntityNotExist, and Resource Management,
of what is its own, EntityNotExists. Where it documents a code of RAM's without a sentence, the sentence is
RAM's. Lines that no page states are marked ``assumed``.
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
    NotReady,
    Throttled,
    Unsigned,
    Unsupported,
)

MISMATCH = (
    "Specified signature is not matched with our calculation. server string to sign is:{string_to_sign}"
)
"""Clients split this text at its colon and compare what follows with their own string to sign."""

NOT_AUTHORIZED = "You are not authorized to do this action. Resource: {resource} Action: {action}"

NO_GROUP = "The specified resource group does not exist. You must first create a resource group."

UNREADY_GROUP = "You cannot perform an operation on a resource group that is being created or deleted."

# fmt: off
GATEWAY = (
    Line(Unsupported, "", 404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method."),
    Line(Unsupported, "method", 405, "UnsupportedHTTPMethod", "This http method is not supported.", assumed=True),
    Line(Invalid, "Version", 400, "InvalidVersion", "Specified parameter Version is not valid."),
    Line(Invalid, "Format", 400, "InvalidParameter.Format", "The Format parameter is not valid. Accepted: {accepted}."),
    Line(Invalid, "*.Repeated", 400, "InvalidParameter.{field}", "The parameter {field} is given twice with different values.", assumed=True),
    Line(Invalid, "*.Unreadable", 400, "InvalidParameter", "The request's parameters cannot be read: {accepted}.", assumed=True),
    Line(Invalid, "body.TooLong", 413, "RequestEntityTooLarge", "The request body is too long: {accepted} are accepted.", assumed=True),
    Line(Missing, "", 400, "Missing{field}", "{field} is mandatory for this action."),
    Line(Unsigned, "missing", 400, "Missing{field}", "{field} is mandatory for this action."),
    Line(Unsigned, "incomplete", 400, "IncompleteSignature", "The request signature does not conform to Aliyun standards: {field}."),
    Line(Unsigned, "ambiguous", 400, "IncompleteSignature", "The request signature is ambiguous: {field}.", assumed=True),
    Line(Unsigned, "unsigned_header", 400, "IncompleteSignature", "The request signature does not cover {field}.", assumed=True),
    Line(Unsigned, "body_hash", 400, "IncompleteSignature", "The request body does not match {field}.", assumed=True),
    Line(Unsigned, "body_md5", 400, "ContentMD5NotMatched", "The Content-MD5 you specified did not match what we received."),
    Line(Unsigned, "method", 400, "InvalidSignatureMethod", "The signature method {value} is not supported."),
    Line(Unsigned, "version", 400, "InvalidSignatureVersion", "The signature version is not supported; 1.0 is.", assumed=True),
    Line(Unsigned, "timestamp_format", 400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted."),
    Line(Unsigned, "expired", 400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."),
    Line(Unsigned, "unknown_key", 404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."),
    Line(Unsigned, "inactive_key", 400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.", assumed=True),
    Line(Unsigned, "token_missing", 400, "MissingSecurityToken", "SecurityToken is mandatory for this action.", assumed=True),
    Line(Unsigned, "token_wrong", 400, "InvalidSecurityToken.MismatchWithAccessKey", "Specified SecurityToken mismatch with the AccessKey.", assumed=True),
    Line(Unsigned, "token_expired", 400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.", assumed=True),
    Line(Unsigned, "mismatch", 400, "SignatureDoesNotMatch", MISMATCH),
    Line(Unsigned, "replay", 400, "SignatureNonceUsed", "Specified signature nonce was used already."),
    Line(Throttled, "", 400, "Throttling.User", "Request was denied due to user flow control."),
    Line(Denied, "", 403, "NoPermission", NOT_AUTHORIZED),
)

RAM = (
    Line(Invalid, "", 400, "InvalidParameter.{about}", 'The parameter - "{field}" is incorrect. Accepted: {accepted}.', assumed=True),
    Line(Invalid, "PolicyType", 400, "InvalidParameter.PolicyType", 'The parameter - "PolicyType" is incorrect.'),
    Line(Invalid, "*.InvalidChars", 400, "InvalidParameter.{about}", 'The parameter - "{field}" contains invalid chars.'),
    Line(Invalid, "PolicyName.InvalidChars", 400, "InvalidParameter.{about}", 'The parameter - "PolicyNam" contains invalid chars.'),
    Line(Invalid, "*.Length", 400, "InvalidParameter.{about}", 'The parameter - "{field}" beyond the length limit.'),
    Line(Invalid, "*.Format", 400, "InvalidParameter.{about}", 'The format of the parameter - "{field}" is incorrect.', assumed=True),
    Line(Malformed, "", 400, "MalformedPolicyDocument", "The policy document is invalid. {place}: {reason}"),
    Line(NotFound, "user", 404, "EntityNotExist.User", "The user does not exist."),
    Line(NotFound, "group", 404, "EntityNotExist.Group", "The group does not exist."),
    Line(NotFound, "role", 404, "EntityNotExist.Role", "The role not exists: {key}."),
    Line(NotFound, "policy", 404, "EntityNotExist.Policy", "The policy does not exist."),
    Line(NotFound, "policy_version", 404, "EntityNotExist.Policy.Version", "The policy version does not exist."),
    Line(NotFound, "access_key", 404, "EntityNotExist.User.AccessKey", "The access key does not exist."),
    Line(NotFound, "user.group", 404, "EntityNotExist.User.Group", "The user does not belong to the group."),
    Line(NotFound, "resource_group", 404, "EntityNotExists.ResourceGroup", NO_GROUP, assumed=True),
    Line(NotReady, "resource_group", 409, "Invalid.ResourceGroup.Status", UNREADY_GROUP, assumed=True),
    Line(NotFound, "diagnostic_message", 404, "EntityNotExist", "The diagnostic message does not exist.", assumed=True),
    Line(NotAttached, "user", 404, "EntityNotExist.User.Policy", "The indicate policy of the user does not exist."),
    Line(NotAttached, "group", 404, "EntityNotExist.Group.Policy", "The indicate policy attached to the group does not exist."),
    Line(NotAttached, "role", 404, "EntityNotExist.Role.Policy", "The indicate policy attached to the role does not exist.", assumed=True),
    Line(AlreadyAttached, "user", 409, "EntityAlreadyExists.User.Policy", "The user has already been attached this policy."),
    Line(AlreadyAttached, "group", 409, "EntityAlreadyExists.Group.Policy", "The group has already been attached this policy.", assumed=True),
    Line(AlreadyAttached, "role", 409, "EntityAlreadyExists.Role.Policy", "The role has already been attached this policy.", assumed=True),
    Line(AlreadyExists, "user", 409, "EntityAlreadyExists.User", "The user does already exist."),
    Line(AlreadyExists, "group", 409, "EntityAlreadyExists.Group", "The group does already exist."),
    Line(AlreadyExists, "role", 409, "EntityAlreadyExists.Role", "The role already exists: {name}."),
    Line(AlreadyExists, "policy", 409, "EntityAlreadyExists.Policy", "The group does already EXIST."),
    Line(AlreadyExists, "user.group", 409, "EntityAlreadyExists.User.Group", "The user has already been in the group."),
    Line(LimitReached, "user", 409, "LimitExceeded.User", "The count of users beyond the current limits."),
    Line(LimitReached, "group", 409, "LimitExceeded.Group", "The count of groups beyond the current limits."),
    Line(LimitReached, "role", 409, "LimitExceeded.Role", "The count of roles beyond the current limits."),
    Line(LimitReached, "policy", 409, "LimitExceeded.Policy", "The count of policies beyond the current limits."),
    Line(LimitReached, "policy.version", 409, "LimitExceeded.Policy.Version", "The count of policy versions beyond the current limits."),
    Line(LimitReached, "user.access_key", 409, "LimitExceeded.User.AccessKey", "The count of access keys beyond the current limits."),
    Line(LimitReached, "user.group", 409, "LimitExceeded.User.Group", "The count of groups of the user beyond the current limits."),
    Line(LimitReached, "user.policy", 409, "LimitExceeded.User.Policy", "The policy count of the user attached policies beyond the current limits."),
    Line(LimitReached, "group.policy", 409, "LimitExceeded.Group.Policy", "The policy count of the group attached policies beyond the current limits.", assumed=True),
    Line(LimitReached, "role.policy", 409, "LimitExceeded.Role.Policy", "The policy count of the role attached policies beyond the current limits.", assumed=True),
    Line(LimitReached, "tag", 409, "LimitExceeded.Tag", "The count of tags beyond the current limits.", assumed=True),
    Line(InUse, "user.group", 409, "DeleteConflict.User.Group", "The user belongs to a group; remove it from the group first."),
    Line(InUse, "user.access_key", 409, "DeleteConflict.User.AccessKey", "The user has access keys; delete them first."),
    Line(InUse, "user.policy", 409, "DeleteConflict.User.Policy", "The user has policies attached; detach them first."),
    Line(InUse, "group.user", 409, "DeleteConflict.Group.User", "The group has users; remove them first."),
    Line(InUse, "group.policy", 409, "DeleteConflict.Group.Policy", "The group has policies attached; detach them first."),
    Line(InUse, "role.policy", 409, "DeleteConflict.Role.Policy", "The role has policies attached; detach them first."),
    Line(InUse, "policy.user", 409, "DeleteConflict.Policy.User", "The policy is attached to users; detach it first."),
    Line(InUse, "policy.group", 409, "DeleteConflict.Policy.Group", "The policy is attached to groups; detach it first."),
    Line(InUse, "policy.role", 409, "DeleteConflict.Role.Policy", "The policy is attached to roles; detach it first.", assumed=True),
    Line(InUse, "policy.version", 409, "DeleteConflict.Policy.Version", "The policy has versions besides the default one; delete them first."),
    Line(InUse, "policy.version.default", 409, "DeleteConflict.Policy.Version.Default", "The default version of a policy cannot be deleted."),
    Line(InUse, "", 409, "DeleteConflict", "The {about} is still in use.", assumed=True),
    Line(Forbidden, "", 403, "NoPermission", "This cannot be done: {about}.", assumed=True),
    Line(Forbidden, "message_expired", 400, "EncodedMessageExpire", "The encoded diagnostic message has expired."),
)

STS = (
    Line(Invalid, "", 400, "InvalidParameter.{field}", 'The parameter "{field}" is wrongly formed. Accepted: {accepted}.', assumed=True),
    Line(Invalid, "Policy.Length", 400, "InvalidParameter.PolicySize", "The size of the policy is beyond the limit. Accepted: {accepted}.", assumed=True),
    Line(Malformed, "", 400, "InvalidParameter.PolicyGrammar", "The parameter Policy has not passed grammar check. {place}: {reason}"),
    Line(NotFound, "role", 404, "EntityNotExist.Role", "The role not exists: {key}."),
    Line(Forbidden, "root_assumes", 403, "NoPermission", "Roles may not be assumed by root accounts."),
)

RESOURCEMANAGER = (
    Line(Missing, "DisplayName", 400, "MissingParameter.DisplayName", "You must specify DisplayName."),
    Line(Missing, "NewDisplayName", 400, "MissingParameter.DisplayName", "You must specify NewDisplayName."),
    Line(Invalid, "", 400, "InvalidParameter.{about}", 'The parameter - "{field}" is incorrect. Accepted: {accepted}.', assumed=True),
    Line(Invalid, "PolicyType", 400, "InvalidParameter.PolicyType", "The specified policy type is invalid."),
    Line(Invalid, "ResourceGroupId", 400, "InvalidParameter.ResourceGroupId", "The specified resource group ID is invalid."),
    Line(Invalid, "NewDisplayName.Length", 400, "InvalidParameter.DisplayName.Length", 'The parameter - "NewDisplayName" beyond the length limit.'),
    Line(Invalid, "*.InvalidChars", 400, "InvalidParameter.{about}", 'The parameter - "{field}" contains invalid chars.'),
    Line(Invalid, "*.Length", 400, "InvalidParameter.{about}", 'The parameter - "{field}" beyond the length limit.'),
    Line(Invalid, "VersionId.Format", 400, "InvalidParameter.VersionId.Format", 'The format of the parameter - "VersionId" is incorrect.'),
    Line(Malformed, "", 409, "MalformedPolicyDocument", "The policy document is invalid. {place}: {reason}"),
    Line(NotFound, "resource_group", 404, "EntityNotExists.ResourceGroup", NO_GROUP),
    Line(NotFound, "user", 404, "EntityNotExist.User", "The user does not exist.", assumed=True),
    Line(NotFound, "group", 404, "EntityNotExist.Group", "The group does not exist.", assumed=True),
    Line(NotFound, "role", 404, "EntityNotExist.Role", "The role not exists: {key}."),
    Line(NotFound, "policy", 404, "EntityNotExist.Policy", "The policy does not exist."),
    Line(NotFound, "policy_version", 404, "EntityNotExist.Policy.Version", "The policy version does not exist."),
    Line(NotReady, "resource_group", 409, "Invalid.ResourceGroup.Status", UNREADY_GROUP),
    Line(NotAttached, "user", 404, "EntityNotExist.User.Policy", "The indicate policy of the user does not exist.", assumed=True),
    Line(NotAttached, "group", 404, "EntityNotExist.Group.Policy", "The indicate policy attached to the group does not exist.", assumed=True),
    Line(NotAttached, "role", 404, "EntityNotExist.Role.Policy", "The indicate policy attached to the role does not exist.", assumed=True),
    Line(AlreadyAttached, "user", 409, "EntityAlreadyExists.User.Policy", "The user has already been attached this policy.", assumed=True),
    Line(AlreadyAttached, "group", 409, "EntityAlreadyExists.Group.Policy", "The group has already been attached this policy.", assumed=True),
    Line(AlreadyAttached, "role", 409, "EntityAlreadyExists.Role.Policy", "The role has already been attached this policy.", assumed=True),
    Line(AlreadyExists, "resource_group", 409, "EntityAlreadyExists.ResourceGroup", "The resource group already exists: {name}.", assumed=True),
    Line(AlreadyExists, "role", 409, "EntityAlreadyExists.Role", "The role already exists: {name}."),
    Line(AlreadyExists, "policy", 409, "EntityAlreadyExists.Policy", "The group does already EXIST."),
    Line(LimitReached, "resource_group", 409, "LimitExceeded.ResourceGroup", "The count of resource groups beyond the current limits."),
    Line(LimitReached, "role", 409, "LimitExceeded.Role", "The count of roles beyond the current limits."),
    Line(LimitReached, "policy", 409, "LimitExceeded.Policy", "The count of policies beyond the current limits."),
    Line(LimitReached, "policy.version", 409, "LimitExceeded.Policy.Version", "The count of policy versions beyond the current limits."),
    Line(LimitReached, "user.policy", 409, "LimitExceeded.User.Policy", "The policy count of the user attached policies beyond the current limits.", assumed=True),
    Line(LimitReached, "group.policy", 409, "LimitExceeded.Group.Policy", "The policy count of the group attached policies beyond the current limits.", assumed=True),
    Line(LimitReached, "role.policy", 409, "LimitExceeded.Role.Policy", "The policy count of the role attached policies beyond the current limits.", assumed=True),
    Line(InUse, "resource_group.attachment", 409, "DeleteConflict.ResourceGroup.Resource", "Policies are attached in the resource group; detach them first.", assumed=True),
    Line(InUse, "role.policy", 409, "DeleteConflict.Role.Policy", "The role has policies attached; detach them first."),
    Line(InUse, "policy.user", 409, "DeleteConflict.Policy.User", "The policy is attached to users; detach it first."),
    Line(InUse, "policy.group", 409, "DeleteConflict.Policy.Group", "The policy is attached to groups; detach it first."),
    Line(InUse, "policy.role", 409, "DeleteConflict.Role.Policy", "The policy is attached to roles; detach it first.", assumed=True),
    Line(InUse, "policy.version", 409, "DeleteConflict.Policy.Version", "The policy has versions besides the default one; delete them first."),
    Line(InUse, "policy.version.default", 409, "DeleteConflict.Policy.Version.Default", "The default version of a policy cannot be deleted."),
    Line(InUse, "", 409, "DeleteConflict", "The {about} is still in use.", assumed=True),
    Line(Forbidden, "", 403, "NoPermission", "This cannot be done: {about}.", assumed=True),
)
# fmt: on

RAM_ERRORS = ErrorTable(*GATEWAY, *RAM)
STS_ERRORS = ErrorTable(*GATEWAY, *STS)
RESOURCEMANAGER_ERRORS = ErrorTable(*GATEWAY, *RESOURCEMANAGER)
GATEWAY_ERRORS = ErrorTable(*GATEWAY)
