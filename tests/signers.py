"""Signed calls by hand: each cloud's signature written out again from its guide, and a raw connection.

Nothing of ours is imported, so that both halves of a signature are never wrong in the same way. The SDKs
speak in ``tests/conversation``; here every byte of a call can be chosen.
"""

import http.client
import json
import uuid
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from hmac import digest
from typing import Any, NamedTuple
from urllib.parse import quote

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class Key(NamedTuple):
    """What a caller signs with; a temporary key has a token."""

    id: str
    secret: str
    token: str = ""


class Sent(NamedTuple):
    """One request, ready to be sent as it is, as often as one likes."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""


class Reply(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The cloud's code of a refusal, ``""`` where there is none."""
        told = json.loads(self.body or b"{}")
        if answer := told.get("Response"):
            return str(answer.get("Error", {}).get("Code", ""))
        return str(told.get("Code") or told.get("error_code") or "")

    @property
    def request_id(self) -> str:
        """By which the journal knows the call."""
        heard = self.headers.get("x-acs-request-id") or self.headers.get("x-request-id")
        if heard or not self.body.startswith(b'{"Response"'):
            return heard or ""
        return str(self.json["Response"]["RequestId"])


class Line:
    """One keep-alive connection to the server."""

    def __init__(self, address: str, seconds: float = 30) -> None:
        self._connection = http.client.HTTPConnection(address, timeout=seconds)

    def send(self, sent: Sent) -> Reply:
        """Send a request and wait for its answer."""
        self._connection.request(sent.method, sent.target, sent.body or None, dict(sent.headers))
        answer = self._connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, headers, answer.read())

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@contextmanager
def line_to(address: str) -> Iterator[Line]:
    """A connection for the block."""
    line = Line(address)
    try:
        yield line
    finally:
        line.close()


def key_of(handed: Mapping[str, str]) -> Key:
    """The key in what the operator is handed, whichever cloud it is of."""
    id = handed.get("access_key_id") or handed.get("access_key") or handed["secret_id"]
    return Key(id, handed.get("access_key_secret") or handed["secret_key"])


ALIBABA_VERSIONS = {"ram": "2015-05-01", "sts": "2015-04-01", "resourcemanager": "2020-03-31"}


