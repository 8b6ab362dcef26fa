"""A value is stored whole, as its JSON: the same image in its row and in the journal, so neither can drift.

A field that is added to a value later needs no migration: images written before it read as its default.
"""

from msgspec import Struct
from msgspec.json import Decoder, Encoder

from tigertally.model.accounts import Account
from tigertally.model.attachments import Attachment
from tigertally.model.boundaries import Boundary
from tigertally.model.changes import Change, Entity
from tigertally.model.credentials import AccessKey, Credential
from tigertally.model.organizations import Department, Member, Organization
from tigertally.model.policies import Policy, PolicyVersion
from tigertally.model.principals import Group, Membership, Principal, Role, User
from tigertally.model.resource_groups import ResourceGroup

_encode = Encoder().encode

account = Decoder(Account).decode
user = Decoder(User).decode
group = Decoder(Group).decode
role = Decoder(Role).decode
principal = Decoder[Principal](Principal).decode
actor = Decoder[User | Role](User | Role).decode
membership = Decoder(Membership).decode
policy = Decoder(Policy).decode
policy_version = Decoder(PolicyVersion).decode
resource_group = Decoder(ResourceGroup).decode
organization = Decoder(Organization).decode
department = Decoder(Department).decode
member = Decoder(Member).decode
bound = Decoder[Department | Member](Department | Member).decode
attachment = Decoder(Attachment).decode
boundary = Decoder(Boundary).decode
access_key = Decoder(AccessKey).decode
credential = Decoder[Credential](Credential).decode
entity = Decoder[Entity](Entity).decode
_change = Decoder(Change)


def change(text: str) -> Change:
    """A change from its image in the journal."""
    decoded: Change = _change.decode(text)
    return decoded


def image(value: Struct) -> str:
    """The JSON of a value."""
    return _encode(value).decode()
