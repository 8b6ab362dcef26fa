"""Text is compared in more ways than one cloud names alike: here each way has one name, and a language picks.

Huawei's StringLike is `contains_ignore_case`, Alibaba's StringLike is `matches`: the same word, two meanings.
"""

from tigertally.policy.pattern import Pattern, Pieces, glob, plain


def equals(value: Pieces) -> Pattern:
    """The same text, letter for letter; a star is a star."""
    return plain(value).__eq__


def equals_ignore_case(value: Pieces) -> Pattern:
    """The same text, whatever its case."""
    wanted = plain(value).casefold()
    return lambda text: text.casefold() == wanted


def matches(value: Pieces) -> Pattern:
    """Text of the form that the wildcards describe, case and all."""
    return glob(value)


def contains_ignore_case(value: Pieces) -> Pattern:
    """Text that holds the value somewhere, whatever its case."""
    wanted = plain(value).casefold()
    return lambda text: wanted in text.casefold()


def starts_ignore_case(value: Pieces) -> Pattern:
    """Text that begins with the value, whatever its case."""
    wanted = plain(value).casefold()
    return lambda text: text.casefold().startswith(wanted)


def ends_ignore_case(value: Pieces) -> Pattern:
    """Text that ends with the value, whatever its case."""
    wanted = plain(value).casefold()
    return lambda text: text.casefold().endswith(wanted)
