"""A document that two readers understand differently is a hole, so it is read strictly and every value
keeps its place.

JSON as JSON says it: one value per key, no NaN, no NUL and no half of a surrogate pair (another engine
would cut or replace them), and nesting that a person could have meant. Which elements a language has is not
known here.
"""

import json
from collections.abc import Collection, Iterator
from decimal import Decimal, DecimalException
from typing import NoReturn

from msgspec import Struct

from tigertally.policy.statement import Malformed

ROOT = "document"
SHOWN_CHARACTERS_MAX = 60


class GivenTwice(Malformed):
    """One object gives a key two values."""


class Node(Struct, frozen=True):
    """One JSON value and the path that leads to it."""

    value: object
    place: str

    def malformed(self, reason: str) -> Malformed:
        return Malformed(self.place, reason)

    def members(self, *accepted: str) -> "dict[str, Node]":
        """The members of an object, all of them named in `accepted`, when that says anything."""
        if not isinstance(self.value, dict):
            raise self.malformed(f"This is {kind(self.value)}; an object is accepted.")
        found = {name: Node(value, self._within(name)) for name, value in self.value.items()}
        for name, node in found.items():
            if accepted and name not in accepted:
                raise node.malformed(
                    f"There is no element {shown(name)} here; {listed(accepted)} are accepted."
                )
        return found

    def elements(self) -> "list[Node]":
        if not isinstance(self.value, list):
            raise self.malformed(f"This is {kind(self.value)}; an array is accepted.")
        if not self.value:
            raise self.malformed("The array is empty; at least one element is accepted.")
        return [Node(value, f"{self.place}[{at}]") for at, value in enumerate(self.value)]

    def one_or_more(self) -> "list[Node]":
        """An array, or one value in the place of an array of one."""
        return self.elements() if isinstance(self.value, list) else [self]

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.malformed(f"This is {kind(self.value)}; a string is accepted.")
        return self.value

    def scalar(self) -> str:
        """The text of a string, number or boolean: condition values may be any of them."""
        match self.value:
            case str(text):
                return text
            case bool(flag):
                return "true" if flag else "false"
            case Decimal() as number:
                return str(number)
        raise self.malformed(f"This is {kind(self.value)}; a string, number or boolean is accepted.")

    def _within(self, name: str) -> str:
        return name if self.place == ROOT else f"{self.place}.{name}"


def load(text: str) -> Node:
    """Read a whole document."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=Decimal,
            parse_float=Decimal,
            parse_constant=_no_constant,
        )
        _sound(value)
    except json.JSONDecodeError as error:
        reason = f"This is no JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        raise Malformed(ROOT, reason) from None
    except DecimalException:
        raise Malformed(
            ROOT, "A number is too large to be read; numbers such as 10 or 2.5 are accepted."
        ) from None
    except RecursionError:
        raise Malformed(
            ROOT, "The document is nested too deeply; a condition value is six levels down."
        ) from None
    return Node(value, ROOT)


def kind(value: object) -> str:
    """What a JSON value is, for a message."""
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", Decimal: "a number"}
    return names.get(type(value), "null")


def shown(text: str) -> str:
    """A text of the caller's as a message may repeat it: quoted, escaped and short."""
    return ascii(text) if len(text) <= SHOWN_CHARACTERS_MAX else f"{text[:SHOWN_CHARACTERS_MAX]!a}..."


def listed(names: Collection[str]) -> str:
    """Names as a sentence lists them."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise GivenTwice(ROOT, f"The key {shown(name)} is given twice in one object; once is accepted.")
        found[name] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise Malformed(ROOT, f"{name} is no JSON number; finite numbers such as 10 or 2.5 are accepted.")


def _sound(value: object) -> None:
    for text in _texts(value):
        if "\0" in text or not _encodable(text):
            raise Malformed(
                ROOT,
                f"The text {shown(text)} holds a NUL or half a character; whole characters are accepted.",
            )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for member in value.values():
            yield from _texts(member)
    elif isinstance(value, list):
        for element in value:
            yield from _texts(element)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
