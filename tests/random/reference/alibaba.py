"""A second judge of Alibaba RAM policies, because one engine cannot notice its own misreading.

It reads the raw JSON of a document once and follows the published pages line by line: policy structure and
syntax, "conditional-operator", "policy-evaluation-process". It is slow on purpose, shares no code with the
engine, and deliberately does not know control policies.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Value = str | tuple[str, ...]
Context = dict[str, Value]
Statement = dict[str, Any]

ALLOW, EXPLICIT_DENY, IMPLICIT_DENY = "Allow", "ExplicitDeny", "ImplicitDeny"


def decide(
    *,
    identity: list[str],
    session: list[str] | None,
    trust: str | None,
    is_root: bool,
    same_account: bool,
    who: dict[str, str],
    action: str,
    resource: str,
    context: Context,
    resource_group: list[str] | None = None,
    deny_first: bool = False,
) -> str:
    """Answer what RAM answers: a deny anywhere wins, then every layer that is present must allow.

    "policy-evaluation-process" (2021): policies of the account class first, and if they say Allow or Explicit
    Deny that is final; only after an implicit deny those of the resource group class. ``deny_first`` is what
    its pages say since 2026: any explicit deny wins. The account root is never evaluated inside its own
    account; AssumeRole needs the caller's own policies and the role's trust policy, both, and without a trust
    policy nothing is open to another account (assumed). In another account root is nobody special: no policy
    can be attached to it, and "AssumeRole cannot be called by an Alibaba Cloud account" (AssumeRole,
    operation description).
    """
    if is_root and same_account:
        return ALLOW
    asked = (action, resource, context)
    layers = [held(identity, resource_group or [], deny_first, asked)]
    if session is not None:
        layers.append(layer("session", statements(session), *asked))
    if trust is not None:
        trusting = [s for s in statements([trust]) if names(s["Principal"], who)]
        layers.append(layer("trust", trusting, *asked))
    elif not same_account:
        layers.append(IMPLICIT_DENY)
    if EXPLICIT_DENY in layers:
        return EXPLICIT_DENY
    return ALLOW if all(said == ALLOW for said in layers) else IMPLICIT_DENY


def held(account: list[str], group: list[str], deny_first: bool, asked: Any) -> str:
    """Judge what the caller holds, class by class."""
    said = layer("identity", statements(account), *asked)
    if deny_first:
        return layer("identity", statements(account + group), *asked)
    return layer("resource_group", statements(group), *asked) if said == IMPLICIT_DENY else said


def statements(documents: list[str]) -> list[Statement]:
    """Read all statements of one layer; which document holds a statement does not matter."""
    return [statement for document in documents for statement in elements(document)]


@lru_cache(maxsize=256)
def elements(document: str) -> list[Statement]:
    """Read the statements of a document, once for all who ask."""
    return [as_read(statement) for statement in json.loads(document)["Statement"]]


def as_read(statement: dict[str, Any]) -> Statement:
    """Make the single value and the list the same thing, wherever one may stand for the other."""
    read = dict(statement)
    for name in LISTS & set(statement):
        read[name] = listed(statement[name])
    for name in CONDITION & set(statement):
        read[name] = {
            operator: {key: listed(values) for key, values in block.items()}
            for operator, block in statement[name].items()
        }
    return read


LISTS, CONDITION = {"Action", "NotAction", "Resource", "NotResource"}, {"Condition"}


def layer(_: str, of: list[Statement], action: str, resource: str, context: Context) -> str:
    """Judge one layer, named for whoever listens: explicit deny, then allow, then implicit deny."""
    effects = {statement["Effect"] for statement in of if meets(statement, action, resource, context)}
    if "Deny" in effects:
        return EXPLICIT_DENY
    return ALLOW if "Allow" in effects else IMPLICIT_DENY


def meets(statement: Statement, action: str, resource: str, context: Context) -> bool:
    """Tell whether a statement speaks about this request: action, resource and condition all do."""
    return (
        covers(statement, "Action", action, action_matches)
        and covers(statement, "Resource", resource, resource_matches)
        and condition_holds(statement.get("Condition", {}), context)
    )


def covers(statement: Statement, element: str, asked: str, matches: Callable[[str, str], bool]) -> bool:
    """Try an element or its Not twin; a trust policy has no Resource, and then any resource is meant."""
    if element in statement:
        return any(matches(pattern, asked) for pattern in statement[element])
    if "Not" + element in statement:
        return not any(matches(pattern, asked) for pattern in statement["Not" + element])
    return True


def listed(value: Any) -> list[str]:
    """Make the single value and the list the same thing, and JSON numbers and booleans their text."""
    return [as_text(one) for one in (value if isinstance(value, list) else [value])]


def as_text(value: Any) -> str:
    """Spell a JSON scalar as policies spell it in text: true, 10, 1.5."""
    return value if isinstance(value, str) else json.dumps(value)


def wild(pattern: str, text: str) -> bool:
    """Match `*` with any run of characters, also none, and `?` with exactly one."""
    return expression(pattern).fullmatch(text) is not None


@lru_cache(maxsize=4096)
def expression(pattern: str) -> re.Pattern[str]:
    """Write a pattern as a regular expression."""
    parts = [{"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in pattern]
    return re.compile("".join(parts), re.DOTALL)


@lru_cache(maxsize=4096)
def action_matches(pattern: str, action: str) -> bool:
    """Match an action without regard to case ("mostly case-insensitive", policy elements)."""
    return wild(pattern.lower(), action.lower())


@lru_cache(maxsize=4096)
def resource_matches(pattern: str, resource: str) -> bool:
    """Match `acs:service:region:account:relative-id` field by field, with regard to case.

    Four colons separate the fields; later colons belong to the relative id. So no `*` reaches over a field's
    end, except that a lone `*` means every resource.
    """
    if pattern == "*":
        return True
    wanted, asked = pattern.split(":", 4), resource.split(":", 4)
    return len(wanted) == len(asked) == 5 and all(map(wild, wanted, asked))


def condition_holds(condition: dict[str, dict[str, list[str]]], context: Context) -> bool:
    """Keys are ANDed within an operator, operators are ANDed in the block."""
    return all(
        holds(operator, key, values, context)
        for operator, block in condition.items()
        for key, values in block.items()
    )


def holds(operator: str, key: str, values: list[str], context: Context) -> bool:
    """Judge one operator on one key: values are ORed; a negated operator differs from every one of them.

    A key that the request lacks meets nothing, negated or not (assumed for negated operators). Of several
    request values one that fits is enough, and for a negated operator none may fit.
    """
    found = context.get(key.lower(), ())
    requested = (found,) if isinstance(found, str) else found
    if not requested:
        return False
    return compared(operator, tuple(values), requested)


@lru_cache(maxsize=65536)
def compared(operator: str, values: tuple[str, ...], requested: tuple[str, ...]) -> bool:
    """Compare what the request holds with what the policy wants."""
    test, negated = OPERATORS[operator]
    fits = any(readable(test, one, value) for one in requested for value in values)
    return fits is not negated


def readable(test: Callable[[str, str], bool], requested: str, value: str) -> bool:
    """Run a test; what cannot be read as the operator's kind equals nothing."""
    try:
        return test(requested, value)
    except (ValueError, InvalidOperation):
        return False


