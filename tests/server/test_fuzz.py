"""No request, however odd, makes the server fail: it is answered in its cloud's words and nothing is logged.

What nobody signed is tried on every door; what root signed is a good call with some of it replaced.
"""

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.live import Live
from tests.server.ear import heard
from tests.server.house import House, furnished
from tests.server.wishes import OPERATIONS, wish
from tests.signers import CALLS, FORM, JSON, Key, Reply, Sent, alibaba, huawei, tencent, tencent_v1
from tigertally.clouds import CLOUDS
from tigertally.clouds.cloud import Cloud
from tigertally.clouds.service import Operation
from tigertally.store import verify

often = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

UNICODE = st.text(alphabet=st.characters(codec="utf-8"), max_size=40)
ODD = UNICODE | st.sampled_from(
    ["", "%", "%zz", "\x00", "[" * 50_000, "[[", "{", '{"a":' * 5_000, "9" * 5_000, "[" + "9" * 5_000 + "]",
     "-1", "1e999", "null", "true", "[]", "{}", '["k"]', '[{"Key":"k"}]', "v1", "v2", "v999999999", "*",
     "System", "busy", "acs:ram::1:role/x", "x" * 10_000, "\ufffe", "\U0010ffff"]
)  # fmt: skip
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | ODD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD, inner, max_size=3),
    max_leaves=6,
)
HEADERS = st.dictionaries(
    st.sampled_from(
        ["authorization", "content-type", "x-acs-action", "x-acs-version", "x-acs-date", "x-sdk-date",
         "x-security-token", "x-auth-token", "host", "content-md5", "x-sdk-content-sha256", "x-tc-action",
         "x-tc-version", "x-tc-timestamp", "x-tc-language"]
    ),
    st.text(alphabet=st.characters(max_codepoint=255, exclude_characters="\r\n\x00"), max_size=60)
    | st.sampled_from(
        [FORM, JSON, "ACS3-HMAC-SHA256 ", "SDK-HMAC-SHA256 ", "TC3-HMAC-SHA256 ", "2015-05-01", "2019-01-16",
         "ListUsers", "1795208977"]
    ),
    max_size=5,
)  # fmt: skip
QUERY = st.text(alphabet="Aa=&%+.;01Z/", max_size=30)
TARGETS = st.one_of(
    st.builds("/?Action={}&Version=2015-05-01&{}".format, st.sampled_from(["ListUsers", "x", ""]), QUERY),
    st.builds("/?AccessKeyId=1&{}".format, QUERY),
    st.builds("/?Action={}&Version=2019-01-16&{}".format, st.sampled_from(["ListUsers", "x", ""]), QUERY),
    st.builds("/?SecretId=1&{}".format, QUERY),
    st.builds("/v5/{}?{}".format, st.text(alphabet="users/%2F5-.zZ", max_size=30), QUERY),
    st.builds("{}?{}".format, st.sampled_from(["/", "/v3/", "/v3.0/", "/v5/", "/x", ""]), QUERY),
)


@pytest.fixture(scope="module")
def houses(live: Live) -> dict[str, House]:
    """A house of each cloud, to be used up."""
    return {cloud.name: furnished(live, cloud.name) for cloud in CLOUDS}


