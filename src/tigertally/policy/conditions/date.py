"""Two clocks may spell one moment differently, so moments are compared and never their text.

ISO 8601, extended form, with an offset or `Z`; a moment without one is read as UTC.
"""

import operator
from collections.abc import Callable
from datetime import UTC, datetime

from tigertally.policy.pattern import Pattern, Pieces, plain

_SEPARATORS = {"--", "--T", "-- "}
"""The characters at 4, 7 and 10 of `2026-01-31T00:00:00Z`: Python also reads week dates and compact forms."""


def equals(value: Pieces) -> Pattern:
    """The same moment."""
    return _compared(operator.eq, value)


def less_than(value: Pieces) -> Pattern:
    """Before the moment."""
    return _compared(operator.lt, value)


def less_than_equals(value: Pieces) -> Pattern:
    """Not after the moment."""
    return _compared(operator.le, value)


def greater_than(value: Pieces) -> Pattern:
    """After the moment."""
    return _compared(operator.gt, value)


def greater_than_equals(value: Pieces) -> Pattern:
    """Not before the moment."""
    return _compared(operator.ge, value)


def _compared(compare: Callable[[datetime, datetime], bool], value: Pieces) -> Pattern:
    limit = read(plain(value))
    if limit is None:
        raise ValueError(f"{plain(value)!r} is not a moment; write one such as 2026-01-31T08:00:00+08:00.")

    def test(text: str) -> bool:
        found = read(text)
        return found is not None and compare(found, limit)

    return test


def read(text: str) -> datetime | None:
    """The moment that a text says, or None."""
    if text[4:5] + text[7:8] + text[10:11] not in _SEPARATORS:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
