"""The languages share a skeleton (effect, action, resource, condition) and differ in flesh; the skeleton is
read here.

Every function takes nodes and gives the compiled part, or refuses at the node's place. Which elements
exist, how an action or a resource is spelled and which operators there are, each language says itself.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from tigertally.policy.actions import Actions
from tigertally.policy.conditions.comparison import Cell
from tigertally.policy.conditions.null import Null
from tigertally.policy.pattern import Pieces, Text, pieces
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
) -> Actions:
    """Actions ignore case; each holds the given segments, of which one may be empty, or is a lone star.

    A prefix before an action changes nothing.
    """
    patterns = tuple(_action(node, segments, optional, prefix) for node in nodes)
    return Actions(patterns, len(segments) - 1, negated)


def _action(node: Node, segments: tuple[str, ...], optional: str, prefix: str) -> Pieces:
    text = node.text().lower().removeprefix(prefix)
    if text == "*":
        return pieces(text)
    found = text.split(":")
    if len(found) != len(segments) or not all(
        a or b == optional for a, b in zip(found, segments, strict=True)
    ):
        raise node.malformed(f"{shown(node.text())} is no action; {':'.join(segments)} and * are accepted.")
    return pieces(text)


class Compared(NamedTuple):
    """One key under one operator, where it stands in the document."""

    name: str
    operator: Node
    key: str
    values: Node


def cells(block: Node, heard: Callable[[str], str] = str.lower) -> Iterator[Compared]:
    """Every cell of a condition block; all of them have to hold. Keys ignore case unless told otherwise."""
    for name, operator in block.members().items():
        keys = operator.members()
        if not keys:
            raise operator.malformed("The operator compares no key; at least one is accepted.")
        for key, values in keys.items():
            yield Compared(name, operator, heard(key), values)


T = TypeVar("T", Cell, Null)


def cell(found: Compared, read: Callable[[str], Text], make: Callable[[str, tuple[Text, ...]], T]) -> T:
    """Read the values of a cell; what its family cannot compile is refused where it stands."""
    texts = [value.scalar() for value in found.values.one_or_more()]
    try:
        made = make(found.key, tuple(read(text) for text in texts))
        made.test()
    except ValueError as error:
        raise found.values.malformed(str(error)) from None
    return made


def any_principal(parties: list[Principals], negated: bool = False) -> Principals:
    """Principal: the caller is one of them; NotPrincipal: the caller is none of them."""
    return lambda who: any(party(who) for party in parties) is not negated
