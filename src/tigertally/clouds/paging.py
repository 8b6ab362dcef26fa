"""One way to cut a list into pages: read one more than the page holds, and name the last one shown."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def cut(found: Sequence[T], size: int, mark: Callable[[T], str]) -> tuple[Sequence[T], str]:
    """The page, and where the next one begins: the mark of the last item shown, ``""`` at the end."""
    page = found[:size]
    return page, mark(page[-1]) if len(found) > size else ""
