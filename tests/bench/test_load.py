"""The load generator against a server that says hello: every call is counted, and none is lost."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.load import drive, raw
from tests.signers import Sent


class _Hello(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(404 if self.path == "/absent" else 200)
        self.send_header("Content-Length", "5")
        self.send_header("X-Request-Id", self.path)
        if self.path == "/close":
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """A server on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Hello) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def get(address: str, path: str) -> bytes:
    """A call as bytes."""
    return raw(address, Sent("GET", path, {}))


@pytest.mark.parametrize("path", ["/open", "/close"])
def test_every_queue_is_sent_to_its_end_also_where_the_server_hangs_up(address: str, path: str) -> None:
    heard = drive(address, [[get(address, path)] * 3, [get(address, path)] * 2])
    assert (5, 5, [path] * 5) == (heard.calls, len(heard.latencies), heard.request_ids)


def test_a_refused_call_ends_the_measurement(address: str) -> None:
    with pytest.raises(RuntimeError, match=r"1 calls were not done.*404 hello"):
        drive(address, [[get(address, "/absent")]])
