"""Writes the pages that are made from the code, or tells which of them are behind it.

Run as ``python -m tests.contract.pages [--write]`` from the top folder.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.contract import coverage_page, fidelity_page

DOCS = Path(__file__).parents[2] / "docs"

PAGES: Mapping[str, Callable[[], str]] = {
    "coverage.md": coverage_page.page,
    "fidelity.md": fidelity_page.page,
}
"""The pages by file name."""


def behind() -> list[str]:
    """The pages whose text is not the one that the code makes."""
    return [name for name, text in PAGES.items() if _committed(name) != text()]


def main(arguments: Sequence[str]) -> int:
    """Write the pages that are behind with ``--write``; else name them, and fail if there are any."""
    late = behind()
    for name in late:
        if "--write" in arguments:
            (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"docs/{name}: {'written' if '--write' in arguments else 'behind the code'}")
    return 0 if "--write" in arguments or not late else 1


def _committed(name: str) -> str:
    file = DOCS / name
    return file.read_text(encoding="utf-8") if file.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
