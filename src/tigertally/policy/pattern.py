"""Actions, resources and condition values are globs that are asked far more often than written: compile
them once.

A text becomes pieces (literal runs and wildcards), pieces become a test made of startswith, find and
endswith. Pieces are kept apart from text because a language may write a literal star (`${*}` of Huawei) or
fill in a caller's name, and neither may turn into a wildcard. What a piece means to a language is not known
here.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import Enum

from msgspec import Struct

from tigertally.policy.request import Context


class Wild(Enum):
    """The two wildcards: any run of characters, and any one character."""

    RUN = "*"
    ONE = "?"

    __hash__ = object.__hash__  # there is one of each, and patterns are looked up by the thousand


Piece = str | Wild
Pieces = tuple[Piece, ...]
Pattern = Callable[[str], bool]

Late = Callable[[Context], Pieces | None]
"""Pieces that are known only once the request is: the value of a variable. None when the variable has no
value.
"""

Text = Pieces | Late


def keys_of(text: Text) -> frozenset[str]:
    """The keys of a request that a text waits for."""
    return frozenset(getattr(text, "keys", ()))


def pieces(text: str) -> Pieces:
    """Read `*` and `?` as wildcards and everything else as itself."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[Piece]:
    for star, run in enumerate(text.split("*")):
        if star:
            yield Wild.RUN
        for mark, literal in enumerate(run.split("?")):
            if mark:
                yield Wild.ONE
            if literal:
                yield literal


def plain(value: Pieces) -> str:
    """The text of pieces for those who give wildcards no meaning: `*` under an Equals is a star."""
    return "".join(piece if isinstance(piece, str) else piece.value for piece in value)


def anything(_: str) -> bool:
    """The test of a lone star."""
    return True


def any_of(patterns: Sequence[Pattern]) -> Pattern:
    """The test that one of the patterns matches."""
    if anything in patterns:
        return anything
    if len(patterns) == 1:
        return patterns[0]
    return lambda text: any(pattern(text) for pattern in patterns)


def none_of(patterns: Sequence[Pattern]) -> Pattern:
    """The test that none of the patterns matches."""
    some = any_of(patterns)
    return lambda text: not some(text)


def glob(value: Pieces) -> Pattern:
    """Compile pieces; the four common shapes need no search."""
    match value:
        case (Wild.RUN,):
            return anything
        case (str(prefix), Wild.RUN):
            return lambda text: text.startswith(prefix)
        case (Wild.RUN, str(suffix)):
            return lambda text: text.endswith(suffix)
    segments = _segments(value)
    if len(segments) > 1:
        return _spread(segments[0], segments[1:-1], segments[-1])
    return _exact(segments[0]) if Wild.ONE in value else plain(value).__eq__


class _Segment(Struct, frozen=True):
    """What stands between two stars: literal runs at fixed offsets, with gaps where a `?` takes any
    character.
    """

    length: int
    runs: tuple[tuple[int, str], ...]

    def fits(self, text: str, at: int) -> bool:
        return all(text.startswith(run, at + offset) for offset, run in self.runs)

    def find(self, text: str, start: int, end: int) -> int:
        """The leftmost place between start and end, or -1; leftmost is enough, for a star gives back any
        room.
        """
        if not self.runs:
            return start if start + self.length <= end else -1
        offset, run = self.runs[0]
        at = text.find(run, start + offset, end)
        while at >= 0 and not (at - offset + self.length <= end and self.fits(text, at - offset)):
            at = text.find(run, at + 1, end)
        return at - offset if at >= 0 else -1


def _segments(value: Pieces) -> list[_Segment]:
    segments: list[list[Piece]] = [[]]
    for piece in value:
        if piece is Wild.RUN:
            segments.append([])
        else:
            segments[-1].append(piece)
    return [_segment(parts) for parts in segments]


def _segment(parts: list[Piece]) -> _Segment:
    length, runs = 0, []
    for part in parts:
        if isinstance(part, str):
            runs.append((length, part))
        length += len(part) if isinstance(part, str) else 1
    return _Segment(length, tuple(runs))


def _exact(segment: _Segment) -> Pattern:
    return lambda text: len(text) == segment.length and segment.fits(text, 0)


def _spread(head: _Segment, middle: Sequence[_Segment], tail: _Segment) -> Pattern:
    def matches(text: str) -> bool:
        at, end = head.length, len(text) - tail.length
        if at > end or not head.fits(text, 0) or not tail.fits(text, end):
            return False
        for segment in middle:
            at = segment.find(text, at, end)
            if at < 0:
                return False
            at += segment.length
        return True

    return matches
