"""What an operation answers, read off its code: its return type, or what it puts beside its changes."""

import ast
import inspect
import textwrap
from typing import Any, get_type_hints

from tigertally.clouds.service import Operation


def answer_type(operation: Operation) -> Any:
    """The struct that an operation answers; None where success has nothing to show."""
    if not operation.changes:
        return get_type_hints(operation.function)["return"]
    tree = ast.parse(textwrap.dedent(inspect.getsource(operation.function)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _method(node) == "answering":
            return _type_of(node.args[0], inspect.unwrap(operation.function).__globals__)
    return None


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _type_of(shown: ast.expr, scope: dict[str, Any]) -> Any:
    """``UserAnswer(...)`` is a struct, ``_answer(...)`` a function that returns one."""
    assert isinstance(shown, ast.Call)
    assert isinstance(shown.func, ast.Name)
    named = scope[shown.func.id]
    return named if isinstance(named, type) else get_type_hints(named)["return"]
