"""Two ways to cut a list into pages: after the last one shown, which is named, or by the page's number."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def cut(found: Sequence[T], size: int, mark: Callable[[T], str]) -> tuple[Sequence[T], str]:
    """The page, and where the next one begins: the mark of the last item shown, ``""`` at the end."""
    page = found[:size]
    return page, mark(page[-1]) if len(found) > size else ""


def numbered(found: Sequence[T], number: int, size: int) -> Sequence[T]:
    """The page of that number, the first of which is 1; empty after the last."""
    return found[(number - 1) * size : number * size]
