"""Every known difference between what we say and what the SDKs and documents say, each with its reason.

A test fails for a difference that is not here, and for a line here that is no difference any more. Places are
named as ``shape.places`` names them; a line for an object covers everything inside it.
"""

from collections.abc import Mapping

from tests.contract import known_organization, known_tencent

Key = tuple[str, str]
"""Cloud and service, and the operation."""

DELETION = "a role is deleted at once: there are no service-linked ones here"
NEVER_OFF = "no product was taken out of service here"
CONSOLE = "nobody signs in to a console here"
LANGUAGE = "descriptions are kept in one language"
UNSIGNED_TOKEN = "read with the signature, before the parameters"

NOT_READ: Mapping[Key, Mapping[str, str]] = {
    ("alibaba ram", "CreateRole"): {"AllowConsoleLogin": CONSOLE},
    ("alibaba ram", "UpdateRole"): {"NewAllowConsoleLogin": CONSOLE},
    ("alibaba resourcemanager", "GetPolicy"): {"Language": LANGUAGE},
    ("alibaba resourcemanager", "GetRole"): {"Language": LANGUAGE},
    ("alibaba resourcemanager", "ListPolicies"): {"Language": LANGUAGE},
    ("alibaba resourcemanager", "ListPolicyAttachments"): {"Language": LANGUAGE},
    ("alibaba resourcemanager", "ListRoles"): {"Language": LANGUAGE},
    ("huawei iam", "CreateAgency"): {
        "agency.trust_domain_name": "the trusted account is named by its id",
    },
    ("huawei iam", "GetPolicyV5"): {"X-Language": LANGUAGE},
    ("huawei iam", "ListPoliciesV5"): {"X-Language": LANGUAGE},
    ("huawei sts", "AssumeAgency"): {
        "X-Security-Token": UNSIGNED_TOKEN,
        "provided_contexts[].context_assertion": "a call with contexts is refused, not read",
        "provided_contexts[].context_provider_urn": "a call with contexts is refused, not read",
    },
    ("huawei sts", "DecodeAuthorizationMessage"): {"X-Security-Token": UNSIGNED_TOKEN},
    ("huawei sts", "GetCallerIdentity"): {"X-Security-Token": UNSIGNED_TOKEN},
}
"""Parameters of the SDKs that no operation here reads."""

REQUIRED_OTHERWISE: Mapping[Key, Mapping[str, str]] = {
    ("alibaba ram", "DecodeDiagnosticMessage"): {
        "EncodedDiagnosticMessage": "required here: without it there is nothing to decode",
    },
    ("alibaba ram", "TagResources"): {"ResourceNames": "required here: without it there is nothing to tag"},
    ("alibaba ram", "UpdatePolicyDescription"): {
        "PolicyName": "required here: without it there is nothing to change",
    },
    ("alibaba ram", "UpdateUser"): {
        "NewUserName": "optional here: an old page requires it, clients change a user without renaming it",
    },
    ("huawei iam", "TagResourceV5"): {"tags": "required here: without them there is nothing to set"},
}
"""Parameters that are required here and optional there, or the other way round."""


