"""What two policies have in common is the strings that both their globs match: here globs are compared with
globs.

Source of the method: for a glob q without `?`, the string that puts one unused letter in the place of every
star of c (its generic instance) is matched by q exactly if q takes everything that c takes. A `?` of q can
match the unused letter without taking all of c: then the shortest star of c is split until it is decided.
What a glob is used for (an action, a field of a resource, a condition value) is not known here.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from tigertally.policy.analysis.answers import Unknown
from tigertally.policy.pattern import Piece, Pieces, Wild, glob

FRESH = "\ud800"
"""Half a character: no language accepts it (syntax.py), so no policy writes it."""

ANY: Pieces = (Wild.RUN,)
Token = str | Wild | frozenset[str]
"""One place of a glob: a letter, a wildcard, or a letter in either case."""
Tokens = tuple[Token, ...]

COMPONENTS_MAX = 200
CELLS_MAX = 200_000

matcher = lru_cache(maxsize=1 << 14)(glob)
"""A glob compiled once: the same few are asked again and again."""


@lru_cache(maxsize=1 << 14)
def canonical(value: Pieces) -> Pieces:
    """The one spelling among those that match alike: runs joined, `?` before `*`, one star in a row."""
    found: list[Piece] = []
    for piece in value:
        _append(found, piece)
    return tuple(found)


def _append(found: list[Piece], piece: Piece) -> None:
    last = found[-1] if found else None
    if piece == "" or (piece is Wild.RUN and last is Wild.RUN):
        return
    if isinstance(piece, str) and isinstance(last, str):
        found[-1] = last + piece
    elif piece is Wild.ONE and last is Wild.RUN:
        found[-1:] = [Wild.ONE, Wild.RUN]
    else:
        found.append(piece)


def is_literal(value: Pieces) -> bool:
    """Whether it is one string and no glob."""
    return not value or (len(value) == 1 and isinstance(value[0], str))


def literal(value: Pieces) -> str:
    """The string of a glob that is one."""
    return "".join(piece for piece in value if isinstance(piece, str))


@lru_cache(maxsize=1 << 14)
def generic(value: Pieces) -> str:
    """The string of the glob that the fewest other globs match."""
    return "".join(piece if isinstance(piece, str) else FRESH for piece in value)


def filled(value: Pieces, run: str, one: str) -> str:
    """The string with so much in the place of its wildcards."""
    return "".join(piece if isinstance(piece, str) else run if piece is Wild.RUN else one for piece in value)


def text(value: Pieces) -> str:
    """The glob as a policy writes it."""
    return "".join(piece if isinstance(piece, str) else piece.value for piece in value)


def unused(taken: Collection[str]) -> str:
    """A letter that is none of the taken ones, and the same in either case."""
    return next(letter for letter in map(chr, (*_DIGITS, *_IDEOGRAPHS)) if letter not in taken)


_DIGITS, _IDEOGRAPHS = range(ord("0"), ord("9") + 1), range(0x4E00, 0x9FFF)


def is_soft(value: Pieces) -> bool:
    """Whether a `?` may make it match a generic instance without taking the whole glob."""
    return Wild.ONE in value


@lru_cache(maxsize=1 << 14)
def includes(wide: Pieces, narrow: Pieces) -> bool:
    """Whether one glob takes everything that the other takes; with `?` in the wide one a yes is certain and a
    no holds for the globs that splits lead to.
    """
    if wide in (ANY, narrow):
        return True
    if not is_soft(wide) or is_literal(narrow):
        return matcher(wide)(generic(narrow))
    return takes(letters(wide), letters(narrow))


def takes(wide: Sequence[Token], narrow: Sequence[Token]) -> bool:
    """Match one glob's places against another's: only a star takes a star."""
    at = ahead = 0
    star, mark = -1, 0
    while ahead < len(narrow):
        if at < len(wide) and wide[at] is Wild.RUN:
            star, mark, at = at, ahead, at + 1
        elif at < len(wide) and _covers(wide[at], narrow[ahead]):
            at, ahead = at + 1, ahead + 1
        elif star >= 0:
            mark, at = mark + 1, star + 1
            ahead = mark
        else:
            return False
    return all(token is Wild.RUN for token in wide[at:])


def _covers(wide: Token, narrow: Token) -> bool:
    if narrow is Wild.RUN:
        return False
    return wide is Wild.ONE or _both(wide, narrow) == narrow


@lru_cache(maxsize=1 << 14)
def letters(value: Pieces) -> Tokens:
    """A glob place by place."""
    return tuple(token for piece in value for token in (piece if isinstance(piece, str) else (piece,)))


def joined(tokens: Iterable[str | Wild]) -> Pieces:
    """Places as a glob again."""
    return canonical(tuple(tokens))


@lru_cache(maxsize=1 << 14)
def intersect(a: Pieces, b: Pieces) -> tuple[Pieces, ...]:
    """Globs that together match what both match; none at all when nothing does."""
    if b == ANY or a == b:
        return (a,)
    if a == ANY:
        return (b,)
    if is_literal(a):
        return (a,) if matcher(b)(literal(a)) else ()
    if is_literal(b):
        return (b,) if matcher(a)(literal(b)) else ()
    if apart(a, b):
        return ()
    if includes(b, a):
        return (a,)
    if includes(a, b):
        return (b,)
    return _met(a, b)


def _met(a: Pieces, b: Pieces) -> tuple[Pieces, ...]:
    found = {joined(tokens) for tokens in meet(letters(a), letters(b))}  # type: ignore[arg-type]
    return widest(found) if len(found) > 1 else tuple(found)


def apart(a: Pieces, b: Pieces) -> bool:
    """Whether their beginnings or their ends already differ; a quick no, not a sure yes."""
    if isinstance(a[0], str) and isinstance(b[0], str):
        short, long = sorted((a[0], b[0]), key=len)
        if not long.startswith(short):
            return True
    if isinstance(a[-1], str) and isinstance(b[-1], str):
        short, long = sorted((a[-1], b[-1]), key=len)
        return not long.endswith(short)
    return False


def widest(found: Iterable[Pieces]) -> tuple[Pieces, ...]:
    """Without those that another of them takes in; in an order that does not hang on hashes."""
    kept: list[Pieces] = []
    for value in sorted(found, key=lambda one: (len(one), text(one))):
        if not any(includes(other, value) for other in kept):
            kept = [other for other in kept if not includes(value, other)] + [value]
    return tuple(kept)


def meet(a: Tokens, b: Tokens) -> list[Tokens]:
    """What two globs both match, from the ends backwards. Raises Unknown where it becomes too much."""
    if (len(a) + 1) * (len(b) + 1) > CELLS_MAX:
        raise Unknown("two patterns are too long to be compared")
    below: list[set[Tokens]] = []
    for i in range(len(a), -1, -1):
        row: list[set[Tokens]] = [set() for _ in range(len(b) + 1)]
        for j in range(len(b), -1, -1):
            row[j] = _cell(a, b, i, j, row, below)
            if len(row[j]) > COMPONENTS_MAX:
                raise Unknown("two patterns meet in too many ways")
        below = row
    return sorted(below[0], key=lambda tokens: (len(tokens), list(map(_order, tokens))))


def _order(token: Token) -> str:
    """Answers must not hang on hashes."""
    return token.value if isinstance(token, Wild) else min(token)


def _cell(
    a: Tokens, b: Tokens, i: int, j: int, row: list[set[Tokens]], below: list[set[Tokens]]
) -> set[Tokens]:
    """What the ends from i and j both match; ``row`` holds the ends from i, ``below`` those from i + 1."""
    first = a[i] if i < len(a) else None
    second = b[j] if j < len(b) else None
    if first is Wild.RUN and second is Wild.RUN:
        return {_before(Wild.RUN, rest) for rest in below[j] | row[j + 1]}
    if first is Wild.RUN:
        taken = set() if second is None else {_before(second, rest) for rest in row[j + 1]}
        return below[j] | taken
    if second is Wild.RUN:
        taken = set() if first is None else {_before(first, rest) for rest in below[j]}
        return row[j + 1] | taken
    if first is None or second is None:
        return {()} if first is second else set()
    both = _both(first, second)
    return set() if both is None else {_before(both, rest) for rest in below[j + 1]}


def _before(token: Token, rest: Tokens) -> Tokens:
    return rest if token is Wild.RUN and rest[:1] == ANY else (token, *rest)


def _both(a: Token, b: Token) -> Token | None:
    """The letter that two places share; neither is a star."""
    if a is Wild.ONE or a == b:
        return b
    if b is Wild.ONE:
        return a
    if isinstance(a, frozenset):
        return b if b in a else None
    return a if isinstance(b, frozenset) and a in b else None


def split(value: Pieces) -> tuple[Pieces, Pieces] | None:
    """The glob in two: its least stretched star taken out, and that star with a letter before it."""
    stars = [at for at, piece in enumerate(value) if piece is Wild.RUN]
    if not stars:
        return None
    at = min(stars, key=lambda star: _stretched(value, star))
    head, tail = value[:at], value[at + 1 :]
    return canonical(head + tail), canonical((*head, Wild.ONE, Wild.RUN, *tail))


def _stretched(value: Pieces, star: int) -> int:
    count = 0
    while star - count > 0 and value[star - count - 1] is Wild.ONE:
        count += 1
    return count
