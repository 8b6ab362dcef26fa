"""Every noun is written in the same few ways, so commit reads a table instead of knowing the nouns."""

from typing import NamedTuple


class Kept(NamedTuple):
    """The statements that write one noun; the first of each must touch exactly one row.

    Their parameters are the fields of the value and what ``rows.parameters`` adds. ``key`` are the fields
    that tell one from another; ``rows`` lists what an account holds, for ``verify``; ``revive`` brings
    back a row that a removal left behind.
    """

    key: tuple[str, ...]
    rows: str
    insert: tuple[str, ...]
    update: tuple[str, ...]
    delete: tuple[str, ...]
    revive: tuple[str, ...] = ()
