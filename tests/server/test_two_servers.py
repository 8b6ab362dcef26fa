"""Two servers on one PostgreSQL serve one ledger: what one has acknowledged, the other knows at once.

Each is a process of its own with a folder of its own; they share the database and the file of the master key.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.home import Home
from tests.postgres import database
from tests.server.house import identity_document
from tests.server.organized import REFUSED, feed, forbidden, organized, race
from tests.server.process import Served, root_of, served, typed
from tests.server.test_crash import Client, known_calls, prepared
from tests.signers import Key, Line, alibaba, huawei, key_of, line_to
from tigertally.store import verify

TURNS = 10


@pytest.fixture(scope="module")
def engine() -> str:
    """The one that several servers can share."""
    return "postgresql"


@pytest.fixture
def two(home: Home, tmp_path: Path) -> Iterator[tuple[Served, Served]]:
    """Two servers; the first has founded the ledger."""
    shared = ("--key-file", str(tmp_path / "shared.key"), *home.options)
    with ExitStack() as stack:
        first = stack.enter_context(served(home.folder, *shared))
        yield first, stack.enter_context(served(tmp_path / "second", *shared))


@pytest.fixture
def lines(two: tuple[Served, Served]) -> Iterator[tuple[Line, Line]]:
    """A connection to each."""
    with line_to(two[0].address) as first, line_to(two[1].address) as second:
        yield first, second


def test_the_second_server_founds_nothing_and_hands_out_no_key(two: tuple[Served, Served]) -> None:
    first, second = two
    assert (first.folder / "credentials.json").exists()
    assert not (second.folder / "credentials.json").exists()


def test_servers_that_start_at_once_on_a_new_database_found_one_ledger(home: Home, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two", "three")]
    shared = ("--key-file", str(tmp_path / "shared.key"), *home.options)
    barrier = threading.Barrier(len(folders))
    codes: list[int] = []

    def serve(folder: Path) -> None:
        barrier.wait(10)
        with served(folder, *shared) as server:
            codes.append(server.stop())

    threads = [threading.Thread(target=serve, args=(folder,)) for folder in folders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [0] * len(folders) == codes
    assert 1 == sum((folder / "credentials.json").exists() for folder in folders)
    assert 0 == typed("journal", "verify", *home.options).returncode


def allowed_to_list(line: Line, root: Key) -> Key:
    """Alice of Alibaba Cloud, whose one policy lets her list the users; her key."""
    document = {"PolicyName": "list", "PolicyDocument": identity_document("alibaba", "ram:ListUsers")}
    assert 200 == line.send(alibaba(root, "CreateUser", {"UserName": "alice"})).status
    assert 200 == line.send(alibaba(root, "CreatePolicy", document)).status
    made = line.send(alibaba(root, "CreateAccessKey", {"UserName": "alice"})).json["AccessKey"]
    return Key(made["AccessKeyId"], made["AccessKeySecret"])


def test_a_detach_acknowledged_by_one_server_is_refused_by_the_other_at_once(
    lines: tuple[Line, Line], home: Home
) -> None:
    root = root_of(home.folder, "alibaba")
    alice = allowed_to_list(lines[0], root)
    on_alice = {"UserName": "alice", "PolicyType": "Custom", "PolicyName": "list"}
    for turn in range(TURNS):
        here, there = lines[turn % 2], lines[1 - turn % 2]
        assert 200 == here.send(alibaba(root, "AttachPolicyToUser", on_alice)).status
        assert 200 == there.send(alibaba(alice, "ListUsers", {})).status
        assert 200 == here.send(alibaba(root, "DetachPolicyFromUser", on_alice)).status
        assert "NoPermission" == there.send(alibaba(alice, "ListUsers", {})).code
        assert (
            "EntityNotExist.User.Policy" == there.send(alibaba(root, "DetachPolicyFromUser", on_alice)).code
        )


def test_the_same_in_the_other_clouds_words(lines: tuple[Line, Line], home: Home) -> None:
    root = root_of(home.folder, "huawei")
    first, second = lines
    wanted = {"policy_name": "list", "policy_document": identity_document("huawei", "iam:users:listUsersV5")}
    user = first.send(huawei(root, "POST", "/v5/users", body={"name": "alice", "enabled": True})).json["user"]
    policy = second.send(huawei(root, "POST", "/v5/policies", body=wanted)).json["policy"]
    made = first.send(huawei(root, "POST", f"/v5/users/{user['user_id']}/access-keys", body={})).json
    alice = Key(made["access_key"]["access_key_id"], made["access_key"]["secret_access_key"])
    path, body = f"/v5/policies/{policy['policy_id']}", {"user_id": user["user_id"]}
    assert 200 == second.send(huawei(root, "POST", f"{path}/attach-user", body=body)).status
    assert 200 == first.send(huawei(alice, "GET", "/v5/users")).status
    assert 200 == second.send(huawei(root, "POST", f"{path}/detach-user", body=body)).status
    assert 403 == first.send(huawei(alice, "GET", "/v5/users")).status
    assert 404 == first.send(huawei(root, "POST", f"{path}/detach-user", body=body)).status


def test_a_request_that_one_server_has_heard_is_a_replay_for_the_other(
    lines: tuple[Line, Line], home: Home
) -> None:
    captured = alibaba(root_of(home.folder, "alibaba"), "ListUsers", {})
    assert 200 == lines[0].send(captured).status
    assert "SignatureNonceUsed" == lines[1].send(captured).code


def test_a_key_that_one_server_has_taken_away_signs_nothing_for_the_other(
    lines: tuple[Line, Line], home: Home
) -> None:
    root = root_of(home.folder, "alibaba")
    alice = allowed_to_list(lines[0], root)
    gone = {"UserName": "alice", "UserAccessKeyId": alice.id}
    assert 200 == lines[0].send(alibaba(root, "DeleteAccessKey", gone)).status
    assert "InvalidAccessKeyId.NotFound" == lines[1].send(alibaba(alice, "ListUsers", {})).code


def test_an_account_made_by_command_signs_on_both(
    two: tuple[Served, Served], lines: tuple[Line, Line], home: Home, tmp_path: Path
) -> None:
    key_file = ("--key-file", str(tmp_path / "shared.key"))
    told = typed("account", "add", "alibaba", "--data", str(two[1].folder), *key_file, *home.options)
    assert (0, "") == (told.returncode, told.stderr)
    key = key_of(json.loads(told.stdout))
    assert [200, 200] == [line.send(alibaba(key, "ListUsers", {})).status for line in lines]


def test_a_server_without_the_shared_key_file_is_refused_in_words(
    two: tuple[Served, Served], home: Home
) -> None:
    folder = two[0].folder.with_name("third")
    refused = typed("serve", "--port", "0", "--data", str(folder), *home.options)
    assert 1 == refused.returncode
    assert "--key-file" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_both_change_one_ledger_at_once_while_one_after_the_other_is_killed(
    home: Home, tmp_path: Path
) -> None:
    shared = ("--key-file", str(tmp_path / "shared.key"), *home.options)
    clients: list[Client] = []
    with ExitStack() as stack:
        servers = [stack.enter_context(served(home.folder, *shared)) for _ in range(2)]
        with line_to(servers[0].address) as line:
            wishes = prepared(home.folder, line)
        for server in servers:
            clients += [Client(server.address, wish) for wish in wishes]
        for client in clients:
            client.start()
        for server in servers:
            time.sleep(0.7)
            server.kill()
        for client in clients:
            client.join(20)
    require_kept(home, clients, odd=set())


def test_a_client_loses_nothing_that_it_was_told_when_the_database_is_killed(tmp_path: Path) -> None:
    with database("fsync=on") as ours:
        home = Home(tmp_path, ours.new_address())
        with served(home.folder, *home.options) as server:
            with line_to(server.address) as line:
                wishes = prepared(home.folder, line)
            clients = [Client(server.address, wish) for wish in wishes]
            for client in clients:
                client.start()
            for _ in range(2):
                time.sleep(0.5)
                ours.kill()
                ours.start()
            time.sleep(2)
            assert all(client.is_alive() for client in clients)
            server.kill()
            for client in clients:
                client.join(20)
        # What was signed before the database was back is expired: nobody knows any more what was spent.
        require_kept(home, clients, odd={"InvalidTimeStamp.Expired", "APIGW.0301"})


def require_kept(home: Home, clients: list[Client], odd: set[str]) -> None:
    """All that was acknowledged is in the journal, nothing that was refused, and the ledger is sound."""
    acknowledged = set().union(*(client.acknowledged for client in clients))
    refused = set().union(*(client.refused for client in clients))
    known = known_calls(home)
    assert set() == acknowledged - known
    assert set() == refused & known
    assert {reply.code for client in clients for reply in client.odd} <= odd
    assert len(acknowledged) > 10


def test_no_member_changes_anything_through_one_server_that_the_other_let_its_organization_forbid(
    home: Home, tmp_path: Path
) -> None:
    shared = ("--rate-limits", "off", "--key-file", str(tmp_path / "shared.key"), *home.options)

    def key_for(uin: str) -> Key:
        made = typed("account", "key", "tencent", uin, "--data", str(home.folder), *shared[2:])
        return key_of(json.loads(made.stdout))

    with ExitStack() as stack:
        first = stack.enter_context(served(home.folder, *shared))
        second = stack.enter_context(served(tmp_path / "second", *shared))
        with line_to(first.address) as line:
            group = organized(line, root_of(home.folder, "tencent"), key_for)
        codes = race([first.address, second.address], group)
    assert {"ok", REFUSED} == set(codes)
    store = home.open()
    assert [] == forbidden(feed(store), group)
    assert [] == verify(store)
    store.close()
