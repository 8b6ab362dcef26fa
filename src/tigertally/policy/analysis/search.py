"""A request is wanted that some statements match and others do not: this finds one, or that there is none.

The search holds a place (a glob a dimension) and looks only at its generic instance, the request there that
the fewest patterns match. If that one will not do, some pattern more has to match: the place is narrowed to
it, and nothing else need be tried. A `?` that the generic instance fits by chance splits the place. The
conditions come last, for they are about other dimensions. It is complete, because any request that would do
lies in the place of the patterns that it matches.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from tigertally.policy.analysis.answers import Budget, Unknown
from tigertally.policy.analysis.cells import Test
from tigertally.policy.analysis.circumstances import Circumstances
from tigertally.policy.analysis.globs import split
from tigertally.policy.analysis.ground import Clause, Ground
from tigertally.policy.analysis.space import Place, Space, Vector, instance, is_possible, narrowed
from tigertally.policy.analysis.universe import Bits, Case, Universe, numbers
from tigertally.policy.request import Value

DEPTH_MAX = 120
TOO_LONG = "the search was given up after as many steps as its budget has"
NOT_COMPARED = "a condition key is compared in ways that cannot be solved together"


class Found(Struct, frozen=True):
    """Where a request that will do lies, under which circumstances, and by which statements."""

    place: Place
    context: dict[str, Value]
    by: tuple[int, ...]


class State(Struct, frozen=True):
    """How far a search is: the sets that still need a match, and the statements that were chosen to match."""

    place: Place
    somes: tuple[Bits, ...]
    grounds: tuple[Ground, ...]
    by: tuple[int, ...] = ()
    depth: int = 0

    def at(self, place: Place) -> "State":
        """The same, in a narrower place."""
        return State(place, self.somes, self.grounds, self.by, self.depth + 1)

    def having(self, number: int, ground: Ground, place: Place) -> "State":
        """One set served by one statement, and with it every set that holds the statement."""
        left = tuple(some for some in self.somes if not some >> number & 1)
        return State(place, left, (*self.grounds, ground), (*self.by, number), self.depth + 1)


class Search:
    """One question's searches, within one budget. ``doubt`` is why finding nothing proves nothing."""

    def __init__(self, universe: Universe, budget: Budget) -> None:
        self._universe = universe
        self._nodes = budget.nodes
        self._circumstances = Circumstances(universe.facts.cloud, universe.several)
        self._is_wide = True
        self._no: Bits = 0
        self._plain: Bits = 0
        self._seen: set[object] = set()
        self.doubt = ""

    def find(self, case: Case, within: Sequence[Ground] = (), by: Bits = 0, *, is_wide: bool) -> Found | None:
        """A request of the case that also fits the given grounds, which serve the sets of ``by``.

        The wide search may find what is none, the narrow one may miss one. Raises Unknown.
        """
        self._is_wide, self._no, self._seen, self.doubt = is_wide, case[1], set(), ""
        self._plain = case[1] & self._universe.plain(not is_wide)
        somes = tuple(some for some in case[0] if not some & by)
        for place in _inside(self._universe, self._universe.space.everything, within):
            found = self._from(State(place, somes, tuple(within)))
            if found is not None:
                return found
        return None

    def _from(self, state: State) -> Found | None:
        self._nodes -= 1
        if self._nodes < 0 or state.depth > DEPTH_MAX:
            raise Unknown(TOO_LONG)
        name = (state.place, state.somes, state.by)
        if name in self._seen:
            return None
        self._seen.add(name)
        strings = instance(state.place)
        for chosen in state.grounds:
            for one in chosen.negatives:
                if one.matches(strings):
                    return self._split(state, one)
        barring = self._no & self._universe.near(strings[0])
        for number in numbers(barring & self._plain):
            bar = self._bar(number)
            if bar is not None and bar.matches(strings):
                return self._escape(state, [bar], strings)
        open_bars = [
            ground
            for number in numbers(barring & ~self._plain)
            if (ground := self._bar(number)) is not None and ground.matches(strings)
        ]
        for ground in open_bars:
            if not ground.cells:
                return self._escape(state, [ground], strings)
        if state.somes:
            return self._serve(state, strings)
        return self._settle(state, open_bars, strings)

    def _bar(self, number: int) -> Ground | None:
        """A statement that must not match, in the bound that must not."""
        return self._universe.ground(number, not self._is_wide)

    def _split(self, state: State, one: Vector) -> Found | None:
        """Where a `?` matched by chance, look at shorter and longer requests; else there is no way."""
        at = next(one.undecided(state.place), None) if one.soft else None
        return None if at is None else self._in_two(state, at)

    def _in_two(self, state: State, at: int) -> Found | None:
        parts = split(state.place[at])
        for part in parts or ():
            place = (*state.place[:at], part, *state.place[at + 1 :])
            if is_possible(self._universe.space, place):
                found = self._from(state.at(place))
                if found is not None:
                    return found
        return None

    def _escape(self, state: State, bars: Sequence[Ground], strings: tuple[str, ...]) -> Found | None:
        """Get out of one of the bars: by a `?` that need not match, or into one of its exceptions."""
        for ground in bars:
            at = _by_chance(ground, state.place, strings)
            if at is not None:
                return self._in_two(state, at)
        for ground in bars:
            for one in ground.negatives:
                for place in narrowed(self._universe.space, state.place, one):
                    found = self._from(state.at(place))
                    if found is not None:
                        return found
        return None

    def _serve(self, state: State, strings: tuple[str, ...]) -> Found | None:
        """Let a statement of the first open set match."""
        options = [
            (number, ground)
            for number in numbers(state.somes[0] & self._overlapping(state.place))
            if (ground := self._universe.ground(number, self._is_wide)) is not None
        ]
        for number, ground in options:
            if self._is_enough(state.place, strings, ground):
                return self._from(state.having(number, ground, state.place))
        options.sort(key=lambda one: not one[1].matches(strings))
        for number, ground in options:
            for place in _inside(self._universe, state.place, (ground,)):
                found = self._from(state.having(number, ground, place))
                if found is not None:
                    return found
        return None

    def _overlapping(self, place: Place) -> Bits:
        first = place[0]
        if len(first) == 1 and isinstance(first[0], str):
            return self._universe.near(first[0])
        return -1

    def _is_enough(self, place: Place, strings: tuple[str, ...], ground: Ground) -> bool:
        """Whether the statement matches whatever is asked in the place: then no other need be tried."""
        if ground.cells or not ground.matches(strings):
            return False
        space = self._universe.space
        return _by_chance(ground, place, strings) is None and not any(
            True for one in ground.negatives for _ in narrowed(space, place, one)
        )

    def _settle(self, state: State, bars: Sequence[Ground], strings: tuple[str, ...]) -> Found | None:
        """Find the circumstances, or else get out of what bars them."""
        needed: list[Test] = [cell for ground in state.grounds for cell in ground.cells]
        told = self._circumstances.find(needed, [ground.cells for ground in bars])
        if told.context is not None:
            return Found(state.place, told.context, state.by)
        if not told.complete:
            self.doubt = NOT_COMPARED
        return self._escape(state, bars, strings) if bars else None


def _by_chance(ground: Ground, place: Place, strings: tuple[str, ...]) -> int | None:
    """A dimension in which a statement matches the generic instance of a place and not all of it."""
    for clause in ground.clauses:
        used = [one for one in clause if one.matches(strings)]
        if all(one.soft for one in used) and not any(one.takes(place) for one in used):
            return next(at for one in used for at in one.undecided(place))
    return None


def _inside(universe: Universe, place: Place, grounds: Sequence[Ground]) -> Iterator[Place]:
    """The places that together are what the grounds leave of one, their exceptions not yet taken out."""
    clauses = [clause for ground in grounds for clause in ground.clauses]
    return _narrowed(universe.space, place, clauses) if clauses else iter((place,))


def _narrowed(space: Space, place: Place, clauses: Sequence[Clause]) -> Iterator[Place]:
    """A clause that takes the whole place narrows nothing."""
    first, *rest = clauses
    whole = any(one.takes(place) for one in first)
    for part in (place,) if whole else (part for one in first for part in narrowed(space, place, one)):
        if rest:
            yield from _narrowed(space, part, rest)
        else:
            yield part
