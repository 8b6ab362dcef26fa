"""Account ids and sizes outgrow a float, and two that differ by one must differ: numbers are compared as
decimals.

Policies write them as text or as JSON numbers; a request value that is no number meets none of these.
"""

import operator
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from tigertally.policy.pattern import Pattern, Pieces, plain


def equals(value: Pieces) -> Pattern:
    """The same number."""
    return _compared(operator.eq, value)


def less_than(value: Pieces) -> Pattern:
    """Less than the number."""
    return _compared(operator.lt, value)


def less_than_equals(value: Pieces) -> Pattern:
    """The number or less."""
    return _compared(operator.le, value)


def greater_than(value: Pieces) -> Pattern:
    """More than the number."""
    return _compared(operator.gt, value)


def greater_than_equals(value: Pieces) -> Pattern:
    """The number or more."""
    return _compared(operator.ge, value)


def _compared(compare: Callable[[Decimal, Decimal], bool], value: Pieces) -> Pattern:
    limit = read(plain(value))
    if limit is None:
        raise ValueError(f"{plain(value)!r} is not a number; write one such as 10 or 2.5.")

    def test(text: str) -> bool:
        found = read(text)
        return found is not None and compare(found, limit)

    return test


def read(text: str) -> Decimal | None:
    """The number that a text says, or None.

    Python also reads other scripts, underscores, NaN and Infinity; a policy language does not.
    """
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and text.isascii() and "_" not in text else None
