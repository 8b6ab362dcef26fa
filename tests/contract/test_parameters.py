"""Every parameter is spelled, typed and required as the official SDK and the documents have it."""

from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest

from tests.contract.known import NOT_READ, REQUIRED_OTHERWISE
from tests.contract.registry import SERVED, Served, each_operation
from tests.contract.sdk_huawei import required
from tests.contract.shape import fits, places, shape_of
from tigertally.clouds.http import HttpRequest

HUAWEI = [served for served in SERVED if served.cloud.name == "huawei"]


def our_places(served: Served) -> dict[str, str]:
    """Every place of our request; the one that is the whole body goes by the SDK's word for it."""
    shapes = {
        "body" if field.place == "whole_body" else field.wire: shape_of(field.type)
        for field in served.operation.fields
    }
    return places(shapes)


@each_operation
def test_every_parameter_exists_in_the_sdk_with_its_type(served: Served) -> None:
    theirs = places(served.sdk.request_shape(served.operation))
    ours = our_places(served)
    assert {} == {at: (kind, theirs.get(at)) for at, kind in ours.items() if not fits(kind, theirs.get(at))}


@each_operation
def test_every_parameter_of_the_sdk_is_read_or_known_not_to_be(served: Served) -> None:
    theirs = places(served.sdk.request_shape(served.operation))
    assert theirs.keys() - our_places(served).keys() == NOT_READ.get(served.key, {}).keys()


@each_operation
def test_the_same_parameters_are_required_as_in_the_documents(served: Served) -> None:
    ours = {field.wire for field in served.operation.fields if field.required and field.place != "whole_body"}
    assert ours ^ set(served.entry.required) == REQUIRED_OTHERWISE.get(served.key, {}).keys()


@pytest.mark.parametrize("served", HUAWEI, ids=str)
def test_the_sdk_insists_on_the_same_parameters(served: Served) -> None:
    ours = {field.wire for field in served.operation.fields if field.required and field.place != "whole_body"}
    assert ours ^ required(served.operation) == REQUIRED_OTHERWISE.get(served.key, {}).keys()


@each_operation
def test_what_the_sdk_sends_is_read_whole(served: Served) -> None:
    read = given(served)
    for field in served.operation.fields:
        value = msgspec.convert(read[field.wire], field.type, strict=field.place in ("body", "whole_body"))
        assert value is not None, field.wire


def given(served: Served) -> dict[str, Any]:
    """Our parameters out of a request that the SDK made with a sample in every place."""
    sent = served.sdk.sent(served.operation)
    path: dict[str, Any] = {}
    if served.cloud.name == "alibaba":
        request = _request("POST", sent, b"")
    elif served.cloud.name == "tencent":
        headers = (("content-type", "application/json"), ("authorization", "TC3-HMAC-SHA256"))
        body = msgspec.json.encode(sent)
        request = HttpRequest("POST", "/", "", headers, body, "127.0.0.1", False)
    else:
        body = b"" if sent.body is None else msgspec.json.encode(sent.body)
        request, path = _request(sent.method, sent.query, body), sent.path
    return dict(served.cloud.parameters(request, served.operation, path))


def _request(method: str, query: dict[str, Any], body: bytes) -> HttpRequest:
    return HttpRequest(method, "/", urlencode(query), (), body, "127.0.0.1", False)
