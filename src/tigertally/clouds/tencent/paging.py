"""Lists of Tencent Cloud are cut by page number, and every page tells how long the whole list is."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def paged(found: Sequence[T], page: int, size: int) -> Sequence[T]:
    """The page of a number that counts from 1; beyond the end it is empty."""
    return found[(page - 1) * size : page * size]
