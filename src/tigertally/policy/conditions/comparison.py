"""Families test one value against one value; policies list several, and requests hold none, one or many.

This is the only place that knows how they combine: values of a policy OR, negated operators want none of
them, and a key that the request does not hold meets nothing unless the operator says otherwise.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from tigertally.policy.pattern import Late, Pattern, Pieces, Text, any_of, none_of
from tigertally.policy.request import Context, Value

Condition = Callable[[Context], bool]
Family = Callable[[Pieces], Pattern]
Each = Callable[[Iterable[object]], bool]


ABSENT: Collection[Value] = ((),)
"""No value at all."""
EMPTY: Collection[Value] = ((), "", ("",))
"""No value, or an empty text."""


class Operator(Struct, frozen=True):
    """One spelling: the family's test, turned round or not, over each value of the request, and the absent
    key's lot.
    """

    test: Family
    negated: bool = False
    each: Each | None = None
    if_absent: bool = False
    nothing: Collection[Value] = EMPTY
    """What IfExists takes for an absent key: clouds differ on the empty text."""


class Cell(Struct, frozen=True):
    """One key under one operator, as it was written: the smallest thing that a condition block says."""

    key: str
    operator: Operator
    values: tuple[Text, ...]

    def test(self) -> Condition:
        """Compile it."""
        return compare(self.operator, self.key, self.values)


def absent(context: Context, key: str) -> bool:
    """An empty list of values is no value; an empty text is one."""
    return context.get(key, ()) == ()


def compare(operator: Operator, key: str, values: Sequence[Text]) -> Condition:
    """Compile one key of one operator; what waits for the request is compiled when the request comes."""
    fixed = [operator.test(value) for value in values if isinstance(value, tuple)]
    late = [value for value in values if not isinstance(value, tuple)]
    if not late:
        return _condition(operator, key, fixed)
    return lambda context: _condition(operator, key, [*fixed, *_resolved(operator, late, context)])(context)


def _condition(operator: Operator, key: str, tests: Sequence[Pattern]) -> Condition:
    test = none_of(tests) if operator.negated else any_of(tests)
    each = operator.each or (all if operator.negated else any)
    nothing = operator.nothing if operator.if_absent else ()

    def holds(context: Context) -> bool:
        found = context.get(key, ())
        if found in nothing:
            return True
        return test(found) if isinstance(found, str) else bool(found) and each(map(test, found))

    return holds


def _resolved(operator: Operator, late: Sequence[Late], context: Context) -> Iterator[Pattern]:
    """A variable without a value, or with one of another family, matches nothing and is left out."""
    for value in late:
        known = value(context)
        if known is None:
            continue
        try:
            yield operator.test(known)
        except ValueError:
            continue
