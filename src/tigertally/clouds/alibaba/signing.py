"""Who signed a request to Alibaba Cloud, and whether they did: RPC signature version 1.0, and version 3.

Sources: Alibaba Cloud OpenAPI, "Signature method" of the RPC style (version 1.0), and "Request syntax and
signature method V3". Knows neither keys, clocks nor spent nonces: what those judge is in ``Presented``.

Where a scheme as documented would let a change through, it is closed here:

- Version 1.0 signs a constant "/" and no header. The path heard takes the constant's place; x-acs-action and
  x-acs-version must repeat the signed parameters; and a body that is no form, hence unsigned, is refused.
- Version 3 lets the client choose what it signs. Host and every x-acs-* header that is present must be
  signed, and with a body the Content-Type: it tells whether parameters are read from the body.
- Parameters are one mapping, so a name that is given twice, across query and form, is refused.
"""

import re
from base64 import b64encode
from datetime import datetime
from hashlib import md5, sha256
from hmac import compare_digest, digest

from msgspec import Struct

from tigertally.clouds.http import (
    FORM,
    HttpRequest,
    Undecodable,
    canonical_query,
    form_pairs,
    percent_encode,
    sent_pairs,
    signed_headers,
)
from tigertally.model.refusals import Unsigned

V3 = "ACS3-HMAC-SHA256"
RPC = {"HMAC-SHA1": "sha1", "HMAC-SHA256": "sha256"}

