"""Running the server: one socket, one process, a clean stop.

Plain HTTP is for the loopback alone; on any other address a certificate is required, because a captured
request could otherwise be read by anybody on the way.
"""

import asyncio
import contextlib
import gc
import ipaddress
import signal
import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn
from msgspec import Struct

from tigertally.server.app import application
from tigertally.server.founding import found
from tigertally.server.stage import Place, Settings, Stage, open_stage

DRAIN_SECONDS = 10
"""How long calls under way may take to end after SIGTERM."""


WAITING_CALLERS_MAX = 2048
"""How many connections the kernel may hold for us before they are taken up."""


class Listening(Struct, frozen=True, kw_only=True):
    """Where and how to listen."""

    host: str = "127.0.0.1"
    port: int = 4750
    certificate: Path | None = None
    key: Path | None = None


class Refused(ValueError):
    """A way of listening that is not safe, or not possible."""


class _Server(uvicorn.Server):
    """Uvicorn with our own signal handlers: a signal ends the server and is not raised again."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to ``serve``."""
        yield


def serve(place: Place, listening: Listening, settings: Settings, tell: Callable[[str], None]) -> None:
    """Serve the ledger of ``place`` until SIGTERM or SIGINT; ``tell`` hears where, once it listens.

    Raises Refused, and FolderRefused where the place cannot be used or another server has the folder.
    """
    require_safe(listening)
    place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open_stage(place, settings) as stage:
        found(stage, place.folder)
        with bound(listening) as listener:
            where = _url(listener, secure=listening.certificate is not None)
            caution = f" ({stage.store.caution})" if stage.store.caution else ""
            told = f"Tiger Tally listens on {where}\nLedger: {place.shown}{caution}"
            how = config(application(stage), listening)
            with asyncio.Runner(loop_factory=how.get_loop_factory()) as runner:
                runner.run(_run(stage, how, listener, lambda: tell(told)))


def _url(listener: socket.socket, *, secure: bool) -> str:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"{'https' if secure else 'http'}://{shown}:{port}"


def require_safe(listening: Listening) -> None:
    """Raise Refused for plain HTTP on an address that others can reach, or a certificate that is none."""
    if listening.certificate is not None:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(listening.certificate, listening.key)
        except OSError as error:
            raise Refused(f"--tls-certificate {listening.certificate} cannot be used: {error}") from None
    if listening.certificate is None and not _is_loopback(listening.host):
        raise Refused(
            f"--host {listening.host} can be reached by others: give --tls-certificate and --tls-key, "
            "or listen on 127.0.0.1"
        )


@contextlib.contextmanager
def bound(listening: Listening) -> Iterator[socket.socket]:
    """The listening socket. Raises Refused when the address cannot be had."""
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # an answer is two writes
        try:
            listener.bind((listening.host, listening.port))
            listener.listen(WAITING_CALLERS_MAX)
        except OSError as error:
            raise Refused(
                f"cannot listen on {listening.host} port {listening.port}: {error.strerror}"
            ) from None
        yield listener


def config(app: object, listening: Listening) -> uvicorn.Config:
    """How uvicorn runs the application: as little around it as there can be."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]  # a raw ASGI callable
        http="httptools",
        ws="none",
        lifespan="off",
        interface="asgi3",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
        ssl_certfile=listening.certificate,
        ssl_keyfile=listening.key,
    )


async def _run(stage: Stage, how: uvicorn.Config, listener: socket.socket, ready: Callable[[], None]) -> None:
    server = _Server(how)

    def stop() -> None:
        server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    gc.collect()
    gc.freeze()  # modules and tables stay for good: no later collection need look at them
    ready()
    await serving(stage, server, listener)


async def serving(stage: Stage, server: uvicorn.Server, listener: socket.socket) -> None:
    """Serve until the server is told to end; the ledger's works run in this thread meanwhile."""
    with stage.store.hosted(asyncio.get_running_loop().call_soon_threadsafe):
        await server.serve(sockets=[listener])


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
