"""The server as an operator starts it, over HTTP and over TLS: what the transport says, who is believed."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.conversation.alibaba.clients import Key, NewSdk
from tests.conversation.alibaba.scene import allow, document

HERE = {"IpAddress": {"acs:SourceIp": "127.0.0.1"}}
OUTSIDE = {"IpAddress": {"acs:SourceIp": "10.1.2.3"}}
PLAIN = {"Bool": {"acs:SecureTransport": "false"}}
SECURE = {"Bool": {"acs:SecureTransport": "true"}}

AT_ONCE_SECONDS = 0.03
"""Far above what an answer takes, and below the 40 ms for which TCP may hold back a second small packet."""


class Served(NamedTuple):
    """A server in a process of its own; ``ca`` is what to trust, for TLS."""

    address: str
    root: Key
    ca: str | None

    def speaking(self, key: Key, **more: Any) -> NewSdk:
        """The holder of a key."""
        return NewSdk(self.address, key, protocol="HTTPS" if self.ca else "HTTP", ca=self.ca, **more)

    def user(self, name: str, when: dict[str, Any]) -> Key:
        """A new user who may list users on a condition."""
        root = self.speaking(self.root)
        root.do("CreateUser", UserName=name)
        may = document(allow("ram:ListUsers", when=when))
        root.do("CreatePolicy", PolicyName=f"of-{name}", PolicyDocument=may)
        root.do("AttachPolicyToUser", PolicyType="Custom", PolicyName=f"of-{name}", UserName=name)
        made = root.do("CreateAccessKey", UserName=name)["AccessKey"]
        return Key(made["AccessKeyId"], made["AccessKeySecret"])


@contextmanager
def _serving(folder: Path, *options: str, ca: str | None = None) -> Iterator[Served]:
    command = [
        sys.executable,
        "-m",
        "tigertally.cli",
        "serve",
        "--port",
        "0",
        "--data",
        str(folder),
        *options,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            address = server.stdout.readline().strip().rpartition("//")[2]
            root = json.loads((folder / "credentials.json").read_text())["alibaba"]
            yield Served(address, Key(root["access_key_id"], root["access_key_secret"]), ca)
        finally:
            server.kill()  # its ledger is thrown away


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A throw-away certificate for 127.0.0.1, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "certificate.pem", folder / "key.pem"
    chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return chain, secret


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over HTTP."""
    with _serving(tmp_path_factory.mktemp("plain")) as served:
        yield served


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over TLS."""
    folder = tmp_path_factory.mktemp("secure")
    chain, key = _certificate(folder)
    options = ("--tls-certificate", str(chain), "--tls-key", str(key))
    with _serving(folder / "data", *options, ca=str(chain)) as served:
        yield served


@pytest.mark.parametrize("algorithm", [None, "v2"])
def test_secure_transport_is_true_over_tls(secure: Served, algorithm: str | None) -> None:
    named = algorithm or "v3"
    codes = [
        secure.speaking(secure.user(f"{name}-{named}", when), algorithm=algorithm).code("ListUsers")
        for name, when in (("secure", SECURE), ("plain", PLAIN))
    ]
    assert ["ok", "NoPermission"] == codes


def test_secure_transport_is_false_without_tls(plain: Served) -> None:
    codes = [
        plain.speaking(plain.user(name, when)).code("ListUsers")
        for name, when in (("transport-secure", SECURE), ("transport-plain", PLAIN))
    ]
    assert ["NoPermission", "ok"] == codes


FORWARDED = {
    "x-forwarded-for": "10.1.2.3",
    "x-real-ip": "10.1.2.3",
    "forwarded": "for=10.1.2.3;proto=https",
    "x-forwarded-proto": "https",
}


def test_forwarding_headers_are_not_believed(plain: Served) -> None:
    codes = {
        name: plain.speaking(plain.user(f"forwarded-{name}", when), headers=FORWARDED).code("ListUsers")
        for name, when in {"here": HERE, "outside": OUTSIDE, "plain": PLAIN, "secure": SECURE}.items()
    }
    assert {"here": "ok", "outside": "NoPermission", "plain": "ok", "secure": "NoPermission"} == codes


def test_a_proxy_s_word_does_not_undo_tls(secure: Served) -> None:
    key = secure.user("forwarded", SECURE)
    said = {**FORWARDED, "x-forwarded-proto": "http"}
    assert "ok" == secure.speaking(key, headers=said).code("ListUsers")


@pytest.mark.parametrize("transport", ["plain", "secure"])
def test_an_answer_comes_at_once_on_a_kept_connection(request: pytest.FixtureRequest, transport: str) -> None:
    served: Served = request.getfixturevalue(transport)
    root = served.speaking(served.root)
    taken = []
    for _ in range(10):
        began = time.perf_counter()
        root.do("ListGroups")
        taken.append(time.perf_counter() - began)
    assert median(taken) < AT_ONCE_SECONDS
