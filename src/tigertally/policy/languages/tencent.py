"""CAM policy documents, version "2.0": what Tencent's administrators write, read as Tencent reads it.

Sources: tencentcloud.com CAM "Element reference" (598/10603), "Syntax structure" (10604), "resource" (10606),
"Policy variables" (10607), "condition" (10608), and COS "Conditions". Where the documents are silent,
assumptions.py says what was taken. A permissions boundary and a policy of an organization are written as
identity policies are, and are read with that purpose.

An empty account is the main account of the policy's creator (10606). A document is compiled without its
owner and need not know it: whoever holds a policy belongs to the account that created it, and one that
Tencent gives to everybody, or an organization to its members, can only mean the account of whoever holds it.
So an empty account is the caller's own, which every request tells anyway under the key that CAM has for it,
`qcs:owner_uin` (and `qcs:app_id`, for services such as COS that name accounts by APPID).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from tigertally.policy.actions import Actions
from tigertally.policy.conditions import address, binary, date, flag, number, string
from tigertally.policy.conditions.comparison import ABSENT, Cell, Each, Family, Operator
from tigertally.policy.conditions.null import Null, null
from tigertally.policy.languages.grammar import (
    Compared,
    Members,
    actions,
    any_principal,
    cell,
    cells,
    need,
    version,
)
from tigertally.policy.languages.variables import Variable, fill
from tigertally.policy.pattern import Piece, Text, pieces
from tigertally.policy.statement import (
    Document,
    Effect,
    Malformed,
    Part,
    Principals,
    Purpose,
    Statement,
    written,
)
from tigertally.policy.syntax import Node, listed, load, shown
from tigertally.policy.urn import EVERYTHING, Name, Resources

_SPELLINGS: Mapping[str, tuple[Family, bool]] = {
    "string_equal": (string.equals, False),
    "string_not_equal": (string.equals, True),
    "string_equal_ignore_case": (string.equals_ignore_case, False),
    "string_not_equal_ignore_case": (string.equals_ignore_case, True),
    "string_like": (string.matches, False),
    "string_not_like": (string.matches, True),
    "numeric_equal": (number.equals, False),
    "numeric_not_equal": (number.equals, True),
    "numeric_less_than": (number.less_than, False),
    "numeric_less_than_equal": (number.less_than_equals, False),
    "numeric_greater_than": (number.greater_than, False),
    "numeric_greater_than_equal": (number.greater_than_equals, False),
    "date_equal": (date.equals, False),
    "date_not_equal": (date.equals, True),
    "date_less_than": (date.less_than, False),
    "date_less_than_equal": (date.less_than_equals, False),
    "date_greater_than": (date.greater_than, False),
    "date_greater_than_equal": (date.greater_than_equals, False),
    "bool_equal": (flag.equals, False),
    "binary_equal": (binary.equals, False),
    "ip_equal": (address.within, False),
    "ip_not_equal": (address.within, True),
}
_QUALIFIERS: Mapping[str, Each | None] = {"": None, "for_all_value:": all, "for_any_value:": any}
_ENDINGS: Mapping[str, bool] = {"": False, "_if_exist": True}

OPERATORS: Mapping[str, Operator] = {
    f"{qualifier}{name}{ending}": Operator(test, negated, each, if_absent, nothing=ABSENT)
    for name, (test, negated) in _SPELLINGS.items()
    for qualifier, each in _QUALIFIERS.items()
    for ending, if_absent in _ENDINGS.items()
}

VARIABLES: Mapping[str, str] = {"uin": "qcs:uin", "owner_uin": "qcs:owner_uin", "app_id": "qcs:app_id"}
"""The names between `${` and `}`, and the keys of a request that tell them."""
OWNERS = (("uin", "qcs:owner_uin"), ("uid", "qcs:app_id"))
"""The two forms of an account, and the keys that tell the caller's own."""