def alibaba(
    key: Key | None,
    action: str,
    parameters: Mapping[str, str],
    *,
    service: str = "ram",
    in_form: bool = False,
    changed: Mapping[str, str] | None = None,
) -> Sent:
    """An RPC call with signature version 1.0 (HMAC-SHA1), its parameters in the query or in a form.

    Without a key it is not signed. ``changed`` replaces what is signed, or with ``""`` leaves it out.
    """
    pairs = {"Action": action, "Version": ALIBABA_VERSIONS[service], "Format": "JSON", **parameters}
    method = "POST" if in_form else "GET"
    if key is not None:
        pairs |= {
            "AccessKeyId": key.id,
            "SignatureMethod": "HMAC-SHA1",
            "SignatureVersion": "1.0",
            "SignatureNonce": str(uuid.uuid4()),
            "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        pairs |= {"SecurityToken": key.token} if key.token else {}
        pairs |= changed or {}
        pairs = {name: value for name, value in pairs.items() if value or name in parameters}
        to_sign = f"{method}&%2F&{quote(_sorted(pairs), safe='~')}"
        pairs["Signature"] = b64encode(digest(f"{key.secret}&".encode(), to_sign.encode(), "sha1")).decode()
    if in_form:
        return Sent("POST", "/", {"content-type": FORM}, _sorted(pairs).encode())
    return Sent("GET", f"/?{_sorted(pairs)}", {})


def huawei(
    key: Key | None,
    method: str,
    path: str,
    *,
    query: Mapping[str, str] | None = None,
    body: object = None,
    raw: bytes = b"",
) -> Sent:
    """A REST call with SDK-HMAC-SHA256, its body an object to be sent as JSON, or ``raw`` bytes.

    ``path`` is decoded, its slashes apart. Without a key the call is not signed.
    """
    path = "/".join(quote(segment, safe="~") for segment in path.split("/"))
    content = raw if body is None else json.dumps(body).encode()
    target = f"{path}?{_sorted(query)}" if query else path
    headers = {"content-type": JSON} if content else {}
    if key is None:
        return Sent(method, target, headers, content)
    signed = headers | {"x-sdk-date": datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")}
    signed |= {"x-security-token": key.token} if key.token else {}
    names = sorted(signed)
    canonical = "\n".join(
        [
            method,
            f"{path.removesuffix('/')}/",
            _sorted(query or {}),
            *(f"{name}:{signed[name]}" for name in names),
            "",
            ";".join(names),
            sha256(content).hexdigest(),
        ]
    )
    to_sign = f"SDK-HMAC-SHA256\n{signed['x-sdk-date']}\n{sha256(canonical.encode()).hexdigest()}"
    signature = digest(key.secret.encode(), to_sign.encode(), "sha256").hex()
    credential = f"Access={key.id}, SignedHeaders={';'.join(names)}, Signature={signature}"
    return Sent(method, target, {**signed, "authorization": f"SDK-HMAC-SHA256 {credential}"}, content)


TENCENT_VERSIONS = {"cam": "2019-01-16", "organization": "2021-03-31", "sts": "2018-08-13"}


def tencent(
    key: Key | None,
    action: str,
    parameters: Mapping[str, object],
    *,
    service: str = "cam",
    body: bytes | None = None,
    content_type: str = JSON,
    changed: Mapping[str, str] | None = None,
    signing: tuple[str, ...] = ("content-type", "host"),
) -> Sent:
    """A POST with TC3-HMAC-SHA256, its parameters as JSON unless a ``body`` is given.

    Without a key it is not signed. ``changed`` replaces headers before they are signed.
    """
    content = json.dumps(parameters).encode() if body is None else body
    moment = int(datetime.now(UTC).timestamp())
    headers = {
        "content-type": content_type,
        "host": "localhost",
        "x-tc-action": action,
        "x-tc-version": TENCENT_VERSIONS[service],
        "x-tc-timestamp": str(moment),
        "x-tc-language": "en-US",
    }
    headers |= changed or {}
    if key is None:
        return Sent("POST", "/", headers, content)
    headers |= {"x-tc-token": key.token} if key.token else {}
    canonical = "\n".join(
        [
            "POST\n/\n",
            *(f"{name}:{headers[name]}" for name in signing),
            "",
            ";".join(signing),
            sha256(content).hexdigest(),
        ]
    )
    at = headers["x-tc-timestamp"]
    date = datetime.fromtimestamp(int(at), UTC).strftime("%Y-%m-%d")
    scope = f"{date}/{service}/tc3_request"
    to_sign = f"TC3-HMAC-SHA256\n{at}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    secret = f"TC3{key.secret}".encode()
    for part in (date, service, "tc3_request"):
        secret = digest(secret, part.encode(), "sha256")
    signature = digest(secret, to_sign.encode(), "sha256").hex()
    credential = f"Credential={key.id}/{scope}, SignedHeaders={';'.join(signing)}, Signature={signature}"
    return Sent("POST", "/", {**headers, "authorization": f"TC3-HMAC-SHA256 {credential}"}, content)


def tencent_v1(
    key: Key,
    action: str,
    parameters: Mapping[str, str],
    *,
    method: str = "GET",
    algorithm: str = "HmacSHA1",
    changed: Mapping[str, str] | None = None,
) -> Sent:
    """A call with the older signature, its parameters in the query or, by POST, in a form."""
    pairs = {
        "Action": action,
        "Version": TENCENT_VERSIONS["cam"],
        "SecretId": key.id,
        "Nonce": str(uuid.uuid4().int % 2**31),
        "Timestamp": str(int(datetime.now(UTC).timestamp())),
        "SignatureMethod": algorithm,
        **parameters,
        **(changed or {}),
    }
    to_sign = f"{method}localhost/?{'&'.join(f'{name}={pairs[name]}' for name in sorted(pairs))}"
    hashing = {"HmacSHA1": "sha1", "HmacSHA256": "sha256"}[algorithm]
    pairs["Signature"] = b64encode(digest(key.secret.encode(), to_sign.encode(), hashing)).decode()
    headers = {"host": "localhost", "content-type": FORM}
    if method == "POST":
        return Sent("POST", "/", headers, _sorted(pairs).encode())
    return Sent("GET", f"/?{_sorted(pairs)}", headers)


def _sorted(pairs: Mapping[str, str]) -> str:
    return "&".join(f"{quote(name, safe='~')}={quote(pairs[name], safe='~')}" for name in sorted(pairs))


Signer = Callable[[Key | None, Any, Mapping[str, object]], Sent]
"""From a key, an operation of the registry and its parameters by wire name to a request."""


def call_alibaba(key: Key | None, operation: Any, given: Mapping[str, object]) -> Sent:
    """A call of a registered operation; what is no text is spelled as clients spell it."""
    spelled = {name: _alibaba_text(value) for name, value in given.items()}
    return alibaba(key, operation.name, spelled, service=operation.service.name)


def _alibaba_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value)


def call_huawei(key: Key | None, operation: Any, given: Mapping[str, object]) -> Sent:
    """A call of a registered operation, each parameter in its place."""
    placed: dict[str, dict[str, object]] = {"path": {}, "query": {}, "body": {}, "whole_body": {}}
    for field in operation.fields:
        if field.wire in given:
            placed[field.place][field.wire] = given[field.wire]
    path = operation.path.format_map(placed["path"])
    query = {name: _alibaba_text(value) for name, value in placed["query"].items()}
    body: object = next(iter(placed["whole_body"].values()), placed["body"] or None)
    return huawei(key, operation.method, path, query=query, body=body)


def call_tencent(key: Key | None, operation: Any, given: Mapping[str, object]) -> Sent:
    """A call of a registered operation."""
    return tencent(key, operation.name, given, service=operation.service.name)


CALLS: Mapping[str, Signer] = {
    "alibaba": call_alibaba,
    "huawei": call_huawei,
    "tencent": call_tencent,
}
"""How to call any operation of a cloud: a cloud that is spoken and missing here fails its tests."""
