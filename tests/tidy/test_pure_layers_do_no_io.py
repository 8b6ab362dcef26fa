"""A decision is a function from values to a value; one that reads a clock or a file would be a guess.

That no impure module is imported is a contract in pyproject.toml. Here stands what no import shows: built-in
functions, and the methods that read the clock.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PURE = ("model", "policy", "ledger", "clouds")
BUILT_IN = {"open", "print", "input", "breakpoint", "exec", "eval", "__import__"}
CLOCK = {"now", "utcnow", "today"}


def impurities(code: str) -> list[str]:
    """The calls in ``code`` that reach outside, each with its line."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    return [f"line {call.lineno}: {ast.unparse(call.func)}" for call in calls if reaches_outside(call.func)]


def reaches_outside(called: ast.expr) -> bool:
    match called:
        case ast.Name(id=name):
            return name in BUILT_IN
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
            return owner in {"datetime", "date"} and name in CLOCK
    return False


@pytest.mark.parametrize("layer", PURE)
def test_a_pure_layer_reads_no_clock_and_no_file(layer: str) -> None:
    modules = sorted((ROOT / "src/tigertally" / layer).rglob("*.py"))
    found = {str(path.relative_to(ROOT)): impurities(path.read_text(encoding="utf-8")) for path in modules}
    assert {} == {path: calls for path, calls in found.items() if calls}


def test_the_check_itself_notices_a_clock_and_a_file() -> None:
    assert ["line 1: datetime.now"] == impurities("datetime.now(UTC)")
    assert ["line 1: datetime.date.today"] == impurities("datetime.date.today()")
    assert ["line 1: open"] == impurities("open('ledger')")
    assert [] == impurities("statement.open(); context.now()")
