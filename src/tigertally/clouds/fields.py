"""A parameter's type and rules stand in its annotation; this module reads them and checks values.

``PolicyName = Annotated[str, chars(r"[A-Za-z0-9-]+"), length(1, 128)]`` is a published parameter table's
row as code: the rule that breaks names the tail of the cloud's error code.
"""

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec
from msgspec import Struct

from tigertally.model.refusals import Invalid, Malformed
from tigertally.policy.languages import PARSERS
from tigertally.policy.statement import Malformed as BadDocument

Place = Literal["query", "path", "body", "whole_body"]


class Rule(Struct, frozen=True):
    """One named rule: ``tail`` ends the error code, ``accepted`` says what would be accepted."""

    tail: str
    holds: Callable[[Any], bool]
    accepted: str

    def check(self, wire: str, value: object) -> None:
        """Raise Invalid unless the value keeps the rule."""
        if not self.holds(value):
            raise Invalid(wire, self.tail, self.accepted)


class DocumentRule(Struct, frozen=True):
    """That a text is a policy document of a language, of one purpose, once ``plain`` has unpacked it."""

    language: str
    purpose: Literal["identity", "trust", "session"]
    plain: Callable[[str], str] = str

    def check(self, wire: str, value: object) -> None:
        """Raise Malformed with the place unless the text parses."""
        try:
            PARSERS[self.language](self.plain(str(value)), self.purpose)
        except BadDocument as bad:
            raise Malformed(wire, bad.place, bad.reason, bad.part or "") from None


def length(least: int, most: int, tail: str = "Length") -> Rule:
    """A text of ``least`` to ``most`` characters."""
    return Rule(tail, lambda text: least <= len(text) <= most, f"{least} to {most} characters")


def chars(pattern: str, tail: str = "InvalidChars") -> Rule:
    """A text that the pattern matches from end to end."""
    matches = re.compile(pattern).fullmatch
    return Rule(tail, lambda text: matches(text) is not None, f"text of the form {pattern}")


def one_of(*choices: str, tail: str = "") -> Rule:
    """One of a few words, case and all."""
    return Rule(tail, lambda text: text in choices, " or ".join(choices))


def between(least: int, most: int, tail: str = "") -> Rule:
    """A whole number from ``least`` to ``most``."""
    return Rule(tail, lambda number: least <= number <= most, f"a whole number from {least} to {most}")


def items(least: int, most: int, tail: str = "Length") -> Rule:
    """A list of ``least`` to ``most`` items."""
    return Rule(tail, lambda listed: least <= len(listed) <= most, f"{least} to {most} items")


class Field(Struct, frozen=True):
    """One parameter of an operation: where it travels, how it is spelled, what it must be."""

    name: str
    wire: str
    place: Place
    type: Any
    rules: tuple[Rule | DocumentRule, ...]
    required: bool
    default: Any

    def checked(self, value: object) -> Any:
        """The value as its type, every rule kept; raises Invalid or Malformed."""
        try:
            typed = msgspec.convert(value, self.type, strict=self.place in ("body", "whole_body"))
        except msgspec.ValidationError as wrong:
            raise Invalid(self.wire, "Format", str(wrong)) from None
        if typed is not None:
            for rule in self.rules:
                rule.check(self.wire, typed)
        return typed


def rules_of(annotation: object) -> tuple[Any, tuple[Rule | DocumentRule, ...]]:
    """The bare type of an annotation and the rules that stand in it, at any depth of ``| None``."""
    if get_origin(annotation) is Annotated:
        bare, *notes = get_args(annotation)
        inner, inherited = rules_of(bare)
        return inner, inherited + tuple(note for note in notes if isinstance(note, Rule | DocumentRule))
    if type(None) in get_args(annotation):
        (some,) = (arm for arm in get_args(annotation) if arm is not type(None))
        inner, inherited = rules_of(some)
        return inner | None, inherited
    return annotation, ()
