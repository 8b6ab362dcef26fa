"""Some cells have to hold and of others one in each group has to fail: this finds a context, or that there is
none.

Every key is its own small world (values.py) and keys meet only in the groups, so the values of each key are
first reduced to those that let most groups fail, and then keys are tried one by one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from tigertally.policy.analysis.cells import Test
from tigertally.policy.analysis.keys import Key, described
from tigertally.policy.analysis.values import values
from tigertally.policy.conditions.comparison import Cell
from tigertally.policy.request import Value

SETS_MAX = 300

Group = tuple[Test, ...]
"""Cells of one statement: it speaks where all of them hold."""


class Told(Struct, frozen=True):
    """A context, or None where there is none; ``complete`` is whether that is certain."""

    context: dict[str, Value] | None
    complete: bool = True


class _Choice(Struct, frozen=True):
    """What a key may hold, None for nothing, and which cells hold then, bit by bit."""

    value: Value | None
    met: int


class _World(Struct, frozen=True):
    """All the choices of one key that the cells tell apart."""

    choices: tuple[_Choice, ...]
    complete: bool


class Circumstances:
    """The keys of one question. ``several`` are those that may hold more than one value."""

    def __init__(self, cloud: str, several: frozenset[str]) -> None:
        self._cloud = cloud
        self._several = several
        self._worlds: dict[tuple[int, ...], _World] = {}

    def find(self, needed: Sequence[Test], groups: Sequence[Group]) -> Told:
        """A context in which all needed cells hold and in each group one fails."""
        if not needed and not groups:
            return Told({})
        found, complete = {}, True
        for key, cells in _by_key(needed, groups).items():
            world = self._world(key, cells)
            complete &= world.complete
            found[key] = _useful(world, cells, needed, groups)
        full = (1 << len(groups)) - 1
        context = _chosen(list(found.items()), full)
        return Told(context, complete or context is not None)

    def _world(self, key: str, cells: Sequence[Test]) -> _World:
        name = tuple(map(id, cells))
        known = self._worlds.get(name)
        if known is None:
            known = self._worlds[name] = _world(described(self._cloud, key), key in self._several, cells)
        return known


def several_keys(cloud: str, cells: Iterable[Test]) -> frozenset[str]:
    """The keys that may hold several values: listed as such, or not listed and compared as such."""
    return frozenset(cell.key for cell in cells if _is_several(described(cloud, cell.key), cell))


def _is_several(key: Key, cell: Test) -> bool:
    return key.several or (key.kind is None and isinstance(cell, Cell) and cell.operator.each is not None)


def _by_key(needed: Sequence[Test], groups: Sequence[Group]) -> dict[str, list[Test]]:
    found: dict[str, list[Test]] = {}
    for cell in (*needed, *(cell for group in groups for cell in group)):
        cells = found.setdefault(cell.key, [])
        if not any(cell is other for other in cells):
            cells.append(cell)
    return found


def _world(key: Key, is_several: bool, cells: Sequence[Test]) -> _World:
    single = values(key.kind, cells)
    complete = single.complete
    tests = [cell.test() for cell in cells]
    name = cells[0].key

    def met(value: Value | None) -> int:
        context: Mapping[str, Value] = {} if value is None else {name: value}
        return sum(1 << at for at, test in enumerate(tests) if test(context))

    choices = [] if key.held == "always" else [_Choice(None, met(None))]
    if is_several:
        sets, closed = _sets(single.values, met)
        return _World((*choices, *sets), complete and closed)
    return _World((*choices, *(_Choice(value, met(value)) for value in single.values)), complete)


def _sets(single: Sequence[str], met: Callable[[Value], int]) -> tuple[list[_Choice], bool]:
    """Lists of values, one for each way in which lists can differ to the cells: what one more value changes
    hangs on what the cells say and not on the list. Only a lone empty text, which may count as absent, is not
    what it is beside others; it comes last and leads nowhere.
    """
    found: dict[int, tuple[str, ...]] = {}
    open_lists: list[tuple[str, ...]] = [()]
    while open_lists and len(found) <= SETS_MAX:
        held = open_lists.pop(0)
        for value in single:
            longer = (*held, value)
            if value in held or longer == ("",):
                continue
            says = met(longer)
            if says not in found:
                found[says] = longer
                open_lists.append(longer)
    if "" in single:
        found.setdefault(met(("",)), ("",))
    return [_Choice(value, says) for says, value in found.items()], len(found) <= SETS_MAX


def _useful(
    world: _World, cells: Sequence[Test], needed: Sequence[Test], groups: Sequence[Group]
) -> list[tuple[Value | None, int]]:
    """The choices under which the needed cells of the key hold, with the groups that fail; of two that
    compare, the one that lets more fail.
    """
    at = {id(cell): 1 << number for number, cell in enumerate(cells)}
    must = sum({at[id(cell)] for cell in needed if id(cell) in at})
    of_groups = [sum({at[id(cell)] for cell in group if id(cell) in at}) for group in groups]
    found: dict[int, Value | None] = {}
    for choice in world.choices:
        if choice.met & must == must:
            failing = sum(1 << number for number, bits in enumerate(of_groups) if bits & ~choice.met)
            found.setdefault(failing, choice.value)
    return [
        (value, failing)
        for failing, value in found.items()
        if not any(failing != other and failing & other == failing for other in found)
    ]


Options = tuple[str, list[tuple[Value | None, int]]]


def _chosen(keys: Sequence[Options], full: int) -> dict[str, Value] | None:
    """One choice a key, so that together every group fails."""
    if any(not options for _, options in keys):
        return None
    fixed = {key: options[0][0] for key, options in keys if len(options) == 1}
    failing = 0
    for _, options in keys:
        if len(options) == 1:
            failing |= options[0][1]
    open_keys = sorted((one for one in keys if len(one[1]) > 1), key=lambda one: len(one[1]))
    rest = _tried(open_keys, full & ~failing)
    if rest is None:
        return None
    return {key: value for key, value in (fixed | rest).items() if value is not None}


def _tried(keys: Sequence[Options], left: int) -> dict[str, Value | None] | None:
    if not left:
        return {key: options[0][0] for key, options in keys}
    if not keys:
        return None
    reachable = 0
    for _, options in keys:
        for _, failing in options:
            reachable |= failing
    if left & ~reachable:
        return None
    (key, options), *others = keys
    for value, failing in sorted(options, key=lambda one: -(one[1] & left).bit_count()):
        rest = _tried(others, left & ~failing)
        if rest is not None:
            return {key: value} | rest
    return None
