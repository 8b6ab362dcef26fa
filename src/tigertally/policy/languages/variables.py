"""A policy that says `${g:UserName}` is one policy for every user: the blanks are cut out once and filled
per request.

Source: support.huaweicloud.com usermanual-iam5/iam_01_1234, "Policy variables": `${key}`, `${key,
'default'}` with a doubled quote for a quote, blanks around both ignored, `${*} ${?} ${$}` for the
characters themselves, and one pass: what is filled in is not read again. Where a key is absent or
has several values the default takes its place; without one the text has no value.
"""

from msgspec import Struct

from tigertally.policy.pattern import Piece, Pieces, Text, pieces
from tigertally.policy.request import Context

_ESCAPED = ("*", "?", "$")


class Variable(Struct, frozen=True):
    """A key to be filled in, and the text in its place where the request does not hold it."""

    key: str
    default: str | None


Parts = tuple[Piece | Variable, ...]


def parts(text: str) -> Parts:
    """Cut a text into literal runs, wildcards and variables."""
    found: list[Piece | Variable] = []
    at = 0
    while (start := text.find("${", at)) >= 0:
        end = _closing(text, start + 2)
        found += pieces(text[at:start])
        found.append(_variable(text[start + 2 : end]))
        at = end + 1
    return (*found, *pieces(text[at:]))


class Blanks(Struct, frozen=True):
    """A text with variables in it: a function that waits for the request."""

    parts: Parts

    @property
    def keys(self) -> frozenset[str]:
        """The keys that are filled in."""
        return frozenset(part.key for part in self.parts if isinstance(part, Variable))

    def __call__(self, context: Context) -> Pieces | None:
        filled = [_value(part, context) if isinstance(part, Variable) else part for part in self.parts]
        known = tuple(part for part in filled if part is not None)
        return known if len(known) == len(filled) else None


def fill(found: Parts) -> Text:
    """The pieces themselves when there is no variable in them, else what waits for the request."""
    ready = tuple(part for part in found if not isinstance(part, Variable))
    return ready if len(ready) == len(found) else Blanks(found)


def read(text: str) -> Text:
    """A text with its variables cut out. Raises ValueError."""
    return fill(parts(text))


def cut(found: Parts, fields: int) -> list[Parts]:
    """Cut at the first colons of the text; a colon inside a variable, or in what fills it, cuts nothing."""
    cuts: list[list[Piece | Variable]] = [[]]
    for part in found:
        first, *rest = part.split(":", fields - len(cuts)) if isinstance(part, str) else [part]
        cuts[-1].append(first)
        cuts += [[field] for field in rest]
    return [tuple(part for part in field if part != "") for field in cuts]


def _closing(text: str, start: int) -> int:
    """The brace that ends the variable; one between quotes belongs to the default."""
    quoted = False
    for at in range(start, len(text)):
        quoted ^= text[at] == "'"
        if text[at] == "}" and not quoted:
            return at
    raise ValueError("A variable has no end; ${key} and ${key, 'default'} are accepted.")


def _variable(body: str) -> str | Variable:
    if body in _ESCAPED:
        return body
    key, comma, default = (part.strip() for part in body.partition(","))
    if not key or set(key) & set("'{}$*?"):
        raise ValueError(
            "A variable names no key; ${key}, ${key, 'default'}, ${*}, ${?} and ${$} are accepted."
        )
    return Variable(key.lower(), _unquoted(default) if comma else None)


def _unquoted(default: str) -> str:
    inner = default[1:-1]
    if default != f"'{inner}'" or "'" in inner.replace("''", ""):
        raise ValueError(
            "A default is not quoted; ${key, 'default'} is accepted, with '' for a quote inside."
        )
    return inner.replace("''", "'")


def _value(variable: Variable, context: Context) -> str | None:
    value = context.get(variable.key)
    return value if isinstance(value, str) else variable.default
