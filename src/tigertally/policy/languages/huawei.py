"""IAM policy documents, Version "5.0": what Huawei's administrators write, read as Huawei reads it.

Sources: support.huaweicloud.com usermanual-iam5 (iam_01_1289 elements, iam_01_1234 variables, iam_01_1275
URNs) and Organizations "SCP operators". Where the documents are silent, assumptions.py says what was taken.
"""

from collections.abc import Callable, Mapping

from tigertally.policy.actions import Actions
from tigertally.policy.conditions import address, date, flag, number, string
from tigertally.policy.conditions.comparison import Cell, Each, Family, Operator
from tigertally.policy.conditions.null import Null, null
from tigertally.policy.languages import variables
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
from tigertally.policy.statement import Document, Principals, Purpose, Statement, written
from tigertally.policy.syntax import Node, listed, load, shown
from tigertally.policy.urn import EVERYTHING, FIELDS, Name, Resources, cut

_SPELLINGS: Mapping[str, tuple[Family, bool]] = {
    "StringEquals": (string.equals, False),
    "StringNotEquals": (string.equals, True),
    "StringEqualsIgnoreCase": (string.equals_ignore_case, False),
    "StringNotEqualsIgnoreCase": (string.equals_ignore_case, True),
    "StringMatch": (string.matches, False),
    "StringNotMatch": (string.matches, True),
    "StringLike": (string.contains_ignore_case, False),
    "StringNotLike": (string.contains_ignore_case, True),
    "StringStartWith": (string.starts_ignore_case, False),
    "StringNotStartWith": (string.starts_ignore_case, True),
    "StringEndWith": (string.ends_ignore_case, False),
    "StringNotEndWith": (string.ends_ignore_case, True),
    "NumberEquals": (number.equals, False),
    "NumberNotEquals": (number.equals, True),
    "NumberLessThan": (number.less_than, False),
    "NumberLessThanEquals": (number.less_than_equals, False),
    "NumberGreaterThan": (number.greater_than, False),
    "NumberGreaterThanEquals": (number.greater_than_equals, False),
    "DateLessThan": (date.less_than, False),
    "DateLessThanEquals": (date.less_than_equals, False),
    "DateGreaterThan": (date.greater_than, False),
    "DateGreaterThanEquals": (date.greater_than_equals, False),
    "Bool": (flag.equals, False),
    "IpAddress": (address.within, False),
    "NotIpAddress": (address.within, True),
}
_QUALIFIERS: Mapping[str, Each | None] = {"": None, "ForAllValues:": all, "ForAnyValue:": any}
_ENDINGS: Mapping[str, bool] = {"": False, "IfExists": True}

OPERATORS: Mapping[str, Operator] = {
    f"{qualifier}{name}{ending}": Operator(test, negated, each, if_absent)
    for name, (test, negated) in _SPELLINGS.items()
    for qualifier, each in _QUALIFIERS.items()
    for ending, if_absent in _ENDINGS.items()
}

MULTI_VALUED_KEYS = frozenset({"g:tagkeys", "g:calledvia", "sts:transitivetagkeys"})

