"""The parameters of Organization as types: what each may be, and how an entity is named by them.

Source: the parameter tables of Organization 2021-03-31. A department is called a node there, and a control
policy goes by its type SERVICE_CONTROL_POLICY. Departments and members share one space of numbers: some calls
name either by its number alone.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Struct

from tigertally.clouds.fields import DocumentRule, Rule, between, chars, items, length, one_of
from tigertally.clouds.service import Absent, by
from tigertally.clouds.tencent.types import NATURAL, dense, each, octets
from tigertally.model.organizations import Department, Member, Organization
from tigertally.model.policies import Policy
from tigertally.model.refusals import NotFound
from tigertally.model.view import View

PolicyPurpose = Literal["control", "tag"]

PURPOSES: dict[str, PolicyPurpose] = {"SERVICE_CONTROL_POLICY": "control", "TAG_POLICY": "tag"}
"""The types of an organization's policies by their names on the wire."""

CONTROL = "SERVICE_CONTROL_POLICY"

POSITIVE = Rule("ParamError", lambda number: number > 0, "a positive whole number")
NAME = r"[A-Za-z0-9\u4e00-\u9fff+@&._\[\]:,-]"

Id = Annotated[int, NATURAL, POSITIVE]
Ids = Annotated[list[int], each(NATURAL), items(1, 100, "")]
PolicyType = Annotated[str, one_of(*PURPOSES, tail="ParamError")]
PolicyTypeNumber = Annotated[int, NATURAL, between(0, 1)]
TargetType = Annotated[str, one_of("NODE", "MEMBER", tail="ParamError")]
TargetFilter = Annotated[str, one_of("All", "User", "Node")]
PolicyScope = Annotated[str, one_of("All", "QCS", "Local")]
PolicyName = Annotated[str, chars(r"[A-Za-z0-9_\u4e00-\u9fff]{1,128}", "PolicyNameError")]
Description = Annotated[str, octets(300, "DescriptionLengthOverlimit")]
Content = Annotated[str, length(1, 65536, "PolicyDocumentLengthOverLimit")]
Page = Annotated[int, NATURAL, between(1, 200)]
PageSize = Annotated[int, NATURAL, between(1, 200)]
Offset = Annotated[int, NATURAL]
Limit = Annotated[int, NATURAL, between(1, 50)]
DepartmentName = Annotated[str, chars(NAME + r"{1,40}", "")]
MemberName = Annotated[str, chars(NAME + r"{1,25}", "")]
Remark = Annotated[str, length(0, 40, "")]
Language = Annotated[str, one_of("en", "zh")]
PayUin = Annotated[str, length(0, 0, "PayUinIllegal")]
QuitPermission = Annotated[str, one_of("Allow", "Denied", tail="AllowQuitIllegal")]
IdentityIds = Annotated[list[int], Rule("", lambda ids: set(ids) <= {1}, "1, which every member has")]
Switch = Annotated[int, NATURAL, between(0, 1)]
RelationPolicy = Annotated[str, one_of("Financial", tail="OrganizationPolicyIllegal")]
PermissionIds = Annotated[
    list[int],
    Rule(
        "OrganizationPermissionIllegal",
        lambda ids: {1, 2} <= set(ids) <= set(range(1, 11)),
        "1 and 2 always, and of 3 to 10 any",
    ),
]


class Tag(Struct, frozen=True, rename="pascal"):
    """One tag, in a request or an answer."""

    tag_key: str
    tag_value: str


Tags = Annotated[
    list[Tag],
    Rule(
        "TagError",
        lambda tags: len(tags) <= 10 and all(1 <= len(tag.tag_key) <= 127 for tag in tags),
        "up to 10 tags with keys of 1 to 127 characters",
    ),
]


def tags_of(tags: list[Tag] | None) -> dict[str, str]:
    """Tags as the model keeps them."""
    return {tag.tag_key: tag.tag_value for tag in tags or ()}


def tag_list(tags: Mapping[str, str]) -> list[Tag]:
    """Tags as answers show them."""
    return [Tag(key, value) for key, value in tags.items()]


def tagged(thing: Department | Member, wanted: list[Tag] | None) -> bool:
    """Whether a department or a member has all the tags that are wanted."""
    return tags_of(wanted).items() <= thing.tags.items()


CONTROL_CONTENT = (dense(6144, "PolicyDocumentLengthOverLimit"), DocumentRule("tencent", "identity"))
"""What a control policy has to be: a document as CAM has it."""


def spelled_type(policy: Policy) -> int:
    """2 for the preset policy, 1 for a custom one."""
    return 2 if policy.type == "system" else 1


# The organization.


@by
def own_organization(view: View) -> Organization | Absent:
    """The organization that the caller's account manages or is a member of."""
    return view.organization_of(view.account) or Absent("organization")


