"""The parameters of IAM v5 and STS as types: what each may be, and how an entity is named by them.

Source: the parameter tables of the IAM 5.0 API reference.
"""

import re
from typing import Annotated

from msgspec import Meta, Struct

from tigertally.clouds.fields import DocumentRule, between, chars, items, length, one_of
from tigertally.clouds.service import WHOLE_BODY, Absent, by
from tigertally.model.policies import Policy, PolicyVersion
from tigertally.model.principals import Group, Role, User
from tigertally.model.refusals import Forbidden, Invalid, NotFound
from tigertally.model.view import View

Id = Annotated[str, chars(r"[A-Za-z0-9-]{1,64}", "Format")]
PolicyName = Annotated[str, chars(r"[A-Za-z0-9_+=.@-]{1,128}", "Format")]
AgencyName = Annotated[str, chars(r"[A-Za-z0-9_+=.@,-]{1,64}", "Format")]
UserName = Annotated[str, chars(r"(?![0-9])[A-Za-z0-9_. -]{1,64}", "Format")]
GroupName = Annotated[str, chars(r"[\u4e00-\u9fa5A-Za-z0-9 _{}-]{1,128}", "Format")]
Path = Annotated[str, chars(r"(?:[A-Za-z0-9_+=.@,-]+/)*", "Format"), length(0, 512, "Format")]
Description = Annotated[str, length(0, 1000)]
PersonDescription = Annotated[str, length(0, 255), chars(r"[^@#%&<>\\$^*]*")]
"""Of users and groups; those of policies and agencies may be longer and hold anything."""
PolicyDocument = Annotated[str, length(1, 131072), DocumentRule("huawei", "identity")]
TrustDocument = Annotated[str, length(1, 131072), DocumentRule("huawei", "trust")]
SessionDocument = Annotated[str, length(1, 4096), DocumentRule("huawei", "session")]
VersionId = Annotated[str, chars(r"v[1-9][0-9]{0,8}", "Format")]
MaxSessionDuration = Annotated[int, between(3600, 43200)]
DurationSeconds = Annotated[int, between(900, 43200)]
Limit = Annotated[int, between(1, 200)]
Marker = Annotated[str, chars(r"[A-Za-z0-9+/=_-]{4,400}", "Format")]
KeyStatus = Annotated[str, one_of("active", "inactive")]
PolicyType = Annotated[str, one_of("custom", "system")]
EntityType = Annotated[str, one_of("user", "group", "agency")]
ResourceType = Annotated[str, one_of("user", "agency")]
AgencyUrn = Annotated[str, chars(r"iam::[A-Za-z0-9-]{1,64}:agency:[A-Za-z0-9_+=.@,/-]{1,577}", "Format")]
SessionName = Annotated[str, chars(r"[A-Za-z0-9_+=.@,-]{2,128}", "Format")]
ExternalId = Annotated[str, chars(r"[A-Za-z0-9_+=.@,:/-]{2,1224}", "Format")]


class Tag(Struct, frozen=True):
    """One tag of a user or an agency."""

    tag_key: str
    tag_value: str = ""

    def pair(self) -> tuple[str, str]:
        """Key and value."""
        return self.tag_key, self.tag_value


class SessionTag(Struct, frozen=True):
    """One tag of a session, which STS spells in its own way."""

    key: str
    value: str = ""

    def pair(self) -> tuple[str, str]:
        """Key and value."""
        return self.key, self.value


class ClassicAgency(Struct, frozen=True):
    """A classic agency to be made by the account ``domain_id``; it trusts the account ``trust_domain_id``."""

    name: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_+=.@,-]{1,64}$")]
    trust_domain_id: str
    domain_id: str = ""
    duration: str = "FOREVER"
    description: Annotated[str, Meta(max_length=255)] = ""


Tags = Annotated[list[Tag], items(1, 20)]
TagKeys = Annotated[list[str], items(1, 20), WHOLE_BODY]
PolicyIds = Annotated[list[Id], items(0, 20)]
TransitiveTagKeys = Annotated[list[str], items(0, 20)]
SessionTags = Annotated[list[SessionTag], items(0, 20)]


