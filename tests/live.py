"""A real server on loopback inside the test process, with a clock that a test can move."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import uvicorn

from tests.home import Home
from tigertally.server.app import application
from tigertally.server.founding import add_account, add_key, found
from tigertally.server.serve import Listening, bound, config, serving
from tigertally.server.stage import Place, Settings, Stage, clock, open_stage

UNLIMITED = Settings(rate_limits="off")
"""Tests call more often than clouds allow; the limits have tests of their own."""


class Live:
    """A running server: its address, its stage, and accounts made on demand."""

    def __init__(self, stage: Stage, host: str, port: int) -> None:
        self.stage = stage
        self.host = host
        self.port = port
        self.moved_ms = 0

    @property
    def address(self) -> str:
        """``host:port``."""
        return f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """``http://host:port``."""
        return f"http://{self.address}"

    def account(self, cloud: str) -> dict[str, str]:
        """A further account of a cloud with its root key, as the operator is handed it."""
        return add_account(self.stage, cloud)

    def root_key(self, cloud: str, native_id: str) -> dict[str, str]:
        """A further root key of an account, as the operator is handed it."""
        return add_key(self.stage, cloud, native_id)

    @contextmanager
    def later(self, milliseconds: int) -> Iterator[None]:
        """Let the server's clock run ahead (or, negative, behind) for a while."""
        self.moved_ms += milliseconds
        try:
            yield
        finally:
            self.moved_ms -= milliseconds


@contextmanager
def live_server(home: Home, settings: Settings = UNLIMITED, *, frozen: bool = False) -> Iterator[Live]:
    """Serve a ledger from a thread of this process until the block ends; a frozen clock only a test moves."""
    began = clock()
    with (
        open_stage(Place(home.folder, home.database), settings) as opened,
        bound(Listening(port=0)) as listener,
    ):
        host, port = listener.getsockname()
        live: Live
        stage = msgspec.structs.replace(opened, clock=lambda: (began if frozen else clock()) + live.moved_ms)
        live = Live(stage, host, port)
        found(stage, home.folder)
        server = uvicorn.Server(config(application(stage), Listening()))
        thread = threading.Thread(target=lambda: asyncio.run(serving(stage, server, listener)))
        thread.start()
        while not server.started:
            time.sleep(0.005)
        try:
            yield live
        finally:
            server.should_exit = True
            thread.join(20)
