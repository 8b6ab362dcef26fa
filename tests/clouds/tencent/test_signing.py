"""Requests of the official clients verify; no byte of one can change and still mean something else."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha1, sha256
from hmac import digest, new
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tencentcloud.cam.v20190116 import models
from tencentcloud.cam.v20190116.cam_client import CamClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

from tigertally.clouds.http import HttpRequest
from tigertally.clouds.tencent import envelope
from tigertally.clouds.tencent.signing import UNSIGNED_PAYLOAD, Presented, present, verify
from tigertally.model.refusals import Refusal, Unsigned

CASES = Path(__file__).parents[2] / "cases" / "signatures" / "tencent.json"
VECTORS: list[dict[str, Any]] = json.loads(CASES.read_text())["vectors"]
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

KEYS = {"AKIDtest": "secrettest"}
AT = 1795208977
DATE = "2026-11-20"

VALUES = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00")) | st.sampled_from(
    ["", "*", "~", "+", " ", "a b+c*d~e", "%41", "%", "&=", "中 文", "\N{TIGER FACE}", "x" * 300]
)


def heard(vector: dict[str, Any]) -> HttpRequest:
    return request_of(vector["method"], vector["target"], vector["headers"], vector["body"].encode())


def request_of(method: str, target: str, headers: Any, body: bytes) -> HttpRequest:
    path, _, query = target.partition("?")
    named = tuple((name.lower(), value.encode().decode("latin-1")) for name, value in headers)
    return HttpRequest(method, path, query, named, body, "127.0.0.1", secure=False)


def check(request: HttpRequest, secret: str = "secrettest") -> Presented:
    presented = present(request)
    verify(presented, request, secret)
    return presented


def refused(request: HttpRequest, secret: str = "secrettest") -> tuple[str, dict[str, object]]:
    with pytest.raises(Unsigned) as refusal:
        check(request, secret)
    return refusal.value.about, refusal.value.values


def named(client: str, scheme: str, method: str, holding: str = "") -> HttpRequest:
    for vector in VECTORS:
        of = vector["scheme"], vector["method"]
        if of == (scheme, method) and vector["client"].startswith(client) and holding in str(vector):
            return heard(vector)
    raise LookupError(client)


TC3 = named("python", "TC3-HMAC-SHA256", "POST", "tok+/=")
TC3_GET = named("python", "TC3-HMAC-SHA256", "GET")
TC3_NODE = named("nodejs", "TC3-HMAC-SHA256", "POST")
MULTIPART = named("python", "TC3-HMAC-SHA256", "POST", "multipart")
V1 = named("python", "v1-HmacSHA1", "GET")
V1_FORM = named("python", "v1-HmacSHA256", "POST")
V1_GO = named("go", "v1-HmacSHA1", "GET")


def with_header(request: HttpRequest, name: str, value: str | None) -> HttpRequest:
    kept = tuple(pair for pair in request.headers if pair[0] != name)
    return replace(request, headers=kept if value is None else (*kept, (name, value)))


def with_parameter(request: HttpRequest, name: str, value: str | None) -> HttpRequest:
    pairs = [pair for pair in parse_qsl(request.raw_query, keep_blank_values=True) if pair[0] != name]
    return replace(request, raw_query=urlencode(pairs if value is None else [*pairs, (name, value)]))


def signed_by_hand(
    headers: dict[str, str], signing: str, *, body: bytes = b"{}", said: dict[str, str] | None = None
) -> HttpRequest:
    """A TC3 POST; ``said`` is how the client spelled headers when it signed them."""
    given = {"host": "cam", "content-type": JSON, "x-tc-timestamp": str(AT), **headers}
    payload = given.get("x-tc-content-sha256", "")
    hashed = sha256(UNSIGNED_PAYLOAD.encode() if payload == UNSIGNED_PAYLOAD else body).hexdigest()
    lines = "".join(f"{name}:{ {**given, **(said or {})}[name] }\n" for name in signing.split(";"))
    canonical = f"POST\n/\n\n{lines}\n{signing}\n{hashed}"
    scope = f"{DATE}/cam/tc3_request"
    key = b"TC3secrettest"
    for part in scope.split("/"):
        key = digest(key, part.encode(), "sha256")
    to_sign = f"TC3-HMAC-SHA256\n{AT}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    signature = digest(key, to_sign.encode(), "sha256").hex()
    credential = f"Credential=AKIDtest/{scope}, SignedHeaders={signing}, Signature={signature}"
    return request_of("POST", "/", [*given.items(), ("Authorization", f"TC3-HMAC-SHA256 {credential}")], body)


BOTH = "content-type;host"
SIGNED_ACTION = signed_by_hand(
    {"x-tc-action": "DetachUserPolicy", "x-tc-version": "2019-01-16"},
    "content-type;host;x-tc-action;x-tc-version",
    body=b'{"PolicyId": 1, "DetachUin": 100000000001}',
)


# What clients send


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['client']}-{vector['scheme']}")
def test_a_recorded_request_verifies(vector: dict[str, Any]) -> None:
    presented = check(heard(vector), vector["access_key_secret"])
    assert presented.access_key_id == vector["access_key_id"]
    assert presented.scheme in vector["scheme"]
    assert bool(presented.nonce) is vector["scheme"].startswith("v1")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['client']}-{vector['scheme']}")
def test_another_secret_is_told_what_was_signed(vector: dict[str, Any]) -> None:
    reason, values = refused(heard(vector), "another secret")
    assert reason == "mismatch"
    if vector.get("host_rule") == "host_as_sent":
        for told in ("string_to_sign", "canonical_request"):
            assert vector.get(told) in (None, values[told])


def test_presented_says_who_when_and_with_which_token() -> None:
    for request in (TC3, V1):
        presented = present(request)
        assert presented.access_key_id == "AKIDtest"
        assert presented.signed_at == AT
        assert presented.security_token == "tok+/="
    assert present(TC3_NODE).service == "127"
    assert present(TC3).date == DATE


def test_a_nonce_counts_together_with_its_timestamp() -> None:
    parameters = dict(parse_qsl(V1.raw_query))
    assert present(V1).nonce == f"{AT}.{parameters['Nonce']}"


def test_all_of_version_1_is_signed_and_of_tc3_what_the_client_lists() -> None:
    assert present(V1).signs_action
    assert present(SIGNED_ACTION).signs_action
    assert not present(TC3).signs_action
    assert not present(with_header(SIGNED_ACTION, "x-tc-content-sha256", UNSIGNED_PAYLOAD)).signs_action


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[HttpRequest]:
    """What the official client would have put on the wire."""
    requests: list[HttpRequest] = []

    def send(_session: object, prepared: Any, **_options: object) -> SimpleNamespace:
        body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body or b""
        headers = [
            (name, value.decode() if isinstance(value, bytes) else str(value))
            for name, value in prepared.headers.items()
        ]
        requests.append(request_of(prepared.method, prepared.path_url, headers, body))
        answer = b'{"Response":{"RequestId":"r"}}'
        return SimpleNamespace(
            status_code=200, headers={"Content-Type": JSON}, content=answer, text=answer.decode()
        )

    monkeypatch.setattr("requests.Session.send", send)
    return requests


Recorded = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)


@pytest.mark.parametrize("algorithm", ["TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"])
@pytest.mark.parametrize("method", ["POST", "GET"])
@Recorded
@given(value=VALUES)
def test_the_current_sdk_verifies(sent: list[HttpRequest], algorithm: str, method: str, value: str) -> None:
    profile = HttpProfile(protocol="http", endpoint="127.0.0.1:1", reqMethod=method)
    client = CamClient(
        Credential("AKIDtest", "secrettest", "tok+/="), "", ClientProfile(algorithm, httpProfile=profile)
    )
    request = models.CreatePolicyRequest()
    request.PolicyName, request.PolicyDocument, request.Tags = value, "{}", [models.Tag()]
    request.Tags[0].Key = request.Tags[0].Value = "k"
    client.CreatePolicy(request)
    presented = check(sent[-1])
    assert (presented.access_key_id, presented.security_token) == ("AKIDtest", "tok+/=")
    operation, path = envelope.route(sent[-1])
    with suppress(Refusal):  # a name such as "&Nonce=" is told apart after the signature
        read = envelope.parameters(sent[-1], operation, path)
        assert read.get("PolicyName", "") == value
        assert read["Tags"] == [{"Key": "k", "Value": "k"}]


# The spellings that clients differ in


@pytest.mark.parametrize("said", ["127.0.0.1:8080", "127.0.0.1"])
def test_the_host_is_signed_with_its_port_or_without(said: str) -> None:
    check(signed_by_hand({"host": "127.0.0.1:8080"}, BOTH, said={"host": said}))


def test_a_host_with_a_scheme_is_a_host() -> None:
    check(signed_by_hand({"host": "http://127.0.0.1:8080"}, BOTH))


def test_another_host_is_another_signature() -> None:
    assert refused(signed_by_hand({"host": "127.0.0.1:8080"}, BOTH, said={"host": "cam"}))[0] == "mismatch"


def test_header_values_are_signed_as_they_are_or_in_lower_case() -> None:
    action = {"x-tc-action": "ListUsers", "content-type": "application/json; charset=UTF-8"}
    check(signed_by_hand(action, f"{BOTH};x-tc-action"))
    lower = {name: value.lower() for name, value in action.items()}
    check(signed_by_hand(action, f"{BOTH};x-tc-action", said=lower))


def test_an_unsigned_payload_is_said_in_a_header() -> None:
    request = signed_by_hand({"x-tc-content-sha256": UNSIGNED_PAYLOAD}, BOTH)
    check(request)
    check(replace(request, body=b"another"))
    assert refused(with_header(request, "x-tc-content-sha256", None))[0] == "mismatch"
    assert refused(with_header(TC3, "x-tc-content-sha256", UNSIGNED_PAYLOAD))[0] == "mismatch"


# What is refused


def v1_signed(
    parameters: dict[str, str], hashing: Callable[..., Any] = sha1, method: str = "GET"
) -> HttpRequest:
    text = f"{method}cam/?{'&'.join(f'{name}={parameters[name]}' for name in sorted(parameters))}"
    signature = b64encode(new(b"secrettest", text.encode(), hashing).digest()).decode()
    target = f"/?{urlencode({**parameters, 'Signature': signature})}"
    return request_of(method, target, [("host", "cam")], b"")


BY_HAND = {
    "Action": "ListUsers", "Version": "2019-01-16", "SecretId": "AKIDtest", "Timestamp": str(AT),
    "Nonce": "7",
}  # fmt: skip


def test_hmac_sha1_is_the_default_and_hmac_sha256_has_to_be_named() -> None:
    check(v1_signed(BY_HAND))
    check(v1_signed({**BY_HAND, "SignatureMethod": "HmacSHA1"}))
    check(v1_signed({**BY_HAND, "SignatureMethod": "HmacSHA256"}, sha256))
    assert refused(v1_signed(BY_HAND, sha256))[0] == "mismatch"


@pytest.mark.parametrize("field", ["Action", "Version", "Timestamp", "Nonce", "SecretId", "Signature"])
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_parameter_is_named(field: str, value: str | None) -> None:
    assert refused(with_parameter(V1, field, value)) == ("missing", {"field": field})


@pytest.mark.parametrize("field", ["content-type", "host"])
def test_host_and_content_type_must_be_signed(field: str) -> None:
    listed = "host" if field == "content-type" else "content-type"
    assert refused(signed_by_hand({}, listed)) == ("unsigned_header", {"field": field})


def test_a_signed_header_that_is_absent_is_named() -> None:
    assert refused(with_header(TC3, "host", None))[0] == "incomplete"


@pytest.mark.parametrize(
    "rest",
    [
        "", "Credential=a", f"Credential=AKIDtest/{DATE}/cam/tc3_request, SignedHeaders=host",
        f"Credential=/{DATE}/cam/tc3_request, SignedHeaders=host, Signature={'0' * 64}",
        f"Credential=a/b/{DATE}/cam/tc3_request, SignedHeaders=host, Signature={'0' * 64}",
        f"Credential=a/{DATE}/cam/aws4_request, SignedHeaders=host, Signature={'0' * 64}",
        f"Credential=a/20261120/cam/tc3_request, SignedHeaders=host, Signature={'0' * 64}",
        f"Credential=a/{DATE}/cam/tc3_request, SignedHeaders=host;host, Signature={'0' * 64}",
        f"Credential=a/{DATE}/cam/tc3_request, SignedHeaders=Host, Signature={'0' * 64}",
        f"Credential=a/{DATE}/cam/tc3_request, SignedHeaders=host, Signature={'0' * 63}",
        f"Credential=a/{DATE}/cam/tc3_request, SignedHeaders=host, Signature={'0' * 64}, x=y",
    ],
)  # fmt: skip
def test_a_malformed_authorization_is_incomplete(rest: str) -> None:
    assert refused(with_header(TC3, "authorization", f"TC3-HMAC-SHA256 {rest}"))[0] == "incomplete"


@pytest.mark.parametrize("scheme", ["SKIP", "TC3-HMAC-SM3", "tc3-hmac-sha256", "Bearer x", ""])
def test_another_algorithm_in_the_header_is_refused(scheme: str) -> None:
    value = scheme.partition(" ")[0]
    assert refused(with_header(TC3, "authorization", scheme)) == ("method", {"value": value})


def test_another_algorithm_among_the_parameters_is_refused() -> None:
    assert refused(with_parameter(V1, "SignatureMethod", "HmacMD5")) == ("method", {"value": "HmacMD5"})


def test_headers_of_tc3_without_an_authorization_are_incomplete() -> None:
    reason, values = refused(with_header(TC3, "authorization", None))
    assert (reason, values["field"]) == ("incomplete", "Authorization")


@pytest.mark.parametrize(
    "value", ["", "0", "-1", "1.5", " 1795208977", "2026-11-20T21:12:53Z", "9" * 12, "١"]
)
def test_a_time_in_another_format_is_refused(value: str) -> None:
    expected = {"field": "X-TC-Timestamp", "value": value}
    assert refused(with_header(TC3, "x-tc-timestamp", value)) == ("timestamp_format", expected)
    if value:
        expected = {"field": "Timestamp", "value": value}
        assert refused(with_parameter(V1, "Timestamp", value)) == ("timestamp_format", expected)


def test_the_scope_has_the_utc_date_of_the_timestamp() -> None:
    request = with_header(TC3, "x-tc-timestamp", str(AT + 86_400))
    assert refused(request) == ("scope", {"field": "Credential", "value": DATE})


@pytest.mark.parametrize("nonce", ["-1", "1.5", "x", "9" * 21])
def test_a_nonce_is_a_number(nonce: str) -> None:
    assert refused(with_parameter(V1, "Nonce", nonce))[1]["field"] == "Nonce"


def test_two_credentials_are_ambiguous() -> None:
    both = replace(TC3_GET, raw_query=f"{TC3_GET.raw_query}&Signature=x")
    assert refused(both) == ("ambiguous", {"field": "Authorization"})
    twice = replace(TC3, headers=(*TC3.headers, ("authorization", "x y")))
    assert refused(twice) == ("ambiguous", {"field": "Authorization"})


def test_a_name_given_twice_is_ambiguous() -> None:
    for request in (TC3_GET, V1):
        twice = replace(request, raw_query=f"{request.raw_query}&Page=1&Page=1")
        assert refused(twice) == ("ambiguous", {"field": "Page"})
    across = replace(V1_FORM, raw_query="Page=1")
    assert refused(across) == ("ambiguous", {"field": "Page"})


@pytest.mark.parametrize(
    "name", ["x-tc-action", "x-tc-version", "x-tc-timestamp", "x-tc-token", "content-type", "host"]
)
def test_a_header_that_somebody_could_read_twice_is_ambiguous(name: str) -> None:
    twice = replace(TC3, headers=((name, "x"), *TC3.headers))
    assert refused(twice) == ("ambiguous", {"field": name})


@pytest.mark.parametrize(("header", "field"), [("x-tc-action", "Action"), ("x-tc-version", "Version")])
def test_version_1_routes_by_what_is_signed(header: str, field: str) -> None:
    assert refused(with_header(V1_GO, header, "DeleteUser")) == ("ambiguous", {"field": field})


def test_version_1_refuses_a_body_that_it_cannot_sign() -> None:
    request = replace(with_header(V1, "content-type", JSON), body=b"{}")
    assert refused(request)[1]["field"] == "body"


def test_version_1_signs_for_the_root_only() -> None:
    assert refused(replace(V1, raw_path="/v5/users"))[0] == "mismatch"


@pytest.mark.parametrize("host", ["a/?Action=x&b=", "a&b", "a b", "é"])
def test_the_host_of_version_1_is_a_host(host: str) -> None:
    assert refused(with_header(V1, "host", host))[1]["field"] == "Host"


@pytest.mark.parametrize("query", ["Page=%zz", "Page=%ff", "Page=é"])
def test_an_undecodable_query_is_incomplete(query: str) -> None:
    assert refused(replace(TC3_GET, raw_query=query))[0] == "incomplete"


# No byte can change


def acted_on(request: HttpRequest) -> object:
    """What the server acts on, read by the standard library: the caller's claims, and the call.

    Of TC3 the action and the token are left out where the client has not signed them: whose token it is
    is compared with the key's, and ``--require-signed-action`` is there for the other.
    """
    pairs = parse_qsl(request.raw_query, keep_blank_values=True, errors="strict")
    headers = dict(reversed(request.headers))
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    body: object = request.body
    if kind == FORM:
        pairs += parse_qsl(request.body.decode(), keep_blank_values=True, errors="strict")
        body = b""
    presented = present(request)
    given = {name: value for name, value in pairs if name != "RequestClient"}
    who = (presented.access_key_id, presented.nonce, presented.signed_at)
    if presented.nonce:
        return request.method, request.raw_path, given, len(pairs), body, who, presented.security_token
    routing = [headers.get(name, "").strip() for name in ("x-tc-action", "x-tc-version")]
    asked = routing if presented.signs_action else []
    read_as = kind if body else ""
    return request.method, request.raw_path, pairs, body, read_as, who, asked


def changed_texts(text: str) -> Iterator[str]:
    for at in range(len(text) + 1):
        for more in "&=%+;,/0a Z\n\x00\x85":
            yield text[:at] + more + text[at:]
        if at < len(text):
            yield text[:at] + text[at + 1 :]
            for bit in range(8):
                yield text[:at] + chr(ord(text[at]) ^ (1 << bit)) + text[at + 1 :]


def changed_headers(request: HttpRequest) -> Iterator[HttpRequest]:
    for at, (name, value) in enumerate(request.headers):
        before, after = request.headers[:at], request.headers[at + 1 :]
        yield replace(request, headers=before + after)
        yield replace(request, headers=(*before, (name, value), (name, value), *after))
        for text in changed_texts(value):
            yield replace(request, headers=(*before, (name, text), *after))
        for text in changed_texts(name):
            yield replace(request, headers=(*before, (text.lower(), value), *after))
    for name in ("x-tc-action", "x-tc-version", "x-tc-token", "x-tc-content-sha256", "content-type", "host"):
        for value in ("DeleteUser", UNSIGNED_PAYLOAD, FORM, JSON, ""):
            yield replace(request, headers=(*request.headers, (name, value)))
            yield replace(request, headers=((name, value), *request.headers))


def split_and_merged(request: HttpRequest) -> Iterator[HttpRequest]:
    """Version 1 signs names and values without escapes: parameters cut in two, and two made one."""
    if request.body or "Signature" not in request.raw_query:
        return
    pairs = sorted(parse_qsl(request.raw_query, keep_blank_values=True))
    for at, (name, value) in enumerate(pairs):
        for end, (other, more) in enumerate(pairs[at + 1 :], at + 1):
            merged = [*pairs[:at], (name, f"{value}&{other}={more}"), *pairs[at + 1 : end], *pairs[end + 1 :]]
            yield replace(request, raw_query=urlencode(merged))
        for cut in range(1, len(value)):
            if value[cut] == "=":
                renamed = [*pairs[:at], (f"{name}={value[:cut]}", value[cut + 1 :]), *pairs[at + 1 :]]
                yield replace(request, raw_query=urlencode(renamed))


def changed(request: HttpRequest) -> Iterator[HttpRequest]:
    for text in changed_texts(request.method):
        yield replace(request, method=text)
    for text in changed_texts(request.raw_path):
        yield replace(request, raw_path=text)
    for text in changed_texts(request.raw_query):
        yield replace(request, raw_query=text)
    for text in changed_texts(request.body.decode("latin-1")):
        yield replace(request, body=text.encode("latin-1"))
    yield from changed_headers(request)
    yield from split_and_merged(request)


@pytest.mark.parametrize(
    "signed",
    [TC3, TC3_GET, TC3_NODE, MULTIPART, SIGNED_ACTION, V1, V1_FORM],
    ids=["tc3", "get", "node", "multipart", "action", "v1", "v1-form"],
)
def test_any_changed_byte_is_refused_or_changes_nothing(signed: HttpRequest) -> None:
    meant = acted_on(signed)
    let_through = 0
    for request in changed(signed):
        try:
            check(request, KEYS[present(request).access_key_id])
            if present(request).nonce:  # one reading of what version 1 signs is left to the envelope
                envelope.parameters(request, *envelope.route(request))
        except (Refusal, KeyError):  # or nobody has that key
            continue
        let_through += 1
        assert acted_on(request) == meant, request
    assert let_through  # a space about a header: the test can see what passes


# Whatever is heard, the answer is a verdict

TEXT = st.text(max_size=30) | st.text(alphabet=st.characters(max_codepoint=255), max_size=30)
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(["authorization", "host", "x-tc-timestamp", "x-tc-action", "content-type"]) | TEXT,
        TEXT | st.sampled_from([value for _, value in TC3.headers]),
    )
)


@given(
    method=TEXT, path=TEXT, query=TEXT | st.just(V1.raw_query), headers=HEADERS,
    body=st.binary(max_size=40) | st.just(V1_FORM.body), secret=TEXT.filter(str.isprintable),
)  # fmt: skip
@example("POST", "/\udc80", V1.raw_query, [], b"", "s")
@example("POST", "/", "", [("content-type", FORM)], b"\xff", "s")
def test_any_request_is_refused_in_words(
    method: str, path: str, query: str, headers: list[tuple[str, str]], body: bytes, secret: str
) -> None:
    request = HttpRequest(method, path, query, tuple(headers), body, "127.0.0.1", secure=False)
    with pytest.raises(Unsigned):
        check(request, secret)


@pytest.mark.parametrize("base", [TC3, TC3_GET, V1, V1_FORM], ids=["tc3", "get", "v1", "v1-form"])
@given(data=st.data())
def test_any_field_replaced_is_refused_in_words(base: HttpRequest, data: st.DataObject) -> None:
    name, value = data.draw(st.sampled_from(base.headers))
    changes: list[Callable[[], HttpRequest]] = [
        lambda: with_header(base, name, data.draw(TEXT)),
        lambda: replace(base, raw_query=data.draw(TEXT)),
        lambda: replace(base, raw_path=data.draw(TEXT)),
        lambda: replace(base, method=data.draw(TEXT)),
        lambda: replace(base, headers=(*base.headers, (data.draw(TEXT), value))),
    ]
    request = data.draw(st.sampled_from(changes))()
    with suppress(Unsigned):
        check(request)


def test_the_recordings_are_of_every_official_client() -> None:
    clients = {re.split(r"-\d", vector["client"])[0] for vector in VECTORS}
    assert clients == {"doc-vector", "python", "nodejs", "go", "tccli"}