NOT_GIVEN: Mapping[Key, Mapping[str, str]] = {
    ("alibaba ram", "CreateRole"): {"Role.AllowConsoleLogin": CONSOLE},
    ("alibaba ram", "GetPolicy"): {"Policy.PolicyDocument": "the document stands in DefaultPolicyVersion"},
    ("alibaba ram", "GetRole"): {
        "Role.AllowConsoleLogin": CONSOLE,
        "Role.IsServiceLinkedRole": "there are no service-linked roles here",
        "Role.LatestDeletionTask": "there are no service-linked roles here",
    },
    ("alibaba ram", "GetUser"): {"User.LastLoginDate": CONSOLE},
    ("alibaba ram", "ListRoles"): {"Roles.Role[].AllowConsoleLogin": CONSOLE},
    ("alibaba ram", "UpdateRole"): {"Role.AllowConsoleLogin": CONSOLE},
    ("alibaba resourcemanager", "GetRole"): {
        "Role.LatestDeletionTask": "there are no service-linked roles here",
    },
    ("alibaba resourcemanager", "ListRoles"): {
        "Roles.Role[].LatestDeletionTask": "there are no service-linked roles here",
    },
    ("huawei iam", "CreateAgency"): {
        "agency.expire_time": "every agency made here lasts until it is deleted"
    },
    ("huawei iam", "CreateAgencyV5"): {
        "agency.trust_domain_id": "only classic agencies trust one account; they are made by CreateAgency",
        "agency.trust_domain_name": "only classic agencies trust one account; they are made by CreateAgency",
    },
    ("huawei iam", "KeystoneListAuthDomains"): {"domains[].links": "no account has a page of its own here"},
    ("huawei iam", "ShowAccessKeyLastUsedV5"): {
        "access_key_last_used.last_used_at": "when a key last signed is not kept",
    },
    ("huawei iam", "ShowUserLastLoginV5"): {"user_last_login.last_login_at": CONSOLE},
    ("tencent cam", "AddUser"): {"PhoneNumVerifyLink": CONSOLE},
    ("tencent cam", "DescribeRoleList"): {"List[].DeletionTaskId": DELETION},
    ("tencent cam", "GetRole"): {"RoleInfo.DeletionTaskId": DELETION},
    ("tencent cam", "GetUser"): {"RecentlyLoginIP": CONSOLE, "RecentlyLoginTime": CONSOLE},
    ("tencent cam", "ListAttachedGroupPolicies"): {"List[].DeactivedDetail[]": NEVER_OFF},
    ("tencent cam", "ListAttachedRolePolicies"): {"List[].DeactivedDetail[]": NEVER_OFF},
    ("tencent cam", "ListAttachedUserAllPolicies"): {"PolicyList[].DeactivedDetail[]": NEVER_OFF},
    ("tencent cam", "ListAttachedUserPolicies"): {"List[].DeactivedDetail[]": NEVER_OFF},
    ("tencent cam", "ListPolicies"): {
        "List[].DeactivedDetail[]": NEVER_OFF,
        "List[].PermissionLevel": "which policy has which is not published",
        "ServiceTypeList[]": "the list is empty: so are published answers",
    },
    **{("tencent organization", name): places for name, places in known_organization.NOT_GIVEN.items()},
}
"""Fields of the SDKs' answers that no operation here gives."""

GIVEN_BEYOND: Mapping[Key, Mapping[str, str]] = {}
"""Fields that are given here and that the SDK does not know: it leaves them out."""

OPEN: Mapping[Key, str] = {
    (
        "huawei sts",
        "GetCallerIdentity",
    ): "every signed caller may ask: an action is inferred from its name only",
}
"""Operations that ask for no permission although one is written down somewhere."""

KEYS_ABSENT: Mapping[str, str] = {
    "g:SourceAccount": "no service calls on behalf of an account here",
    "g:SourceUrn": "no service calls on behalf of a resource here",
}
"""Condition keys that an operation's page lists and that are never there."""

BY_ANALOGY = "by analogy with the same rule of other parameters"

UNDOCUMENTED: Mapping[str, Mapping[str, str]] = {
    "alibaba ram": {
        "InvalidParameter.Marker.Length": BY_ANALOGY,
        "InvalidParameter.NewDescription.Length": BY_ANALOGY,
        "InvalidParameter.NextToken.Length": BY_ANALOGY,
        "InvalidParameter.ResourceNames.Length": BY_ANALOGY,
        "InvalidParameter.Tag.Length": BY_ANALOGY,
        "InvalidParameter.TagKeys.Length": BY_ANALOGY,
    },
    "alibaba resourcemanager": {
        "InvalidParameter.NewDescription.Length": BY_ANALOGY,
        "InvalidParameter.ResourceGroupIds.Length": BY_ANALOGY,
        "InvalidParameter.Tag.Length": BY_ANALOGY,
    },
}
"""Codes that no page lists, said by a line whose other codes are documented."""

NO_MFA = "no MFA devices are kept here"
NO_QUEUE = "messages are opened at once, without a search"
ONE_SERVER = "the server has no part that could be away while it answers"
NO_TOKENS = "callers are known by access keys alone"
CLASSIC = "a code of the classic operations on users"
NO_TRIGGER = "the page names no trigger, and none is invented"

