"""Which refusals an operation can raise, read off its code: its own, its verbs', and the pipeline's.

It follows names, not values, so it says a little too much: a kind that is only known when the code runs
stands as ``*``. What the store alone finds out, of two calls at once, is a refusal that a verb raises too.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from types import FunctionType, ModuleType
from typing import Any, NamedTuple, get_args, get_type_hints

from tests.contract.shape import bare
from tigertally.clouds.fields import DocumentRule, Field, Rule
from tigertally.clouds.service import Absent, Operation
from tigertally.model.organizations import Department, Member
from tigertally.model.policies import Policy
from tigertally.model.principals import Group, Role, User
from tigertally.model.refusals import Denied, Invalid, Malformed, Missing, NotFound, Refusal
from tigertally.model.resource_groups import ResourceGroup
from tigertally.policy.statement import Part

FOLLOWED = ("tigertally.clouds.", "tigertally.ledger.")
KINDS = {
    User: "user",
    Group: "group",
    Role: "role",
    Policy: "policy",
    ResourceGroup: "resource_group",
    Department: "department",
    Member: "member",
}

CONTENT = "Content"
"""The one parameter whose rules follow from another one, so that an operation's own code checks them."""


class Raised(NamedTuple):
    """A refusal that can be raised: its type and what it is about."""

    refusal: type[Refusal]
    about: str


def raisable(operation: Operation) -> frozenset[Raised]:
    """Every refusal that one call of the operation can end in, once its signature is known to be good."""
    found = set(_of_pipeline(operation))
    followed: set[FunctionType] = set()
    for function in (operation.function, operation.asks, *(one.find for one in operation.finders.values())):
        _follow(function, followed)
    for function in followed:
        found |= set(_raised_in(function))
    return frozenset(exact for one in found for exact in _exact(operation, one))


def _of_pipeline(operation: Operation) -> Iterator[Raised]:
    """What is raised before the operation's own code is asked."""
    for field in operation.fields:
        yield from _of_field(field)
    for kind in _kinds(operation):
        yield Raised(NotFound, kind)
    if not operation.is_open:
        yield from (Raised(Denied, line.about) for line in operation.errors.lines if line.refusal is Denied)


def _of_field(field: Field) -> Iterator[Raised]:
    if field.required:
        yield Raised(Missing, field.wire)
    if bare(field.type) is not str or field.place in ("body", "whole_body"):
        yield Raised(Invalid, f"{field.wire}.Format")
    for rule in field.rules:
        yield from _of_rule(field.wire, rule)


def _of_rule(wire: str, rule: object) -> Iterator[Raised]:
    """How a rule is broken; what is no rule is broken in no way."""
    if isinstance(rule, DocumentRule):
        yield Raised(Malformed, wire)
        if rule.language == "tencent":
            yield from (Raised(Malformed, f"{wire}.{part}") for part in get_args(Part))
    elif isinstance(rule, Rule):
        yield Raised(Invalid, f"{wire}.{rule.tail}" if rule.tail else wire)


def _kinds(operation: Operation) -> set[str]:
    """The kinds of thing that the parameters name, and what else a finder can say is absent."""
    found: set[str] = set()
    followed: set[FunctionType] = set()
    for finder in operation.finders.values():
        arms = getattr(get_type_hints(finder.find)["return"], "__args__", ())
        found |= {KINDS[arm] for arm in arms if arm in KINDS}
        _follow(finder.find, followed)
    return found.union(*(_absent_in(function) for function in followed))


def _absent_in(function: FunctionType) -> Iterator[str]:
    """The kinds of which a finder makes an ``Absent``, where they are written out."""
    for node in ast.walk(_tree(function)):
        if isinstance(node, ast.Call) and _named(node.func, function.__globals__) is Absent:
            kind = node.args[0]
            if isinstance(kind, ast.Constant):
                yield str(kind.value)


def _follow(function: object, followed: set[FunctionType]) -> None:
    """Gather the function and everything of ours that it names."""
    if not isinstance(function, FunctionType) or function in followed:
        return
    if not function.__module__.startswith(FOLLOWED):
        return
    followed.add(function)
    for node in ast.walk(_tree(function)):
        if (named := _named(node, function.__globals__)) is not None:
            _follow(named, followed)


def _named(node: ast.AST, scope: dict[str, Any]) -> Any:
    """What ``verb`` or ``module.verb`` stands for."""
    if isinstance(node, ast.Name):
        return scope.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        module = scope.get(node.value.id)
        return getattr(module, node.attr, None) if isinstance(module, ModuleType) else None
    return None


def _raised_in(function: FunctionType) -> Iterator[Raised]:
    defaults = inspect.signature(function).parameters
    for node in ast.walk(_tree(function)):
        if isinstance(rules := _named(node, function.__globals__), tuple):
            for rule in rules:
                yield from _of_rule(CONTENT, rule)
        if not isinstance(node, ast.Raise) or not isinstance(node.exc, ast.Call):
            continue
        refusal = _named(node.exc.func, function.__globals__)
        if isinstance(refusal, type) and issubclass(refusal, Refusal):
            words = [_word(argument, defaults) for argument in node.exc.args]
            if refusal is Malformed and words[0] == "*":
                words = [f"{CONTENT}.{words[3]}"]
            yield Raised(refusal, ".".join(word for word in words[: 2 if refusal is Invalid else 1] if word))


def _word(argument: ast.expr, parameters: Any) -> str:
    """An argument as text, with ``*`` for what only a call knows."""
    match argument:
        case ast.Constant():
            return str(argument.value)
        case ast.JoinedStr():
            parts = (part.value if isinstance(part, ast.Constant) else "*" for part in argument.values)
            return "".join(map(str, parts))
        case ast.Name(id=name) if isinstance(default := _default(parameters, name), str):
            return default
        case _:
            return "*"


def _default(parameters: Any, name: str) -> object:
    return parameters[name].default if name in parameters else None


def _exact(operation: Operation, raised: Raised) -> Iterator[Raised]:
    """A ``*`` put in words: the kinds the operation names, where the table has a line for them."""
    if "*" not in raised.about:
        yield raised
        return
    kinds = _kinds(operation)
    for line in operation.errors.lines:
        fits = line.refusal is raised.refusal and fnmatchcase(line.about, raised.about)
        if fits and (not kinds or line.about.split(".")[0] in kinds or not raised.about.startswith("*")):
            yield Raised(raised.refusal, line.about)


@cache
def _tree(function: FunctionType) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))
