"""Huawei Cloud's words for refusals: the API gateway's, then IAM's and STS's.

Three families of codes have three owners: APIGW for the gateway, PAP5 for policies, agencies and tags, IAM
for users, groups and keys. Sources: IAM 5.0 API reference, "Error codes" and the pages of the operations; API
gateway user guide, "Error codes". Lines that no page states are marked ``assumed``.
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

BAD_IDENTITY = "Incorrect IAM authentication information: "

# fmt: off
GATEWAY = (
    Line(Unsupported, "", 404, "APIGW.0101", "The API does not exist or has not been published in the environment."),
    Line(Invalid, "body.TooLong", 413, "APIGW.0201", "Request entity too large: {accepted} are accepted."),
    Line(Invalid, "*.Unreadable", 400, "APIGW.0201", "Bad request: the {field} cannot be read.", assumed=True),
    Line(Throttled, "", 429, "APIGW.0308", "The throttling threshold has been reached: policy {about} over ratelimit.", assumed=True),
    Line(Unsigned, "", 401, "APIGW.0301", BAD_IDENTITY + "Unauthorized", assumed=True),
    Line(Unsigned, "missing", 401, "APIGW.0301", BAD_IDENTITY + "Unauthorized"),
    Line(Unsigned, "mismatch", 401, "APIGW.0301", BAD_IDENTITY + "verify aksk signature fail, canonicalRequest:{canonical_request}"),
    Line(Unsigned, "expired", 401, "APIGW.0301", BAD_IDENTITY + "calc aksk signature fail:signature expired, signature time:{signed_at},server time:{now}"),
    Line(Unsigned, "unknown_key", 401, "APIGW.0301", BAD_IDENTITY + "Get secretKey failed,ak:{access_key_id},err:ak not exist"),
    Line(Unsigned, "inactive_key", 401, "APIGW.0301", BAD_IDENTITY + "Get secretKey failed,ak:{access_key_id},err:ak is inactive", assumed=True),
    Line(Unsigned, "token_missing", 401, "APIGW.0301", BAD_IDENTITY + "decrypt token fail"),
    Line(Unsigned, "token_wrong", 401, "APIGW.0301", BAD_IDENTITY + "decrypt token fail"),
    Line(Unsigned, "token_expired", 401, "APIGW.0301", BAD_IDENTITY + "decrypt token fail"),
)

DENIED = "access denied: User: {principal} is not authorized to perform: {action} on resource: {resource} "

IAM = (
    Line(Denied, "", 403, "PAP5.0001", DENIED + "because no {policy_type} allows the {action} action."),
    Line(Denied, "explicit", 403, "PAP5.0001", DENIED + "with an explicit deny in {a_policy_type}."),
    Line(Forbidden, "", 403, "IAM.0002", "You are not authorized to perform the requested action.", assumed=True),
    Line(Forbidden, "system_policy", 403, "IAM.0002", "You are not authorized to perform the requested action.", assumed=True),
    Line(Forbidden, "classic_agency", 400, "PAP5.0038", "This operation is only supported by v5 agencies"),
    Line(Missing, "", 400, "IAM.0072", "'{field}' is a required property."),
    Line(Invalid, "", 400, "IAM.0073", "Invalid input for field '{field}'. Accepted: {accepted}."),
    Line(Invalid, "body.Unreadable", 400, "IAM.0011", "Request body is invalid."),
    Line(Invalid, "marker.Format", 400, "PAP5.0010", "invalid marker"),
    Line(Invalid, "agency_name.Format", 400, "PAP5.0029", "invalid agency name"),
    Line(Invalid, "path.Format", 400, "PAP5.0030", "invalid path"),
    Line(Invalid, "tags.Repeated", 400, "PAP5.0033", "duplicate key"),
    Line(Invalid, "serial_number", 400, "PAP5.0041", "invalid serial number"),
    Line(Malformed, "", 400, "PAP5.0011", "malformed policy document: {place}: {reason}"),
    Line(NotFound, "role", 404, "PAP5.0012", "agency not found"),
    Line(NotFound, "policy", 404, "PAP5.0014", "policy not found", assumed=True),
    Line(NotFound, "policy_version", 404, "PAP5.0014", "policy version not found", assumed=True),
    Line(NotFound, "user", 404, "IAM.0004", "Could not find user: {key}."),
    Line(NotFound, "group", 404, "IAM.0004", "Could not find group: {key}."),
    Line(NotFound, "access_key", 404, "IAM.0004", "Could not find access-key: {key}."),
    Line(NotFound, "user.group", 404, "IAM.0004", "Could not find user: {key}.", assumed=True),
    Line(NotAttached, "", 404, "PAP5.0013", "the policy is not attached", assumed=True),
    Line(AlreadyAttached, "", 409, "PAP5.0013", "the policy is already attached", assumed=True),
    Line(AlreadyExists, "user", 409, "1109", "The username already exists.", assumed=True),
    Line(LimitReached, "user", 409, "1115", "The number of users has reached the maximum allowed limit.", assumed=True),
    Line(AlreadyExists, "group", 409, "IAM.0005", "Conflict occurred when attempting to store group - the name {name} exists."),
    Line(AlreadyExists, "policy", 409, "PAP5.0015", "policy name already exists", assumed=True),
    Line(AlreadyExists, "role", 409, "PAP5.0016", "agency name already exists", assumed=True),
    Line(LimitReached, "", 409, "IAM.0005", "Conflict occurred when attempting to store {about} - the limit of {limit} is reached.", assumed=True),
    Line(LimitReached, "policy.version", 409, "PAP5.0028", "versions per policy limit exceeded"),
    Line(LimitReached, "role.policy", 409, "PAP5.0003", "attached policies per agency limit exceeded"),
    Line(LimitReached, "user.policy", 409, "PAP5.0003", "attached policies per user limit exceeded", assumed=True),
    Line(LimitReached, "group.policy", 409, "PAP5.0003", "attached policies per group limit exceeded", assumed=True),
    Line(InUse, "", 409, "PAP5.0004", "delete conflict: {about}", assumed=True),
    Line(InUse, "user.group", 409, "IAM.0005", "Conflict occurred when attempting to delete user - it belongs to a group.", assumed=True),
    Line(InUse, "user.access_key", 409, "IAM.0005", "Conflict occurred when attempting to delete user - it has access keys.", assumed=True),
    Line(InUse, "user.policy", 409, "IAM.0005", "Conflict occurred when attempting to delete user - it has policies attached.", assumed=True),
    Line(InUse, "group.user", 409, "IAM.0005", "Conflict occurred when attempting to delete group - it has users.", assumed=True),
    Line(InUse, "group.policy", 409, "IAM.0005", "Conflict occurred when attempting to delete group - it has policies attached.", assumed=True),
)
# fmt: on

GATEWAY_ERRORS = ErrorTable(*GATEWAY)
IAM_ERRORS = ErrorTable(*GATEWAY, *IAM)
