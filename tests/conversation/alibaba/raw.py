"""Requests written by hand, for what no SDK would send; the signatures are computed here from the documents
alone.

Sources: Alibaba Cloud OpenAPI, "Signature method" (RPC, version 1.0) and "Request syntax and signature
method V3".
"""

import base64
import hashlib
import hmac
import http.client
import json
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

from tests.conversation.alibaba.clients import Answer, Client, Key

FORM = "application/x-www-form-urlencoded"


class Heard(NamedTuple):
    """An HTTP answer as it came."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> dict[str, Any]:
        """The body, which must be a JSON object and say that it is one."""
        assert "application/json;charset=utf-8" == self.headers["content-type"], self
        read: dict[str, Any] = json.loads(self.text)
        return read

    @property
    def xml(self) -> ElementTree.Element:
        """The body, which must be XML and say that it is."""
        assert "text/xml;charset=utf-8" == self.headers["content-type"], self
        return ElementTree.fromstring(self.text)

    @property
    def code(self) -> str:
        """``ok`` or the error's code."""
        return "ok" if self.status == 200 else str(self.json["Code"])


class Sent(NamedTuple):
    """One HTTP request, to be sent as often as wanted."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""

    def to(self, address: str) -> Heard:
        """Send it."""
        connection = http.client.HTTPConnection(address, timeout=20)
        try:
            headers = {"Host": address, **self.headers, "Content-Length": str(len(self.body))}
            connection.putrequest(self.method, self.target, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders(self.body)
            heard = connection.getresponse()
            named = {name.lower(): value for name, value in heard.getheaders()}
            return Heard(heard.status, named, heard.read().decode())
        finally:
            connection.close()


def encoded(text: str) -> str:
    """RFC 3986: all but the unreserved characters."""
    return quote(text, safe="-_.~")


def canonical(parameters: Mapping[str, str]) -> str:
    """Sorted by name and encoded."""
    return "&".join(f"{encoded(name)}={encoded(parameters[name])}" for name in sorted(parameters))


def stamp(seconds: float) -> str:
    """``2015-01-23T12:33:18Z``."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def rpc_parameters(key: Key, action: str, at: float, **parameters: str) -> dict[str, str]:
    """What an RPC request says before it is signed; a parameter given replaces a common one."""
    common = {
        "Action": action,
        "Version": "2015-05-01",
        "Format": "JSON",
        "AccessKeyId": key.id,
        "SignatureMethod": "HMAC-SHA1",
        "SignatureVersion": "1.0",
        "SignatureNonce": str(uuid.uuid4()),
        "Timestamp": stamp(at),
    }
    return {**common, **({"SecurityToken": key.token} if key.token else {}), **parameters}


def rpc_signature(method: str, parameters: Mapping[str, str], secret: str) -> str:
    """Signature version 1.0."""
    text = f"{method}&%2F&{encoded(canonical(parameters))}"
    wanted = {"HMAC-SHA256": hashlib.sha256}.get(parameters.get("SignatureMethod", ""), hashlib.sha1)
    return base64.b64encode(hmac.new(f"{secret}&".encode(), text.encode(), wanted).digest()).decode()


def placed(method: str, place: str, parameters: Mapping[str, str]) -> Sent:
    """Parameters in the ``query``, in the ``form``, or ``mixed``: every other one in each."""
    names = list(parameters)
    kept = {"query": names, "form": [], "mixed": names[::2]}[place]
    query = {name: parameters[name] for name in kept}
    form = {name: parameters[name] for name in names if name not in kept}
    target = f"/?{urlencode(query)}" if query else "/"
    return Sent(method, target, {"Content-Type": FORM} if form else {}, urlencode(form).encode())


def rpc(key: Key, method: str, place: str, parameters: Mapping[str, str]) -> Sent:
    """A signed RPC request."""
    signature = rpc_signature(method, parameters, key.secret)
    return placed(method, place, {**parameters, "Signature": signature})


def acs3(
    key: Key,
    address: str,
    action: str,
    parameters: Mapping[str, str],
    *,
    at: float,
    leave_unsigned: tuple[str, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> Sent:
    """A request signed by version 3, but for the headers to be left unsigned."""
    body_hash = hashlib.sha256(b"").hexdigest()
    said = {
        "host": address,
        "x-acs-action": action,
        "x-acs-version": "2015-05-01",
        "x-acs-date": stamp(at),
        "x-acs-signature-nonce": str(uuid.uuid4()),
        "x-acs-content-sha256": body_hash,
        **(headers or {}),
    }
    names = sorted(set(said) - set(leave_unsigned))
    lines = "".join(f"{name}:{said[name].strip()}\n" for name in names)
    request = f"POST\n/\n{canonical(parameters)}\n{lines}\n{';'.join(names)}\n{body_hash}"
    text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(key.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    said["Authorization"] = (
        f"ACS3-HMAC-SHA256 Credential={key.id},SignedHeaders={';'.join(names)},Signature={signature}"
    )
    sent = {("Host" if name == "host" else name): value for name, value in said.items()}
    return Sent("POST", f"/?{urlencode(parameters)}" if parameters else "/", sent)


class Raw(Client):
    """RPC requests by hand; its clock can be the server's when that one is moved."""

    def __init__(
        self,
        address: str,
        key: Key,
        *,
        method: str = "POST",
        place: str = "query",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.address, self.key, self.method, self.place, self.clock = address, key, method, place, clock

    def parameters(self, action: str, **parameters: str) -> dict[str, str]:
        """What is to be signed."""
        return rpc_parameters(self.key, action, self.clock(), **parameters)

    def hear(self, action: str, **parameters: str) -> Heard:
        """One call and the HTTP answer."""
        said = self.parameters(action, **parameters)
        return rpc(self.key, self.method, self.place, said).to(self.address)

    def ask(self, action: str, **parameters: str) -> Answer:
        """One call and its answer."""
        heard = self.hear(action, **parameters)
        return Answer(heard.status, heard.code, heard.json.get("Message", ""), heard.json)
