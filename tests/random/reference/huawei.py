"""A second judge of Huawei IAM identity policies, because one engine cannot notice its own misreading.

It reads the raw JSON of a document once and follows the published pages: JSON elements (usermanual-iam5
iam_01_1289), policy variables (iam_01_1234), how a request is judged (iam_01_1290), operators
(usermanual-organizations org_03_0033). It is slow on purpose, shares no code with the engine, and
deliberately knows no service control policies.
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
# What a variable fills in has no meaning beyond itself: its letters are moved to a private place, where `*`,
# `?` and `:` are not special, and nothing at all is a letter of its own.
MOVED = {letter: chr(0xE000 + ord(letter)) for letter in "*?:"}
NOTHING = chr(0xE000)
AWAY = str.maketrans(MOVED)
BACK = str.maketrans({moved: letter for letter, moved in MOVED.items()} | {NOTHING: ""})

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
) -> str:
    """Answer what IAM answers: a deny anywhere wins; either side grants, across accounts both sides must.

    iam_01_1290. Tags and a source identity need both sides in one account too (iam_01_1263, iam_01_1264).
    Root holds everything, so only a trust or a session policy can refuse it; a session policy never grants,
    it must allow in addition.
    """
    asked = (action, resource, context)
    own = ALLOW if is_root else layer("identity", statements(identity), *asked)
    ceiling = ALLOW if session is None else layer("session", statements(session), *asked)
    trusted = IMPLICIT_DENY
    if trust is not None:
        trusting = [s for s in statements([trust]) if speaks_of(s, who)]
        trusted = layer("trust", trusting, *asked)
    if EXPLICIT_DENY in (own, ceiling, trusted):
        return EXPLICIT_DENY
    sides = [own == ALLOW, trusted == ALLOW]
    either = same_account and (trust is None or action.lower() == "sts:agencies:assume")
    granted = any(sides) if either else all(sides)
    return ALLOW if granted and ceiling == ALLOW else IMPLICIT_DENY


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

    def about(pattern: str, asked: str) -> bool:
        return resource_matches(pattern, asked, context)

    return (
        covers(statement, "Action", action, action_matches)
        and covers(statement, "Resource", resource, about)
        and condition_holds(statement.get("Condition", {}), context)
    )


def covers(statement: Statement, element: str, asked: str, matches: Callable[[str, str], bool]) -> bool:
    """Try an element or its Not twin; a missing Resource means every resource (CreatePolicyV5)."""
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


VARIABLE = re.compile(
    r"\$\{(?:(?P<escape>[*?$])|\s*(?P<key>[^\s,'{}]+)\s*(?:,\s*'(?P<default>(?:[^']|'')*)'\s*)?)\}", re.DOTALL
)


def fill(written: str, context: Context) -> str | None:
    """Put the request's values into a text, in one pass; None when a variable has no value and no default."""
    if "${" not in written:
        return written
    out, at = "", 0
    while (start := written.find("${", at)) >= 0:
        found = VARIABLE.match(written, start)
        text = None if found is None else variable(found, context)
        if found is None or text is None:
            return None
        out += written[at:start] + (text.translate(AWAY) or NOTHING)
        at = found.end()
    return out + written[at:]


def variable(found: re.Match[str], context: Context) -> str | None:
    """Give one variable's text: an escaped character, the key's single value, or the default (iam_01_1234).

    A key with several values cannot be put in place, so it is treated like an absent one.
    """
    if found["escape"] is not None:
        return found["escape"]
    value = context.get(found["key"].lower())
    if isinstance(value, str):
        return value
    return None if found["default"] is None else found["default"].replace("''", "'")


def plain(filled: str) -> str:
    """Read a filled text as one without wildcards."""
    return filled if filled.isascii() else filled.translate(BACK)


def wild(pattern: str, text: str) -> bool:
    """Match a written `*` with any run of characters, also none, and a written `?` with exactly one."""
    return expression(pattern).fullmatch(text) is not None


