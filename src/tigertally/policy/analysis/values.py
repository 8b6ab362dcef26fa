"""A condition key can hold endlessly many values and comparisons can tell only a few apart: a value of each
kind is found here.

Numbers and moments fall into points and gaps, addresses into the parts that networks cut, texts into what
globs have in common (texts.py). A value is compared by the cells' own tests, never here. Assumed: a key's
values are of its kind, and moments are told to the second.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address
from itertools import pairwise

from tigertally.policy.analysis.cells import Test
from tigertally.policy.analysis.keys import Kind
from tigertally.policy.analysis.texts import GLOB_OF, Texts, texts
from tigertally.policy.conditions import address, binary, date, flag, number, string
from tigertally.policy.conditions.comparison import Cell, Family
from tigertally.policy.pattern import plain

KIND_OF: Mapping[Family, Kind] = {
    **dict.fromkeys(GLOB_OF, "text"),
    **dict.fromkeys(
        (
            number.equals,
            number.less_than,
            number.less_than_equals,
            number.greater_than,
            number.greater_than_equals,
        ),
        "number",
    ),
    **dict.fromkeys(
        (date.equals, date.less_than, date.less_than_equals, date.greater_than, date.greater_than_equals),
        "date",
    ),
    flag.equals: "flag",
    address.within: "address",
    binary.equals: "bytes",
}

ADDRESSES = ("192.0.2.1", "198.51.100.7", "203.0.113.9")
"""Addresses for documentation (RFC 5737)."""
ADDRESSES_6 = ("2001:db8::1",)
"""And one of RFC 3849."""
DIGITS_MAX = 24
"""Longer numbers than these have no exact middle here."""
MOMENT = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)


def values(kind: Kind | None, cells: Sequence[Test]) -> Texts:
    """Values of one key, one at least for each way in which single values can differ to the cells."""
    compared = [cell for cell in cells if isinstance(cell, Cell)]
    used = {KIND_OF[cell.operator.test] for cell in compared}
    own = kind or (min(used) if used else "text")
    if own == "flag":
        return Texts(("true", "false"))
    found = _VALUES[own](compared)
    foreign = [cell for cell in compared if KIND_OF[cell.operator.test] != own]
    if not foreign:
        return found
    return Texts(_unique([*found.values, *_written(foreign)]), found.complete and _are_points(own, foreign))


def _are_points(kind: Kind, foreign: Sequence[Cell]) -> bool:
    """Whether cells of another family only name single values of this kind, which are values already."""
    if kind == "text":
        return False
    return all(
        cell.operator.test is string.equals and all(map(_READABLE[kind], _written([cell])))
        for cell in foreign
    )


_READABLE: Mapping[Kind, Callable[[str], bool]] = {
    "number": lambda text: number.read(text) is not None,
    "date": lambda text: date.read(text) is not None,
    "address": lambda text: "/" not in text and _networks([text]) != [],
    "bytes": lambda _: False,
    "flag": lambda _: True,
}


def _written(cells: Iterable[Cell]) -> list[str]:
    return [plain(value) for cell in cells for value in cell.values if isinstance(value, tuple)]


def _unique(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _texts(cells: Sequence[Cell]) -> Texts:
    globs = [
        GLOB_OF[cell.operator.test](value)
        for cell in cells
        if cell.operator.test in GLOB_OF
        for value in cell.values
        if isinstance(value, tuple)
    ]
    found = texts(list(dict.fromkeys(globs)))
    return Texts(_unique([*found.values, ""]), found.complete)


def _numbers(cells: Sequence[Cell]) -> Texts:
    read = {found for text in _written(cells) if (found := number.read(text)) is not None}
    limits = sorted(one for one in read if not one or abs(one.adjusted()) < DIGITS_MAX)
    if not limits:
        return Texts(("10",), not read)
    gaps = [_between(low, high) for low, high in pairwise(limits)]
    chosen = (_whole(limits[-1]) + 1, *limits, *gaps, _whole(limits[0]) - 1)
    return Texts(_unique(f"{one:f}" for one in chosen), len(limits) == len(read))


def _between(low: Decimal, high: Decimal) -> Decimal:
    """A number between two, whole if there is one."""
    whole = _whole(low) + 1
    return whole if whole < high else (low + high) / 2


def _whole(value: Decimal) -> Decimal:
    return value.to_integral_value(rounding="ROUND_FLOOR")


def _moments(cells: Sequence[Cell]) -> Texts:
    limits = sorted({found for text in _written(cells) if (found := date.read(text)) is not None})
    moments = [MOMENT, *_around(limits)]
    return Texts(_unique(one.isoformat().replace("+00:00", "Z") for one in moments))


def _around(limits: Sequence[datetime]) -> Iterator[datetime]:
    """The moments themselves, and the seconds before and after each, as far as there are such in UTC."""
    for limit in limits:
        for step in (0, -1, 1):
            try:
                yield limit.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=step)
            except OverflowError:
                continue


def _addresses(cells: Sequence[Cell]) -> Texts:
    """The ends of networks and their neighbours: whatever networks cut out has one of them."""
    found: list[str] = []
    for (version, low), (_, high) in _networks(_written(cells)):
        found += _spelled(version, (low + 1, low, high, low - 1, high + 1))
    return Texts(_unique([*ADDRESSES, *found, *ADDRESSES_6]))


def _networks(written: Iterable[str]) -> list[tuple[address.Point, address.Point]]:
    found = []
    for text in written:
        try:
            found.append(address.read(text))
        except ValueError:
            continue
    return found


def _spelled(version: int, numbers: Sequence[int]) -> Iterator[str]:
    top = 2**32 if version == 4 else 2**128
    for one in numbers:
        if 0 <= one < top:
            yield str(IPv4Address(one) if version == 4 else IPv6Address(one))


def _bytes(cells: Sequence[Cell]) -> Texts:
    written = _written(cells)
    tests = [cell.operator.test(value) for cell in cells for value in cell.values if isinstance(value, tuple)]
    fresh = next(one for one in _some_bytes() if not any(test(one) for test in tests))
    return Texts(_unique([fresh, *written]))


def _some_bytes() -> Iterator[str]:
    for count in range(1, 10_000):
        yield "AAAA" * count


_VALUES: Mapping[Kind, Callable[[Sequence[Cell]], Texts]] = {
    "text": _texts,
    "number": _numbers,
    "date": _moments,
    "address": _addresses,
    "bytes": _bytes,
}
