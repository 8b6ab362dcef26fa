"""Alibaba Cloud's RPC style around an operation: routing, parameters, JSON and XML."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from msgspec import Struct

from tigertally.clouds.alibaba import CLOUD
from tigertally.clouds.alibaba.envelope import broken, claims, parameters, refuse, route, succeed
from tigertally.clouds.cloud import Answer
from tigertally.clouds.http import FORM, HttpRequest
from tigertally.model.refusals import Invalid, Missing, NotFound, Refusal, Unsupported

RAM, *_ = CLOUD.services
CREATE_ROLE = RAM.operations["CreateRole"]
TAG = RAM.operations["TagResources"]


class Inner(Struct, rename="pascal"):
    """Some of an answer."""

    text: str
    flag: bool = True


class Listed(Struct, rename="pascal"):
    """An answer with a list."""

    inner: list[Inner]


def request(
    query: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    method: str = "GET",
    path: str = "/",
    **headers: str,
) -> HttpRequest:
    """A request as it is heard."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    if form is not None:
        named["content-type"] = FORM
    body = urlencode(form or {}).encode()
    return HttpRequest(
        method, path, urlencode(query or {}), tuple(named.items()), body, "127.0.0.1", secure=False
    )


def asking(**more: str) -> HttpRequest:
    """A request for TagResources."""
    return request({"Action": "TagResources", "Version": "2015-05-01", **more})


def refusal_of(heard: HttpRequest) -> Refusal:
    """How routing refuses."""
    with pytest.raises(Refusal) as told:
        route(heard)
    return told.value


@pytest.mark.parametrize(
    "heard",
    [
        request({"Action": "x"}),
        request({"AccessKeyId": "x"}),
        request(form={"Action": "x"}, method="POST"),
        request(x_acs_action="x"),
        request(authorization="ACS3-HMAC-SHA256 x"),
    ],
    ids=["action", "key", "form", "header", "authorization"],
)
def test_a_call_in_its_words_is_claimed(heard: HttpRequest) -> None:
    assert claims(heard)


@pytest.mark.parametrize(
    "heard",
    [request(), request({"Action": "x"}, path="/v5/users"), request({"Limit": "1"})],
    ids=["nothing", "another path", "other words"],
)
def test_other_calls_are_not_claimed(heard: HttpRequest) -> None:
    assert not claims(heard)


def test_action_and_version_select_the_operation() -> None:
    assert (TAG, {}) == route(asking())
    assert (TAG, {}) == route(request(x_acs_action="TagResources", x_acs_version="2015-05-01"))
    assert (TAG, {}) == route(request({"Version": "2015-05-01"}, {"Action": "TagResources"}, "POST"))


def test_an_action_named_in_two_places_must_agree() -> None:
    assert (
        "Action.Repeated"
        == refusal_of(
            request({"Action": "TagResources", "Version": "2015-05-01"}, x_acs_action="ListUsers")
        ).about
    )


@pytest.mark.parametrize(
    ("heard", "kind", "about"),
    [
        (request({"Version": "2015-05-01"}), Missing, "Action"),
        (request({"Action": "ListUsers"}), Missing, "Version"),
        (request({"Action": "ListUsers", "Version": "1999-01-01"}), Invalid, "Version"),
        (request({"Action": "ListUsers", "Version": "2015-04-01"}), Unsupported, ""),
        (request({"Action": "listusers", "Version": "2015-05-01"}), Unsupported, ""),
        (request({"Action": "ListUsers", "Version": "2015-05-01"}, method="PUT"), Unsupported, "method"),
        (asking(Format="YAML"), Invalid, "Format"),
    ],
    ids=["no action", "no version", "version", "other service", "case", "method", "format"],
)
def test_what_selects_no_operation_is_refused(heard: HttpRequest, kind: type, about: str) -> None:
    told = refusal_of(heard)
    assert (kind, about) == (type(told), told.about)


@pytest.mark.parametrize(
    ("given", "tags"),
    [
        ({"Tag": '[{"Key":"a","Value":"b"}]'}, [{"Key": "a", "Value": "b"}]),
        ({"Tag.1.Key": "a", "Tag.1.Value": "b"}, [{"Key": "a", "Value": "b"}]),
        ({"Tag.2.Key": "b", "Tag.10.Key": "c", "Tag.1.Key": "a"}, [{"Key": "a"}, {"Key": "b"}, {"Key": "c"}]),
        ({"Tag.x.Key": "a", "Tagged.1": "b", "Tag.": "c"}, None),
        ({}, None),
    ],
    ids=["json", "numbered", "in order", "no numbers", "nothing"],
)
def test_a_list_comes_as_json_or_numbered(given: dict[str, str], tags: object) -> None:
    assert tags == parameters(asking(**given), TAG, {})["Tag"]