@lru_cache
def moment(text: str) -> datetime:
    """Read an ISO 8601 time with its offset; a time without one is UTC."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def truth(text: str) -> bool:
    """Read true or false; anything else is neither."""
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


def within(address: str, network: str) -> bool:
    """Tell whether an address lies in a block; a block may be written with host bits, or be one address."""
    return point(address) in block(network)


@lru_cache
def point(address: str) -> IPv4Address | IPv6Address:
    """Read an address."""
    return ip_address(address)


@lru_cache
def block(network: str) -> IPv4Network | IPv6Network:
    """Read a block, or one address as a block."""
    return ip_network(network, strict=False)


OPERATORS: dict[str, tuple[Callable[[str, str], bool], bool]] = {
    # "conditional-operator", String
    "StringEquals": (lambda got, value: got == value, False),
    "StringNotEquals": (lambda got, value: got == value, True),
    "StringEqualsIgnoreCase": (lambda got, value: got.lower() == value.lower(), False),
    "StringNotEqualsIgnoreCase": (lambda got, value: got.lower() == value.lower(), True),
    "StringLike": (lambda got, value: wild(value, got), False),
    "StringNotLike": (lambda got, value: wild(value, got), True),
    # Number
    "NumericEquals": (lambda got, value: Decimal(got) == Decimal(value), False),
    "NumericNotEquals": (lambda got, value: Decimal(got) == Decimal(value), True),
    "NumericLessThan": (lambda got, value: Decimal(got) < Decimal(value), False),
    "NumericLessThanEquals": (lambda got, value: Decimal(got) <= Decimal(value), False),
    "NumericGreaterThan": (lambda got, value: Decimal(got) > Decimal(value), False),
    "NumericGreaterThanEquals": (lambda got, value: Decimal(got) >= Decimal(value), False),
    # Date and time
    "DateEquals": (lambda got, value: moment(got) == moment(value), False),
    "DateNotEquals": (lambda got, value: moment(got) == moment(value), True),
    "DateLessThan": (lambda got, value: moment(got) < moment(value), False),
    "DateLessThanEquals": (lambda got, value: moment(got) <= moment(value), False),
    "DateGreaterThan": (lambda got, value: moment(got) > moment(value), False),
    "DateGreaterThanEquals": (lambda got, value: moment(got) >= moment(value), False),
    # Boolean, IP address
    "Bool": (lambda got, value: truth(got) == truth(value), False),
    "IpAddress": (within, False),
    "NotIpAddress": (within, True),
}


def names(principal: dict[str, Any], who: dict[str, str]) -> bool:
    """Tell whether a trust policy's Principal names the caller; `:root` stands for its whole account.

    Names of users and roles are unique ignoring case, so their case does not matter (assumed).
    """
    account, kind, name = who["account"], who["kind"], who["name"]
    callers = {f"acs:ram::{account}:root"}
    if kind != "root":
        callers.add(f"acs:ram::{account}:{kind}/{name}".lower())
    return not callers.isdisjoint(entry.lower() for entry in listed(principal.get("RAM", [])))
