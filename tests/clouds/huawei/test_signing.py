"""Requests of the official clients verify; no byte of one can change and still mean something else."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from hmac import new
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import DerivationAKSKSigner, P256SHA256Signer, Signer, SM3Signer
from huaweicloudsdkiam.v5 import CreatePolicyReqBody, CreatePolicyV5Request, IamClient, ListPoliciesV5Request
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tigertally.clouds.http import HttpRequest
from tigertally.clouds.huawei.signing import Presented, present, verify
from tigertally.model.refusals import Unsigned

CASES = Path(__file__).parents[2] / "cases" / "signatures" / "huawei.json"
VECTORS: list[dict[str, Any]] = json.loads(CASES.read_text())["vectors"]
SECRET = "SKTEST0001secret"

KEYS = {"AKTEST0001": SECRET, "AK": SECRET}

VALUES = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00")) | st.sampled_from(
    ["", "*", "~", "+", " ", "a b+c*d~e", "%41", "%", "&=", "中 文", "\N{TIGER FACE}", "x" * 20_000]
)


def heard(vector: dict[str, Any]) -> HttpRequest:
    return request_of(vector["method"], vector["target"], vector["headers"].items(), vector["body"].encode())


def request_of(method: str, target: str, headers: Any, body: bytes) -> HttpRequest:
    path, _, query = target.partition("?")
    named = tuple((name.lower(), value) for name, value in headers)
    return HttpRequest(method, path, query, named, body, "127.0.0.1", secure=False)


def check(request: HttpRequest, secret: str = SECRET) -> Presented:
    presented = present(request)
    verify(presented, request, secret)
    return presented


def refused(request: HttpRequest, secret: str = SECRET) -> tuple[str, dict[str, object]]:
    with pytest.raises(Unsigned) as refusal:
        check(request, secret)
    return refusal.value.about, refusal.value.values


def recorded(client: str, target: str) -> HttpRequest:
    return next(
        heard(vector) for vector in VECTORS if client in vector["client"] and target in vector["target"]
    )


def signed_by_hand(
    method: str, target: str, body: bytes = b"", path_signed: str = "", payload: str = "", **headers: str
) -> HttpRequest:
    """A second signer, written out from the guide; it signs the headers given, and X-Sdk-Date."""
    path, _, query = target.partition("?")
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    named = {"x-sdk-date": "20261120T204849Z"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = [method, path_signed or f"{path}/", "&".join(f"{quote(k, '')}={quote(v, '')}" for k, v in pairs)]
    lines += [f"{name}:{named[name]}" for name in sorted(named)]
    lines += ["", ";".join(sorted(named)), payload or sha256(body).hexdigest()]
    canonical_hash = sha256("\n".join(lines).encode()).hexdigest()
    text = f"SDK-HMAC-SHA256\n{named['x-sdk-date']}\n{canonical_hash}"
    signature = new(SECRET.encode(), text.encode(), sha256).hexdigest()
    credential = f"Access=AK, SignedHeaders={';'.join(sorted(named))}, Signature={signature}"
    named["authorization"] = f"SDK-HMAC-SHA256 {credential}"
    return request_of(method, target, named.items(), body)


def with_header(request: HttpRequest, name: str, value: str | None) -> HttpRequest:
    kept = tuple(pair for pair in request.headers if pair[0] != name)
    return replace(request, headers=kept if value is None else (*kept, (name, value)))


DETACH = recorded("Python", "/v5/policies/pol1/detach-agency")
LISTING = recorded("Python", "marker=")
NODE = recorded("Node", "/v5/policies/pol1/detach-agency")
TERRAFORM = with_header(
    signed_by_hand(
        "POST", "/v5/policies/p/detach-agency", b'{"agency_id":"a"}\n', accept="application/json",
        content_type="application/json", user_agent="golangsdk/2.0.0",
    ),
    "x-security-token", "STSTOKEN==",
)  # fmt: skip
ODD_PATH = signed_by_hand("GET", "/v5/users/a%20b~c", path_signed="/v5/users/a%20b~c/")
REPEATED = signed_by_hand("GET", "/v1/organizations?states=b&states=a&limit=1", host="h")


# What clients send


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['method']} {vector['target']}")
def test_a_recorded_request_verifies(vector: dict[str, Any]) -> None:
    presented = check(heard(vector), vector["secret"])
    assert presented.access_key_id == vector["access"]
    assert presented.signature == vector["signature"]
    assert presented.nonce is None


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['method']} {vector['target']}")
def test_another_secret_is_told_what_was_signed(vector: dict[str, Any]) -> None:
    told = {name: vector[name] for name in ("string_to_sign", "canonical_request")}
    assert refused(heard(vector), "another secret") == ("mismatch", told)


def test_presented_says_who_when_and_with_which_token() -> None:
    presented = present(TERRAFORM)
    assert presented.access_key_id == "AK"
    assert presented.signed_at == 1795207729  # 2026-11-20T20:48:49Z
    assert presented.security_token == "STSTOKEN=="
    assert present(DETACH).security_token is None


def test_host_and_token_may_be_unsigned() -> None:
    check(TERRAFORM)


def test_a_path_is_signed_decoded_or_encoded_once_more() -> None:
    check(ODD_PATH)
    check(signed_by_hand("GET", "/v5/users/a%20b", path_signed="/v5/users/a%2520b/"))


def sdk_request(method: str, path: str, query: Any, headers: dict[str, str], body: str = "") -> SdkRequest:
    return SdkRequest(method, "http", "127.0.0.1:1", path, path, query, {**headers}, body)


def signed_by_sdk(request: SdkRequest, signer: Any = Signer, *more: str) -> HttpRequest:
    signed = signer(BasicCredentials("AK", SECRET)).sign(request, *more)
    body = signed.body if isinstance(signed.body, bytes) else (signed.body or "").encode()
    return request_of(signed.method, signed.uri, signed.header_params.items(), body)


@given(
    name=VALUES.filter(lambda text: "/" not in text and "%" not in text and text), value=VALUES,
    repeated=st.lists(VALUES), body=VALUES,
)  # fmt: skip
def test_the_sdk_verifies(name: str, value: str, repeated: list[str], body: str) -> None:
    query = [("marker", value), ("states", list(repeated)), ("only_attached", True)]
    headers = {"Content-Type": "application/json", "X-Domain-Id": "d", "User-Agent": "中文"}
    path = f"/v5/users/{quote(name, safe='')}"
    request = signed_by_sdk(sdk_request("POST", path, query, headers, body))
    parameters = check(request).parameters
    assert list(parameters) == sorted(
        [("marker", value), ("only_attached", "true"), *(("states", one) for one in repeated)]
    )


def test_the_sdk_verifies_with_other_media_types_and_no_body() -> None:
    request = sdk_request("GET", "/v5/users", [], {"Content-Type": "text/plain"})
    check(signed_by_sdk(request))


def test_the_word_for_an_unsigned_body_may_stand_for_no_body() -> None:
    word = "UNSIGNED-PAYLOAD"
    check(signed_by_hand("GET", "/v5/users", payload=word, x_sdk_content_sha256=word))


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[HttpRequest]:
    """What the official client would have put on the wire."""
    requests: list[HttpRequest] = []

    class Sent(Exception):
        pass

    def send(_session: object, prepared: Any, **_options: object) -> None:
        body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body or b""
        host = prepared.url.split("/")[2]
        headers = {"Host": host, **prepared.headers}.items()
        heard = [(n, v.decode("latin-1") if isinstance(v, bytes) else v) for n, v in headers]
        requests.append(request_of(prepared.method, prepared.path_url, heard, body))
        raise Sent

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("requests.Session.send", send)
    return requests


@given(value=VALUES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_the_whole_client_verifies(sent: list[HttpRequest], value: str) -> None:
    credentials = BasicCredentials("AK", SECRET, "project").with_security_token("TOK+/==")
    client = IamClient.new_builder().with_credentials(credentials).with_endpoint("http://127.0.0.1:1").build()
    body = CreatePolicyReqBody(policy_name=value, policy_document=value)
    for call, request in (
        (client.create_policy_v5, CreatePolicyV5Request(body=body)),
        (client.list_policies_v5, ListPoliciesV5Request(marker=value)),
    ):
        with pytest.raises(Exception, match=r"^$"):
            call(request)
        assert check(sent[-1]).security_token == "TOK+/=="
    assert json.loads(sent[-2].body)["policy_name"] == value
    assert dict(present(sent[-1]).parameters).get("marker", "") == value


# What is refused, and in which words


@pytest.mark.parametrize("signer", [SM3Signer, P256SHA256Signer, DerivationAKSKSigner])
def test_another_algorithm_is_refused(signer: Any) -> None:
    more = ("iam", "region") if signer is DerivationAKSKSigner else ()
    request = signed_by_sdk(sdk_request("GET", "/v5/users", [], {}), signer, *more)
    scheme = (request.header("authorization") or "").partition(" ")[0]
    assert refused(request) == ("method", {"value": scheme})


@pytest.mark.parametrize("scheme", ["sdk-hmac-sha256", "Bearer", "SDK-SM2-SM3"])
def test_an_unknown_algorithm_is_refused(scheme: str) -> None:
    assert refused(with_header(DETACH, "authorization", f"{scheme} x")) == ("method", {"value": scheme})


def test_what_is_missing_is_named() -> None:
    assert refused(with_header(DETACH, "authorization", None)) == ("missing", {"field": "Authorization"})
    undated = (DETACH.header("authorization") or "").replace(";x-sdk-date", "")
    request = with_header(with_header(DETACH, "x-sdk-date", None), "authorization", undated)
    assert refused(request) == ("missing", {"field": "x-sdk-date"})


@pytest.mark.parametrize("header", ["x-sdk-date", "x-sdk-content-sha256"])
def test_what_the_signature_is_made_of_must_be_signed(header: str) -> None:
    undated = (DETACH.header("authorization") or "").replace(f";{header}", "")
    request = with_header(with_header(DETACH, header, "20261120T204849Z"), "authorization", undated)
    assert refused(request) == ("unsigned_header", {"field": header})


@pytest.mark.parametrize(
    "authorization",
    [
        "", "SDK-HMAC-SHA256", "SDK-HMAC-SHA256 ", "SDK-HMAC-SHA256 Access=a, SignedHeaders=host",
        f"SDK-HMAC-SHA256 Access=, SignedHeaders=host, Signature={'0' * 64}",
        f"SDK-HMAC-SHA256 Access=a, SignedHeaders=host;host, Signature={'0' * 64}",
        f"SDK-HMAC-SHA256 Access=a, SignedHeaders=Host, Signature={'0' * 64}",
        f"SDK-HMAC-SHA256 Access=a, SignedHeaders=x-absent, Signature={'0' * 64}",
        f"SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature={'0' * 63}",
    ],
)  # fmt: skip
def test_a_malformed_authorization_is_incomplete(authorization: str) -> None:
    assert refused(with_header(DETACH, "authorization", authorization))[0] == "incomplete"


@pytest.mark.parametrize(
    "value",
    ["20261320T204849Z", "2026-11-20T20:48:49Z", "20261120T204849", "20261120T204860Z", "2026W475T204849Z"],
)
def test_a_time_in_another_format_is_refused(value: str) -> None:
    expected = {"field": "x-sdk-date", "value": value}
    assert refused(with_header(DETACH, "x-sdk-date", value)) == ("timestamp_format", expected)


@pytest.mark.parametrize(
    "header", ["Authorization", "X-Security-Token", "X-Auth-Token", "x-sdk-date", "content-type"]
)
def test_two_where_one_belongs_are_ambiguous(header: str) -> None:
    headers = DETACH.headers
    for _ in range(2):
        headers = (*headers, (header.lower(), DETACH.header(header.lower()) or "x"))
    assert refused(replace(DETACH, headers=headers)) == ("ambiguous", {"field": header})


def test_a_body_must_fit_the_hash_that_is_sent() -> None:
    digest = sha256(b"{}").hexdigest()
    check(signed_by_hand("POST", "/v5/users", b"{}", x_sdk_content_sha256=digest))
    request = signed_by_hand("POST", "/v5/users", b"[]", payload=digest, x_sdk_content_sha256=digest)
    assert refused(request) == ("body_hash", {"field": "x-sdk-content-sha256"})


def test_a_body_may_not_go_unsigned() -> None:
    request = signed_by_sdk(sdk_request("POST", "/v5/users", [], {"Content-Type": "text/plain"}, "{}"))
    assert request.header("x-sdk-content-sha256") == "UNSIGNED-PAYLOAD"
    assert refused(request) == ("body_hash", {"field": "x-sdk-content-sha256"})


def test_one_signature_never_fits_two_paths() -> None:
    decoded = signed_by_hand("DELETE", "/v5/users/%2541", path_signed="/v5/users/%2541/")
    assert refused(decoded)[0] == "mismatch"
    check(replace(decoded, raw_path="/v5/users/%41"))


def test_an_escaped_slash_is_not_a_slash() -> None:
    request = signed_by_hand("DELETE", "/v5/policies/p/versions/v1")
    check(request)
    assert refused(replace(request, raw_path="/v5/policies/p%2Fversions%2Fv1"))[0] == "mismatch"


@pytest.mark.parametrize(
    "target", ["/v5/%zz", "/v5/%ff", "/v5/é", "/v5/users?a=%zz", "/v5/users?a=%ff", "/?é"]
)
def test_an_undecodable_target_is_incomplete(target: str) -> None:
    path, _, query = target.partition("?")
    assert refused(replace(DETACH, raw_path=path, raw_query=query))[0] == "incomplete"


# No byte can change


def acted_on(request: HttpRequest) -> object:
    """What the server acts on, by the standard library; that a token fits the key is checked later."""
    query = sorted(parse_qsl(request.raw_query, keep_blank_values=True, errors="strict"))
    path = [unquote(segment, errors="strict") for segment in request.raw_path.removesuffix("/").split("/")]
    presented = present(request)
    who = (presented.access_key_id, presented.nonce, presented.signed_at)
    return request.method, path, query, list(presented.parameters) == query, request.body, who


def changed_texts(text: str) -> Iterator[str]:
    for at in range(len(text) + 1):
        for more in "&=%+;,/0a Z\n\x00\x85":
            yield text[:at] + more + text[at:]
        yield text[:at] + "%2F" + text[at + 1 :]
        yield text[:at] + "%25" + text[at + 1 :]
        if at < len(text):
            yield f"{text[:at]}%{ord(text[at]):02x}{text[at + 1 :]}"
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
    for name in ("x-sdk-content-sha256", "x-domain-id", "x-http-method-override", "content-type"):
        for value in ("UNSIGNED-PAYLOAD", "DELETE", "text/plain", ""):
            yield replace(request, headers=(*request.headers, (name, value)))
            yield replace(request, headers=((name, value), *request.headers))


def changed(request: HttpRequest) -> Iterator[HttpRequest]:
    for text in changed_texts(request.method):
        yield replace(request, method=text)
    for text in changed_texts(request.raw_path):
        if text.startswith("/"):  # or it is no path
            yield replace(request, raw_path=text)
    for text in changed_texts(request.raw_query):
        yield replace(request, raw_query=text)
    for text in changed_texts(request.body.decode("latin-1")):
        yield replace(request, body=text.encode("latin-1"))
    yield from changed_headers(request)


@pytest.mark.parametrize(
    "signed", [DETACH, LISTING, NODE, TERRAFORM, ODD_PATH, REPEATED],
    ids=["python", "query", "node", "terraform", "path", "repeated"],
)  # fmt: skip
def test_any_changed_byte_is_refused_or_changes_nothing(signed: HttpRequest) -> None:
    meant = acted_on(signed)
    let_through = 0
    for request in changed(signed):
        try:
            check(request, KEYS[present(request).access_key_id])
        except (Unsigned, KeyError):  # or nobody has that key
            continue
        let_through += 1
        assert acted_on(request) == meant, request
    assert let_through  # an unsigned Accept, %6c for l: the test can see what passes


# Whatever is heard, the answer is a verdict

TEXT = st.text(max_size=30) | st.text(alphabet=st.characters(max_codepoint=255), max_size=30)


@given(
    method=TEXT, path=TEXT, query=TEXT, body=st.binary(max_size=40), secret=TEXT.filter(str.isprintable),
    headers=st.lists(st.tuples(st.sampled_from([name for name, _ in DETACH.headers]) | TEXT, TEXT)),
)  # fmt: skip
@example("GET", "/\udc80", "", b"", "s", list(DETACH.headers))
@example("\udc80", "/", "", b"", "s", list(DETACH.headers))
def test_any_request_is_refused_in_words(
    method: str, path: str, query: str, body: bytes, secret: str, headers: list[tuple[str, str]]
) -> None:
    request = HttpRequest(method, path, query, tuple(headers), body, "127.0.0.1", secure=False)
    with pytest.raises(Unsigned):
        check(request, secret)


@pytest.mark.parametrize(
    "base", [DETACH, LISTING, NODE, TERRAFORM], ids=["python", "query", "node", "terraform"]
)
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
