"""The parameters of CAM and STS as types: what each may be, and how an entity is named by them.

Source: the parameter tables of CAM 2019-01-16 and STS 2018-08-13. The tail of a rule is the tail of the code
that says it is broken; a rule without one is said as ParamError. Ids are whole numbers, and the documents'
own samples send them as text too.
"""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import unquote_plus

from msgspec import Struct

from tigertally.clouds.fields import DocumentRule, Rule, between, chars, items, length, one_of
from tigertally.clouds.service import Absent, by
from tigertally.clouds.tencent.names import uin_of
from tigertally.model.policies import Policy, PolicyVersion
from tigertally.model.principals import Group, Principal, Role, User
from tigertally.model.refusals import Invalid, NotFound
from tigertally.model.view import View

CREATED_BY_SYNTAX = 2
"""CreateMode of a policy that was written as a document."""

EVERYTHING = 10_000
"""More of anything than an account can have: lists are cut by page number here."""


def octets(most: int, tail: str) -> Rule:
    """A text of at most ``most`` bytes in UTF-8."""
    return Rule(
        tail, lambda text: len(text.encode(errors="surrogatepass")) <= most, f"at most {most} bytes of UTF-8"
    )


def dense(most: int, tail: str) -> Rule:
    """A text of at most ``most`` characters that are not white space."""
    return Rule(tail, lambda text: sum(map(len, text.split())) <= most, f"at most {most} characters")


def unpacked(text: str) -> str:
    """A session policy as it was before the client percent-encoded it, as AssumeRole asks; many do not."""
    return text if text.lstrip().startswith("{") else unquote_plus(text)


def each(rule: Rule) -> Rule:
    """A list whose every item keeps a rule."""
    return Rule(rule.tail, lambda listed: all(map(rule.holds, listed)), rule.accepted)


NATURAL = Rule("Format", lambda number: 0 <= number < 2**64, "a whole number that is not negative")
POSITIVE = Rule("", lambda number: number > 0, "a positive whole number")
POLICY_ID = Rule("PolicyIdError", lambda number: number > 0, "a positive whole number")

Natural = Annotated[int, NATURAL]
Id = Annotated[int, NATURAL, POSITIVE]
PolicyId = Annotated[int, NATURAL, POLICY_ID]
PolicyIds = Annotated[list[int], each(NATURAL), items(1, 100, "OperatePoliciesOverLimit"), each(POLICY_ID)]
Ids = Annotated[list[int], each(NATURAL), items(1, 50, ""), each(POSITIVE)]
VersionIds = Annotated[list[int], each(NATURAL), items(1, 5, ""), each(POSITIVE)]
Switch = Annotated[int, NATURAL, between(0, 1)]
Page = Annotated[int, NATURAL, POSITIVE]
PageSize = Annotated[int, NATURAL, between(1, 200)]
Keyword = Annotated[str, length(0, 128, "SearchKeywordLengthError")]
NAME = r"[A-Za-z0-9+=,.@_-]{1,128}"
UserName = Annotated[str, chars(r"[A-Za-z0-9+=,.@_-]{1,64}", "UserNameIllegal")]
GroupName = Annotated[str, length(1, 128, "")]
RoleName = Annotated[str, chars(NAME, "RoleNameError")]
PolicyName = Annotated[str, chars(NAME, "PolicyNameError")]
Description = Annotated[str, octets(300, "DescriptionLengthOverlimit")]
Remark = Annotated[str, length(0, 200, "")]
PhoneNum = Annotated[str, chars(r"[0-9]{4,20}", "")]
CountryCode = Annotated[str, chars(r"\+?[0-9]{1,4}", "")]
Email = Annotated[str, chars(r"[^@\s]+@[^@\s]+", "")]
PolicyDocument = Annotated[
    str, dense(6144, "PolicyDocumentLengthOverLimit"), DocumentRule("tencent", "identity")
]
TrustDocument = Annotated[str, dense(6144, "PolicyDocumentLengthOverLimit"), DocumentRule("tencent", "trust")]
SessionDocument = Annotated[str, dense(2048, "PolicyTooLong"), DocumentRule("tencent", "session", unpacked)]
DurationSeconds = Annotated[int, NATURAL, between(1, 43200, "OverTimeError")]
SessionDuration = Annotated[int, NATURAL, between(0, 43200)]
Scope = Annotated[str, one_of("All", "QCS", "Local", tail="ScopeError")]
EntityFilter = Annotated[str, one_of("All", "User", "Group", "Role", tail="EntityFilterError")]
PolicyType = Annotated[str, one_of("User", "QCS")]
KeyDescription = Annotated[str, chars(r"[\w+=,.@:/-]{0,1024}", "")]
KeyStatus = Annotated[str, one_of("Active", "Inactive")]
RoleArn = Annotated[
    str, chars(r"qcs::cam::uin/[0-9]{1,32}:(?:role/[0-9]{1,32}|roleName/[A-Za-z0-9+=,.@_-]{1,128})", "")
]
RoleSessionName = Annotated[str, chars(r"[A-Za-z0-9+=,.@_-]{2,128}", "")]
ExternalId = Annotated[str, chars(r"[A-Za-z0-9+=,.@:/_-]{2,128}", "")]


