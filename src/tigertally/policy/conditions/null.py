"""Null asks whether a key is there at all, so it is the one operator that no value of the request can answer.

Its "true" wants the key absent, its "false" wants it present (Huawei Organizations, "SCP operators").
"""

from collections.abc import Sequence

from msgspec import Struct

from tigertally.policy.conditions import flag
from tigertally.policy.conditions.comparison import Condition, absent
from tigertally.policy.pattern import Text


class Null(Struct, frozen=True):
    """One key of a Null block: which of absent and present is wanted; both may be."""

    key: str
    wanted: frozenset[bool]

    def test(self) -> Condition:
        """Compile it."""
        key, wanted = self.key, self.wanted
        return lambda context: absent(context, key) in wanted


def null(key: str, values: Sequence[Text]) -> Null:
    """Read one key of a Null block. Raises ValueError."""
    return Null(key, frozenset(_wanted(value) for value in values))


def _wanted(value: Text) -> bool:
    if not isinstance(value, tuple):
        raise ValueError("Null takes no variable; write true or false.")
    return flag.read(value)
