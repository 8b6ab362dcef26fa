"""How a server starts, what stops it from starting, and how it ends."""

import socket
import stat
import subprocess
import threading
import time
from pathlib import Path

import apsw
import pytest

from tests.server.process import COMMAND, ENVIRONMENT, SECONDS, credentials, root_of, served, typed
from tests.signers import Line, Sent, alibaba, huawei, line_to
from tigertally.server.serve import Listening, Refused, require_safe

FIELDS = {
    "alibaba": {"account_id", "access_key_id", "access_key_secret"},
    "tencent": {"uin", "app_id", "secret_id", "secret_key"},
    "huawei": {"account_id", "access_key", "secret_key"},
}

TRIES = 4


def test_the_first_start_hands_out_a_root_key_of_each_cloud_and_the_second_makes_none(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "ledger"
    with served(folder) as server, line_to(server.address) as line:
        file = folder / "credentials.json"
        assert FIELDS == {cloud: set(handed) for cloud, handed in credentials(folder).items()}
        assert 0o600 == stat.S_IMODE(file.stat().st_mode)
        assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
        assert 200 == line.send(alibaba(root_of(folder, "alibaba"), "ListUsers", {})).status
        assert 200 == line.send(huawei(root_of(folder, "huawei"), "GET", "/v5/users")).status
        assert 0 == server.stop()
    before = file.read_bytes(), file.stat().st_mtime_ns
    with served(folder) as server, line_to(server.address) as line:
        assert before == (file.read_bytes(), file.stat().st_mtime_ns)
        assert 200 == line.send(alibaba(root_of(folder, "alibaba"), "ListUsers", {})).status
        assert 0 == server.stop()
    file.unlink()
    with served(folder) as server:
        assert 0 == server.stop()
    assert not file.exists()


def test_nothing_in_the_folder_is_for_others(tmp_path: Path) -> None:
    with served(tmp_path / "ledger") as server:
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "ledger").iterdir()}
        server.stop()
    assert {name: mode for name, mode in modes.items() if mode & 0o077} == {}


def test_a_second_server_on_the_folder_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    with served(tmp_path) as server, line_to(server.address) as line:
        second = typed("serve", "--port", "0", "--data", str(tmp_path))
        assert 1 == second.returncode
        assert str(tmp_path) in second.stderr
        assert "one server" in second.stderr
        assert 1 == len(second.stderr.splitlines())
        assert 200 == line.send(alibaba(root_of(tmp_path, "alibaba"), "ListUsers", {})).status


def test_a_ledger_without_its_master_key_is_refused_and_none_is_made(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        server.stop()
    (tmp_path / "master.key").unlink()
    refused = typed("serve", "--port", "0", "--data", str(tmp_path))
    assert 1 == refused.returncode
    assert "master.key is missing" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "master.key").exists()


def test_another_ledgers_master_key_is_refused(tmp_path: Path) -> None:
    for name in ("one", "other"):
        with served(tmp_path / name) as server:
            server.stop()
    (tmp_path / "other" / "master.key").replace(tmp_path / "one" / "master.key")
    refused = typed("serve", "--port", "0", "--data", str(tmp_path / "one"))
    assert 1 == refused.returncode
    assert "not the master key of this ledger" in refused.stderr


def test_a_misspelled_variable_stops_the_start(tmp_path: Path) -> None:
    refused = typed("serve", "--port", "0", "--data", str(tmp_path / "ledger"), TIGERTALLY_PROT="1")
    assert 2 == refused.returncode
    assert "unknown variable TIGERTALLY_PROT" in refused.stderr
    assert "TIGERTALLY_PORT" in refused.stderr
    assert not (tmp_path / "ledger").exists()


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("TIGERTALLY_ORGANIZATION_MANAGER", "free"),
        ("TIGERTALLY_PORT", "many"),
        ("TIGERTALLY_RATE_LIMITS", "sometimes"),
        ("TIGERTALLY_RESOURCE_GROUP_CREATING_SECONDS", "1.5"),
    ],
)
def test_a_variable_that_means_nothing_stops_the_start(tmp_path: Path, variable: str, text: str) -> None:
    folder = tmp_path / "ledger"
    variables = {"TIGERTALLY_PORT": "0", variable: text}
    refused = typed("serve", "--data", str(folder), **variables)
    assert 2 == refused.returncode
    assert text in refused.stderr
    assert not folder.exists()


def test_plain_http_beyond_the_loopback_is_refused(tmp_path: Path) -> None:
    refused = typed("serve", "--host", "0.0.0.0", "--port", "0", "--data", str(tmp_path / "ledger"))
    assert 1 == refused.returncode
    assert "--tls-certificate" in refused.stderr
    assert not (tmp_path / "ledger").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.com", "localhost.example.com", ""])
def test_an_address_that_others_can_reach_needs_a_certificate(host: str) -> None:
    with pytest.raises(Refused):
        require_safe(Listening(host=host))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_the_loopback_needs_none(host: str) -> None:
    require_safe(Listening(host=host))


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = typed("serve", "--port", port, "--data", str(tmp_path))
    assert 1 == refused.returncode
    assert f"port {port}" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_port_that_is_none_is_refused_in_words(tmp_path: Path, port: str) -> None:
    refused = typed("serve", f"--port={port}", "--data", str(tmp_path))
    assert refused.returncode in (1, 2)
    assert "Traceback" not in refused.stderr


