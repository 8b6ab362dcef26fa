"""Who signed a request to Tencent Cloud, and whether they did: TC3-HMAC-SHA256, and the older signature.

Sources: Tencent Cloud API 3.0, "Signature v3" and "Signature" (v1: HmacSHA1, HmacSHA256), and what its SDKs
do. Knows neither keys, clocks nor spent nonces: what those judge is in ``Presented``.

The clients sign more freely than the documents say, so some spellings are tried in turn: header values as
they are and in lower case, and the host with its port and (Node.js) without. The host selects nothing here.

Where a scheme as documented would let a change through, it is closed here:

- TC3 signs the headers that the client chooses, and all clients leave out the action. Content-Type, which
  says how the body is read, and Host must be signed; ``signs_action`` tells whether the action is, and the
  body too: X-TC-Content-SHA256: UNSIGNED-PAYLOAD leaves it out.
- Version 1 signs no header and no path but "/". The path heard takes its place; X-TC-Action and X-TC-Version
  must repeat the signed parameters; a body that is no form, hence unsigned, is refused; and a host is a host.
- Version 1 signs values as they are, so that ``a=1&b=2`` could be one parameter or two: ``envelope`` takes
  only the reading in which no value holds a parameter's name.
- A name that is given twice, across query and form, is refused, and so is a routing header.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest, digest
from itertools import product

from msgspec import Struct

from tigertally.clouds.http import FORM, HttpRequest, Undecodable, sent_pairs, signed_headers
from tigertally.model.refusals import Unsigned

TC3 = "TC3-HMAC-SHA256"
V1 = {"HmacSHA1": "sha1", "HmacSHA256": "sha256"}
UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"

ONCE = (
    "x-tc-action", "x-tc-version", "x-tc-timestamp", "x-tc-token", "x-tc-content-sha256", "content-type",
    "host",
)  # fmt: skip
"""Headers that somebody could read twice."""

_V1_MANDATORY = ("Action", "Version", "Timestamp", "Nonce", "SecretId", "Signature")
_V1_ROUTING = {"x-tc-action": "Action", "x-tc-version": "Version"}
_TC3_MANDATORY = ("content-type", "host")

_read_base64 = re.compile(r"[A-Za-z0-9+/]{27}=|[A-Za-z0-9+/]{43}=").fullmatch
_read_authorization = re.compile(
    r" *Credential=([^,/\s]+)/([0-9-]{10})/([A-Za-z0-9_.:\[\]-]+)/tc3_request,"
    r" *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]{64}) *"
).fullmatch
_read_seconds = re.compile(r"[1-9][0-9]{0,10}").fullmatch
_read_nonce = re.compile(r"[0-9]{1,20}").fullmatch
_is_host = re.compile(r"(?:https?://)?[A-Za-z0-9.:\[\]_-]*").fullmatch
_port = re.compile(r":[0-9]+$")


class Presented(Struct, frozen=True):
    """The credential of one request, with what its signature covers."""

    scheme: str
    access_key_id: str
    signed_at: int
    nonce: str | None
    security_token: str | None
    signature: str
    parameters: dict[str, str]
    signed_headers: dict[str, str]
    signs_action: bool
    date: str = ""
    service: str = ""


def present(request: HttpRequest) -> Presented:
    """The one credential in the request: an Authorization header, or a Signature among the parameters."""
    for name in ONCE:
        if len(request.headers_named(name)) > 1:
            raise Unsigned("ambiguous", field=name)
    parameters = _parameters(request)
    authorizations = request.headers_named("authorization")
    if len(authorizations) > 1 or (authorizations and "Signature" in parameters):
        raise Unsigned("ambiguous", field="Authorization")
    if authorizations:
        return _present_tc3(request, authorizations[0])
    if request.header("x-tc-timestamp") is not None:
        raise Unsigned("incomplete", field="Authorization", why="the header is missing")
    return _present_v1(request, parameters)


def verify(presented: Presented, request: HttpRequest, secret: str) -> None:
    """Refuse unless ``secret`` made the signature over what was heard."""
    if presented.scheme == TC3:
        _verify_tc3(presented, request, secret)
    else:
        _verify_v1(presented, request, secret)


def _parameters(request: HttpRequest) -> dict[str, str]:
    try:
        pairs = sent_pairs(request)
    except Undecodable as error:
        raise Unsigned("incomplete", field="parameters", why=str(error)) from error
    parameters = dict(pairs)
    if len(parameters) != len(pairs):
        names = [name for name, _ in pairs]
        raise Unsigned("ambiguous", field=next(name for name in names if names.count(name) > 1))
    return parameters


def _present_tc3(request: HttpRequest, authorization: str) -> Presented:
    scheme, _, rest = authorization.partition(" ")
    if scheme != TC3:
        raise Unsigned("method", value=scheme)
    credential = _read_authorization(rest)
    if not credential:
        why = f"expected {TC3} Credential=<id>/<date>/<service>/tc3_request, SignedHeaders=..., Signature=..."
        raise Unsigned("incomplete", field="Authorization", why=why)
    signed = signed_headers(request, credential[4])
    for name in _TC3_MANDATORY:
        if name not in signed:
            raise Unsigned("unsigned_header", field=name)
    signed_at = _seconds("X-TC-Timestamp", request.header("x-tc-timestamp") or "")
    if datetime.fromtimestamp(signed_at, UTC).strftime("%Y-%m-%d") != credential[2]:
        raise Unsigned("scope", field="Credential", value=credential[2])
    return Presented(
        scheme=TC3,
        access_key_id=credential[1],
        signed_at=signed_at,
        nonce=None,
        security_token=request.header("x-tc-token") or None,
        signature=credential[5],
        parameters={},
        signed_headers=signed,
        signs_action="x-tc-action" in signed and _payload(request) != UNSIGNED_PAYLOAD,
        date=credential[2],
        service=credential[3],
    )


def _payload(request: HttpRequest) -> str | None:
    return request.header("x-tc-content-sha256")


def _verify_tc3(presented: Presented, request: HttpRequest, secret: str) -> None:
    """The service is the scope's own: Node.js takes it from an address, where it is a number."""
    unsigned = _payload(request) == UNSIGNED_PAYLOAD
    body_hash = sha256(UNSIGNED_PAYLOAD.encode() if unsigned else request.body).hexdigest()
    key = f"TC3{secret}".encode()
    for part in (presented.date, presented.service, "tc3_request"):
        key = digest(key, part.encode(), "sha256")
    scope = f"{presented.date}/{presented.service}/tc3_request"
    told: dict[str, str] = {}
    for lines in _header_lines(presented.signed_headers):
        listed = ";".join(presented.signed_headers)
        canonical = (
            f"{request.method}\n{request.raw_path}\n{request.raw_query}\n{lines}\n{listed}\n{body_hash}"
        )
        hashed = sha256(_bytes(canonical)).hexdigest()
        string_to_sign = f"{TC3}\n{presented.signed_at}\n{scope}\n{hashed}"
        if compare_digest(digest(key, string_to_sign.encode(), "sha256").hex(), presented.signature):
            return
        told = told or {"string_to_sign": string_to_sign, "canonical_request": canonical}
    raise Unsigned("mismatch", **told)


