"""A second judge of Tencent CAM policies, because one engine cannot notice its own misreading.

It reads the raw JSON of a document once and follows the published pages: elements (598/10603), resource
(598/10606), variables (598/10607), condition (598/10608), evaluation (598/10605), permissions boundary
(598/39425), and COS's page on conditions. It is slow on purpose, shares no code with the engine, and
deliberately does not know which account owns a policy: an empty account is the caller's own.
"""

import json
import re
from base64 import b64decode
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
    boundary: str | None,
    levels: tuple[list[str], ...],
    is_root: bool,
    same_account: bool,
    who: dict[str, str],
    action: str,
    resource: str,
    context: Context,
) -> str:
    """Answer what CAM answers: a deny anywhere wins, then every layer that is present must allow.

    598/10605: in its own account root is fully allowed, so only the levels of an organization and the policy
    of a session speak to it; elsewhere it holds nothing. 598/39425: a boundary intersects. The organization:
    an allow is needed at every level. Across accounts both sides have to grant.
    """
    asked = (action, resource, context)
    layers = [layer("levels", statements(level), *asked) for level in levels]
    if session is not None:
        layers.append(layer("session", statements(session), *asked))
    if not (is_root and same_account):
        layers.append(layer("identity", statements(identity), *asked))
        if boundary is not None:
            layers.append(layer("boundary", statements([boundary]), *asked))
        if trust is not None:
            trusting = [s for s in statements([trust]) if names(s["principal"], who)]
            layers.append(layer("trust", trusting, *asked))
        elif not same_account:
            layers.append(IMPLICIT_DENY)
    if EXPLICIT_DENY in layers:
        return EXPLICIT_DENY
    return ALLOW if all(said == ALLOW for said in layers) else IMPLICIT_DENY


def statements(documents: list[str]) -> list[Statement]:
    """Read all statements of one layer; which document holds a statement does not matter."""
    return [statement for document in documents for statement in elements(document)]


@lru_cache(maxsize=256)
def elements(document: str) -> list[Statement]:
    """Read the statements of a document, once for all who ask.

    They are an array or a lone object, with element names in either case. A principal may stand beside them
    and is then every statement's (598/10604).
    """
    top = {name.lower(): value for name, value in json.loads(document).items()}
    found = top["statement"] if isinstance(top["statement"], list) else [top["statement"]]
    shared = {"principal": top["principal"]} if "principal" in top else {}
    return [as_read(shared | {name.lower(): value for name, value in one.items()}) for one in found]


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


LISTS, CONDITION = {"action", "resource"}, {"condition"}


def layer(_: str, of: list[Statement], action: str, resource: str, context: Context) -> str:
    """Judge one layer, named for whoever listens: explicit deny, then allow, then implicit deny."""
    effects = {s["effect"].lower() for s in of if meets(s, action, resource, context)}
    if "deny" in effects:
        return EXPLICIT_DENY
    return ALLOW if "allow" in effects else IMPLICIT_DENY


def meets(statement: Statement, action: str, resource: str, context: Context) -> bool:
    """Tell whether a statement speaks about this request; one without a resource is a trust policy's."""
    return (
        any(action_matches(pattern, action) for pattern in statement["action"])
        and any(resource_matches(name, resource, context) for name in statement.get("resource", ["*"]))
        and condition_holds(statement.get("condition", {}), context)
    )


def listed(value: Any) -> list[str]:
    """Make the single value and the list the same thing, and JSON numbers and booleans their text."""
    return [as_text(one) for one in (value if isinstance(value, list) else [value])]


def as_text(value: Any) -> str:
    """Spell a JSON scalar as policies spell it in text: true, 10, 1.5."""
    return value if isinstance(value, str) else json.dumps(value)


VARIABLE = re.compile(r"\$\{(uin|owner_uin|app_id)\}")


def fill(written: str, context: Context) -> str | None:
    """Put the caller's ids into a text (598/10607), in one pass; None when one is not known."""
    if "${" not in written:
        return written
    out, at = "", 0
    for found in VARIABLE.finditer(written):
        value = context.get(f"qcs:{found[1]}")
        if not isinstance(value, str):
            return None
        out += written[at : found.start()] + (value.translate(AWAY) or NOTHING)
        at = found.end()
    return out + written[at:]


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
    """Match `service:Name`, with or without `name/` before, without regard to case (assumed).

    Which APIs a feature set (`permid/...`) holds is not published: it matches none.
    """
    bare = pattern.lower().removeprefix("name/")
    if bare == "*":
        return True
    if bare.startswith(("permid/", "actionname/")):
        return False
    wanted, asked = bare.split(":"), action.lower().split(":")
    return len(wanted) == len(asked) and all(map(wild, wanted, asked))


def resource_matches(pattern: str, resource: str, context: Context) -> bool:
    """Match a resource; all that matters of the circumstances are the caller's ids."""
    return pattern == "*" or segments_match(pattern, resource, tuple(context.get(key) for key in IDS))


IDS = ("qcs:uin", "qcs:owner_uin", "qcs:app_id")