@pytest.fixture
def calm(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """That nothing was logged."""
    yield
    assert [] == [record.getMessage() for record in caplog.records if record.name == "tigertally"]


def require_words(reply: Reply) -> None:
    """That an answer is no failure, and a refusal has a code."""
    assert 200 <= reply.status < 500, reply.body
    if reply.status >= 400 and reply.request_id and reply.body and reply.body[:1] != b"<":
        assert reply.code


@often
@given(
    st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"]),
    TARGETS,
    HEADERS,
    st.binary(max_size=60) | QUERY.map(str.encode),
)
@example("GET", "/?Action=ListUsers&Version=2015-05-01&Format=YAML", {}, b"")
@example("GET", "/?Format=YAML&Action=", {}, b"")
@pytest.mark.usefixtures("calm")
def test_no_unsigned_request_makes_the_server_fail(
    live: Live, method: str, target: str, headers: dict[str, str], body: bytes
) -> None:
    require_words(heard(live, Sent(method, target, headers, body)))


@often
@given(st.data())
@pytest.mark.parametrize("name", [cloud.name for cloud in CLOUDS])
@pytest.mark.usefixtures("calm")
def test_no_parameters_signed_by_root_make_the_server_fail(
    live: Live, houses: dict[str, House], name: str, data: st.DataObject
) -> None:
    house = houses[name]
    cloud, operation = data.draw(st.sampled_from([pair for pair in OPERATIONS if pair[0] is house.cloud]))
    given_ = wish(house, operation, whole=data.draw(st.booleans())) | data.draw(
        odd_parameters(cloud, operation)
    )
    require_words(heard(live, CALLS[cloud.name](house.root, operation, given_)))


def odd_parameters(cloud: Cloud, operation: Operation) -> st.SearchStrategy[dict[str, object]]:
    """Some parameters of an operation with odd values, each of a kind that its place can carry."""
    if cloud.name == "alibaba":
        names = [field.wire for field in operation.fields] + ["Format", "Nonsense"]
        numbered = [f"{name}.{tail}" for name in ("Tag", "ResourceNames", "TagKeys") for tail in TAILS]
        return st.dictionaries(st.sampled_from(names + numbered), ODD, max_size=4)
    if cloud.name == "tencent":
        names = [field.wire for field in operation.fields] + ["Nonsense"]
        numbered = [f"{name}.{tail}" for name in ("Tags", "PolicyId", "Info") for tail in TAILS]
        return st.dictionaries(st.sampled_from(names + numbered), ANY_JSON, max_size=4)
    values: dict[str, st.SearchStrategy[Any]] = {
        "path": UNICODE.filter(lambda text: "/" not in text).map(lambda text: text or "x"),
        "query": ODD,
        "body": ANY_JSON,
        "whole_body": ANY_JSON,
    }
    chosen = {field.wire: values[field.place] for field in operation.fields}
    return st.fixed_dictionaries({}, optional=chosen)


TAILS = ("1", "1.Key", "1.Value", "2", "0", "01.Key", "\u0663", "999.Key", "1000", ".", "1.", "1.Key.Key")


SPELLINGS: dict[str, dict[str, str]] = {
    "a format that is none": {"Format": "YAML"},
    "a text for an item with members": {"Tag.1": "x"},
    "an item as text and by its members": {"Tag.1": "x", "Tag.1.Key": "y"},
    "nested arrays": {"Tag": "[" * 100_000},
    "nested objects": {"Tag": '{"a":' * 50_000},
    "a long number": {"Tag": "[" + "9" * 5000 + "]"},
    "a number for a list": {"ResourceNames": "1e999"},
    "a text for a list": {"ResourceNames": '"busy"'},
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.usefixtures("calm")
def test_odd_spellings_of_lists_and_formats_are_refused(
    live: Live, houses: dict[str, House], spelling: str
) -> None:
    good = {"ResourceType": "role", "ResourceNames": '["busy"]'}
    call = alibaba(houses["alibaba"].root, "TagResources", good | SPELLINGS[spelling], in_form=True)
    reply = heard(live, call)
    require_words(reply)
    assert 400 == reply.status


@often
@given(st.binary(max_size=80) | ANY_JSON.map(lambda value: json.dumps(value).encode()))
@example(b"[" * 100_000)
@example(b'{"name":"\\ud800","enabled":true}')
@example(b'{"name":"a","name":"b","enabled":true}')
@example(b"\xef\xbb\xbf{}")
@pytest.mark.usefixtures("calm")
def test_no_body_signed_by_root_makes_the_server_fail(
    live: Live, houses: dict[str, House], body: bytes
) -> None:
    root = houses["huawei"].root
    for method, path in (("POST", "/v5/users"), ("DELETE", "/v5/agency/x/tags/delete"), ("GET", "/v5/users")):
        require_words(heard(live, huawei(root, method, path, raw=body)))


PART = b'--x\r\nContent-Disposition: form-data; name="Name"\r\n\r\n'


@often
@given(st.binary(max_size=80) | ANY_JSON.map(lambda value: json.dumps(value).encode()))
@example(b"")
@example(b"[" * 100_000)
@example(b'{"Name":"\\ud800"}')
@example(PART + b"\xff\r\n--x--")
@example(PART + b"a\r\n--x\r\n\r\n--x--")
@pytest.mark.parametrize("content_type", [JSON, FORM, "multipart/form-data; boundary=x", "text/plain", ""])
@pytest.mark.usefixtures("calm")
def test_no_body_of_any_type_signed_by_root_makes_the_server_fail(
    live: Live, houses: dict[str, House], content_type: str, body: bytes
) -> None:
    root = houses["tencent"].root
    for text in (body, PART + body + b"\r\n--x--\r\n"):
        require_words(heard(live, tencent(root, "AddUser", {}, body=text, content_type=content_type)))


@often
@given(name=ODD, value=ODD)
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.usefixtures("calm")
def test_no_parameter_of_the_older_signature_makes_the_server_fail(
    live: Live, houses: dict[str, House], method: str, name: str, value: str
) -> None:
    root = houses["tencent"].root
    for given_ in ({name: value}, {"Name": value}, {"Name": f"{value}&{name}={value}"}):
        require_words(heard(live, tencent_v1(root, "GetUser", given_, method=method)))


@often
@given(st.text(alphabet=st.characters(max_codepoint=255, exclude_characters="\r\n\x00"), max_size=60))
@pytest.mark.usefixtures("calm")
def test_no_credential_makes_the_server_fail(live: Live, houses: dict[str, House], text: str) -> None:
    key = Key(text, text, text)
    require_words(heard(live, alibaba(key, "ListUsers", {})))
    require_words(heard(live, huawei(key, "GET", "/v5/users")))
    require_words(heard(live, tencent(key, "ListUsers", {})))
    require_words(heard(live, tencent_v1(key, "ListUsers", {})))
    root = houses["huawei"].root._replace(token=text)
    require_words(heard(live, huawei(root, "GET", "/v5/users")))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200) | st.builds("GET {} HTTP/1.1\r\n{}\r\n\r\n".format, QUERY, QUERY).map(str.encode)
)
@pytest.mark.usefixtures("calm")
def test_no_bytes_on_the_wire_make_the_server_fail(live: Live, sent: bytes) -> None:
    with socket.create_connection((live.host, live.port), timeout=10) as wire:
        wire.sendall(sent)
        wire.shutdown(socket.SHUT_WR)
        answer = wire.makefile("rb").readline()
    assert not answer.startswith(b"HTTP/1.1 5")


def test_the_ledger_is_whole_after_all_that(live: Live) -> None:
    assert [] == verify(live.stage.store)
