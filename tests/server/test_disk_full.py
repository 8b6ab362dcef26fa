"""A full disk in mid-batch: no client is told of a success that is not on the disk, and the server goes on.

``max_page_count`` makes SQLite meet the end of the disk exactly where a real one would.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.live import Live
from tests.server.house import HARMLESS, identity_document
from tests.server.process import root_of, served, typed
from tests.signers import Key, Line, Reply, alibaba, huawei, key_of, line_to
from tigertally.store import verify
from tigertally.store.sqlite.store import SqliteStore

ACTIONS = 220
"""So many make nearly the longest document: a few of these fill what is left of the disk."""

ROOM = 200_000
"""Bytes that a limited file can still grow by: enough for some of the calls, too little for all."""

THREADS = 6

CALLS = 40


@pytest.fixture(scope="module")
def engine() -> str:
    """The one whose disk can be made small."""
    return "sqlite"


@contextmanager
def small_disk(live: Live, pages: int) -> Iterator[None]:
    """The ledger's file can grow by some pages and no more."""
    assert isinstance(live.stage.store, SqliteStore)
    connection = live.stage.store._db.connection
    limit = connection.pragma("max_page_count")
    connection.pragma("max_page_count", connection.pragma("page_count") + pages)
    try:
        yield
    finally:
        connection.pragma("max_page_count", limit)


def big_document(cloud: str) -> str:
    """A document of nearly the longest kind."""
    return identity_document(cloud, *[HARMLESS[cloud]] * ACTIONS)


class Filler(threading.Thread):
    """Makes big policies until it has made so many calls."""

    def __init__(self, address: str, root: Key, number: int) -> None:
        super().__init__()
        self.replies: dict[str, Reply] = {}
        self._address, self._root, self._number = address, root, number

    def run(self) -> None:
        """One policy a call."""
        document = big_document("alibaba")
        with line_to(self._address) as line:
            for turn in range(CALLS // THREADS):
                name = f"p{self._number}-{turn}"
                call = alibaba(
                    self._root, "CreatePolicy", {"PolicyName": name, "PolicyDocument": document}, in_form=True
                )
                self.replies[name] = line.send(call)


def test_a_full_disk_is_told_as_the_clouds_own_failure_and_never_as_success(
    live: Live, alibaba_root: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    root = key_of(alibaba_root)
    with small_disk(live, pages=40):
        fillers = [Filler(live.address, root, number) for number in range(THREADS)]
        for filler in fillers:
            filler.start()
        for filler in fillers:
            filler.join(30)
    replies = {name: reply for filler in fillers for name, reply in filler.replies.items()}
    done = {name for name, reply in replies.items() if reply.status == 200}
    failed = [reply for reply in replies.values() if reply.status != 200]
    assert done
    assert failed
    assert {(500, "InternalError")} == {(reply.status, reply.code) for reply in failed}
    assert not any(b"full" in reply.body or b"disk" in reply.body for reply in failed)
    assert all(reply.request_id in caplog.text for reply in failed)
    with line_to(live.address) as line:
        listed = line.send(alibaba(root, "ListPolicies", {"PolicyType": "Custom"})).json
        assert done == {policy["PolicyName"] for policy in listed["Policies"]["Policy"]}
        assert 200 == line.send(alibaba(root, "CreateUser", {"UserName": "alice"})).status
    assert [] == verify(live.stage.store)


def test_reads_go_on_while_the_disk_is_full(live: Live, huawei_root: dict[str, str], line: Line) -> None:
    root = key_of(huawei_root)
    wanted = {"policy_name": "big", "policy_document": big_document("huawei")}
    with small_disk(live, pages=0):
        refused = line.send(huawei(root, "POST", "/v5/policies", body=wanted))
        assert (500, "IAM.0006") == (refused.status, refused.code)
        assert 200 == line.send(huawei(root, "GET", "/v5/policies")).status
    assert 201 == line.send(huawei(root, "POST", "/v5/policies", body=wanted)).status


def test_a_refusal_stays_a_refusal_when_its_batch_meets_the_end_of_the_disk(
    live: Live, alibaba_root: dict[str, str], line: Line
) -> None:
    root = key_of(alibaba_root)
    assert 200 == line.send(alibaba(root, "CreateUser", {"UserName": "alice"})).status
    with small_disk(live, pages=0):
        assert (
            "EntityAlreadyExists.User" == line.send(alibaba(root, "CreateUser", {"UserName": "alice"})).code
        )


def test_a_server_whose_files_cannot_grow_fails_each_change_and_the_ledger_stays_sound(
    tmp_path: Path,
) -> None:
    """RLIMIT_FSIZE makes every write beyond it fail with EFBIG, as a full or limited disk does."""
    with served(tmp_path) as server:
        server.stop()
    size = (tmp_path / "ledger.sqlite").stat().st_size
    with served(tmp_path, file_bytes_max=size + ROOM) as server, line_to(server.address) as line:
        root = root_of(tmp_path, "alibaba")
        replies = {}
        for turn in range(CALLS):
            name = f"p{turn}"
            given = {"PolicyName": name, "PolicyDocument": big_document("alibaba")}
            replies[name] = line.send(alibaba(root, "CreatePolicy", given, in_form=True))
        assert {200, 500} == {reply.status for reply in replies.values()}
        server.kill()
    with served(tmp_path) as server, line_to(server.address) as line:
        listed = line.send(alibaba(root, "ListPolicies", {"PolicyType": "Custom"})).json
        there = {policy["PolicyName"] for policy in listed["Policies"]["Policy"]}
        assert {name for name, reply in replies.items() if reply.status == 200} == there
        assert 0 == typed("journal", "verify", "--data", str(tmp_path)).returncode
