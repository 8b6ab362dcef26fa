"""The ASGI edge: bytes in, one call through the pipeline, bytes out.

Everything below is plain functions. A read runs on a snapshot: here, or in a thread where the store's reads
wait for another machine. A change waits for the store's writer. Whatever is not a Refusal is a bug: the
client hears the cloud's own internal error and nothing of the cause, the log has the rest.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any, Generic, TypeVar

from tigertally.clouds.cloud import Answer, Cloud
from tigertally.clouds.http import HttpRequest
from tigertally.model.changes import Changes
from tigertally.model.refusals import Denied, Invalid, Refusal
from tigertally.server import sealing
from tigertally.server.health import health
from tigertally.server.pipeline import EDGE, TRANSACTION, Hearing
from tigertally.server.stage import Stage
from tigertally.store import Call, Reading, Writing

log = logging.getLogger("tigertally")

BODY_BYTES_MAX = 1024 * 1024
"""A request body's most; the longest that any operation needs is far below."""

T = TypeVar("T")

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def application(stage: Stage) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """The ASGI application over an open stage."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            body = await _body(receive)
        except ConnectionAbortedError:
            return  # half a request asks for nothing
        request = _heard(scope, body or b"")
        answer = await _answer(stage, request, too_long=body is None)
        await _say(send, answer, request.method)

    return app


async def _answer(stage: Stage, request: HttpRequest, *, too_long: bool) -> Answer:
    if request.raw_path == "/_tigertally/health":
        return health(stage)
    cloud = next((one for one in stage.clouds if one.claims(request)), None)
    if cloud is None:
        return Answer(413 if too_long else 404, (("content-type", "text/plain;charset=utf-8"),), NOBODY)
    hearing = Hearing(stage, cloud, request, cloud.mint("request", stage.random), stage.clock())
    try:
        if too_long:
            raise Invalid("body", "TooLong", f"at most {BODY_BYTES_MAX} bytes")
        return await _done(hearing)
    except Refusal as refusal:
        return _refused(cloud, hearing, refusal)
    except Exception:
        log.exception("request %s failed", hearing.request_id)
        return cloud.broken(request, hearing.request_id)


NOBODY = b"Tiger Tally serves cloud APIs here; this request speaks none of them. See /_tigertally/health.\n"


async def _done(hearing: Hearing) -> Answer:
    store = hearing.stage.store
    if store.reads_block:
        answer = await asyncio.to_thread(_read, hearing)
    else:
        answer = _read(hearing)
    if hearing.operation.changes:
        awaited: Awaited[object] = Awaited()
        work = partial(_changed, hearing)
        store.submit(Call(work, hearing.request_id, hearing.account_id, awaited, hearing.organization_id))
        answer = await awaited.future
    return hearing.cloud.succeed(hearing.request, hearing.operation, answer, hearing.request_id)


class Awaited(Generic[T]):
    """Waits in this event loop for what is told in any thread; much less than ``asyncio.wrap_future``."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.future: asyncio.Future[T] = self._loop.create_future()

    def set_running_or_notify_cancel(self) -> bool:
        """Whether the call is still waited for."""
        return not self.future.cancelled()

    def set_result(self, result: T) -> None:
        """Hear what the call returned."""
        self._hear(self.future.set_result, result)

    def set_exception(self, exception: BaseException) -> None:
        """Hear what it raised."""
        self._hear(self.future.set_exception, exception)

    def _hear(self, settle: Callable[[Any], None], told: object) -> None:
        with suppress(RuntimeError):  # the loop is closed, and nobody waits any more
            self._loop.call_soon_threadsafe(self._settle, settle, told)

    def _settle(self, settle: Callable[[Any], None], told: object) -> None:
        if not self.future.done():
            settle(told)


def _read(hearing: Hearing) -> object:
    """All that takes no lock: the edge, and for a read its answer."""
    for step in EDGE:
        step(hearing)
    if hearing.operation.changes:
        return None
    return hearing.stage.store.read(lambda reading: _shown(hearing, reading))


def _shown(hearing: Hearing, reading: Reading) -> object:
    hearing.found = {}
    for step in TRANSACTION:
        step(hearing, reading)
    return hearing.result


def _changed(hearing: Hearing, writing: Writing) -> object:
    hearing.found = {}
    for step in TRANSACTION:
        step(hearing, writing)
    changes: Changes = hearing.result
    writing.commit(
        sealing.sealed(hearing.stage.vault, changes),
        rules=hearing.cloud.rules,
        op_id=hearing.request_id,
        actor=hearing.cloud.who(hearing.caller).urn,
        action=f"{hearing.operation.service.name}:{hearing.operation.name}",
        at=hearing.now,
    )
    return changes.answer


def _refused(cloud: Cloud, hearing: Hearing, refusal: Refusal) -> Answer:
    """The cloud's words; a failure to find them is a bug and is answered as one."""
    try:
        message = ""
        if isinstance(refusal, Denied):
            evidence = cloud.evidence(refusal, hearing.now)
            message = sealing.message(hearing.stage.vault, evidence, hearing.sealed_for)
        return cloud.refuse(hearing.request, hearing.operation, refusal, hearing.request_id, message)
    except Exception:
        log.exception("no answer for %s in request %s", refusal, hearing.request_id)
        return cloud.broken(hearing.request, hearing.request_id)


async def _body(receive: Receive) -> bytes | None:
    """The whole body, or None when it is longer than any may be. Raises ConnectionAbortedError."""
    chunks, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionAbortedError
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > BODY_BYTES_MAX:
            return None
        if not message.get("more_body"):
            return b"".join(chunks)


def _heard(scope: Scope, body: bytes) -> HttpRequest:
    client = scope.get("client") or ("", 0)
    return HttpRequest(
        method=scope["method"],
        raw_path=scope["raw_path"].decode("latin-1"),
        raw_query=scope["query_string"].decode("latin-1"),
        headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]),
        body=body,
        client_address=client[0],
        secure=scope["scheme"] == "https",
    )


async def _say(send: Send, answer: Answer, method: str) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    if answer.status != 204:
        headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else answer.body})
