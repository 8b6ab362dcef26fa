"""A module begins with the sentence that makes it necessary, and whatever it offers says what it is for."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def offered(path: Path) -> Iterator[tuple[str, Documented]]:
    """The module and its public functions and classes, each with the name a reader would search for."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    where = str(path.relative_to(ROOT))
    yield where, module
    for node in module.body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if not name.startswith("_"):
                    yield f"{where}: {name}", node


def test_every_module_and_all_that_it_offers_has_a_docstring() -> None:
    nodes = [pair for path in sorted((ROOT / "src").rglob("*.py")) for pair in offered(path)]
    assert nodes
    assert [] == [name for name, node in nodes if not ast.get_docstring(node)]


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "src/tigertally").rglob("*.py")}
    assert [] == sorted(str(f.relative_to(ROOT)) for f in folders if not (f / "__init__.py").exists())
