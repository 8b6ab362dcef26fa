"""Huawei Cloud's own SDKs as a second opinion: which operations exist, what they send, what they read.

Method and path are asked of the client itself. Which members are required its models say only by how they
take them: a required one is set whatever its value.
"""

import inspect
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

import huaweicloudsdkiam.v3 as iam_v3
import huaweicloudsdkiam.v5 as iam_v5
import huaweicloudsdksts.v1 as sts_v1
from huaweicloudsdkcore.utils.http_utils import sanitize_for_serialization

from tests.contract.shape import ANYTHING, Shape, filled, one_of
from tigertally.clouds.service import Operation

SDKS: dict[str, tuple[tuple[type[Any], ModuleType], ...]] = {
    "iam": ((iam_v5.IamClient, iam_v5), (iam_v3.IamClient, iam_v3)),
    "sts": ((sts_v1.StsClient, sts_v1),),
}
"""Of IAM the newer API goes first; the older one only fills its gaps."""

PACKAGES = {"iam": ("huaweicloudsdkiam (v5)",), "sts": ("huaweicloudsdksts (v1)",)}

_is_required = re.compile(r"^ {8}self\.(\w+) = \1$", re.MULTILINE)
_info_method = re.compile(r"_(\w+)_http_info")
_item = re.compile(r"list\[(.*)\]")
_response_type = re.compile(r'"response_type": "(\w+)Response"')

KINDS = {
    "str": "text",
    "int": "number",
    "bool": "flag",
    "datetime": "text",
    "float": "number",
    "object": ANYTHING,
}


class Known(NamedTuple):
    """One operation in an SDK: its client, its models, its method."""

    client: type[Any]
    models: ModuleType
    method: str


class Sent(NamedTuple):
    """What the SDK sends for one request."""

    method: str
    template: str
    path: dict[str, Any]
    query: dict[str, Any]
    body: Any


def methods(service: str) -> dict[str, str]:
    """The client's method for every operation of a service's newest API."""
    return {name: found.method for name, found in _apis(service)[0].items()}


def known(operation: Operation) -> Known:
    """An operation in the newest API that has it. Raises LookupError."""
    for api in _apis(operation.service.name):
        if found := api.get(operation.name):
            return found
    raise LookupError(operation.name)


@cache
def _apis(service: str) -> tuple[dict[str, Known], ...]:
    """Every operation of each API of a service, by name."""
    return tuple(dict(_offered(client, models)) for client, models in SDKS[service])


def _offered(client: type[Any], models: ModuleType) -> Iterator[tuple[str, Known]]:
    for name, member in inspect.getmembers(client):
        if matched := _info_method.fullmatch(name):
            (response,) = _response_type.findall(inspect.getsource(member))
            yield response, Known(client, models, matched[1])


def older_count(service: str) -> int:
    """How many operations the older APIs of a service have."""
    return sum(map(len, _apis(service)[1:]))


def request_shape(operation: Operation) -> Shape:
    """The parameters that the SDK knows for an operation: path, query, headers and members of the body."""
    members: dict[str, Shape] = {}
    for name, shape in _request(operation).items():
        if name == "body" and isinstance(shape, dict):
            members |= shape
        else:
            members[name] = shape
    return members


def required(operation: Operation) -> set[str]:
    """The parameters that the SDK's models insist on."""
    models = known(operation).models
    request = getattr(models, f"{operation.name}Request")
    insisted = _insisted(request)
    body = request.openapi_types.get("body", "")
    return insisted | (_insisted(getattr(models, body)) if hasattr(models, body) else set())


def answer_shape(operation: Operation) -> Shape:
    """The answer that the SDK knows for an operation."""
    return _shape_of(known(operation).models, f"{operation.name}Response")


def read_answer(operation: Operation, answer: Any) -> Any:
    """A decoded answer through the SDK's deserialiser and out again: what is left of it."""
    return _plain(read(known(operation), answer, f"{operation.name}Response"))


def method_and_path(operation: Operation) -> tuple[str, str]:
    """The HTTP method and the path template."""
    sending = sent(operation)
    return sending.method, sending.template


def sent(operation: Operation) -> Sent:
    """What the SDK sends for a request with a sample in every place."""
    found = known(operation)
    request = read(found, filled(_request(operation)), f"{operation.name}Request")
    info = getattr(found.client, f"_{found.method}_http_info")(request)
    body = sanitize_for_serialization(info["body"])
    return Sent(info["method"], info["resource_path"], info["path_params"], dict(info["query_params"]), body)


def _request(operation: Operation) -> dict[str, Shape]:
    shape = _shape_of(known(operation).models, f"{operation.name}Request")
    assert isinstance(shape, dict)
    return shape


def _shape_of(models: ModuleType, kind: str) -> Shape:
    """The shape of a type as the models write it: ``str``, ``list[User]``, ``User``."""
    if kind in KINDS:
        return KINDS[kind]
    if item := _item.fullmatch(kind):
        return [_shape_of(models, item[1])]
    model = getattr(models, kind)
    if choices := _choices(model):
        return one_of(choices)
    return {
        wire: _shape_of(models, model.openapi_types[attribute])
        for attribute, wire in model.attribute_map.items()
    }


def _choices(model: Any) -> list[str]:
    """The texts that a closed set allows; none for any other model."""
    if model.openapi_types:
        return []
    return [text for name, text in vars(model).items() if name.isupper() and isinstance(text, str)]


def _insisted(model: Any) -> set[str]:
    attributes = _is_required.findall(inspect.getsource(model.__init__))
    return {model.attribute_map[name] for name in attributes if name in model.attribute_map}


def read(found: Known, message: Any, kind: str) -> Any:
    """A message through the deserialiser of the SDK's client."""
    return found.client()._deserialize(message, kind)


def _plain(value: Any) -> Any:
    """A model as the JSON it stands for."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.strftime("%Y%m%dT%H%M%SZ")
    if not hasattr(value, "attribute_map"):
        return value
    members = {wire: getattr(value, name) for name, wire in value.attribute_map.items()}
    return {wire: _plain(inner) for wire, inner in members.items() if inner is not None}
