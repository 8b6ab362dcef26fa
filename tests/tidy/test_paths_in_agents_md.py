"""A map that names folders which are gone is worse than none: every path the two maps name is there.

A path is what stands in backticks and holds a slash or ends in a known suffix: from the root, or from
src/tigertally, with or without its .py; braces and stars may stand for several. Web addresses, calls and
``<names>`` to fill in are not paths.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAPS = ("AGENTS.md", "ARCHITECTURE.md")
IN_BACKTICKS = re.compile(r"`([^`\s]+)`")
LINK = re.compile(r"\]\(([^)\s#:]+)(?:#[^)]*)?\)")
PATH = re.compile(r"[\w.{},*-]+(?:/[\w.{},*-]*)+|[\w-]+\.(?:md|py|toml|txt)")


def paths_in(text: str) -> set[str]:
    """The paths that ``text`` names, with ``{a,b}`` written out."""
    named = [word for word in IN_BACKTICKS.findall(text) if PATH.fullmatch(word)] + LINK.findall(text)
    return {path for word in named for path in written_out(word)}


def written_out(word: str) -> list[str]:
    several = re.fullmatch(r"(.*?)\{([^{}]*)\}(.*)", word)
    if not several:
        return [word]
    before, choices, after = several.groups()
    return [path for choice in choices.split(",") for path in written_out(before + choice + after)]


def exists(path: str) -> bool:
    bases = (ROOT, ROOT / "src", ROOT / "src/tigertally")
    spellings = (path.rstrip("/"), path + ".py")
    return any(next(base.glob(spelling), None) for base in bases for spelling in spellings)


@pytest.mark.parametrize("name", MAPS)
def test_every_path_that_a_map_names_exists(name: str) -> None:
    named = paths_in((ROOT / name).read_text(encoding="utf-8"))
    assert named, f"{name} names no path at all"
    assert [] == sorted(path for path in named if not exists(path))


def test_the_check_itself_tells_paths_from_other_words() -> None:
    text = (
        "`scripts/{demo,test}`, `policy/decide`, [why](docs/why.md#top); not `GET /v5/x`, `<noun>.py`, `/x`"
    )
    assert {"scripts/demo", "scripts/test", "policy/decide", "docs/why.md"} == paths_in(text)
    assert exists("scripts/test")
    assert not exists("scripts/nothing")