@lru_cache(maxsize=4096)
def expression(pattern: str) -> re.Pattern[str]:
    """Write a pattern as a regular expression."""
    parts = [{"*": ".*", "?": "."}.get(letter, re.escape(plain(letter))) for letter in pattern]
    return re.compile("".join(parts), re.DOTALL)


@lru_cache(maxsize=4096)
def action_matches(pattern: str, action: str) -> bool:
    """Match `service:type:operation` part by part without regard to case; `*` alone is every action."""
    if pattern == "*":
        return True
    wanted, asked = pattern.lower().split(":"), action.lower().split(":")
    return len(wanted) == len(asked) and all(map(wild, wanted, asked))


def resource_matches(pattern: str, resource: str, context: Context) -> bool:
    """Match `service:region:account:type:path` field by field, with regard to case.

    The path may hold colons. A region that a policy leaves empty is any region, as `*` is (iam_01_1275). One
    that the request leaves empty has no character that a `?` could stand for, and a variable that fills in
    nothing leaves nothing empty (assumed).
    """
    if pattern == "*":
        return True
    filled = fill(pattern, context)
    return filled is not None and fields_match(filled, resource)


@lru_cache(maxsize=65536)
def fields_match(filled: str, resource: str) -> bool:
    """Match a pattern without variables."""
    wanted, asked = filled.split(":", 4), resource.split(":", 4)
    if len(wanted) != 5 or len(asked) != 5:
        return False
    wanted[1] = wanted[1] or "*"
    return all(map(wild, wanted, asked))


def condition_holds(condition: dict[str, dict[str, list[str]]], context: Context) -> bool:
    """Keys are ANDed within an operator, operators are ANDed in the block."""
    return all(
        holds(operator, key, values, context)
        for operator, block in condition.items()
        for key, values in block.items()
    )


SPELLING = re.compile(
    r"(?:(?P<quantifier>ForAllValues|ForAnyValue):)?(?P<name>[A-Za-z]+?)(?P<if_exists>IfExists)?"
)


@lru_cache(maxsize=1024)
def spelling(operator: str) -> re.Match[str]:
    """Take an operator's name apart."""
    found = SPELLING.fullmatch(operator)
    assert found is not None
    return found


def holds(operator: str, key: str, values: list[str], context: Context) -> bool:
    """Judge one operator on one key: values are ORed; a negated operator differs from every one of them.

    A key that the request lacks meets only Null and ...IfExists (assumed for negated operators and for
    ForAllValues). Of several request values: ForAllValues wants every one to meet the test, ForAnyValue one;
    without either, one must fit, and for a negated operator none may. A value whose variable cannot be
    replaced matches nothing (iam_01_1234), so a negated operator differs from it.
    """
    spelled = spelling(operator)
    found = context.get(key.lower(), ())
    requested = (found,) if isinstance(found, str) else found
    if spelled["name"] == "Null":
        return ("false" if requested else "true") in [value.lower() for value in values]
    if not requested or (spelled["if_exists"] and requested == ("",)):
        return spelled["if_exists"] is not None  # "the request's value is empty, or meets the condition"
    return compared(operator, tuple(fill(value, context) for value in values), requested)


@lru_cache(maxsize=65536)
def compared(operator: str, values: tuple[str | None, ...], requested: tuple[str, ...]) -> bool:
    """Compare what the request holds with values that are filled in; one that could not be is none."""
    spelled = spelling(operator)
    test, negated = OPERATORS[spelled["name"]]
    known = [value for value in values if value is not None]
    met = [any(readable(test, one, value) for value in known) is not negated for one in requested]
    every = negated if spelled["quantifier"] is None else spelled["quantifier"] == "ForAllValues"
    return all(met) if every else any(met)


Test = Callable[[str, str], bool]


def readable(test: Test, requested: str, value: str) -> bool:
    """Run a test; what cannot be read as the operator's kind equals nothing."""
    try:
        return test(requested, value)
    except (ValueError, InvalidOperation):
        return False