def test_a_list_of_texts_comes_numbered_too() -> None:
    given = {"ResourceNames.1": "a", "ResourceNames.2": "b"}
    assert ["a", "b"] == parameters(asking(**given), TAG, {})["ResourceNames"]


@pytest.mark.parametrize(
    "given",
    [
        {"Tag": "a,b"},
        {"Tag": "[" * 100_000},
        {"Tag.1": "a", "Tag.1.Key": "b"},
        {"Tag.1.Key": "b", "Tag.1": "a"},
    ],
    ids=["no json", "too deep", "item and member", "member and item"],
)
def test_a_list_that_cannot_be_read_is_invalid(given: dict[str, str]) -> None:
    with pytest.raises(Invalid) as told:
        TAG.read({"ResourceType": "role", "ResourceNames": ["x"], **parameters(asking(**given), TAG, {})})
    assert told.value.about.startswith("Tag")


def told_json(answer: Answer) -> Any:
    """The body of an answer."""
    return json.loads(answer.body)


def test_an_answer_stands_beside_its_request_id() -> None:
    answer = succeed(asking(), TAG, Listed([Inner("a")]), "id")
    assert {"Inner": [{"Text": "a", "Flag": True}], "RequestId": "id"} == told_json(answer)
    assert ("x-acs-request-id", "id") in answer.headers
    assert {"RequestId": "id"} == told_json(succeed(asking(), TAG, None, "id"))


def test_an_answer_in_xml_repeats_the_elements_of_a_list() -> None:
    answer = succeed(asking(Format="xml"), TAG, Listed([Inner("a<&>"), Inner("b", False)]), "id")
    root = ElementTree.fromstring(answer.body)
    assert "TagResourcesResponse" == root.tag
    assert [("a<&>", "true"), ("b", "false")] == [
        (one.findtext("Text"), one.findtext("Flag")) for one in root.findall("Inner")
    ]
    assert ("content-type", "text/xml;charset=utf-8") in answer.headers


@pytest.mark.parametrize("odd", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff"], ids=ascii)
def test_an_answer_in_xml_is_well_formed_whatever_it_says(odd: str) -> None:
    answer = succeed(asking(Format="XML"), TAG, Listed([Inner(f"a{odd}b")]), "id")
    assert "a\ufffdb" == ElementTree.fromstring(answer.body).findtext("Inner/Text")


def test_a_refusal_has_a_code_a_message_and_the_host() -> None:
    answer = refuse(asking(), CREATE_ROLE, NotFound("user", key="x"), "id", "")
    told = told_json(answer)
    assert (404, "EntityNotExist.User", "ram.aliyuncs.com", "id") == (
        answer.status, told["Code"], told["HostId"], told["RequestId"],
    )  # fmt: skip
    assert told["Message"]
    assert "AccessDeniedDetail" not in told


def test_a_refusal_comes_in_xml_where_xml_was_asked_for() -> None:
    answer = refuse(asking(Format="XML"), CREATE_ROLE, NotFound("user", key="x"), "id", "")
    root = ElementTree.fromstring(answer.body)
    assert ("Error", "EntityNotExist.User") == (root.tag, root.findtext("Code"))


@pytest.mark.parametrize("format", ["YAML", "xml ", "\x00"])
def test_a_format_that_is_none_is_refused_in_json(format: str) -> None:
    heard = asking(Format=format)
    told = told_json(refuse(heard, None, refusal_of(heard), "id", ""))
    assert "InvalidParameter.Format" == told["Code"]
    assert "InternalError" == told_json(broken(heard, "id"))["Code"]


def test_before_an_operation_is_known_the_version_tells_the_host() -> None:
    heard = request({"Version": "2015-04-01", "Action": "x"})
    assert "sts.aliyuncs.com" == told_json(refuse(heard, None, refusal_of(heard), "id", ""))["HostId"]


def test_the_servers_own_failure_says_nothing_of_itself() -> None:
    answer = broken(asking(), "id")
    assert (500, "InternalError") == (answer.status, told_json(answer)["Code"])
