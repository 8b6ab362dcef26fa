"""The application called without a socket: every byte of a request can be chosen, and nothing waits."""

import asyncio
from typing import Any

from tests.live import Live
from tests.signers import Reply, Sent
from tigertally.server.app import application


def heard(live: Live, sent: Sent, *, pieces: int = 1) -> Reply:
    """What the application answers; the body arrives in as many pieces as asked for."""
    path, _, query = sent.target.partition("?")
    scope = {
        "type": "http",
        "method": sent.method,
        "scheme": "http",
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "headers": [(name.encode("latin-1"), text.encode("latin-1")) for name, text in sent.headers.items()],
        "client": ("127.0.0.1", 1),
    }
    size = max(1, -(-len(sent.body) // pieces))
    chunks = [sent.body[at : at + size] for at in range(0, len(sent.body), size)] or [b""]
    coming = [
        {"type": "http.request", "body": chunk, "more_body": at < len(chunks) - 1}
        for at, chunk in enumerate(chunks)
    ]
    told: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return coming.pop(0)

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    asyncio.run(_run(live, scope, receive, send))
    start, *bodies = told
    headers = {name.decode("latin-1"): text.decode("latin-1") for name, text in start["headers"]}
    return Reply(start["status"], headers, b"".join(message["body"] for message in bodies))


async def _run(live: Live, scope: dict[str, Any], receive: Any, send: Any) -> None:
    await application(live.stage)(scope, receive, send)
