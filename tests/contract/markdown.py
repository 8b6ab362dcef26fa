"""Plain tables and lists in markdown."""

from collections.abc import Iterable


def table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> list[str]:
    """The lines of a table, with an empty line after it; "None." where there are no rows."""
    lines = [_row(row) for row in rows]
    if not lines:
        return ["None.", ""]
    return [_row(head), "|" + "---|" * len(head), *lines, ""]


def bullets(items: Iterable[str]) -> list[str]:
    """The lines of a list, with an empty line after it."""
    return [*(f"- {item}" for item in items), ""]


def code(text: object) -> str:
    """A word of the wire."""
    return f"`{text}`"


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
