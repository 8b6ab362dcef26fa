"""A request's action and resource are a handful of strings, one a dimension: a star never leaves its own.

Each cloud has its number of them. Actions are cut at every colon, resources at the first four, and Tencent's
once more. A lone star matches whatever there is in all of them. Tencent asks for operations on no resource in
particular as `*`, which only a lone star matches; since every written name begins with `qcs` there, that
resource is the generic instance of the first field.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from msgspec import Struct

from tigertally.policy.analysis.globs import (
    ANY,
    FRESH,
    canonical,
    generic,
    includes,
    intersect,
    is_soft,
    matcher,
)
from tigertally.policy.pattern import Pattern, Piece, Pieces

Place = tuple[Pieces, ...]
"""A region of requests: one glob in each dimension."""


class Space(Struct, frozen=True):
    """The dimensions of one cloud's requests: of the action, then of the resource.

    ``head`` is the first field of every resource, ``filled`` are the dimensions that are never empty.
    """

    actions: int
    fields: int
    head: Pieces = ANY
    filled: frozenset[int] = frozenset()

    @property
    def everything(self) -> Place:
        """All requests there are."""
        free = [ANY] * (self.actions + self.fields)
        free[self.actions] = self.head
        return tuple(free)


SPACES: Mapping[str, Space] = {
    "alibaba": Space(2, 5, ("acs",), frozenset({0, 1, 3})),
    "huawei": Space(3, 5, filled=frozenset({0, 2, 3})),
    "tencent": Space(2, 6, filled=frozenset({0, 1, 2})),
}


class Vector(Struct, frozen=True, eq=False, gc=False):
    """What one pattern of a statement wants of some dimensions; of those it leaves out, nothing.

    ``soft`` is whether a `?` in it may match a generic instance that is not all inside.
    """

    parts: tuple[tuple[int, Pieces, Pattern], ...]
    soft: bool

    def matches(self, strings: Sequence[str]) -> bool:
        """Whether it matches one request."""
        for at, _, fits in self.parts:  # noqa: SIM110 - this is asked most often of all, and a loop is quicker
            if not fits(strings[at]):
                return False
        return True

    def takes(self, place: Place) -> bool:
        """Whether it matches every request of the place."""
        for at, glob, _ in self.parts:  # noqa: SIM110 - as above
            if not includes(glob, place[at]):
                return False
        return True

    def undecided(self, place: Place) -> Iterator[int]:
        """The dimensions in which it matches the generic instance and not all of the place."""
        for at, glob, fits in self.parts:
            if is_soft(glob) and fits(generic(place[at])) and not includes(glob, place[at]):
                yield at


def vector(wanted: Iterable[tuple[int, Pieces]]) -> Vector:
    """Compile what is wanted; a lone star wants nothing."""
    found = tuple((at, canonical(glob)) for at, glob in wanted)
    parts = tuple((at, glob, matcher(glob)) for at, glob in found if glob != ANY)
    return Vector(parts, any(is_soft(glob) for _, glob, _ in parts))


def narrowed(space: Space, place: Place, wanted: Vector) -> Iterator[Place]:
    """The places that together are what the vector leaves of a place."""
    if not wanted.parts:
        yield place
        return
    choices: list[tuple[Pieces, ...]] = [(glob,) for glob in place]
    for at, glob, _ in wanted.parts:
        found = intersect(place[at], glob)
        if not found:
            return
        choices[at] = found
    yield from (one for one in product(*choices) if is_possible(space, one))


def is_possible(space: Space, place: Place) -> bool:
    """Whether requests can be there: some dimensions are never empty."""
    return all(place[at] for at in space.filled)


def instance(place: Place) -> tuple[str, ...]:
    """The request of the place that the fewest vectors match."""
    return tuple(map(generic, place))


def fields_of(value: Pieces, most: int) -> list[Pieces]:
    """Cut a glob at the first colons that are written."""
    cuts: list[list[Piece]] = [[]]
    for piece in value:
        first, *rest = piece.split(":", most - len(cuts)) if isinstance(piece, str) else [piece]
        cuts[-1].append(first)
        cuts += [[field] for field in rest]
    return [canonical(tuple(field)) for field in cuts]


def spelled(space: Space, strings: Sequence[str]) -> tuple[str, str]:
    """The action and the resource of a request."""
    action, fields = strings[: space.actions], strings[space.actions :]
    is_operation = space.fields == 6 and FRESH in fields[0]
    return ":".join(action), "*" if is_operation else ":".join(fields)
