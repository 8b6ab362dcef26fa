"""What Tencent Cloud's API 3.0 looks like around an operation: routing, parameters, JSON, refusals.

Source: Tencent Cloud API 3.0, "Request structure", "Common parameters" and "Responses". TC3 calls name the
operation in headers and give parameters in the query (GET), or as JSON, a form or multipart (POST); calls of
the older signature give everything in the query or in a form. Every answer is HTTP 200 and of exactly
``application/json``: with a parameter behind it the Python SDK takes a refusal for a success.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

import msgspec

from tigertally.clouds.cloud import Answer
from tigertally.clouds.errors import Said
from tigertally.clouds.fields import Field
from tigertally.clouds.http import FORM, HttpRequest, Undecodable, form_pairs, sent_pairs
from tigertally.clouds.service import Operation
from tigertally.clouds.tencent import denials, multipart
from tigertally.clouds.tencent.errors import GATEWAY_ERRORS
from tigertally.clouds.tencent.services import SERVICES, organization
from tigertally.model.refusals import Denied, Invalid, Missing, Refusal, Unsupported

COMMON = frozenset({
    "Action", "Version", "Region", "Timestamp", "Nonce", "SecretId", "Signature", "SignatureMethod", "Token",
    "Language", "RequestClient",
})  # fmt: skip
"""Parameters that every call of the older signature may have beside its own."""

JSON = "application/json"
HEADERS = (("content-type", JSON),)

_names_in = re.compile(r"&([A-Za-z0-9]+)(?:\.[A-Za-z0-9.]*)?=").findall
_read_member = re.compile(r"([A-Za-z0-9]+)\.([0-9]{1,3})(?:\.([A-Za-z0-9]+))?").fullmatch


def claims(request: HttpRequest) -> bool:
    """Whether the request is in Tencent Cloud's words: its headers, its key, or a version of its APIs."""
    if request.raw_path != "/":
        return False
    if any(name.startswith("x-tc-") for name, _ in request.headers):
        return True
    if (request.header("authorization") or "").startswith("TC3-"):
        return True
    given = _shown(request)
    return "SecretId" in given or given.get("Version") in {service.version for service in SERVICES}


def route(request: HttpRequest) -> tuple[Operation, Mapping[str, str]]:
    """The operation that Action and Version name; where several places name one they must agree."""
    if request.method not in ("GET", "POST"):
        raise Unsupported("method", asked=request.method)
    action = _agreed(request, "Action", "x-tc-action")
    version = _agreed(request, "Version", "x-tc-version")
    service = next((one for one in SERVICES if one.version == version), None)
    if service is None:
        raise _no_such_version(request, version)
    if action not in service.operations:
        raise Unsupported("", asked=action)
    return service.operations[action], {}


def parameters(request: HttpRequest, operation: Operation, _path: Mapping[str, str]) -> Mapping[str, object]:
    """What was given by name, a list as one value or as ``Name.0``, ``Name.0.Key`` ...

    A name that the operation does not have is refused, and so is what version 1 would sign like two names.
    """
    sent = {name: value for name, value in _sent(request) if name not in COMMON}
    if request.header("authorization") is None:
        _require_one_reading(request, operation)
    fields = {field.wire: field for field in operation.fields}
    gathered: dict[str, dict[int, object]] = {}
    given: dict[str, object] = {}
    for name, value in sent.items():
        if name in fields:
            given[name] = value
        elif (found := _read_member(name)) and found[1] in fields and _is_list(fields[found[1]]):
            _gather(gathered.setdefault(found[1], {}), name, found, value)
        else:
            raise Invalid(name, "Unknown", " and ".join(fields) or "nothing")
    for name, members in gathered.items():
        if name in given:
            raise Invalid(name, "Repeated", "the list in one form")
        given[name] = [members[at] for at in sorted(members)]
    return given


def succeed(_request: HttpRequest, _operation: Operation, answer: object, request_id: str) -> Answer:
    """The view's fields beside RequestId."""
    fields = {} if answer is None else msgspec.to_builtins(answer)
    return _answer({**fields, "RequestId": request_id})