@by
def managed_organization(view: View) -> Organization | Absent:
    """The organization that the caller's account manages."""
    found = view.organization_of(view.account)
    is_managed = found and found.manager_id == view.account.account_id
    return found if found and is_managed else Absent("organization")


@by
def managed_organization_numbered(view: View, organization_id: Id) -> Organization | Absent:
    """The same, which the call has to name rightly."""
    found = managed_organization(view)
    if isinstance(found, Organization) and found.id != str(organization_id):
        return Absent("organization_id", str(organization_id))
    return found


@by
def organization_in_force(view: View, type: PolicyType) -> Organization | Absent:
    """The organization that the caller's account manages, if its policies of that type are switched on."""
    found = managed_organization(view)
    if isinstance(found, Organization) and PURPOSES[type] not in found.enabled:
        return Absent("policy_type", type)
    return found


OwnOrganization = Annotated[Organization, own_organization]
ManagedOrganization = Annotated[Organization, managed_organization]
NumberedOrganization = Annotated[Organization, managed_organization_numbered]
OrganizationInForce = Annotated[Organization, organization_in_force]


# Its policies.


def policy_of(view: View, organization: Organization, id: int, type: str) -> Policy | Absent:
    """A policy of an organization, of the type that is asked for."""
    found = view.policy(organization.account_id, str(id))
    return found if found and found.purpose == PURPOSES[type] else Absent("policy", str(id))


@by
def policy_in_force(view: View, policy_id: Id, type: PolicyType = CONTROL) -> Policy | Absent:
    """A policy of the organization that the caller manages, whose policies of that type are switched on."""
    found = organization_in_force(view, type)
    return found if isinstance(found, Absent) else policy_of(view, found, policy_id, type)


@by
def policy_numbered(view: View, policy_id: Id, policy_type: PolicyType = CONTROL) -> Policy | Absent:
    """A policy of the organization that the caller manages, whether policies are switched on or not."""
    found = managed_organization(view)
    return found if isinstance(found, Absent) else policy_of(view, found, policy_id, policy_type)


PolicyInForce = Annotated[Policy, policy_in_force]
NumberedPolicy = Annotated[Policy, policy_numbered]


# Its departments and members.


def department_of(view: View, id: int) -> Department | Absent:
    """A department of the organization that the caller manages."""
    found = managed_organization(view)
    if isinstance(found, Absent):
        return found
    return view.department(found, str(id)) or Absent("department", str(id))


def member_of(view: View, uin: int) -> Member | Absent:
    """A member of the organization that the caller manages."""
    found = managed_organization(view)
    if isinstance(found, Absent):
        return found
    return view.member(found, str(uin)) or Absent("member", str(uin))


@by
def parent_department(view: View, parent_node_id: Id) -> Department | Absent:
    """The department below which another one is to be."""
    return department_of(view, parent_node_id)


@by
def department_numbered(view: View, node_id: Id) -> Department | Absent:
    """The department that a call is about."""
    return department_of(view, node_id)


@by
def member_numbered(view: View, member_uin: Id) -> Member | Absent:
    """The member that a call is about."""
    return member_of(view, member_uin)


@by
def typed_target(view: View, target_id: Id, target_type: TargetType) -> Department | Member | Absent:
    """What a policy is attached to, or detached from."""
    return department_of(view, target_id) if target_type == "NODE" else member_of(view, target_id)


@by
def target_numbered(view: View, target_id: Id) -> Department | Member | Absent:
    """A department or a member by its number alone."""
    found = department_of(view, target_id)
    if isinstance(found, Absent) and found.kind == "department":
        member = member_of(view, target_id)
        return member if isinstance(member, Member) else Absent("target", str(target_id))
    return found


ParentDepartment = Annotated[Department, parent_department]
NumberedDepartment = Annotated[Department, department_numbered]
NumberedMember = Annotated[Member, member_numbered]
TypedTarget = Annotated[Department | Member, typed_target]
NumberedTarget = Annotated[Department | Member, target_numbered]


def listed_departments(view: View, ids: list[int]) -> list[Department]:
    """Departments by their numbers, each once. Raises NotFound."""
    found = [department_of(view, id) for id in dict.fromkeys(ids)]
    for one in found:
        if isinstance(one, Absent):
            raise NotFound("department", key=one.key)
    return [one for one in found if isinstance(one, Department)]


def listed_members(view: View, uins: list[int]) -> list[Member]:
    """Members by their uins, each once. Raises NotFound."""
    found = [member_of(view, uin) for uin in dict.fromkeys(uins)]
    for one in found:
        if isinstance(one, Absent):
            raise NotFound("member", key=one.key)
    return [one for one in found if isinstance(one, Member)]
