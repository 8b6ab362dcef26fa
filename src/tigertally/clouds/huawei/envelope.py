"""What Huawei Cloud's REST style looks like around an operation: routing, parameters, answers, refusals.

Source: IAM 5.0 API reference, "Calling APIs"; API gateway user guide, "Error codes". Clients read the request
id from the header alone.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import msgspec
from msgspec import Struct

from tigertally.clouds.cloud import Answer
from tigertally.clouds.errors import Said
from tigertally.clouds.http import HttpRequest, Undecodable, form_pairs, path_segments
from tigertally.clouds.huawei.denials import POLICY_TYPES
from tigertally.clouds.huawei.errors import GATEWAY_ERRORS
from tigertally.clouds.huawei.names import caller_urn, stamp
from tigertally.clouds.huawei.services import SERVICES
from tigertally.clouds.service import Operation
from tigertally.model.refusals import Denied, Invalid, Refusal, Unsigned, Unsupported

ROOTS = ("/v3/", "/v3.0/", "/v5/")


def claims(request: HttpRequest) -> bool:
    """Whether the request is for one of Huawei Cloud's REST APIs."""
    return request.raw_path.startswith(ROOTS)


def route(request: HttpRequest) -> tuple[Operation, Mapping[str, str]]:
    """The operation whose method and path template the request fits; a literal segment goes first."""
    try:
        segments = path_segments(request.raw_path)
    except Undecodable as bad:
        raise Invalid("path", "Unreadable", str(bad)) from None
    for fit in _table().get((request.method, len(segments)), ()):
        if fit.pick(segments) == fit.words:
            return fit.operation, {name: segments[at] for at, name in fit.fields}
    raise Unsupported("", asked=f"{request.method} {request.raw_path}")


class Fit(Struct, frozen=True):
    """An operation's path template: the words that ``pick`` finds at their places, the fields in between."""

    operation: Operation
    pick: Callable[[Sequence[str]], object]
    words: object
    fields: tuple[tuple[int, str], ...]


_routes: dict[tuple[str, int], list[Fit]] = {}


def _table() -> dict[tuple[str, int], list[Fit]]:
    """Every operation by method and number of segments, those with fewer fields first."""
    if not _routes:
        for operation in (one for service in SERVICES for one in service.operations.values()):
            template = operation.path.strip("/").split("/")
            _routes.setdefault((operation.method, len(template)), []).append(_fit(operation, template))
        for listed in _routes.values():
            listed.sort(key=lambda fit: len(fit.fields))
    return _routes


def _fit(operation: Operation, template: list[str]) -> Fit:
    parts = list(enumerate(template))
    pick = itemgetter(*(at for at, part in parts if part[0] != "{"))
    return Fit(
        operation,
        pick=pick,
        words=pick(template),
        fields=tuple((at, part[1:-1]) for at, part in parts if part[0] == "{"),
    )


def parameters(request: HttpRequest, operation: Operation, path: Mapping[str, str]) -> Mapping[str, object]:
    """Path, query and JSON body by name, each from the one place where it belongs."""
    query = _query(request) if "query" in operation.places else {}
    body = _body(request) if operation.places & {"body", "whole_body"} else {}
    given: dict[str, object] = {}
    for field in operation.fields:
        if field.place == "whole_body":
            given[field.wire] = body
            continue
        source: Any = {"path": path, "query": query, "body": body}[field.place]
        if not isinstance(source, Mapping):
            raise Invalid("body", "Unreadable", "a JSON object")
        given[field.wire] = source.get(field.wire)
    return given


def _query(request: HttpRequest) -> dict[str, str]:
    try:
        pairs = form_pairs(request.raw_query)
    except Undecodable as bad:
        raise Invalid("query", "Unreadable", str(bad)) from None
    given = dict(pairs)
    if len(given) < len(pairs):
        raise Invalid("query", "Unreadable", "each parameter once")
    return given


def _body(request: HttpRequest) -> Any:
    if not request.body.strip():
        return {}
    try:
        return msgspec.json.decode(request.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Invalid("body", "Unreadable", "JSON") from None


def succeed(_request: HttpRequest, operation: Operation, answer: object, request_id: str) -> Answer:
    """The view as JSON; no body where there is none to show."""
    body = b"" if answer is None else msgspec.json.encode(answer)
    return _answer(operation.status, body, request_id)


def refuse(
    _request: HttpRequest, operation: Operation | None, refusal: Refusal, request_id: str, sealed: str
) -> Answer:
    """error_code, error_msg, request_id and, for a denial, encoded_authorization_message."""
    table = operation.errors if operation else GATEWAY_ERRORS
    line = table.line(_told(refusal))
    if line is None:
        raise LookupError(f"no words for {refusal}")
    body = _error(line.said(refusal), request_id)
    if isinstance(refusal, Denied):
        body["encoded_authorization_message"] = sealed
    return _answer(line.status, msgspec.json.encode(body), request_id)


def broken(_request: HttpRequest, request_id: str) -> Answer:
    """The server's own failure."""
    said = Said(500, "IAM.0006", "An unexpected error prevented the server from fulfilling your request.")
    return _answer(500, msgspec.json.encode(_error(said, request_id)), request_id)


def _told(refusal: Refusal) -> Refusal:
    """The refusal with the values that Huawei's sentences name."""
    if isinstance(refusal, Denied):
        refusal.about = "explicit" if refusal.explicit else ""
        policy_type = POLICY_TYPES[refusal.layer]
        refusal.values |= {
            "principal": caller_urn(refusal.caller),
            "policy_type": policy_type,
            "a_policy_type": f"{'an' if policy_type[0] in 'aeiou' else 'a'} {policy_type}",
        }
    elif isinstance(refusal, Unsigned) and refusal.about == "expired":
        refusal.values = {name: stamp(int(str(at))) for name, at in refusal.values.items()}
    return refusal


def _error(said: Said, request_id: str) -> dict[str, str]:
    return {
        "error_code": said.code,
        "error_msg": said.message.replace("\n", "|"),
        "request_id": request_id,
    }


def _answer(status: int, body: bytes, request_id: str) -> Answer:
    headers = (
        ("content-type", "application/json"),
        ("server", "api-gateway"),
        ("x-request-id", request_id),
    )
    return Answer(status, headers, body)