class Tag(Struct, frozen=True, rename="pascal"):
    """One tag, in a request or an answer."""

    key: str
    value: str


class GroupIdOfUidInfo(Struct, frozen=True, rename="pascal"):
    """One user and one group, the user by either of its numbers."""

    group_id: int
    uid: int = 0
    uin: int = 0


WELL_FORMED = Rule(
    "TagParamError",
    lambda tags: all(1 <= len(tag.key) <= 127 and len(tag.value) <= 255 for tag in tags),
    "keys of 1 to 127 and values of up to 255 characters",
)
Tags = Annotated[list[Tag], items(0, 50, "TagLimitExceeded"), WELL_FORMED]
TagKeys = Annotated[list[str], items(1, 50, "TagParamError")]
Members = Annotated[
    list[GroupIdOfUidInfo],
    items(1, 100, ""),
    Rule("UserUinAndUinNotAllNull", lambda listed: all(one.uid or one.uin for one in listed), "either"),
]


def tag_list(tags: Mapping[str, str]) -> list[Tag]:
    """A thing's tags for an answer."""
    return [Tag(key, value) for key, value in tags.items()]


def tags_of(given: list[Tag] | None) -> dict[str, str]:
    """A request's tags by key; of equal keys the last counts."""
    return {tag.key: tag.value for tag in given or ()}


# Users.


@by
def user_named(view: View, name: str) -> User | Absent:
    """A sub-user of the caller's account, by name."""
    found = view.principal_named(view.account.account_id, "user", name)
    return found if isinstance(found, User) else Absent("user", name, name)


def user_numbered(view: View, uin: int) -> User | Absent:
    """A sub-user of the caller's account, by uin; the owner is none."""
    found = view.principal(view.account.account_id, str(uin))
    return found if isinstance(found, User) and not found.is_root else Absent("user", str(uin), str(uin))


@by
def attached_user(view: View, attach_uin: Id) -> User | Absent:
    """The user that a policy is to be attached to."""
    return user_numbered(view, attach_uin)


@by
def detached_user(view: View, detach_uin: Id) -> User | Absent:
    """The user that a policy is to be detached from."""
    return user_numbered(view, detach_uin)


@by
def target_user(view: View, target_uin: Id) -> User | Absent:
    """The user that a call is about; the caller's own account is its owner."""
    if str(target_uin) == view.account.native_id:
        return next(user for user in view.users(view.account.account_id) if user.is_root)
    return user_numbered(view, target_uin)


@by
def target_sub_user(view: View, target_uin: Id) -> User | Absent:
    """The sub-user that a call is about."""
    return user_numbered(view, target_uin)


NamedUser = Annotated[User, user_named]
AttachedUser = Annotated[User, attached_user]
DetachedUser = Annotated[User, detached_user]
TargetUser = Annotated[User, target_user]
TargetSubUser = Annotated[User, target_sub_user]


# Groups.


def group_numbered(view: View, id: int) -> Group | Absent:
    """A user group of the caller's account."""
    found = view.principal(view.account.account_id, str(id))
    return found if isinstance(found, Group) else Absent("group", str(id), str(id))


@by
def group_of_id(view: View, group_id: Id) -> Group | Absent:
    """The group that a call is about."""
    return group_numbered(view, group_id)


@by
def attached_group(view: View, attach_group_id: Id) -> Group | Absent:
    """The group that a policy is to be attached to."""
    return group_numbered(view, attach_group_id)


@by
def detached_group(view: View, detach_group_id: Id) -> Group | Absent:
    """The group that a policy is to be detached from."""
    return group_numbered(view, detach_group_id)


@by
def target_group(view: View, target_group_id: Id) -> Group | Absent:
    """The group whose policies are asked for."""
    return group_numbered(view, target_group_id)


GroupOfId = Annotated[Group, group_of_id]
AttachedGroup = Annotated[Group, attached_group]
DetachedGroup = Annotated[Group, detached_group]
TargetGroup = Annotated[Group, target_group]