def _header_lines(signed: dict[str, str]) -> Iterator[str]:
    """The signed headers as a client may have spelled them: as they are first, and each way once."""
    tried: set[str] = set()
    for in_lower_case, without_port in product((False, True), repeat=2):
        values = signed | ({"host": _port.sub("", signed["host"])} if without_port else {})
        lines = "".join([f"{name}:{value}\n" for name, value in values.items()])
        lines = lines.lower() if in_lower_case else lines
        if lines not in tried:
            tried.add(lines)
            yield lines


def _present_v1(request: HttpRequest, parameters: dict[str, str]) -> Presented:
    for name in _V1_MANDATORY:
        if not parameters.get(name):
            raise Unsigned("missing", field=name)
    method = parameters.get("SignatureMethod") or "HmacSHA1"
    if method not in V1:
        raise Unsigned("method", value=method)
    if not _read_base64(parameters["Signature"]):
        raise Unsigned("incomplete", field="Signature", why="not the Base64 text of an HMAC")
    if not _read_nonce(parameters["Nonce"]):
        raise Unsigned("incomplete", field="Nonce", why="not a positive integer")
    for header, name in _V1_ROUTING.items():
        if request.header(header) not in (None, parameters[name]):
            raise Unsigned("ambiguous", field=name)
    return Presented(
        scheme=method,
        access_key_id=parameters["SecretId"],
        signed_at=_seconds("Timestamp", parameters["Timestamp"]),
        nonce=f"{parameters['Timestamp']}.{parameters['Nonce']}",
        security_token=parameters.get("Token") or None,
        signature=parameters["Signature"],
        parameters=parameters,
        signed_headers={},
        signs_action=True,
    )


def _verify_v1(presented: Presented, request: HttpRequest, secret: str) -> None:
    host = request.header("host") or ""
    if not _is_host(host):
        raise Unsigned("incomplete", field="Host", why="not a host")
    if request.body and request.media_type != FORM:
        raise Unsigned("incomplete", field="body", why="version 1 signs no body but a form")
    pairs = sorted(pair for pair in presented.parameters.items() if pair[0] != "Signature")
    canonical = "&".join([f"{name}={value}" for name, value in pairs])
    string_to_sign = f"{request.method}{host}{request.raw_path}?{canonical}"
    computed = digest(secret.encode(), string_to_sign.encode(errors="surrogatepass"), V1[presented.scheme])
    if not compare_digest(b64encode(computed), presented.signature.encode()):
        raise Unsigned("mismatch", string_to_sign=string_to_sign, canonical_request=canonical)


def _seconds(field: str, value: str) -> int:
    if not _read_seconds(value):
        raise Unsigned("timestamp_format", field=field, value=value)
    return int(value)


def _bytes(text: str) -> bytes:
    try:
        return text.encode("latin-1")  # header values are heard one character for each byte
    except UnicodeEncodeError as error:
        raise Unsigned("incomplete", field="request", why="a character that HTTP cannot carry") from error
