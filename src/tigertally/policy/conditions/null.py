"""Null asks whether a key is there at all, so it is the one operator that no value of the request can answer.

Its "true" wants the key absent, its "false" wants it present (Huawei Organizations, "SCP operators").
"""

from collections.abc import Sequence

from tigertally.policy.conditions import flag
from tigertally.policy.conditions.comparison import Condition, absent
from tigertally.policy.pattern import Text


def null(key: str, values: Sequence[Text]) -> Condition:
    """Compile one key of a Null block. Raises ValueError."""
    wanted = {_wanted(value) for value in values}
    return lambda context: absent(context, key) in wanted


def _wanted(value: Text) -> bool:
    if not isinstance(value, tuple):
        raise ValueError("Null takes no variable; write true or false.")
    return flag.read(value)
