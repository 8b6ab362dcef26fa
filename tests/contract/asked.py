"""Which permissions an operation asks for, with its parameters' names in the place of their values.

Written so, a resource is spelled as the documents spell it: ``acs:ram:*:{AccountId}:user/{UserName}``.
"""

from types import SimpleNamespace
from typing import Any, NamedTuple, cast

from tests.contract.registry import Served
from tigertally.clouds.service import Absent, Call, New, Operation, Thing
from tigertally.model.accounts import SYSTEM, Account

WRITTEN = {
    "RoleArn": "acs:ram::{AccountId}:role/{RoleName}",
    "agency_urn": "iam::{AccountId}:agency:{AgencyName}",
    "resource_type": "agency",
    "PrincipalType": "IMSUser",
}
"""Values where a parameter's own name in braces would not do."""


class Asked(NamedTuple):
    """One permission: an action, and the resource as the cloud spells it."""

    action: str
    resource: str


class Nowhere(SimpleNamespace):
    """A ledger in which nothing is ever found."""

    account = Account(account_id=1, cloud="", native_id="{AccountId}", name="", created_at=0)
    system = Account(account_id=2, cloud="", native_id=SYSTEM, name="", created_at=0)

    def __getattr__(self, _name: str) -> Any:
        return lambda *_: None


SOMEBODY = cast(Call, SimpleNamespace(caller=SimpleNamespace(is_root=False)))
"""A call by a caller that needs permissions."""


def asked(served: Served, **written: str) -> list[Asked]:
    """The permissions that a call asks for whose values are its parameters' names in braces."""
    operation = served.operation
    values = {field.name: _value(field.wire, written) for field in operation.fields}
    if operation.asks:
        asks = operation.asks(Nowhere(), SOMEBODY, values)
        pairs = [(ask.action, ask.thing) for ask in asks]
    else:
        pairs = [(operation.action, _thing(operation, on, values)) for on in operation.on]
    return [Asked(action, served.cloud.resource(Nowhere.account, thing)) for action, thing in pairs]


def _value(wire: str, written: dict[str, str]) -> str:
    return written.get(wire) or WRITTEN.get(wire) or f"{{{wire}}}"


def _thing(operation: Operation, on: str | Absent | New, values: dict[str, str]) -> Thing:
    match on:
        case Absent():
            return on
        case New():
            return Absent(on.kind, name=values[on.parameter])
        case _:
            finder = operation.finders[on]
            return finder.find(Nowhere(), *(values[name] for name in finder.fields))
