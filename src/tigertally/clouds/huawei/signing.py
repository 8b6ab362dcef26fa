"""Who signed a request to Huawei Cloud, and whether they did: SDK-HMAC-SHA256.

Source: Huawei Cloud, API signing guide, "Signing algorithm", and what its SDKs do. Knows neither keys nor
clocks: what those judge is in ``Presented``. The scheme carries no nonce.

The client chooses the headers that it signs, and Terraform's leaves out Host and X-Security-Token, so only
X-Sdk-Date must be among them. That is enough while nothing is acted on that came unsigned: the account is
the key's, a security token must fit the key, and a body is read as JSON whatever its Content-Type says.
Where the scheme would still let a change through, it is closed here:

- The Python and Go clients sign each path segment decoded and encoded, Node.js encodes it once more. Under
  both rules at once ``/a%2541`` could pass for ``/a%41``; so the first holds only for paths that decode to
  no percent sign, and no signature fits two paths. An escaped slash stays escaped for the same reason.
- X-Sdk-Content-Sha256 takes the place of the body's hash, and UNSIGNED-PAYLOAD is what Python sends there
  with media types other than JSON. Every operation reads JSON, so that word is heard only without a body.
- Values of a repeated query name are signed in sorted order, and so are they handed on.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest, digest
from itertools import product

from msgspec import Struct

from tigertally.clouds.http import (
    HttpRequest,
    Undecodable,
    canonical_query,
    form_pairs,
    path_segments,
    percent_encode,
    signed_headers,
)
from tigertally.model.refusals import Unsigned

SCHEME = "SDK-HMAC-SHA256"
UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"

_read_authorization = re.compile(
    r" *Access=([^,\s]+), *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]{64}) *"
).fullmatch
_read_date = re.compile(r"[0-9]{8}T(?!24)[0-9]{6}Z").fullmatch  # some readers take 24:00 for midnight
_is_canonical = re.compile(r"[A-Za-z0-9\-._~/]*").fullmatch


class Presented(Struct, frozen=True):
    """The credential of one request, with the query that its signature covers, in the order it is signed."""

    scheme: str
    access_key_id: str
    signed_at: int
    nonce: str | None
    security_token: str | None
    signature: str
    parameters: tuple[tuple[str, str], ...]
    signed_headers: dict[str, str]

    signs_action = True


def present(request: HttpRequest) -> Presented:
    """The one credential in the request: its Authorization header."""
    scheme, _, rest = _only(request, "Authorization").partition(" ")
    if rest and scheme != SCHEME:
        raise Unsigned("method", value=scheme)
    credential = _read_authorization(rest)
    if not credential:
        why = f"expected {SCHEME} Access=..., SignedHeaders=..., Signature=<64 hexadecimal digits>"
        raise Unsigned("incomplete", field="Authorization", why=why)
    if request.header("x-auth-token") is not None:
        raise Unsigned("ambiguous", field="X-Auth-Token")
    signed = signed_headers(request, credential[2])
    _require_signed(request, signed)
    return Presented(
        scheme=SCHEME,
        access_key_id=credential[1],
        signed_at=_instant(signed["x-sdk-date"]),
        nonce=None,
        security_token=_only(request, "X-Security-Token", required=False) or None,
        signature=credential[3],
        parameters=_query(request),
        signed_headers=signed,
    )


def verify(presented: Presented, request: HttpRequest, secret: str) -> None:
    """Refuse unless ``secret`` made the signature over what was heard."""
    candidates = list(_canonical_requests(presented, request))
    for canonical in candidates:
        computed = digest(secret.encode(), _string_to_sign(presented, canonical).encode(), "sha256").hex()
        if compare_digest(computed, presented.signature):
            return
    raise Unsigned(
        "mismatch",
        string_to_sign=_string_to_sign(presented, candidates[0]),
        canonical_request=candidates[0],
    )


def _canonical_requests(presented: Presented, request: HttpRequest) -> Iterator[str]:
    query = canonical_query(presented.parameters)
    lines = "\n".join([f"{name}:{value}" for name, value in presented.signed_headers.items()])
    listed = ";".join(presented.signed_headers)
    for path, payload in product(_canonical_paths(request.raw_path), _payloads(presented, request.body)):
        yield f"{request.method}\n{path}\n{query}\n{lines}\n\n{listed}\n{payload}"


def _canonical_paths(raw_path: str) -> Iterator[str]:
    """The path as Python and Go sign it, or as Node.js does: never both for one meaning."""
    if _is_canonical(raw_path):
        yield f"{raw_path.removesuffix('/')}/"
        return
    decoded = _segments(raw_path)
    if not any("%" in segment for segment in decoded):
        yield _joined(decoded)
    if "%" in raw_path:
        yield _joined(raw_path.removeprefix("/").removesuffix("/").split("/"))


def _joined(segments: Iterable[str]) -> str:
    path = "/".join([percent_encode(segment) for segment in segments])
    return f"/{path}/" if path else "/"


def _payloads(presented: Presented, body: bytes) -> tuple[str, ...]:
    """What may stand for the body: its hash; without a body also the word, which some clients sign."""
    body_hash = sha256(body).hexdigest()
    told = presented.signed_headers.get("x-sdk-content-sha256", body_hash)
    if told == body_hash:
        return (body_hash,)
    if told == UNSIGNED_PAYLOAD and not body:
        return (body_hash, UNSIGNED_PAYLOAD)
    raise Unsigned("body_hash", field="x-sdk-content-sha256")


def _string_to_sign(presented: Presented, canonical: str) -> str:
    try:
        canonical_hash = sha256(canonical.encode("latin-1")).hexdigest()  # headers hold a character per byte
    except UnicodeEncodeError as error:
        raise Unsigned("incomplete", field="request", why="a character that HTTP cannot carry") from error
    return f"{SCHEME}\n{presented.signed_headers['x-sdk-date']}\n{canonical_hash}"


def _require_signed(request: HttpRequest, signed: dict[str, str]) -> None:
    for name in ("x-sdk-date", "x-sdk-content-sha256"):
        if name not in signed and request.header(name) is not None:
            raise Unsigned("unsigned_header", field=name)
    if "x-sdk-date" not in signed:
        raise Unsigned("missing", field="x-sdk-date")


def _only(request: HttpRequest, name: str, required: bool = True) -> str:
    values = request.headers_named(name.lower())
    if len(values) > 1:
        raise Unsigned("ambiguous", field=name)
    if required and not values:
        raise Unsigned("missing", field=name)
    return values[0] if values else ""


def _query(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    try:
        return tuple(sorted(form_pairs(request.raw_query)))
    except Undecodable as error:
        raise Unsigned("incomplete", field="query", why=str(error)) from error


def _segments(raw_path: str) -> tuple[str, ...]:
    try:
        return path_segments(raw_path)
    except Undecodable as error:
        raise Unsigned("incomplete", field="path", why=str(error)) from error


def _instant(value: str) -> int:
    try:
        if _read_date(value):
            return int(datetime.fromisoformat(value).timestamp())
    except ValueError:
        pass  # the thirteenth month
    raise Unsigned("timestamp_format", field="x-sdk-date", value=value)