_RPC_MANDATORY = (
    "AccessKeyId", "Timestamp", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Signature",
)  # fmt: skip
_RPC_ROUTING = {"x-acs-action": "Action", "x-acs-version": "Version"}
_V3_MANDATORY = ("host", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256")

_read_base64 = re.compile(r"[A-Za-z0-9+/]{27}=|[A-Za-z0-9+/]{43}=").fullmatch
_read_authorization = re.compile(
    r" *Credential=([^,\s]+), *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]{64}) *"
).fullmatch
_read_instant = re.compile(  # some readers take 24:00 for midnight
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?!24)[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
).fullmatch


class Presented(Struct, frozen=True):
    """The credential of one request, with the parameters that its signature covers."""

    scheme: str
    access_key_id: str
    signed_at: int
    nonce: str | None
    security_token: str | None
    signature: str
    parameters: dict[str, str]
    signed_headers: dict[str, str]

    signs_action = True


def present(request: HttpRequest) -> Presented:
    """The one credential in the request: an Authorization header, or a Signature among the parameters."""
    parameters = _parameters(request)
    authorizations = request.headers_named("authorization")
    if len(authorizations) > 1 or (authorizations and "Signature" in parameters):
        raise Unsigned("ambiguous", field="Authorization")
    if authorizations:
        return _present_v3(request, parameters, authorizations[0])
    return _present_rpc(request, parameters)


def verify(presented: Presented, request: HttpRequest, secret: str) -> None:
    """Refuse unless ``secret`` made the signature over what was heard."""
    if presented.scheme == V3:
        _verify_v3(presented, request, secret)
    else:
        _verify_rpc(presented, request, secret)


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


def _present_rpc(request: HttpRequest, parameters: dict[str, str]) -> Presented:
    if signature_type := parameters.get(
        "SignatureType"
    ):  # BEARERTOKEN, PRIVATEKEY; old clients send it empty
        raise Unsigned("method", value=signature_type)
    for name in _RPC_MANDATORY:
        if not parameters.get(name):
            raise Unsigned("missing", field=name)
    if parameters["SignatureMethod"] not in RPC:
        raise Unsigned("method", value=parameters["SignatureMethod"])
    if parameters["SignatureVersion"] != "1.0":
        raise Unsigned("version", value=parameters["SignatureVersion"])
    if not _read_base64(parameters["Signature"]):
        raise Unsigned("incomplete", field="Signature", why="not the Base64 text of an HMAC")
    _require_rpc_headers_to_agree(request, parameters)
    return Presented(
        scheme=parameters["SignatureMethod"],
        access_key_id=parameters["AccessKeyId"],
        signed_at=_instant("Timestamp", parameters["Timestamp"]),
        nonce=parameters["SignatureNonce"],
        security_token=parameters.get("SecurityToken") or None,
        signature=parameters["Signature"],
        parameters=parameters,
        signed_headers={},
    )


def _require_rpc_headers_to_agree(request: HttpRequest, parameters: dict[str, str]) -> None:
    for name, value in request.headers:
        parameter = _RPC_ROUTING.get(name)
        if parameter and parameter not in parameters:
            raise Unsigned("unsigned_header", field=name)
        if parameter and parameters[parameter] != value:
            raise Unsigned("ambiguous", field=parameter)


def _verify_rpc(presented: Presented, request: HttpRequest, secret: str) -> None:
    if request.body and request.media_type != FORM:
        raise Unsigned("body_hash", field="body")
    for sum_sent in request.headers_named("content-md5"):
        if sum_sent != b64encode(md5(request.body, usedforsecurity=False).digest()).decode():
            raise Unsigned("body_md5", field="Content-MD5")
    canonical = canonical_query([pair for pair in presented.parameters.items() if pair[0] != "Signature"])
    # The canonical query holds no reserved characters but these three, so this is percent_encode, at once.
    encoded_again = canonical.replace("%", "%25").replace("=", "%3D").replace("&", "%26")
    string_to_sign = f"{request.method}&{percent_encode(request.raw_path)}&{encoded_again}"
    computed = digest(f"{secret}&".encode(), _bytes(string_to_sign), RPC[presented.scheme])
    if not compare_digest(b64encode(computed), presented.signature.encode()):
        raise Unsigned("mismatch", string_to_sign=string_to_sign, canonical_request=canonical)


def _present_v3(request: HttpRequest, parameters: dict[str, str], authorization: str) -> Presented:
    scheme, _, rest = authorization.partition(" ")
    if rest and scheme != V3:
        raise Unsigned("method", value=scheme)
    credential = _read_authorization(rest)
    if not credential:
        why = f"expected {V3} Credential=...,SignedHeaders=...,Signature=<64 hexadecimal digits>"
        raise Unsigned("incomplete", field="Authorization", why=why)
    signed = signed_headers(request, credential[2])
    _require_v3_headers(request, signed)
    if signed.get("x-acs-accesskey-id", credential[1]) != credential[1]:
        raise Unsigned("ambiguous", field="x-acs-accesskey-id")
    return Presented(
        scheme=V3,
        access_key_id=credential[1],
        signed_at=_instant("x-acs-date", signed["x-acs-date"]),
        nonce=signed["x-acs-signature-nonce"],
        security_token=signed.get("x-acs-security-token") or None,
        signature=credential[3],
        parameters=parameters,
        signed_headers=signed,
    )


def _require_v3_headers(request: HttpRequest, signed: dict[str, str]) -> None:
    for name, _ in request.headers:
        must_be_signed = (
            name.startswith("x-acs-") or name == "host" or (name == "content-type" and request.body)
        )
        if must_be_signed and name not in signed:
            raise Unsigned("unsigned_header", field=name)
    for name in _V3_MANDATORY:
        if not signed.get(name):
            raise Unsigned("missing", field=name)


def _verify_v3(presented: Presented, request: HttpRequest, secret: str) -> None:
    signed = presented.signed_headers
    body_hash = sha256(request.body).hexdigest()
    if signed["x-acs-content-sha256"] != body_hash:
        raise Unsigned("body_hash", field="x-acs-content-sha256")
    query = canonical_query(form_pairs(request.raw_query) if request.body else presented.parameters.items())
    lines = "\n".join([f"{name}:{value}" for name, value in signed.items()])
    listed = ";".join(signed)
    canonical = f"{request.method}\n{request.raw_path}\n{query}\n{lines}\n\n{listed}\n{body_hash}"
    string_to_sign = f"{V3}\n{sha256(_bytes(canonical)).hexdigest()}"
    computed = digest(secret.encode(), string_to_sign.encode(), "sha256").hex()
    if not compare_digest(computed, presented.signature):
        raise Unsigned("mismatch", string_to_sign=string_to_sign, canonical_request=canonical)


def _instant(field: str, value: str) -> int:
    try:
        if _read_instant(value):
            return int(datetime.fromisoformat(value).timestamp())
    except ValueError:
        pass  # the thirteenth month
    raise Unsigned("timestamp_format", field=field, value=value)


def _bytes(text: str) -> bytes:
    try:
        return text.encode("latin-1")  # header values are heard one character for each byte
    except UnicodeEncodeError as error:
        raise Unsigned("incomplete", field="request", why="a character that HTTP cannot carry") from error