def membership_of(view: View, info: GroupIdOfUidInfo) -> tuple[Group, User]:
    """The group and the user that one line of a list names. Raises NotFound."""
    group = group_numbered(view, info.group_id)
    if isinstance(group, Absent):
        raise NotFound("group", key=group.key)
    return group, required(user_numbered(view, info.uin or int(uin_of(info.uid))))


def required(user: User | Absent) -> User:
    """A user that is there. Raises NotFound."""
    if isinstance(user, Absent):
        raise NotFound("user", key=user.key)
    return user


# Roles, by id or by name.


def role_selected(view: View, id: str, name: str) -> Role | Absent:
    """A role of the caller's account, by exactly one of the two. Raises Invalid."""
    if bool(id) is bool(name):
        raise Invalid("RoleId", accepted="either the id or the name of a role")
    if id:
        found = view.principal(view.account.account_id, id)
    else:
        found = view.principal_named(view.account.account_id, "role", name)
    return found if isinstance(found, Role) else Absent("role", id or name, name)


@by
def role_of_id_or_name(view: View, role_id: str = "", role_name: str = "") -> Role | Absent:
    """The role that a call is about."""
    return role_selected(view, role_id, role_name)


@by
def role_of_number_or_name(view: View, role_id: Natural = 0, role_name: str = "") -> Role | Absent:
    """The same, in the calls that take the id as a number."""
    return role_selected(view, str(role_id or ""), role_name)


@by
def role_of_id(view: View, role_id: str) -> Role | Absent:
    """The same, in the call that takes no name."""
    return role_selected(view, role_id, "")


@by
def attached_role(view: View, attach_role_id: str = "", attach_role_name: str = "") -> Role | Absent:
    """The role that a policy is to be attached to."""
    return role_selected(view, attach_role_id, attach_role_name)


@by
def detached_role(view: View, detach_role_id: str = "", detach_role_name: str = "") -> Role | Absent:
    """The role that a policy is to be detached from."""
    return role_selected(view, detach_role_id, detach_role_name)


@by
def role_at(view: View, role_arn: RoleArn) -> Role | Absent:
    """A role of any account that is not closed, by its name in policies."""
    account_id, _, relative = role_arn.removeprefix("qcs::cam::uin/").partition(":")
    kind, _, named = relative.partition("/")
    found: Principal | None = None
    account = view.account_called(account_id)
    if account and not account.is_closed:
        by_id = kind == "role"
        found = (
            view.principal(account.account_id, named)
            if by_id
            else view.principal_named(account.account_id, "role", named)
        )
    return found if isinstance(found, Role) else Absent("role", role_arn, named, account_id)


SelectedRole = Annotated[Role, role_of_id_or_name]
NumberedRole = Annotated[Role, role_of_number_or_name]
RoleOfId = Annotated[Role, role_of_id]
AttachedRole = Annotated[Role, attached_role]
DetachedRole = Annotated[Role, detached_role]
RoleAt = Annotated[Role, role_at]


# Policies: custom and preset ones share one space of ids.


@by
def policy_numbered(view: View, policy_id: PolicyId) -> Policy | Absent:
    """A policy of the account's own, or a preset one."""
    id = str(policy_id)
    found = view.policy(view.account.account_id, id) or view.policy(view.system.account_id, id)
    return found or Absent("policy", id, id)


@by
def policy_selected(view: View, policy_id: PolicyId | None = None, policy_name: str = "") -> Policy | Absent:
    """The same by exactly one of id and name. Raises Invalid."""
    if bool(policy_id) is bool(policy_name):
        raise Invalid("PolicyId", accepted="either the id or the name of a policy")
    if policy_id:
        return policy_numbered(view, policy_id)
    owners = (view.account, view.system)
    found = (view.policy_named(owner.account_id, policy_name) for owner in owners)
    return next((one for one in found if one), None) or Absent("policy", policy_name, policy_name)


@by
def bounding_policy(view: View, policy_id: Id) -> Policy | Absent:
    """The policy that is to bound somebody."""
    return policy_numbered(view, policy_id)


BoundingPolicy = Annotated[Policy, bounding_policy]
NumberedPolicy = Annotated[Policy, policy_numbered]
SelectedPolicy = Annotated[Policy, policy_selected]


def version_called(view: View, policy: Policy, version_id: int) -> PolicyVersion:
    """A version by its number. Raises NotFound."""
    found = view.policy_version(policy, version_id)
    if found is None:
        raise NotFound("policy_version", key=version_id)
    return found


def spelled_type(policy: Policy) -> str:
    """``QCS`` for a preset policy, ``User`` for a custom one."""
    return "QCS" if policy.type == "system" else "User"


def numbered_type(policy: Policy) -> int:
    """2 for a preset policy, 1 for a custom one."""
    return 2 if policy.type == "system" else 1
