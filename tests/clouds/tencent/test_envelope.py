"""What Tencent Cloud's API looks like around an operation: routing, parameters, answers, refusals."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tigertally.clouds import CLOUDS
from tigertally.clouds.http import HttpRequest
from tigertally.clouds.service import Operation
from tigertally.clouds.tencent import envelope
from tigertally.clouds.tencent.services import cam
from tigertally.model.refusals import Invalid, Missing, Refusal, Unsupported

JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def request(
    query: dict[str, str] | None = None,
    body: bytes = b"",
    content_type: str = JSON,
    method: str = "POST",
    **headers: str,
) -> HttpRequest:
    """A call of CAM as TC3 clients make it, unless headers say otherwise."""
    named = {"content-type": content_type, "x_tc_action": "CreatePolicy", "x_tc_version": "2019-01-16"}
    given = {name.replace("_", "-"): value for name, value in {**named, **headers}.items() if value}
    return HttpRequest(method, "/", urlencode(query or {}), tuple(given.items()), body, "127.0.0.1", False)


def tc3(**members: Any) -> HttpRequest:
    """A POST with a JSON body."""
    return request(body=json.dumps(members).encode(), authorization="TC3-HMAC-SHA256 x")


def read(asked: HttpRequest, name: str = "CreatePolicy") -> dict[str, Any]:
    """Its parameters."""
    return dict(envelope.parameters(asked, cam.operations[name], {}))


def refused(asked: HttpRequest, name: str = "CreatePolicy") -> str:
    """What is wrong with its parameters."""
    with pytest.raises(Invalid) as refusal:
        read(asked, name)
    return refusal.value.about


def claimed_by(asked: HttpRequest) -> str:
    """The cloud that takes a request for its own."""
    return next((cloud.name for cloud in CLOUDS if cloud.claims(asked)), "")


@pytest.mark.parametrize(
    ("query", "headers", "cloud"),
    [
        ({}, {"x-tc-action": "ListUsers"}, "tencent"),
        ({}, {"authorization": "TC3-HMAC-SHA256 x"}, "tencent"),
        ({"Action": "ListUsers", "SecretId": "AKID"}, {}, "tencent"),
        ({"Action": "ListUsers", "Version": "2019-01-16"}, {}, "tencent"),
        ({"Action": "ListUsers", "Version": "2015-05-01"}, {}, "alibaba"),
        ({}, {"authorization": "ACS3-HMAC-SHA256 x"}, "alibaba"),
        ({"x": "y"}, {}, ""),
    ],
)
def test_a_request_is_claimed_by_its_words(
    query: dict[str, str], headers: dict[str, str], cloud: str
) -> None:
    asked = HttpRequest("GET", "/", urlencode(query), tuple(headers.items()), b"", "127.0.0.1", False)
    assert cloud == claimed_by(asked)


def test_only_the_root_is_claimed() -> None:
    asked = HttpRequest("GET", "/v5/users", "", (("x-tc-action", "ListUsers"),), b"", "127.0.0.1", False)
    assert not envelope.claims(asked)


def routed(asked: HttpRequest) -> Operation:
    """The operation."""
    return envelope.route(asked)[0]


def test_the_operation_is_named_by_headers_or_parameters() -> None:
    assert "CreatePolicy" == routed(request()).name
    named = {"Action": "ListUsers", "Version": "2019-01-16"}
    for query, body in ((named, b""), ({}, urlencode(named).encode())):
        asked = request(query, body, FORM, x_tc_action="", x_tc_version="")
        assert "ListUsers" == routed(asked).name


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (request(method="PUT"), Unsupported),
        (request(x_tc_action=""), Missing),
        (request(x_tc_version=""), Missing),
        (request(x_tc_version="2017-03-12"), Invalid),
        (request(x_tc_action="AttachUserPolicies"), Unsupported),
        (request({"Action": "ListUsers"}), Invalid),
        (request({"Version": "2018-08-13"}), Invalid),
    ],
)
def test_a_call_that_names_no_operation_is_refused(asked: HttpRequest, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        routed(asked)


@pytest.mark.parametrize(("host", "service"), [("sts.tencentcloudapi.com", "sts"), ("127.0.0.1:1", "cam")])
def test_an_unknown_version_is_one_of_the_service_that_the_host_names(host: str, service: str) -> None:
    asked = request(x_tc_version="1", host=host)
    with pytest.raises(Invalid) as refusal:
        routed(asked)
    answer = json.loads(envelope.refuse(asked, None, refusal.value, "r", "").body)
    assert (
        f"The specified api version=`1` does not exist in service=`{service}`."
        == (answer["Response"]["Error"]["Message"])
    )


def test_a_list_comes_in_json_or_numbered() -> None:
    tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    flat = {"Tags.0.Key": "a", "Tags.0.Value": "1", "Tags.1.Key": "b", "Tags.1.Value": "2"}
    assert {"Tags": tags} == read(tc3(Tags=tags))
    assert {"Tags": tags} == read(request(flat, method="GET", content_type=FORM))
    numbers = request({"PolicyId.1": "2", "PolicyId.0": "1"}, method="GET", content_type=FORM)
    assert {"PolicyId": ["1", "2"]} == read(numbers, "DeletePolicy")


@pytest.mark.parametrize(
    "query",
    [
        {"Tags.0": "x", "Tags.0.Key": "y"},
        {"Tags.0.Key": "y", "Tags.0": "x"},
        {"Tags": "x", "Tags.0.Key": "y"},
        {"Tags.0.Key": "x", "Tags.00.Key": "y"},
    ],
)
def test_a_list_in_two_forms_is_refused(query: dict[str, str]) -> None:
    asked = request(query, method="GET", content_type=FORM, authorization="TC3-HMAC-SHA256 x")
    assert refused(asked).endswith(".Repeated")


@pytest.mark.parametrize("name", ["Nonsense", "Tags.x", "Tags.0.Key.Key", "PolicyName.0", "tags", "Tags."])
def test_a_name_that_the_operation_does_not_have_is_refused(name: str) -> None:
    assert f"{name}.Unknown" == refused(tc3(**{name: "x"}))


def test_common_parameters_are_not_the_operations_own() -> None:
    common = {"Action": "CreatePolicy", "Region": "ap-guangzhou", "Nonce": "1", "Language": "en-US"}
    assert {"PolicyName": "p"} == read(
        request({**common, "PolicyName": "p"}, method="GET", content_type=FORM)
    )


def test_a_name_in_query_and_body_is_refused() -> None:
    body = b'{"PolicyName": "a"}'
    assert "PolicyName.Repeated" == refused(
        request({"PolicyName": "a"}, body, authorization="TC3-HMAC-SHA256")
    )


@pytest.mark.parametrize("value", ["x&PolicyDocument=y", "&Nonce=1", "x&Tags.0.Key=k", "a=b&Action=x"])
def test_version_1_is_read_in_one_way_only(value: str) -> None:
    old = request({"PolicyName": value}, method="GET", content_type=FORM)
    assert "PolicyName.Ambiguous" == refused(old)
    assert {"PolicyName": value} == read(tc3(PolicyName=value))


@pytest.mark.parametrize("value", ["x&y=z", "key&value", "https://a.example/?page=1&size=2", "&"])
def test_an_ampersand_before_no_parameters_name_is_text(value: str) -> None:
    assert {"PolicyName": value} == read(request({"PolicyName": value}, method="GET", content_type=FORM))


PARTS = (
    b'--b\r\nContent-Disposition: form-data; name="PolicyName"\r\n\r\n\xe6\xb5\x8b\r\n'
    b'--b\r\nContent-Disposition: form-data; name="Tags"\r\nContent-Type: application/json\r\n\r\n'
    b'[{"Key": "k", "Value": "v"}]\r\n--b--\r\n'
)


@pytest.mark.parametrize("boundary", ["boundary=b", 'charset=utf-8; Boundary="b"'])
def test_parts_hold_text_or_json(boundary: str) -> None:
    asked = request(body=PARTS, content_type=f"multipart/form-data; {boundary}")
    assert {"PolicyName": "测", "Tags": [{"Key": "k", "Value": "v"}]} == read(asked)


@pytest.mark.parametrize(
    "body",
    [
        b"", PARTS[:-8], b"x" + PARTS, PARTS.replace(b"name=", b"called="),
        PARTS.replace(b"\xe6", b"\xff"), PARTS.replace(b'"Key"', b"Key"), PARTS.replace(b"\r\n\r\n", b"\r\n"),
    ],
)  # fmt: skip
def test_parts_that_cannot_be_read_are_refused(body: bytes) -> None:
    asked = request(body=body, content_type="multipart/form-data; boundary=b")
    assert "multipart.Unreadable" == refused(asked)


def test_the_servers_own_failure_is_an_answer_too() -> None:
    answer = envelope.broken(request(), "r")
    assert (200, (("content-type", JSON),)) == (answer.status, answer.headers)
    error = {"Code": "InternalError.SystemError", "Message": "Internal error."}
    assert {"Response": {"Error": error, "RequestId": "r"}} == json.loads(answer.body)
