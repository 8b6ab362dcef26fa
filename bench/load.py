"""Load: prepared bytes sent down keep-alive connections, one call at a time on each.

It knows no API, and reads of an answer no more than it must, so that the server is what is measured.
"""

import asyncio
import time
from collections.abc import Sequence

import uvloop
from msgspec import Struct, field

from tests.signers import Sent


class Heard(Struct):
    """What came back of one drive."""

    seconds: float = 0.0
    calls: int = 0
    latencies: list[float] = field(default_factory=list)
    request_ids: list[str] = field(default_factory=list)
    refused: list[bytes] = field(default_factory=list)


def raw(address: str, sent: Sent) -> bytes:
    """A request as bytes."""
    headers = {"host": address, **sent.headers, "content-length": str(len(sent.body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{sent.method} {sent.target} HTTP/1.1\r\n{lines}\r\n".encode() + sent.body


def drive(
    address: str, queues: Sequence[Sequence[bytes]], *, until_gone: bool = False, beside: Sequence[bytes] = ()
) -> Heard:
    """Send each queue down a connection of its own. Raises RuntimeError when a call is not done.

    With ``until_gone`` the queues are sent again and again until the server is gone, and calls may be
    refused: nobody knows what the last ones left behind. Requests ``beside`` have a connection each and are
    repeated, unmeasured, until the queues are sent.
    """
    heard, aside = Heard(), Heard()
    clients = [_Client(address, queue, heard, repeats=until_gone) for queue in queues]
    others = [_Client(address, [one], aside, repeats=True) for one in beside]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        heard.seconds = runner.run(_drive(clients, others))
    refused = aside.refused + ([] if until_gone else heard.refused)
    if refused:
        raise RuntimeError(f"{len(refused)} calls were not done, the first: {refused[0]!r}")
    return heard


async def _drive(clients: "Sequence[_Client]", others: "Sequence[_Client]") -> float:
    for one in (*others, *clients):
        await one.connect()
    begun = time.perf_counter()
    for one in (*others, *clients):
        one.send()
    await asyncio.gather(*(one.done.wait() for one in clients))
    seconds = time.perf_counter() - begun
    for one in others:
        one.hang_up()
    return seconds


class _Client:
    """One caller: sends, waits for the whole answer, sends the next; calls anew where the server hangs up."""

    def __init__(self, address: str, queue: Sequence[bytes], heard: Heard, *, repeats: bool) -> None:
        self.done = asyncio.Event()
        self._host, _, self._port = address.rpartition(":")
        self._queue = queue
        self._heard = heard
        self._repeats = repeats
        self._at = 0
        self._sent_at = 0.0
        self._buffer = b""
        self._transport: asyncio.Transport
        self._calling: asyncio.Task[None]

    async def connect(self) -> None:
        """Open a connection."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_connection(lambda: _Ear(self), self._host, int(self._port))

    def send(self) -> None:
        """Send what is next."""
        self._sent_at = time.perf_counter()
        self._transport.write(self._queue[self._at])

    def hang_up(self) -> None:
        """Be done."""
        self.done.set()
        self._transport.close()

    def hear(self, data: bytes) -> None:
        """A part of an answer."""
        self._buffer += data
        head, end, body = self._buffer.partition(b"\r\n\r\n")
        if end and len(body) >= int(_header(head, b"content-length") or 0):
            self._buffer = b""
            self._take(head, body)
            self._go_on(closes=_header(head, b"connection") == b"close")

    def lose(self) -> None:
        """The server has hung up in the middle."""
        if not self.done.is_set():
            self._heard.refused.append(b"the connection was lost")
            self.done.set()

    def _take(self, head: bytes, body: bytes) -> None:
        self._heard.calls += 1
        self._heard.latencies.append(time.perf_counter() - self._sent_at)
        if head[9:10] == b"2":
            self._heard.request_ids.append(_header(head, b"x-request-id").decode())
        else:
            self._heard.refused.append(head[:12] + b" " + body)

    def _go_on(self, *, closes: bool) -> None:
        self._at += 1
        if self._at == len(self._queue) and not self._repeats:
            self.hang_up()
        elif not self.done.is_set():
            self._at %= len(self._queue)
            if closes:
                self._transport.close()
                self._calling = asyncio.get_running_loop().create_task(self._call_anew())
            else:
                self.send()

    async def _call_anew(self) -> None:
        await self.connect()
        self.send()


class _Ear(asyncio.Protocol):
    """One connection of a client."""

    def __init__(self, client: _Client) -> None:
        self._client = client
        self._transport: asyncio.BaseTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._client.hear(data)

    def eof_received(self) -> None:
        if not self._transport.is_closing():
            self._client.lose()

    def connection_lost(self, error: Exception | None) -> None:
        if error is not None:
            self._client.lose()


def _header(head: bytes, name: bytes) -> bytes:
    return head.lower().partition(b"\r\n" + name + b": ")[2].partition(b"\r\n")[0]