@lru_cache(maxsize=65536)
def segments_match(pattern: str, resource: str, ids: tuple[Value | None, ...]) -> bool:
    """Match `qcs:project:service:region:account:resource` segment by segment, with regard to case.

    598/10606: an empty service or region is every one (an empty project too, assumed), an empty account is
    the main account of the policy's creator. Only the last segment may hold colons and variables.
    """
    wanted, asked = pattern.split(":", 5), resource.split(":", 5)
    if len(wanted) != 6 or len(asked) != 6 or wanted[0] != asked[0]:
        return False
    known = {key: value for key, value in zip(IDS, ids, strict=True) if isinstance(value, str)}
    own = {f"{form}/{known[key]}" for form, key in OWNERS if key in known}
    last = fill(wanted[5], dict(known))
    return (
        all(not of or wild(of, it) for of, it in zip(wanted[1:4], asked[1:4], strict=True))
        and (wild(wanted[4], asked[4]) if wanted[4] else asked[4] in own)
        and last is not None
        and wild(last, asked[5])
    )


OWNERS = (("uin", "qcs:owner_uin"), ("uid", "qcs:app_id"))


def condition_holds(condition: dict[str, dict[str, list[str]]], context: Context) -> bool:
    """Keys are ANDed within an operator, operators are ANDed in the block (598/10608, rules 2 and 3)."""
    return all(
        holds(operator, key, values, context)
        for operator, block in condition.items()
        for key, values in block.items()
    )


SPELLING = re.compile(
    r"(?:(?P<quantifier>for_all_value|for_any_value):)?(?P<name>\w+?)(?P<if_exist>_if_exist)?"
)


@lru_cache(maxsize=1024)
def spelling(operator: str) -> re.Match[str]:
    """Take an operator's name apart."""
    found = SPELLING.fullmatch(operator)
    assert found is not None
    return found


def holds(operator: str, key: str, values: list[str], context: Context) -> bool:
    """Judge one operator on one key, whose case counts: values are ORed; a negated operator wants none.

    A key that the request lacks meets only null_equal and ..._if_exist; COS's page relies on a negated
    operator not being met. An empty text is a value: the key is there. for_all_value wants every value of
    the request to meet the test, for_any_value one; without either, one, or for a negated operator all.
    """
    spelled = spelling(operator)
    found = context.get(key, ())
    requested = (found,) if isinstance(found, str) else found
    if spelled["name"] == "null_equal":
        return ("false" if requested else "true") in [value.lower() for value in values]
    if not requested:
        return spelled["if_exist"] is not None
    return compared(operator, tuple(fill(value, context) for value in values), requested)


@lru_cache(maxsize=65536)
def compared(operator: str, values: tuple[str | None, ...], requested: tuple[str, ...]) -> bool:
    """Compare what the request holds with values that are filled in; one that could not be is none."""
    spelled = spelling(operator)
    test, negated = OPERATORS[spelled["name"]]
    known = [value for value in values if value is not None]
    met = [any(readable(test, one, value) for value in known) is not negated for one in requested]
    every = negated if spelled["quantifier"] is None else spelled["quantifier"] == "for_all_value"
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


def number(compare: Callable[[Decimal, Decimal], bool]) -> Test:
    """Compare two numbers, whatever their spelling: 1.0 is 1."""
    return lambda got, value: compare(Decimal(got), Decimal(plain(value)))


def date(compare: Callable[[datetime, datetime], bool]) -> Test:
    """Compare two moments, whatever their offsets."""
    return lambda got, value: compare(moment(got), moment(plain(value)))


@lru_cache
def moment(written: str) -> datetime:
    """Read an ISO 8601 time; one without an offset is UTC ("UTC time is required")."""
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
    "string_equal": (text(lambda got, value: got == value), False),
    "string_not_equal": (text(lambda got, value: got == value), True),
    "string_equal_ignore_case": (text(lambda got, value: got.lower() == value.lower()), False),
    "string_not_equal_ignore_case": (text(lambda got, value: got.lower() == value.lower()), True),
    "string_like": (lambda got, value: wild(value, got), False),
    "string_not_like": (lambda got, value: wild(value, got), True),
    "numeric_equal": (number(lambda got, value: got == value), False),
    "numeric_not_equal": (number(lambda got, value: got == value), True),
    "numeric_less_than": (number(lambda got, value: got < value), False),
    "numeric_less_than_equal": (number(lambda got, value: got <= value), False),
    "numeric_greater_than": (number(lambda got, value: got > value), False),
    "numeric_greater_than_equal": (number(lambda got, value: got >= value), False),
    "date_equal": (date(lambda got, value: got == value), False),
    "date_not_equal": (date(lambda got, value: got == value), True),
    "date_less_than": (date(lambda got, value: got < value), False),
    "date_less_than_equal": (date(lambda got, value: got <= value), False),
    "date_greater_than": (date(lambda got, value: got > value), False),
    "date_greater_than_equal": (date(lambda got, value: got >= value), False),
    "bool_equal": (text(lambda got, value: truth(got) == truth(value)), False),
    "binary_equal": (
        text(lambda got, value: b64decode(got, validate=True) == b64decode(value, validate=True)),
        False,
    ),
    "ip_equal": (text(within), False),
    "ip_not_equal": (text(within), True),
}


def names(principal: dict[str, Any], who: dict[str, str]) -> bool:
    """Tell whether a trust policy's principal names the caller; `:root` stands for its whole account.

    A user is named by its uin, which is its own spelling; root by the account's; a role by its name, which
    names every session of it. `anyone` is everybody who has an account.
    """
    account = who["account"]
    callers = {"qcs::cam::anyone:anyone", f"qcs::cam::uin/{account}:root"}
    if who["kind"] == "role":
        callers.add(f"qcs::cam::uin/{account}:roleName/{who['name']}")
    else:
        callers.add(f"qcs::cam::uin/{account}:uin/{account}" if who["kind"] == "root" else who["urn"])
    return not callers.isdisjoint(listed(principal.get("qcs", [])))