def test_a_missing_certificate_is_refused_in_words(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone.pem")
    refused = typed(
        "serve", "--port", "0", "--data", str(tmp_path), "--tls-certificate", gone, "--tls-key", gone
    )
    assert refused.returncode in (1, 2)
    assert "Traceback" not in refused.stderr
    assert "gone.pem" in refused.stderr


def test_sigterm_lets_calls_under_way_end(tmp_path: Path) -> None:
    """Half a request is on its way when the signal comes; it is still answered, and the exit is clean."""
    with served(tmp_path) as server:
        sent = huawei(root_of(tmp_path, "huawei"), "POST", "/v5/users", body={"name": "a", "enabled": True})
        host, port = server.address.split(":")
        with socket.create_connection((host, int(port)), timeout=10) as wire:
            headers = {**sent.headers, "content-length": str(len(sent.body)), "host": server.address}
            head = "".join(f"{name}: {text}\r\n" for name, text in headers.items())
            wire.sendall(f"{sent.method} {sent.target} HTTP/1.1\r\n{head}\r\n".encode() + sent.body[:5])
            time.sleep(0.2)
            server.process.terminate()
            time.sleep(0.2)
            wire.sendall(sent.body[5:])
            assert b"HTTP/1.1 201" in wire.recv(1000)
        assert 0 == server.process.wait(10)


def test_sigterm_at_the_very_start_is_a_clean_stop_too(tmp_path: Path) -> None:
    command = [*COMMAND, "serve", "--port", "0", "--data", str(tmp_path)]
    for _ in range(TRIES):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT) as process:
            assert process.stdout is not None
            process.stdout.readline()
            process.terminate()
            assert 0 == process.wait(SECONDS)


def test_an_idle_kept_connection_does_not_hold_the_server(tmp_path: Path) -> None:
    with served(tmp_path) as server, line_to(server.address) as line:
        assert 200 == line.send(Sent("GET", "/_tigertally/health", {})).status
        began = time.monotonic()
        assert 0 == server.stop()
        assert time.monotonic() - began < 5


def test_answers_do_not_wait_for_the_clients_acknowledgements(tmp_path: Path) -> None:
    """A server that leaves Nagle's algorithm on takes some 40 ms for each answer on a kept connection."""
    calls = 20
    with served(tmp_path) as server, line_to(server.address) as line:
        root = root_of(tmp_path, "alibaba")
        line.send(alibaba(root, "ListUsers", {}))
        began = time.monotonic()
        for _ in range(calls):
            line.send(alibaba(root, "ListUsers", {}))
        assert (time.monotonic() - began) / calls < 0.02


def test_many_clients_are_heard_at_once(tmp_path: Path) -> None:
    statuses: list[int] = []
    with served(tmp_path) as server:
        root = root_of(tmp_path, "alibaba")

        def speak(number: int) -> None:
            line = Line(server.address)
            statuses.append(line.send(alibaba(root, "CreateUser", {"UserName": f"u{number}"})).status)
            line.close()

        threads = [threading.Thread(target=speak, args=(number,)) for number in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    assert [200] * 32 == statuses


CREATED: list[tuple[tuple[str, ...], dict[str, object], int]] = [
    ((), {}, 409),
    (("--resource-group-creating-seconds", "0"), {"resource_group_creating_seconds": 0}, 404),
]


@pytest.mark.parametrize(("options", "switched", "status"), CREATED, ids=["as it is", "at once"])
def test_how_long_a_resource_group_is_created_can_be_set_and_health_tells_it(
    tmp_path: Path, options: tuple[str, ...], switched: dict[str, object], status: int
) -> None:
    with served(tmp_path, *options) as server, line_to(server.address) as line:
        assert switched == line.send(Sent("GET", "/_tigertally/health", {})).json["switched"]
        root = root_of(tmp_path, "alibaba")
        group = {"Name": "team", "DisplayName": "team"}
        made = line.send(alibaba(root, "CreateResourceGroup", group, service="resourcemanager"))
        assert "Creating" == made.json["ResourceGroup"]["Status"]
        named = {
            "ResourceGroupId": made.json["ResourceGroup"]["Id"], "PolicyType": "System",
            "PolicyName": "ReadOnlyAccess", "PrincipalType": "IMSUser",
            "PrincipalName": f"nobody@{credentials(tmp_path)['alibaba']['account_id']}.onaliyun.com",
        }  # fmt: skip
        line.send(alibaba(root, "CreateUser", {"UserName": "nobody"}))
        answer = line.send(alibaba(root, "DetachPolicy", named, service="resourcemanager"))
        assert status == answer.status


def test_an_account_from_before_resource_groups_gets_its_default_one(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        assert 0 == server.stop()
    old = apsw.Connection(str(tmp_path / "ledger.sqlite"))
    old.execute("delete from resource_groups")
    old.close()
    for _ in range(2):
        with served(tmp_path) as server, line_to(server.address) as line:
            root = root_of(tmp_path, "alibaba")
            told = line.send(alibaba(root, "ListResourceGroups", {}, service="resourcemanager")).json
            assert ["default"] == [one["Name"] for one in told["ResourceGroups"]["ResourceGroup"]]
            assert 0 == server.stop()
