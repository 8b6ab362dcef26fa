"""The parameters of RAM, STS and Resource Management as types: what each may be, and how an entity is named
by them.

Source: the parameter tables of RAM 2015-05-01 and Resource Management 2020-03-31. Where an older page is
narrower than a newer one the wider rule is taken.
"""

from typing import Annotated

from msgspec import Struct

from tigertally.clouds.alibaba import names
from tigertally.clouds.fields import DocumentRule, between, chars, items, length, one_of
from tigertally.clouds.service import Absent, Call, by
from tigertally.ledger import resource_groups
from tigertally.model.accounts import Account
from tigertally.model.attachments import ACCOUNT_WIDE
from tigertally.model.credentials import AccessKey
from tigertally.model.policies import Policy, PolicyVersion
from tigertally.model.principals import Group, Principal, PrincipalKind, Role, User
from tigertally.model.refusals import Missing, NotFound
from tigertally.model.resource_groups import ResourceGroup
from tigertally.model.view import View

UserName = Annotated[str, chars(r"[a-zA-Z0-9.@_-]*"), length(1, 64)]
GroupName = Annotated[str, chars(r"[a-zA-Z0-9._-]*"), length(1, 64)]
RoleName = Annotated[str, chars(r"[a-zA-Z0-9.@-]*"), length(1, 64)]
PolicyName = Annotated[str, chars(r"[a-zA-Z0-9-]*"), length(1, 128)]
PolicyType = Annotated[str, one_of("System", "Custom")]
DisplayName = Annotated[str, chars(r"[a-zA-Z0-9.@\-_ \u4e00-\u9fa5]*"), length(1, 128)]
Comments = Annotated[str, length(0, 128)]
Description = Annotated[str, length(0, 1024)]
Email = Annotated[str, chars(r"[^@\s]+@[^@\s]+", "Format")]
MobilePhone = Annotated[str, chars(r"[0-9]{1,4}-[0-9]{4,20}", "Format")]
PolicyDocument = Annotated[str, length(1, 6144), DocumentRule("alibaba", "identity")]
TrustDocument = Annotated[str, length(1, 2048), DocumentRule("alibaba", "trust")]
SessionDocument = Annotated[str, length(1, 2048), DocumentRule("alibaba", "session")]
VersionId = Annotated[str, chars(r"v[1-9][0-9]{0,8}", "Format")]
MaxSessionDuration = Annotated[int, between(3600, 43200)]
MaxItems = Annotated[int, between(1, 1000)]
Marker = Annotated[str, length(1, 256)]
KeyStatus = Annotated[str, one_of("Active", "Inactive")]
RoleArn = Annotated[str, chars(r"acs:ram::[0-9]{1,32}:role/[a-zA-Z0-9.@-]{1,64}", "Format")]
RoleSessionName = Annotated[str, chars(r"[a-zA-Z0-9.@_-]{2,64}", "Format")]
ExternalId = Annotated[str, chars(r"[\w+=,.@:/-]{2,1224}", "Format")]


class Tag(Struct, frozen=True, rename="pascal"):
    """One tag as a request gives it."""

    key: str
    value: str = ""


Tags = Annotated[list[Tag], items(0, 20)]
TagKeys = Annotated[list[str], items(1, 20)]
TaggedType = Annotated[str, one_of("role", "policy")]
Names = Annotated[list[str], items(1, 50)]
PageSize = Annotated[int, between(1, 100)]
PageNumber = Annotated[int, between(1, 1_000_000)]
RotateStrategy = Annotated[str, one_of("None", "DeleteOldestNonDefaultVersionWhenLimitExceeded")]
DurationSeconds = Annotated[int, between(900, 43200)]
PrincipalType = Annotated[str, one_of("IMSUser", "IMSGroup", "ServiceRole")]
ResourceGroupId = Annotated[str, chars(r"rg-[a-zA-Z0-9]{1,15}", "")]
ResourceGroupIds = Annotated[list[str], items(1, 100)]
ResourceGroupName = Annotated[str, chars(r"[a-zA-Z][a-zA-Z0-9-]*"), length(2, 50)]
ResourceGroupDisplayName = Annotated[str, length(1, 50)]


@by
def user_named(view: View, user_name: UserName) -> User | Absent:
    """A RAM user of the caller's account."""
    found = view.principal_named(view.account.account_id, "user", user_name)
    return found if isinstance(found, User) else Absent("user", user_name, user_name)


@by
def group_named(view: View, group_name: GroupName) -> Group | Absent:
    """A group of the caller's account."""
    found = view.principal_named(view.account.account_id, "group", group_name)
    return found if isinstance(found, Group) else Absent("group", group_name, group_name)