FIELDS = 6
ANY = pieces("*")
_ELEMENTS: Mapping[Purpose, tuple[str, ...]] = {
    "identity": ("effect", "action", "resource", "condition"),
    "session": ("effect", "action", "resource", "condition"),
    "trust": ("effect", "action", "principal", "condition"),
}
_EFFECTS: tuple[Effect, ...] = ("Allow", "Deny")
_FEATURE_SETS = ("permid/", "actionname/")
_VARIABLE = re.compile(rf"\$\{{({'|'.join(VARIABLES)})\}}")

Spell = Callable[[str], str]


def parse(text: str, purpose: Purpose) -> Document:
    """Compile a CAM policy document, or raise Malformed with the part that is at fault."""
    with _speaking_of("document"):
        document = load(text)
        spell = _spelling(document.members())
        members = document.members(*map(spell, ("version", "statement", "principal")))
    with _speaking_of("version"):
        version(need(members, document, spell("version")), "2.0")
    with _speaking_of("statement"):
        nodes = need(members, document, spell("statement")).one_or_more()
    return Document(
        tuple(_statement(index, node, members, purpose, spell) for index, node in enumerate(nodes))
    )


@contextmanager
def _speaking_of(part: Part) -> Iterator[None]:
    """CAM has an error for each element, so whoever reads an element says which it is."""
    try:
        yield
    except Malformed as malformed:
        raise Malformed(malformed.place, malformed.reason, part) from None


def _spelling(members: Members) -> Spell:
    """COS "Conditions": the names of all elements begin in the same case, which is usually the lower."""
    return str.capitalize if any(name[:1].isupper() for name in members) else str.lower


def _statement(index: int, node: Node, top: Members, purpose: Purpose, spell: Spell) -> Statement:
    trust = purpose == "trust"
    with _speaking_of("statement"):
        found = node.members()
    with _speaking_of("principal"):
        principals = _principals(node, (top, found), spell("principal"), trust)
    with _speaking_of("statement"):
        members = node.members(*map(spell, _ELEMENTS[purpose]))
    with _speaking_of("effect"):
        effect = _effect(need(members, node, spell("effect")), spell)
    with _speaking_of("action_missing"):
        nodes = need(members, node, spell("action")).one_or_more()
    with _speaking_of("action"):
        actions = _actions(nodes, trust)
    with _speaking_of("resource"):
        resources = EVERYTHING if trust else _resource(need(members, node, spell("resource")))
    with _speaking_of("condition"):
        block = members.get(spell("condition"))
        found_cells = () if block is None else tuple(map(_condition, cells(block, heard=str)))
    return written(
        index=index,
        effect=effect,
        actions=actions,
        resources=resources,
        cells=found_cells,
        principals=principals,
    )


def _effect(node: Node, spell: Spell) -> Effect:
    """A capitalised document may capitalise its effects too, and need not."""
    for effect in _EFFECTS:
        if node.text() in (effect.lower(), spell(effect)):
            return effect
    raise node.malformed(f"The effect {shown(node.text())} is not known; allow and deny are accepted.")


def _actions(nodes: list[Node], trust: bool) -> Actions:
    """A trust policy speaks of nothing but sts; which actions a feature set holds is not published, so it
    speaks of none.
    """
    for action in nodes:
        if trust and not _bare(action).startswith("sts:"):
            raise action.malformed(
                f"A trust policy does not grant {shown(action.text())}; actions of sts are accepted."
            )
    named = [node for node in nodes if not _is_feature_set(_bare(node))]
    return actions(named, False, ("service", "Name"), prefix="name/")


def _is_feature_set(action: str) -> bool:
    return any(action.startswith(prefix) and action != prefix for prefix in _FEATURE_SETS)


def _bare(node: Node) -> str:
    """`name/` before an action says what it is and changes nothing."""
    return node.text().lower().removeprefix("name/")


def _resource(node: Node) -> Resources:
    return Resources(tuple(_name(name) for name in node.one_or_more()))