def refuse(
    request: HttpRequest, operation: Operation | None, refusal: Refusal, request_id: str, _sealed: str
) -> Answer:
    """Code and Message inside Error, beside RequestId."""
    table = operation.errors if operation else GATEWAY_ERRORS
    if isinstance(refusal, Denied):
        refusal.values = denials.told(refusal, request_id, language(request))
        refusal.about = refusal.action
    line = table.line(refusal)
    if line is None:
        raise LookupError(f"no words for {refusal}")
    return _refused(line.said(refusal), request_id)


def broken(request: HttpRequest, request_id: str) -> Answer:
    """The server's own failure, as the service's lists of errors have it."""
    named = {_shown(request).get("Version"), request.header("x-tc-version")}
    code = "InternalError" if organization.version in named else "InternalError.SystemError"
    return _refused(Said(200, code, "Internal error."), request_id)


def language(request: HttpRequest) -> str:
    """``zh-CN`` or ``en-US``, as the caller asks for."""
    return request.header("x-tc-language") or _shown(request).get("Language", "")


def _refused(said: Said, request_id: str) -> Answer:
    return _answer({"Error": {"Code": said.code, "Message": said.message}, "RequestId": request_id})


def _answer(response: Mapping[str, object]) -> Answer:
    return Answer(200, HEADERS, msgspec.json.encode({"Response": response}))


def _no_such_version(request: HttpRequest, version: str) -> Invalid:
    """The service is what the host says where it says one; it selects nothing else."""
    label = (request.header("host") or "").removeprefix("http://").partition(".")[0]
    known = [service.name for service in SERVICES]
    refusal = Invalid("Version", accepted=" or ".join(service.version for service in SERVICES))
    refusal.values |= {"version": version, "service": label if label in known else known[0]}
    return refusal


def _agreed(request: HttpRequest, parameter: str, header: str) -> str:
    named = {value for value in (_shown(request).get(parameter), request.header(header)) if value}
    if not named:
        raise Missing(parameter, field=parameter)
    if len(named) > 1:
        raise Invalid(parameter, "Repeated", "the same value wherever it is given")
    return named.pop()


def _shown(request: HttpRequest) -> dict[str, str]:
    """Query and form, as far as they can be read."""
    try:
        return dict(sent_pairs(request))
    except Undecodable:
        return {}


def _sent(request: HttpRequest) -> list[tuple[str, Any]]:
    """Names and values of the query, then of the body, each name once."""
    try:
        pairs: list[tuple[str, Any]] = [*form_pairs(request.raw_query), *_in_body(request)]
    except Undecodable as bad:
        raise Invalid("parameters", "Unreadable", str(bad)) from None
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise Invalid(next(name for name in names if names.count(name) > 1), "Repeated", "each name once")
    return pairs


def _in_body(request: HttpRequest) -> Iterator[tuple[str, Any]]:
    if request.method == "GET" and not request.body:
        return
    match request.media_type:
        case "application/json":
            yield from _members(request.body).items()
        case "multipart/form-data":
            yield from multipart.parts(request.header("content-type") or "", request.body)
        case _ if request.media_type == FORM or not request.body:
            yield from (pair for pair in sent_pairs(request)[len(form_pairs(request.raw_query)) :])
        case _:
            raise Invalid("Content-Type", "Unreadable", f"{JSON}, {FORM} or multipart/form-data")


def _members(body: bytes) -> dict[str, Any]:
    """A JSON object; no body at all is none."""
    try:
        members = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Invalid("body", "Unreadable", "a JSON object") from None
    if not isinstance(members, dict):
        raise Invalid("body", "Unreadable", "a JSON object")
    return members


def _require_one_reading(request: HttpRequest, operation: Operation) -> None:
    """Version 1 signs ``a=1&b=2`` alike whether it is one value or two parameters: the first is refused."""
    known = COMMON | {field.wire for field in operation.fields}
    for name, value in _shown(request).items():
        if not known.isdisjoint(_names_in(value)):
            raise Invalid(name, "Ambiguous", "a value without & before the name of a parameter")


def _is_list(field: Field) -> bool:
    return get_origin(field.type) is list or any(get_origin(arm) is list for arm in get_args(field.type))


def _gather(members: dict[int, object], name: str, found: re.Match[str], value: object) -> None:
    """One item of a list, or one member of an item."""
    at, member = int(found[2]), found[3]
    if member is None and at not in members:
        members[at] = value
        return
    item = members.setdefault(at, {})
    if member is None or not isinstance(item, dict) or member in item:
        raise Invalid(name, "Repeated", "the list in one form")
    item[member] = value
