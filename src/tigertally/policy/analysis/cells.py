"""A condition cell meets the facts: it holds, it never does, it speaks of the action, or it is left.

What is left is about keys that only a request tells. A variable that stands for such a key has no text yet;
the cell is then given by two bounds, one that holds too often and one too rarely.
"""

from collections.abc import Callable

from msgspec import structs

from tigertally.policy.analysis.facts import Known
from tigertally.policy.analysis.space import Vector, vector
from tigertally.policy.conditions.comparison import Cell
from tigertally.policy.conditions.null import Null
from tigertally.policy.languages.derived import READ_ONLY, READ_ONLY_KEY, SPARED, SPARED_KEY
from tigertally.policy.pattern import Pieces, Text, pieces

Test = Cell | Null

Left = bool | Test | tuple[list[Vector], bool]
"""What is left of a cell: nothing (it holds, or never does), a cell, or a clause about the action."""


def left(cell: Test, known: Known, is_wide: bool) -> Left:
    """What is left of a cell, by one bound."""
    bounded = cell if isinstance(cell, Null) else _bounded(cell, known, is_wide)
    if isinstance(bounded, bool):
        return bounded
    if known.tells(bounded.key):
        return bounded.test()(known.context)
    if known.cloud == "tencent" and bounded.key in _DERIVED:
        return _rewritten(bounded)
    return bounded


def _bounded(cell: Cell, known: Known, is_wide: bool) -> Test | bool:
    """The cell with its variables filled in. One that only a request fills is left out where that is the
    bound, else the cell is met by whatever the key holds.
    """
    if all(isinstance(value, tuple) for value in cell.values):
        return cell
    values: list[Text] = []
    for value in cell.values:
        if isinstance(value, tuple):
            values.append(value)
        elif not known.is_open(value):
            filled = known.fill(value)
            values += [filled] if filled is not None and _is_read(cell, filled) else []
        elif is_wide is not cell.operator.negated:
            return _whatever(cell, is_wide)
    return structs.replace(cell, values=tuple(values))


def _is_read(cell: Cell, filled: Pieces) -> bool:
    """Whether a value is of the operator's family; a filled one may not be, and then matches nothing."""
    try:
        cell.operator.test(filled)
    except ValueError:
        return False
    return True


def _whatever(cell: Cell, is_wide: bool) -> Test | bool:
    """A positive operator that any value meets, or a negated one that none does."""
    lenient = cell.operator.if_absent
    if is_wide:
        return True if lenient else Null(cell.key, frozenset({False}))
    return Null(cell.key, frozenset({True})) if lenient else False


_DERIVED: dict[str, Callable[[], list[Vector]]] = {
    READ_ONLY_KEY: lambda: [vector([(1, pieces(f"{word}*"))]) for word in READ_ONLY],
    SPARED_KEY: lambda: [vector([(0, (service,))]) for service in SPARED],
}
"""The actions for which a key that follows from the action says one thing; of all others it says another."""
_SAYS = {READ_ONLY_KEY: ("1", "0"), SPARED_KEY: ("0", "1")}


def _rewritten(cell: Test) -> Left:
    """A cell on a key that follows from the action, as a clause about the action."""
    inside, outside = (cell.test()({cell.key: value}) for value in _SAYS[cell.key])
    if inside is outside:
        return inside
    return _DERIVED[cell.key](), outside