@by
def role_named(view: View, role_name: RoleName) -> Role | Absent:
    """A role of the caller's account."""
    found = view.principal_named(view.account.account_id, "role", role_name)
    return found if isinstance(found, Role) else Absent("role", role_name, role_name)


@by
def role_at(view: View, role_arn: RoleArn) -> Role | Absent:
    """A role of any account, by its ARN."""
    _, _, _, account_id, relative = role_arn.split(":", 4)
    name = relative.removeprefix("role/")
    account = view.account_called(account_id)
    found = view.principal_named(account.account_id, "role", name) if account else None
    return found if isinstance(found, Role) else Absent("role", role_arn, name, account_id)


@by
def policy_named(view: View, policy_type: PolicyType, policy_name: PolicyName) -> Policy | Absent:
    """A policy by type and name: the two types are two namespaces."""
    owner = view.system if policy_type == "System" else view.account
    found = view.policy_named(owner.account_id, policy_name)
    return found or Absent("policy", policy_name, policy_name, owner.native_id)


@by
def custom_policy_named(view: View, policy_name: PolicyName) -> Policy | Absent:
    """A policy of the account's own: what changes a policy takes no type."""
    return view.policy_named(view.account.account_id, policy_name) or Absent(
        "policy", policy_name, policy_name
    )


PRINCIPAL_KINDS: dict[str, PrincipalKind] = {"IMSUser": "user", "IMSGroup": "group", "ServiceRole": "role"}
PRINCIPAL_TYPES = {kind: spelled for spelled, kind in PRINCIPAL_KINDS.items()}


@by
def principal_named(
    view: View, principal_type: PrincipalType, principal_name: str
) -> User | Group | Role | Absent:
    """A user, group or role by its name with the domain of the account: another domain has nobody here."""
    kind = PRINCIPAL_KINDS[principal_type]
    name = names.bare_name(view.account.native_id, kind, principal_name)
    found = view.principal_named(view.account.account_id, kind, name) if name else None
    return found or Absent(kind, principal_name, name or principal_name)


@by
def resource_group_called(view: View, resource_group_id: ResourceGroupId) -> ResourceGroup | Absent:
    """A resource group of the caller's account."""
    found = resource_groups.called(view, resource_group_id)
    return found or Absent("resource_group", resource_group_id)


@by
def scope_called(view: View, resource_group_id: str) -> ResourceGroup | Account | Absent:
    """A resource group, or by the account's own id the whole account."""
    if resource_group_id == view.account.native_id:
        return view.account
    found = resource_groups.called(view, resource_group_id)
    return found or Absent("resource_group", resource_group_id)


NamedUser = Annotated[User, user_named]
NamedGroup = Annotated[Group, group_named]
NamedRole = Annotated[Role, role_named]
RoleAt = Annotated[Role, role_at]
NamedPolicy = Annotated[Policy, policy_named]
CustomPolicy = Annotated[Policy, custom_policy_named]
NamedPrincipal = Annotated[Principal, principal_named]
CalledResourceGroup = Annotated[ResourceGroup, resource_group_called]
Scope = Annotated[ResourceGroup | Account, scope_called]


def scope_id(scope: ResourceGroup | Account | None) -> str:
    """The scope as attachments keep it."""
    return scope.id if isinstance(scope, ResourceGroup) else ACCOUNT_WIDE


def ready(view: View, scope: ResourceGroup | Account | None) -> str:
    """A scope in which something can be attached or detached now, as attachments keep it. Raises NotReady."""
    if isinstance(scope, ResourceGroup):
        resource_groups.require_ready(view, scope)
    return scope_id(scope)


def version_called(view: View, policy: Policy, version_id: str) -> PolicyVersion:
    """A version by its id on the wire. Raises NotFound."""
    found = view.policy_version(policy, int(version_id.removeprefix("v")))
    if found is None:
        raise NotFound("policy_version", key=version_id)
    return found


def own_or(call: Call, user: User | None) -> User:
    """The user named, or the caller itself where it is a user. Raises Missing."""
    if user is not None:
        return user
    if isinstance(call.caller.principal, User):
        return call.caller.principal
    raise Missing("UserName", field="UserName")


def spelled_type(policy: Policy) -> str:
    """``System`` or ``Custom``."""
    return "System" if policy.type == "system" else "Custom"


def spelled_status(key: AccessKey) -> str:
    """``Active`` or ``Inactive``."""
    return "Active" if key.status == "active" else "Inactive"