def _name(node: Node) -> Name:
    if node.text() == "*":
        return Name()
    fields = node.text().split(":", FIELDS - 1)
    if len(fields) != FIELDS or fields[0] != "qcs" or not fields[-1]:
        raise node.malformed(
            f"{shown(node.text())} is no resource; "
            "qcs:project:service:region:account:resource and * are accepted."
        )
    *head, account, last = fields
    if account not in ("", "*") and not account.startswith(("uin/", "uid/")):
        raise node.malformed(
            f"{shown(account)} is no account; uin/<account>, uid/<APPID>, * and nothing are accepted."
        )
    known = tuple(pieces(field) or ANY for field in (*head, account))
    return Name((*known, read(last)), () if account else OWNERS)


def read(text: str) -> Text:
    """A text with its variables cut out; what only looks like one is text."""
    return fill(tuple(_parts(text)))


def _parts(text: str) -> Iterator[Piece | Variable]:
    """Between the runs of text stand the names of variables."""
    for at, part in enumerate(_VARIABLE.split(text)):
        if at % 2:
            yield Variable(VARIABLES[part], None)
        else:
            yield from pieces(part)


def _condition(found: Compared) -> Cell | Null:
    if found.name == "null_equal":
        return cell(found, read, null)
    operator = OPERATORS.get(found.name)
    if operator is None:
        raise found.operator.malformed(
            f"There is no operator {shown(found.name)}; null_equal and {listed(_SPELLINGS)} are accepted, "
            "all but null_equal with for_all_value: or for_any_value: before and _if_exist behind."
        )
    return cell(found, read, lambda key, values: Cell(key, operator, values))


def _principals(node: Node, places: Sequence[Members], name: str, trust: bool) -> Principals | None:
    """Whoever the document names for all its statements, or the statement itself."""
    found = [members[name] for members in places if name in members]
    if not trust and found:
        raise found[0].malformed("Only the trust policy of a role names whom it is about.")
    if trust and len(found) != 1:
        raise node.malformed(
            f"{name} is {'given twice' if found else 'missing'}; "
            "one beside the statements or one in each of them is accepted."
        )
    return _parties(found[0]) if trust else None


def _parties(node: Node) -> Principals:
    kinds = node.members(*_PRINCIPALS)
    if not kinds:
        raise node.malformed(f"Nobody is named; {listed(_PRINCIPALS)} are accepted.")
    return any_principal(
        [_PRINCIPALS[kind](name) for kind, names in kinds.items() for name in names.one_or_more()]
    )


def _qcs(node: Node) -> Principals:
    """`qcs::cam::uin/<account>:root` is the whole account; the other forms are one user or one role of it."""
    name = node.text()
    if name == "qcs::cam::anyone:anyone":
        return lambda who: who.kind in ("root", "user", "role")
    match [] if set(name) & set("*?") else name.split(":", FIELDS - 1):
        case ["qcs", "", "cam", "", owner, "root"] if account := _after("uin/", owner):
            return lambda who: who.kind in ("root", "user", "role") and who.account_id == account
        case ["qcs", "", "cam", "", owner, one] if account := _after("uin/", owner):
            if _after("uin/", one) == account:
                return lambda who: (who.kind, who.account_id) == ("root", account)
            if _after("uin/", one):
                return lambda who: who.kind == "user" and who.urn == name
            if role := _after("roleName/", one):
                return lambda who: (who.kind, who.account_id, who.name) == ("role", account, role)
    raise node.malformed(
        f"{shown(name)} is no principal; qcs::cam::uin/<account>:root, qcs::cam::uin/<account>:uin/<user>, "
        "qcs::cam::uin/<account>:roleName/<name> and qcs::cam::anyone:anyone are accepted."
    )


def _after(prefix: str, text: str) -> str:
    return text[len(prefix) :] if text.startswith(prefix) else ""


def _service(node: Node) -> Principals:
    name = node.text()
    return lambda who: who.kind == "service" and who.name == name


def _federated(node: Node) -> Principals:
    name = node.text()
    return lambda who: who.kind == "federated" and who.name == name


_PRINCIPALS: Mapping[str, Callable[[Node], Principals]] = {
    "qcs": _qcs,
    "service": _service,
    "federated": _federated,
}
