"""The languages share a skeleton (effect, action, resource, condition) and differ in flesh; the skeleton is
read here.

Every function takes nodes and gives the compiled part, or refuses at the node's place. Which elements
exist, how an action or a resource is spelled and which operators there are, each language says itself.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from tigertally.policy.conditions.comparison import Condition
from tigertally.policy.pattern import Pattern, Text, any_of, anything, glob, none_of, pieces
from tigertally.policy.statement import Effect, Principals
from tigertally.policy.syntax import Node, shown

Members = Mapping[str, Node]


def need(members: Members, owner: Node, name: str) -> Node:
    """A member that must be there. Raises Malformed."""
    if name not in members:
        raise owner.malformed(f"{name} is missing; it is required here.")
    return members[name]


def version(node: Node, accepted: str) -> None:
    """Require the one version of the language. Raises Malformed."""
    if node.text() != accepted:
        raise node.malformed(f'Version {shown(node.text())} is not known; "{accepted}" is accepted.')


def effect(node: Node) -> Effect:
    """Allow or Deny. Raises Malformed."""
    match node.text():
        case "Allow" | "Deny" as found:
            return found
    raise node.malformed(f"Effect {shown(node.text())} is not known; Allow and Deny are accepted.")


def one_of(members: Members, owner: Node, name: str) -> tuple[Node, bool]:
    """Either an element or its Not form, and whether it was the Not form."""
    found = [spelling for spelling in (name, f"Not{name}") if spelling in members]
    if len(found) != 1:
        raise owner.malformed(
            f"{'Both' if found else 'Neither'} of {name} and Not{name} are given; exactly one is accepted."
        )
    return members[found[0]], found[0] != name


def actions(
    nodes: list[Node], negated: bool, segments: tuple[str, ...], optional: str = "", prefix: str = ""
) -> Pattern:
    """Actions ignore case; each holds the given segments, of which one may be empty, or is a lone star.

    A prefix before an action changes nothing.
    """
    patterns = [_action(node, segments, optional, prefix) for node in nodes]
    return none_of(patterns) if negated else any_of(patterns)


def _action(node: Node, segments: tuple[str, ...], optional: str, prefix: str) -> Pattern:
    text = node.text().lower().removeprefix(prefix)
    if text == "*":
        return anything
    found = text.split(":")
    if len(found) != len(segments) or not all(
        a or b == optional for a, b in zip(found, segments, strict=True)
    ):
        raise node.malformed(f"{shown(node.text())} is no action; {':'.join(segments)} and * are accepted.")
    colons, matches = len(segments) - 1, glob(pieces(text))
    return lambda action: action.count(":") == colons and matches(action)


class Cell(NamedTuple):
    """One key under one operator: the smallest thing that a condition block says."""

    name: str
    operator: Node
    key: str
    values: Node


def cells(block: Node, heard: Callable[[str], str] = str.lower) -> Iterator[Cell]:
    """Every cell of a condition block; all of them have to hold. Keys ignore case unless told otherwise."""
    for name, operator in block.members().items():
        keys = operator.members()
        if not keys:
            raise operator.malformed("The operator compares no key; at least one is accepted.")
        for key, values in keys.items():
            yield Cell(name, operator, heard(key), values)


def compiled(
    cell: Cell, read: Callable[[str], Text], make: Callable[[str, list[Text]], Condition]
) -> Condition:
    """Compile the values of a cell; what a family cannot read is refused where it stands."""
    texts = [value.scalar() for value in cell.values.one_or_more()]
    try:
        return make(cell.key, [read(text) for text in texts])
    except ValueError as error:
        raise cell.values.malformed(str(error)) from None


def any_principal(parties: list[Principals], negated: bool = False) -> Principals:
    """Principal: the caller is one of them; NotPrincipal: the caller is none of them."""
    return lambda who: any(party(who) for party in parties) is not negated