UNCAUSED: Mapping[str, Mapping[str, str]] = {
    **known_tencent.UNCAUSED,
    "tencent organization": known_organization.UNCAUSED,
    "alibaba gateway": {
        "ContentLengthDoesNotMatch": "a body that is shorter or longer than announced never arrives whole",
        "InvalidParameter.Accept": "JSON is answered whatever Accept says",
        "InvalidProtocol.NeedSsl": "without TLS the server listens on loopback only, and there it answers",
        "InvalidSecurityToken.Malformed": "a token is compared, never parsed",
        "ServiceUnavailable": ONE_SERVER,
        "Throttling": "only a key's flood of nonces is throttled, as Throttling.User",
        "Throttling.Api": "only a key's flood of nonces is throttled, as Throttling.User",
    },
    "alibaba ram": {
        "CheckAuthenticationCodeFail": NO_MFA,
        "DeleteConflict.User.LoginProfile": CONSOLE,
        "DeleteConflict.User.MFADevice": NO_MFA,
        "Inactive": "RAM is active in every account from the start",
        "NotSupport": "every message that is made here can be decoded here",
        "SearchInaccurate": NO_QUEUE,
        "TooManyRequests": NO_QUEUE,
    },
    "alibaba resourcemanager": {"InvalidParameter.DisplayName": NO_TRIGGER},
    "huawei gateway": {
        "APIGW.0302": "permissions are decided by the services, not by the gateway",
        "APIGW.0402": "permissions are decided by the services, not by the gateway",
        "APIGW.0404": "permissions are decided by the services, not by the gateway",
        "APIGW.0613": ONE_SERVER,
        "APIGW.0705": "the server's own failure is said as IAM.0006",
    },
    "huawei iam": {
        "1101": CLASSIC,
        "1107": CLASSIC,
        "1117": CLASSIC,
        "IAM.0001": NO_TOKENS,
        "IAM.0003": "a denial is said as PAP5.0001",
        "IAM.0007": "a wrong value is said as IAM.0073",
        "IAM.0012": "nothing is throttled under this code",
        "IAM.0066": NO_TOKENS,
        "IAM.0067": NO_TOKENS,
        "IAM.0080": "the keys of a disabled user do not sign: APIGW.0301",
        "IAM.0082": "the keys of a disabled user do not sign: APIGW.0301",
        "PAP5.0023": "there are no service-linked agencies here",
        "PAP5.0036": "there are no tag policies here",
        "PAP5.0040": "no operation here is reserved to IAM users",
        "PAP5.0046": NO_TOKENS,
    },
}
"""Documented codes that nothing here can cause."""

UNCAUSED_HERE: Mapping[Key, Mapping[str, str]] = {
    **known_tencent.UNCAUSED_HERE,
    **known_organization.UNCAUSED_HERE,
}
"""Documented codes of an operation that others can cause and it cannot."""

EVERYBODY_MAY = "every signed caller may ask, and there is nothing to give wrongly"

STATUSES_UNCAUSED: Mapping[Key, Mapping[int, str]] = {
    ("huawei iam", "DeleteResourceTagsV5"): {409: NO_TRIGGER},
    ("huawei iam", "DetachAgencyPolicyV5"): {409: NO_TRIGGER},
    ("huawei iam", "DetachGroupPolicyV5"): {409: NO_TRIGGER},
    ("huawei iam", "DetachUserPolicyV5"): {409: NO_TRIGGER},
    ("huawei sts", "GetCallerIdentity"): {400: EVERYBODY_MAY, 403: EVERYBODY_MAY},
}
"""Documented HTTP statuses of an operation that it cannot answer here."""

NO_LIMIT = "a group may have all the users of its account: the rules say so"

NEVER_RAISED: Mapping[Key, Mapping[str, str]] = {
    ("alibaba ram", "AddUserToGroup"): {"LimitReached group.user": NO_LIMIT},
    ("huawei iam", "AddUserToGroupV5"): {
        "AlreadyExists user.group": "joining twice is no error on Huawei Cloud: its rules say so",
    },
}
"""Refusals that a verb can raise under another cloud's rules only, and that have no words here."""