ANY = pieces("*")
_ELEMENTS: Mapping[Purpose, tuple[str, ...]] = {
    "identity": ("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"),
    "session": ("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"),
    "trust": ("Sid", "Effect", "Action", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"),
}


def parse(text: str, purpose: Purpose) -> Document:
    """Compile an IAM policy document, or raise Malformed."""
    document = load(text)
    members = document.members("Version", "Statement")
    version(need(members, document, "Version"), "5.0")
    nodes = need(members, document, "Statement").elements()
    return Document(tuple(_statement(index, node, purpose) for index, node in enumerate(nodes)))


def _statement(index: int, node: Node, purpose: Purpose) -> Statement:
    members = node.members(*_ELEMENTS[purpose])
    trust = purpose == "trust"
    return written(
        index=index,
        sid=members["Sid"].text() if "Sid" in members else None,
        effect=effect(need(members, node, "Effect")),
        actions=_trust_action(node, members) if trust else _action(node, members),
        resources=_resource(node, members),
        cells=tuple(map(_condition, cells(members["Condition"]))) if "Condition" in members else (),
        principals=_principals(node, members) if trust else None,
    )


def _action(node: Node, members: Members) -> Actions:
    found, negated = one_of(members, node, "Action")
    return _actions(found.elements(), negated)


def _trust_action(node: Node, members: Members) -> Actions:
    """A trust policy speaks of nothing but sts."""
    nodes = need(members, node, "Action").elements()
    for action in nodes:
        if not action.text().lower().startswith("sts:"):
            raise action.malformed(
                f"A trust policy does not grant {shown(action.text())}; actions of sts are accepted."
            )
    return _actions(nodes, False)


def _actions(nodes: list[Node], negated: bool) -> Actions:
    """The type may be empty: `iam::tagForResourceV5` is an action of no type."""
    return actions(nodes, negated, ("service", "type", "operation"), optional="type")


def _resource(node: Node, members: Members) -> Resources:
    """A statement without Resource speaks of every resource."""
    if "Resource" not in members and "NotResource" not in members:
        return EVERYTHING
    found, negated = one_of(members, node, "Resource")
    return Resources(tuple(_name(name) for name in found.elements()), negated)


def _name(node: Node) -> Name:
    if node.text() == "*":
        return Name()
    try:
        fields = [variables.fill(field) for field in variables.cut(variables.parts(node.text()), FIELDS)]
    except ValueError as error:
        raise node.malformed(str(error)) from None
    if len(fields) != FIELDS:
        raise node.malformed(
            f"{shown(node.text())} is no resource; service:region:account:type:path and * are accepted."
        )
    service, region, *rest = fields
    return Name((service, region or ANY, *rest))


def _condition(found: Compared) -> Cell | Null:
    if found.name == "Null":
        return cell(found, variables.read, null)
    operator = OPERATORS.get(found.name)
    if operator is None:
        raise found.operator.malformed(
            f"There is no operator {shown(found.name)}; Null and {listed(_SPELLINGS)} are accepted, "
            "all but Null with ForAllValues: or ForAnyValue: before and IfExists behind."
        )
    if operator.each is None and found.key in MULTI_VALUED_KEYS:
        raise found.values.malformed(
            "The key has several values; ForAllValues: or ForAnyValue: before the operator is accepted."
        )
    return cell(found, variables.read, lambda key, values: Cell(key, operator, values))


def _principals(node: Node, members: Members) -> Principals:
    """Whoever one of the three lists names, or everybody else."""
    found, negated = one_of(members, node, "Principal")
    kinds = found.members(*_PRINCIPALS)
    if not kinds:
        raise found.malformed(f"Nobody is named; {listed(_PRINCIPALS)} are accepted.")
    parties = [_PRINCIPALS[kind](name) for kind, names in kinds.items() for name in names.one_or_more()]
    return any_principal(parties, negated)


def _iam(node: Node) -> Principals:
    """An account id, or its root, is the whole account; others are one user, agency or session."""
    name = node.text()
    match [] if set(name) & set("*?") else cut(name):
        case [account] | ["iam", "", account, "root"] if account:
            return lambda who: who.kind in ("root", "user", "role") and who.account_id == account
        case ["iam", "", account, "agency", agency] if account and agency:
            return lambda who: (who.kind, who.account_id, who.name) == ("role", account, agency)
        case ["iam", "", account, "user", path] | ["sts", "", account, "assumed-agency", path] if (
            account and path
        ):
            return lambda who: who.urn == name
    raise node.malformed(
        f"{shown(name)} is no principal; an account id, iam::<account>:root, iam::<account>:user:<name>, "
        "iam::<account>:agency:<name> and sts::<account>:assumed-agency:<name>/<session> are accepted."
    )


def _service(node: Node) -> Principals:
    name = node.text()
    return lambda who: who.kind == "service" and who.name == name


def _identity_provider(node: Node) -> Principals:
    name = node.text()
    return lambda who: who.kind == "federated" and who.name == name


_PRINCIPALS: Mapping[str, Callable[[Node], Principals]] = {
    "IAM": _iam,
    "Service": _service,
    "Identity_provider": _identity_provider,
}
