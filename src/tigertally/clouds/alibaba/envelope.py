"""What Alibaba Cloud's RPC style looks like around an operation: routing, parameters, JSON, XML, refusals.

Source: RAM API reference, "Request syntax" and "Common response parameters". Parameters may come in the
query, in a form body, or both; JSON is answered unless ``Format=XML`` is asked for.
"""

from collections.abc import Iterator, Mapping
from typing import Any, get_origin
from xml.sax.saxutils import escape

import msgspec

from tigertally.clouds.alibaba import denials
from tigertally.clouds.alibaba.errors import GATEWAY_ERRORS
from tigertally.clouds.alibaba.services import SERVICES
from tigertally.clouds.cloud import Answer
from tigertally.clouds.errors import Said
from tigertally.clouds.http import HttpRequest, Undecodable, sent_pairs
from tigertally.clouds.service import Operation
from tigertally.model.refusals import Denied, Invalid, Missing, Refusal, Unsupported


def claims(request: HttpRequest) -> bool:
    """Whether the request is an Alibaba Cloud RPC call: ``/`` with an action or a key in its own words."""
    if request.raw_path != "/":
        return False
    if request.header("x-acs-action") or (request.header("authorization") or "").startswith("ACS3-"):
        return True
    try:
        given = dict(sent_pairs(request))
    except Undecodable:
        return True
    return not given.keys().isdisjoint(("AccessKeyId", "SignatureNonce", "SignatureMethod", "Action"))


def route(request: HttpRequest) -> tuple[Operation, Mapping[str, str]]:
    """The operation that Action and Version name; where several places name one they must agree."""
    if request.method not in ("GET", "POST"):
        raise Unsupported("method", asked=request.method)
    action = _agreed(request, "Action", "x-acs-action")
    version = _agreed(request, "Version", "x-acs-version")
    service = next((one for one in SERVICES if one.version == version), None)
    if service is None:
        raise Invalid("Version", accepted=" or ".join(one.version for one in SERVICES))
    if action not in service.operations:
        raise Unsupported("", asked=action)
    if _format(request) not in ("JSON", "XML"):
        raise Invalid("Format", accepted="JSON or XML")
    return service.operations[action], {}


def parameters(request: HttpRequest, operation: Operation, _path: Mapping[str, str]) -> Mapping[str, object]:
    """Query and form by name; a list comes as one JSON text or as ``Name.1``, ``Name.2.Key`` ..."""
    given: dict[str, object] = dict(_read(request))
    for field in operation.fields:
        if _is_list(field.type):
            given[field.wire] = _listed(field.wire, given)
    return given


def succeed(request: HttpRequest, operation: Operation, answer: object, request_id: str) -> Answer:
    """The view's fields beside RequestId, and never a ``Code``, which clients take for an error."""
    fields = {} if answer is None else msgspec.to_builtins(answer)
    return _answer(request, 200, f"{operation.name}Response", {**fields, "RequestId": request_id})


def refuse(
    request: HttpRequest, operation: Operation | None, refusal: Refusal, request_id: str, sealed: str
) -> Answer:
    """Code, Message and, for a denial, AccessDeniedDetail."""
    table = operation.errors if operation else GATEWAY_ERRORS
    line = table.line(refusal)
    if line is None:
        raise LookupError(f"no words for {refusal}")
    body = _error(request, operation, line.said(refusal), request_id)
    if isinstance(refusal, Denied):
        body["AccessDeniedDetail"] = denials.shown(refusal, sealed)
    return _answer(request, line.status, "Error", body)


def broken(request: HttpRequest, request_id: str) -> Answer:
    """The server's own failure."""
    said = Said(500, "InternalError", "The request processing has failed due to some unknown error.")
    return _answer(request, 500, "Error", _error(request, None, said, request_id))


def _error(request: HttpRequest, operation: Operation | None, said: Said, request_id: str) -> dict[str, Any]:
    service = operation.service.name if operation else _product(request)
    return {
        "RequestId": request_id,
        "HostId": f"{service}.aliyuncs.com",
        "Code": said.code,
        "Message": said.message,
        "Recommend": f"https://api.aliyun.com/troubleshoot?q={said.code}&product={service.capitalize()}",
    }


def _product(request: HttpRequest) -> str:
    try:
        version = dict(sent_pairs(request)).get("Version") or request.header("x-acs-version")
    except Undecodable:
        version = None
    return next((service.name for service in SERVICES if service.version == version), "ram")


def _answer(request: HttpRequest, status: int, root: str, body: Mapping[str, Any]) -> Answer:
    request_id = ("x-acs-request-id", body["RequestId"])
    if _wants_xml(request):
        text = f'<?xml version="1.0" encoding="UTF-8"?><{root}>{"".join(_xml(body))}</{root}>'
        return Answer(status, (XML, request_id), text.encode())
    return Answer(status, (JSON, request_id), msgspec.json.encode(body))


JSON = ("content-type", "application/json;charset=utf-8")
XML = ("content-type", "text/xml;charset=utf-8")
"""With exactly this spelling the ACS3 SDKs read an XML error."""


def _xml(fields: Mapping[str, Any]) -> Iterator[str]:
    """Children in order; a list repeats its element, booleans are lower case."""
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            inner = "".join(_xml(one)) if isinstance(one, dict) else _xml_text(one)
            yield f"<{name}>{inner}</{name}>"


NOT_IN_XML = {code: "\ufffd" for code in (*range(32), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}
"""XML 1.0 has no place for these, not even escaped."""


def _xml_text(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return escape(text.translate(NOT_IN_XML), {"\r": "&#13;"})


def _wants_xml(request: HttpRequest) -> bool:
    return _format(request) == "XML"


def _format(request: HttpRequest) -> str:
    """The answer's format as it is asked for; JSON where nothing is, or nothing can be read."""
    try:
        return dict(sent_pairs(request)).get("Format", "").upper() or "JSON"
    except Undecodable:
        return "JSON"


def _read(request: HttpRequest) -> dict[str, str]:
    try:
        return dict(sent_pairs(request))
    except Undecodable as bad:
        raise Invalid("parameters", "Unreadable", str(bad)) from None


def _agreed(request: HttpRequest, parameter: str, header: str) -> str:
    named = {value for value in (_read(request).get(parameter), request.header(header)) if value}
    if not named:
        raise Missing(parameter, field=parameter)
    if len(named) > 1:
        raise Invalid(parameter, "Repeated", "the same value wherever it is given")
    return named.pop()


def _is_list(kind: object) -> bool:
    return get_origin(kind) is list or any(get_origin(arm) is list for arm in getattr(kind, "__args__", ()))


def _listed(wire: str, given: Mapping[str, object]) -> object:
    """A list parameter from its JSON text, or gathered from numbered names; None when not given."""
    if text := given.get(wire):
        try:
            return msgspec.json.decode(str(text))
        except (msgspec.DecodeError, RecursionError):
            raise Invalid(wire, "Format", "a JSON array") from None
    texts: dict[int, object] = {}
    members: dict[int, dict[str, object]] = {}
    for name, value in given.items():
        head, _, rest = name.partition(".")
        number, _, member = rest.partition(".")
        if head == wire and number.isdecimal() and len(number) <= 3:
            if member:
                members.setdefault(int(number), {})[member] = value
            else:
                texts[int(number)] = value
    if texts.keys() & members.keys():
        raise Invalid(wire, "Format", "each item either whole or by its members")
    gathered = texts | members
    return [gathered[number] for number in sorted(gathered)] or None
