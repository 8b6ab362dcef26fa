"""Code that nothing reaches is read, moved and mended for nobody: the old way goes when the new one lands."""

import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]


def entry_points() -> set[str]:
    """The modules that a person starts, rather than other code."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {target.partition(":")[0] for target in project["scripts"].values()}


def test_every_module_is_imported_by_another_or_started_by_a_person() -> None:
    graph = grimp.build_graph("tigertally", cache_dir=None)
    started = entry_points() | {module for module in graph.modules if module.endswith(".__main__")}
    leaves = {module for module in graph.modules if not graph.find_children(module)}
    assert [] == sorted(m for m in leaves - started if not graph.find_modules_that_directly_import(m))
