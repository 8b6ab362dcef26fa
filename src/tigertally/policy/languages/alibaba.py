"""RAM policy documents, Version "1": what Alibaba's administrators write, read as Alibaba reads it.

Sources: help.aliyun.com, RAM "Policy structure and syntax", "Policy elements" and "Condition operators".
RAM strips `/* */` comments before it reads. Where the documents are silent, ASSUMPTIONS says what was
taken.
"""

import re
from collections.abc import Callable, Mapping

from tigertally.policy.actions import Actions
from tigertally.policy.conditions import address, date, flag, number, string
from tigertally.policy.conditions.comparison import Cell, Operator
from tigertally.policy.languages.grammar import (
    Compared,
    Members,
    actions,
    any_principal,
    cell,
    cells,
    effect,
    need,
    one_of,
    version,
)
from tigertally.policy.pattern import pieces
from tigertally.policy.statement import Document, Malformed, Principals, Purpose, Statement, written
from tigertally.policy.syntax import ROOT, Node, listed, load, shown
from tigertally.policy.urn import EVERYTHING, FIELDS, Name, Resources, cut

OPERATORS: Mapping[str, Operator] = {
    "StringEquals": Operator(string.equals),
    "StringNotEquals": Operator(string.equals, negated=True),
    "StringEqualsIgnoreCase": Operator(string.equals_ignore_case),
    "StringNotEqualsIgnoreCase": Operator(string.equals_ignore_case, negated=True),
    "StringLike": Operator(string.matches),
    "StringNotLike": Operator(string.matches, negated=True),
    "NumericEquals": Operator(number.equals),
    "NumericNotEquals": Operator(number.equals, negated=True),
    "NumericLessThan": Operator(number.less_than),
    "NumericLessThanEquals": Operator(number.less_than_equals),
    "NumericGreaterThan": Operator(number.greater_than),
    "NumericGreaterThanEquals": Operator(number.greater_than_equals),
    "DateEquals": Operator(date.equals),
    "DateNotEquals": Operator(date.equals, negated=True),
    "DateLessThan": Operator(date.less_than),
    "DateLessThanEquals": Operator(date.less_than_equals),
    "DateGreaterThan": Operator(date.greater_than),
    "DateGreaterThanEquals": Operator(date.greater_than_equals),
    "Bool": Operator(flag.equals),
    "IpAddress": Operator(address.within),
    "NotIpAddress": Operator(address.within, negated=True),
}

_ELEMENTS: Mapping[Purpose, tuple[str, ...]] = {
    "identity": ("Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"),
    "session": ("Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"),
    "trust": ("Effect", "Action", "Principal", "Condition"),
}
_TRUST_ACTIONS = ("sts:AssumeRole", "sts:*", "*")
_TEXT_OR_COMMENT = re.compile(r'"(?:\\.|[^"\\])*"?|/\*(?:.*?(?P<end>\*/)|.*)', re.DOTALL)
"""Each alternative takes what it can even without its end, so that no text is searched twice."""


def parse(text: str, purpose: Purpose) -> Document:
    """Compile a RAM policy document, or raise Malformed."""
    document = load(_uncommented(text))
    members = document.members("Version", "Statement")
    version(need(members, document, "Version"), "1")
    nodes = need(members, document, "Statement").elements()
    return Document(tuple(_statement(index, node, purpose) for index, node in enumerate(nodes)))


def _uncommented(text: str) -> str:
    """Take comments out; what looks like one inside a string is text (`acs:oss:*:*:a/*`)."""
    return _TEXT_OR_COMMENT.sub(_text_or_blank, text) if "/*" in text else text


def _text_or_blank(found: re.Match[str]) -> str:
    if found[0].startswith('"'):
        return found[0]
    if found["end"] is None:
        raise Malformed(ROOT, "A comment has no end; /* and */ around it are accepted.")
    return " "


def _statement(index: int, node: Node, purpose: Purpose) -> Statement:
    members = node.members(*_ELEMENTS[purpose])
    trust = purpose == "trust"
    return written(
        index=index,
        effect=effect(need(members, node, "Effect")),
        actions=_trust_action(node, members) if trust else _action(node, members),
        resources=EVERYTHING if trust else _resource(node, members),
        cells=tuple(map(_condition, cells(members["Condition"]))) if "Condition" in members else (),
        principals=_principals(need(members, node, "Principal")) if trust else None,
    )


def _action(node: Node, members: Members) -> Actions:
    found, negated = one_of(members, node, "Action")
    return actions(found.one_or_more(), negated, ("service", "Name"))


def _trust_action(node: Node, members: Members) -> Actions:
    """A trust policy speaks of nothing but assuming the role."""
    nodes = need(members, node, "Action").one_or_more()
    for action in nodes:
        if action.text().lower() not in map(str.lower, _TRUST_ACTIONS):
            accepted = listed(_TRUST_ACTIONS)
            raise action.malformed(
                f"A trust policy cannot say {shown(action.text())}; {accepted} are accepted."
            )
    return actions(nodes, False, ("service", "Name"))


def _resource(node: Node, members: Members) -> Resources:
    found, negated = one_of(members, node, "Resource")
    return Resources(tuple(_name(name) for name in found.one_or_more()), negated)


def _name(node: Node) -> Name:
    if node.text() == "*":
        return Name()
    fields = cut(node.text())
    if len(fields) != FIELDS or fields[0] != "acs":
        raise node.malformed(
            f"{shown(node.text())} is no resource; acs:service:region:account:relative-id and * are accepted."
        )
    return Name(tuple(pieces(field) for field in fields))


def _condition(found: Compared) -> Cell:
    operator = OPERATORS.get(found.name)
    if operator is None:
        raise found.operator.malformed(
            f"There is no operator {shown(found.name)}; {listed(OPERATORS)} are accepted."
        )
    return cell(found, pieces, lambda key, values: Cell(key, operator, values))


def _principals(node: Node) -> Principals:
    """Whoever one of the three lists names."""
    kinds = node.members(*_PRINCIPALS)
    if not kinds:
        raise node.malformed(f"Nobody is named; {listed(_PRINCIPALS)} are accepted.")
    return any_principal(
        [_PRINCIPALS[kind](name) for kind, names in kinds.items() for name in names.one_or_more()]
    )


def _ram(node: Node) -> Principals:
    """`acs:ram::<account>:root` is the whole account; the other forms are one user or one role of it."""
    if node.text() == "*":
        return lambda who: who.kind in ("root", "user", "role")
    match [] if set(node.text()) & set("*?") else cut(node.text().lower()):
        case ["acs", "ram", "", account, "root"] if account:
            return lambda who: who.kind in ("root", "user", "role") and who.account_id.lower() == account
        case ["acs", "ram", "", account, relative] if account and relative.startswith(("user/", "role/")):
            kind, _, name = relative.partition("/")
            return lambda who: (who.kind, who.account_id.lower(), who.name.lower()) == (kind, account, name)
    raise node.malformed(
        f"{shown(node.text())} is no principal; acs:ram::<account>:root, acs:ram::<account>:user/<name>, "
        "acs:ram::<account>:role/<name> and * are accepted."
    )


def _service(node: Node) -> Principals:
    name = node.text()
    return lambda who: who.kind == "service" and who.name == name


def _federated(node: Node) -> Principals:
    name = node.text()
    return lambda who: who.kind == "federated" and who.name == name


_PRINCIPALS: Mapping[str, Callable[[Node], Principals]] = {
    "RAM": _ram,
    "Service": _service,
    "Federated": _federated,
}
