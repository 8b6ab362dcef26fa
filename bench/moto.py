"""The peer: moto's server, which neither checks signatures nor authorises nor keeps anything."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from bench.load import drive
from bench.processes import first_answer, free_port, process
from tests.signers import FORM

CREDENTIAL = (
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/iam/aws4_request, "
    "SignedHeaders=host, Signature=0"
)
"""By its scope moto knows which service is meant; it checks nothing else of it."""

POLICY = "arn:aws:iam::123456789012:policy/read"

CLIENTS = 16


class Moto:
    """A running moto server."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid = pid
        self.address = f"127.0.0.1:{port}"

    def furnish(self, users: int) -> None:
        """Users, and the policy that comes to them and goes."""
        document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
        drive(self.address, [[call("CreatePolicy", PolicyName="read", PolicyDocument=document)]])
        self._drive_each("CreateUser", users)

    def queues(self, action: str, users: int) -> list[list[bytes]]:
        """``AttachUserPolicy`` or ``DetachUserPolicy``, once for each user, spread over the clients."""
        calls = [call(action, UserName=f"u{number}", PolicyArn=POLICY) for number in range(users)]
        return [calls[at::CLIENTS] for at in range(CLIENTS)]

    def _drive_each(self, action: str, users: int) -> None:
        drive(self.address, [[call(action, UserName=f"u{number}") for number in range(users)]])


def call(action: str, **parameters: str) -> bytes:
    """One IAM call as bytes."""
    body = urlencode({"Action": action, "Version": "2010-05-08", **parameters}).encode()
    headers = {
        "host": "iam.amazonaws.com",
        "content-type": FORM,
        "authorization": CREDENTIAL,
        "content-length": str(len(body)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST / HTTP/1.1\r\n{lines}\r\n".encode() + body


@contextmanager
def moto(words: list[float] | None = None) -> Iterator[Moto]:
    """A moto server; ``words`` hears how many seconds it took from exec to its first answer."""
    port, since = free_port(), time.monotonic()
    with process("moto.server", "--port", str(port)) as started:
        seconds = first_answer(port, call("ListUsers"), since)
        if words is not None:
            words.append(seconds)
        yield Moto(started.pid, port)
