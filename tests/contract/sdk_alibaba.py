"""Alibaba Cloud's own SDKs as a second opinion: which operations exist, what they send, what they read.

Names on the wire are not looked up in a list: a model is filled in one place and asked for its map.
"""

import ast
import inspect
import textwrap
from functools import cache
from types import ModuleType
from typing import Any, get_args, get_origin, get_type_hints

from alibabacloud_ram20150501 import models as ram_models
from alibabacloud_ram20150501.client import Client as RamClient
from alibabacloud_resourcemanager20200331 import models as resourcemanager_models
from alibabacloud_resourcemanager20200331.client import Client as ResourceManagerClient
from alibabacloud_sts20150401 import models as sts_models
from alibabacloud_sts20150401.client import Client as StsClient
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.runtime import RuntimeOptions

from tests.contract.shape import SCALARS, Shape, filled
from tigertally.clouds.service import Operation

SDKS: dict[str, tuple[type[Any], ModuleType]] = {
    "ram": (RamClient, ram_models),
    "sts": (StsClient, sts_models),
    "resourcemanager": (ResourceManagerClient, resourcemanager_models),
}
PACKAGES = {
    "ram": ("alibabacloud_ram20150501",),
    "sts": ("alibabacloud_sts20150401",),
    "resourcemanager": ("alibabacloud_resourcemanager20200331",),
}


@cache
def methods(service: str) -> dict[str, str]:
    """The client's method for every operation of a service."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(SDKS[service][0])))
    found = {}
    for method in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        if method.name.endswith("with_options"):
            found[_action(method)] = method.name
    return found


def _action(method: ast.FunctionDef) -> str:
    """The ``action = ...`` that a method sets."""
    (action,) = (
        node.value.value
        for node in ast.walk(method)
        if isinstance(node, ast.keyword) and node.arg == "action" and isinstance(node.value, ast.Constant)
    )
    return str(action)


def request_shape(operation: Operation) -> Shape:
    """The parameters that the SDK knows for an operation."""
    model = _model(operation, "Request")
    return _shape_of(model) if model else {}


def answer_shape(operation: Operation) -> Shape:
    """The answer that the SDK knows for an operation."""
    return _shape_of(_model(operation, "ResponseBody"))


def read_answer(operation: Operation, answer: Any) -> Any:
    """A decoded answer through the SDK's model and out again: what is left of it."""
    return _model(operation, "ResponseBody")().from_map(answer).to_map()


def sent(operation: Operation) -> dict[str, str]:
    """The query that the SDK sends for a request with a sample in every place."""
    client = _Recorder.over(SDKS[operation.service.name][0])
    model = _model(operation, "Request")
    arguments = [model().from_map(filled(_shape_of(model)))] if model else []
    getattr(client, methods(operation.service.name)[operation.name])(*arguments, RuntimeOptions())
    return dict(client.recorded.query or {})


class _Recorder:
    """A client that keeps the request instead of sending it."""

    recorded: Any

    @classmethod
    def over(cls, client: type[Any]) -> Any:
        """An instance of ``client`` that records."""
        config = Config(access_key_id="nobody", access_key_secret="nothing", endpoint="127.0.0.1")
        return type("Recorder", (cls, client), {})(config)

    def call_api(self, _params: Any, request: Any, _runtime: Any) -> dict[str, Any]:
        """Keep the request and answer nothing."""
        self.recorded = request
        return {}


def _model(operation: Operation, suffix: str) -> Any:
    return getattr(SDKS[operation.service.name][1], operation.name + suffix, None)


@cache
def _members(model: Any) -> dict[str, Any]:
    """A model's members by their names on the wire, with their types."""
    hints = {name: hint for name, hint in get_type_hints(model.__init__).items() if name != "return"}
    return {_wire_name(model, name, hint): hint for name, hint in hints.items()}


def _wire_name(model: Any, attribute: str, hint: Any) -> str:
    empty, told = model().to_map(), model(**{attribute: _sample(hint)}).to_map()
    (name,) = (name for name in told if told[name] != empty.get(name))
    return str(name)


def _sample(hint: Any) -> Any:
    if get_origin(hint) is list:
        return [_sample(get_args(hint)[0])]
    return filled(SCALARS[hint]) if hint in SCALARS else hint()


def _shape_of(hint: Any) -> Shape:
    if hint in SCALARS:
        return SCALARS[hint]
    if get_origin(hint) is list:
        return [_shape_of(get_args(hint)[0])]
    return {name: _shape_of(inner) for name, inner in _members(hint).items()}