def text(compare: Callable[[str, str], bool]) -> Test:
    """Compare two texts as they are."""
    return lambda got, value: compare(got, plain(value))


def folded(compare: Callable[[str, str], bool]) -> Test:
    """Compare two texts without regard to case."""
    return lambda got, value: compare(got.lower(), plain(value).lower())


def number(compare: Callable[[Decimal, Decimal], bool]) -> Test:
    """Compare two numbers, whatever their spelling: 1.0 is 1."""
    return lambda got, value: compare(Decimal(got), Decimal(plain(value)))


def date(compare: Callable[[datetime, datetime], bool]) -> Test:
    """Compare two moments, whatever their offsets."""
    return lambda got, value: compare(moment(got), moment(plain(value)))


@lru_cache
def moment(written: str) -> datetime:
    """Read an ISO 8601 time with its offset; a time without one is UTC."""
    read = datetime.fromisoformat(written)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def truth(written: str) -> bool:
    """Read true or false; anything else is neither."""
    if written.lower() not in ("true", "false"):
        raise ValueError(written)
    return written.lower() == "true"


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


OPERATORS: dict[str, tuple[Test, bool]] = {
    # String: Match has the wildcards, Like is "equals or includes" without regard to case
    "StringEquals": (text(lambda got, value: got == value), False),
    "StringNotEquals": (text(lambda got, value: got == value), True),
    "StringEqualsIgnoreCase": (folded(lambda got, value: got == value), False),
    "StringNotEqualsIgnoreCase": (folded(lambda got, value: got == value), True),
    "StringMatch": (lambda got, value: wild(value, got), False),
    "StringNotMatch": (lambda got, value: wild(value, got), True),
    "StringLike": (folded(lambda got, value: value in got), False),
    "StringNotLike": (folded(lambda got, value: value in got), True),
    "StringStartWith": (folded(str.startswith), False),
    "StringNotStartWith": (folded(str.startswith), True),
    "StringEndWith": (folded(str.endswith), False),
    "StringNotEndWith": (folded(str.endswith), True),
    # Number: less than ANY of the values, different from ALL
    "NumberEquals": (number(lambda got, value: got == value), False),
    "NumberNotEquals": (number(lambda got, value: got == value), True),
    "NumberLessThan": (number(lambda got, value: got < value), False),
    "NumberLessThanEquals": (number(lambda got, value: got <= value), False),
    "NumberGreaterThan": (number(lambda got, value: got > value), False),
    "NumberGreaterThanEquals": (number(lambda got, value: got >= value), False),
    # Date: the table has no equality
    "DateLessThan": (date(lambda got, value: got < value), False),
    "DateLessThanEquals": (date(lambda got, value: got <= value), False),
    "DateGreaterThan": (date(lambda got, value: got > value), False),
    "DateGreaterThanEquals": (date(lambda got, value: got >= value), False),
    # Bool, IP; Null is judged where the key is looked up
    "Bool": (text(lambda got, value: truth(got) == truth(value)), False),
    "IpAddress": (text(within), False),
    "NotIpAddress": (text(within), True),
}


def speaks_of(statement: Statement, who: dict[str, str]) -> bool:
    """Tell whether a statement of a trust policy is about the caller, by Principal or by NotPrincipal."""
    if "Principal" in statement:
        return names(statement["Principal"], who)
    return not names(statement["NotPrincipal"], who)


def names(principal: dict[str, Any], who: dict[str, str]) -> bool:
    """Tell whether a list of principals names the caller: its account, as id or `:root`, or its URN.

    To name an agency is to name every session of it.
    """
    account = who["account"]
    callers = {account, f"iam::{account}:root", who["urn"]}
    if who["kind"] == "role":
        callers.add(f"iam::{account}:agency:{who['name']}")
    return not callers.isdisjoint(listed(principal.get("IAM", [])))
