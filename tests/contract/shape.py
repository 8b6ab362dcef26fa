"""The shape of a message without its values, so that ours and the SDK's can be laid side by side.

A shape is the name of a kind of value, a list with the shape of its items, or members by wire name.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import UnionType
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UnsetType

Shape: TypeAlias = "str | list[Shape] | dict[str, Shape]"

SCALARS: dict[Any, str] = {str: "text", int: "number", bool: "flag", datetime: "text", float: "number"}

ANYTHING = "anything"
"""The kind of a value whose type an SDK leaves open."""

TEXT = "20260102T030405Z"
"""A sample text that every reader takes, also where it wants a time or a name."""

SAMPLES: dict[str, object] = {"text": TEXT, ANYTHING: TEXT, "number": 7, "flag": True}
CHOICE = "one of "


def one_of(choices: Iterable[str]) -> str:
    """The kind of a text that is one of a few words."""
    return CHOICE + ", ".join(choices)


def fits(kind: str | None, other: str | None) -> bool:
    """Whether two kinds of value can be the same value."""
    if ANYTHING in (kind, other):
        return kind is not None and other is not None
    return _loosely(kind) == _loosely(other)


def _loosely(kind: str | None) -> str | None:
    return "text" if kind and kind.startswith(CHOICE) else kind


def bare(annotation: Any) -> Any:
    """An annotation without its notes, ``| None`` and ``| UnsetType``."""
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        (some,) = (arm for arm in get_args(annotation) if arm not in (type(None), UnsetType))
        return bare(some)
    return annotation


def shape_of(annotation: Any, *, whole: bool = True) -> Shape:
    """The shape of one of our types, or (not ``whole``) of what an answer always has."""
    kind = bare(annotation)
    if kind in SCALARS:
        return SCALARS[kind]
    if get_origin(kind) is list:
        return [shape_of(get_args(kind)[0], whole=whole)]
    if get_origin(kind) is dict:
        return {}
    hints = get_type_hints(kind, include_extras=True)
    return {
        field.encode_name: shape_of(hints[field.name], whole=whole)
        for field in msgspec.structs.fields(kind)
        if whole or UnsetType not in get_args(hints[field.name])
    }


def filled(shape: Shape, told: Mapping[str, str] | None = None, at: str = "") -> Any:
    """A message of that shape with a sample in every place; ``told`` are kinds that know better."""
    match shape:
        case str():
            return _sample((told or {}).get(at, shape))
        case list():
            return [filled(shape[0], told, f"{at}[]")]
        case _:
            return {name: filled(inner, told, joined(at, name)) for name, inner in shape.items()}


def _sample(kind: str) -> object:
    return kind.removeprefix(CHOICE).split(", ")[0] if kind.startswith(CHOICE) else SAMPLES[kind]


def joined(at: str, name: str) -> str:
    """The place of a member."""
    return f"{at}.{name}" if at else name


def places(shape: Shape, at: str = "") -> dict[str, str]:
    """Every place of a shape and the kind of value there: ``User.Tags[].Key`` is ``text``."""
    match shape:
        case str():
            return {at: shape}
        case list():
            return {at: "list"} | places(shape[0], f"{at}[]")
        case _:
            inside = {at: "object"} if at else {}
            for name, inner in shape.items():
                inside |= places(inner, joined(at, name))
            return inside


def shown_places(message: Any, at: str = "") -> set[str]:
    """Every place that one message fills, named as ``places`` names them."""
    match message:
        case list():
            return {at}.union(*(shown_places(one, f"{at}[]") for one in message))
        case dict():
            members = (shown_places(value, joined(at, name)) for name, value in message.items())
            return ({at} if at else set()).union(*members)
        case _:
            return {at}
