"""Yes and no travel as text; JSON's own true and false, and any letter case, mean the same."""

from tigertally.policy.pattern import Pattern, Pieces, plain

_FLAGS = {"true": True, "false": False}


def equals(value: Pieces) -> Pattern:
    """The same of yes and no."""
    wanted = read(value)
    return lambda text: _FLAGS.get(text.lower()) is wanted


def read(value: Pieces) -> bool:
    """A policy's value as yes or no. Raises ValueError."""
    flag = _FLAGS.get(plain(value).lower())
    if flag is None:
        raise ValueError(f"{plain(value)!r} is not a boolean; write true or false.")
    return flag
