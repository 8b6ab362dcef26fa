"""How Huawei Cloud pages: ``limit`` and ``marker`` going in, ``page_info`` coming out."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.paging import cut
from tigertally.model.refusals import Invalid

T = TypeVar("T")

EVERYTHING = 10_000
"""More of anything than an account can have: lists are filtered whole, then cut."""


class PageInfo(Struct):
    """How many are shown, and where the next page begins; at the end there is no marker."""

    current_count: int
    next_marker: str | UnsetType = UNSET


def page(
    found: Sequence[T], marker: str, limit: int, mark: Callable[[T], str]
) -> tuple[Sequence[T], PageInfo]:
    """The page after the marker. Raises Invalid for a marker that stands nowhere in the list."""
    start = 0
    if marker:
        places = [at for at, one in enumerate(found) if mark(one) == marker]
        if not places:
            raise Invalid("marker", "Format", "the next_marker of an earlier page")
        start = places[0] + 1
    shown, more = cut(found[start:], limit, mark)
    return shown, PageInfo(len(shown), more or UNSET)