_is_key = re.compile(r"(?!_sys_)(?! )[\w .:=+@-]+(?<! )").fullmatch
_is_value = re.compile(r"[\w .:=+@/-]*").fullmatch


def tags_of(given: list[Tag]) -> dict[str, str]:
    """The tags of a user or an agency by key. Raises Invalid for what is none, or a key given twice."""
    return _tags([tag.pair() for tag in given], key_max=64, value_max=128)


def session_tags_of(given: list[SessionTag]) -> dict[str, str]:
    """The tags of a session by key. Raises Invalid for what is none, or a key given twice."""
    return _tags([tag.pair() for tag in given], key_max=128, value_max=255)


def _tags(pairs: list[tuple[str, str]], key_max: int, value_max: int) -> dict[str, str]:
    tags = dict(pairs)
    if len(tags) < len(pairs):
        raise Invalid("tags", "Repeated", "each key once")
    for key, text in tags.items():
        if not (_is_key(key) and len(key) <= key_max and _is_value(text) and len(text) <= value_max):
            accepted = f"keys to {key_max} and values to {value_max} letters, digits, blanks and _.:=+-@"
            raise Invalid("tags", accepted=accepted)
    return tags


@by
def policy_with_id(view: View, policy_id: Id) -> Policy | Absent:
    """A custom policy of the account, or a system policy."""
    found = view.policy(view.account.account_id, policy_id) or view.policy(view.system.account_id, policy_id)
    return found or Absent("policy", policy_id)


@by
def agency_with_id(view: View, agency_id: Id) -> Role | Absent:
    """An agency or trust agency of the account."""
    found = view.principal(view.account.account_id, agency_id)
    return found if isinstance(found, Role) else Absent("role", agency_id)


@by
def user_with_id(view: View, user_id: Id) -> User | Absent:
    """An IAM user of the account; the root user is one."""
    found = view.principal(view.account.account_id, user_id)
    return found if isinstance(found, User) else Absent("user", user_id)


@by
def group_with_id(view: View, group_id: Id) -> Group | Absent:
    """A user group of the account."""
    found = view.principal(view.account.account_id, group_id)
    return found if isinstance(found, Group) else Absent("group", group_id)


@by
def tagged_thing(view: View, resource_type: ResourceType, resource_id: Id) -> User | Role | Absent:
    """An agency or a user, whichever the path names."""
    if resource_type == "agency":
        return agency_with_id(view, resource_id)
    return user_with_id(view, resource_id)


@by
def agency_at(view: View, agency_urn: AgencyUrn) -> Role | Absent:
    """An agency of any account, by its URN."""
    _, _, account_id, _, full_name = agency_urn.split(":", 4)
    path, _, name = full_name.rpartition("/")
    account = view.account_called(account_id)
    found = view.principal_named(account.account_id, "role", name) if account else None
    if isinstance(found, Role) and found.path == (f"{path}/" if path else ""):
        return found
    return Absent("role", agency_urn, full_name, account_id)


ThePolicy = Annotated[Policy, policy_with_id]
TheAgency = Annotated[Role, agency_with_id]
TheUser = Annotated[User, user_with_id]
TheGroup = Annotated[Group, group_with_id]
AgencyAt = Annotated[Role, agency_at]
TaggedThing = Annotated[User | Role, tagged_thing]


def version_called(view: View, policy: Policy, version_id: str) -> PolicyVersion:
    """A version by its id on the wire. Raises NotFound."""
    found = view.policy_version(policy, int(version_id.removeprefix("v")))
    if found is None:
        raise NotFound("policy_version", key=version_id)
    return found


DOCUMENT_CHARACTERS_MAX = 6144
"""The most characters of a policy document; blanks do not count."""


def require_size(field: str, document: str) -> None:
    """Raise Invalid for a document that is too long."""
    if len("".join(document.split())) > DOCUMENT_CHARACTERS_MAX:
        raise Invalid(field, "Length", f"at most {DOCUMENT_CHARACTERS_MAX} characters besides blanks")


def require_trust_agency(agency: Role) -> None:
    """Raise Forbidden for a classic agency, which has no trust policy to change."""
    if agency.trusted_account:
        raise Forbidden("classic_agency", name=agency.name)
