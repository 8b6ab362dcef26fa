"""Kill -9 under load, again and again, through the wire: what a client was told is there when it comes back.

One ledger lives through all kills, on each engine. ``KILLS`` in the environment makes it longer.
"""

import http.client
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.home import Home
from tests.server.house import identity_document
from tests.server.process import root_of, served, typed
from tests.signers import Key, Line, Reply, Sent, alibaba, huawei, line_to
from tigertally.model.attachments import Attachment
from tigertally.store import Reading, replay, verify

KILLS = int(os.environ.get("KILLS", "5"))

THREADS_PER_CLOUD = 2

CALLS_MAX = 10_000
"""No thread calls more often between two kills."""

LOAD_SECONDS = 0.8

Wish = Callable[[int], Sent]
"""What to send at a turn."""


class Client(threading.Thread):
    """Wishes again and again until its server is gone, and keeps what it was told."""

    def __init__(self, address: str, wish: Wish) -> None:
        super().__init__()
        self.acknowledged: list[str] = []
        self.refused: list[str] = []
        self.odd: list[Reply] = []
        self._address = address
        self._wish = wish

    def run(self) -> None:
        """Call until the connection breaks."""
        with line_to(self._address) as line:
            try:
                for turn in range(CALLS_MAX):
                    self._hear(line.send(self._wish(turn)))
            except (OSError, http.client.HTTPException):
                return

    def _hear(self, reply: Reply) -> None:
        if reply.status == 200:
            self.acknowledged.append(reply.request_id)
        elif reply.status in (404, 409):
            self.refused.append(reply.request_id)
        else:
            self.odd.append(reply)


def alibaba_wish(root: Key) -> Wish:
    """Attach at even turns, detach at odd ones."""
    given = {"UserName": "alice", "PolicyType": "Custom", "PolicyName": "read"}
    return lambda turn: alibaba(root, ("AttachPolicyToUser", "DetachPolicyFromUser")[turn % 2], given)


def huawei_wish(root: Key, user: str, policy: str) -> Wish:
    """The same in the other cloud's words."""
    path = f"/v5/policies/{policy}"
    body = {"user_id": user}
    return lambda turn: huawei(root, "POST", f"{path}/{('attach-user', 'detach-user')[turn % 2]}", body=body)


def prepared(folder: Path, line: Line) -> list[Wish]:
    """Alice and a policy in each cloud, and what the threads are to wish."""
    root = root_of(folder, "alibaba")
    document = {"PolicyName": "read", "PolicyDocument": identity_document("alibaba", "ecs:Describe*")}
    assert 200 == line.send(alibaba(root, "CreateUser", {"UserName": "alice"})).status
    assert 200 == line.send(alibaba(root, "CreatePolicy", document)).status
    other = root_of(folder, "huawei")
    user = line.send(huawei(other, "POST", "/v5/users", body={"name": "alice", "enabled": True})).json
    wanted = {"policy_name": "read", "policy_document": identity_document("huawei", "ecs:*:get*")}
    policy = line.send(huawei(other, "POST", "/v5/policies", body=wanted)).json
    wish = huawei_wish(other, user["user"]["user_id"], policy["policy"]["policy_id"])
    return [alibaba_wish(root), wish] * THREADS_PER_CLOUD


def loaded_and_killed(home: Home, wishes: list[Wish]) -> list[Client]:
    """Let the clients work for a while, then kill the server under them."""
    with served(home.folder, *home.options) as server:
        clients = [Client(server.address, wish) for wish in wishes]
        for client in clients:
            client.start()
        time.sleep(LOAD_SECONDS)
        server.kill()
        for client in clients:
            client.join(20)
    assert [] == [reply for client in clients for reply in client.odd]
    return clients


def known_calls(home: Home) -> set[str]:
    """The calls that the journal of a sound ledger knows, read beside the running server."""
    store = home.open()
    try:
        assert [] == verify(store)
        store.read(require_attachments_to_be_what_the_journal_says)
        return {op_id for (op_id,) in store.read(lambda reading: reading.sql.all(CALLS))}
    finally:
        store.close()


CALLS = "select distinct op_id from changes"

ATTACHMENTS = "select account_id, target_id, policy_account_id, policy_id from attachments"


def require_attachments_to_be_what_the_journal_says(reading: Reading) -> None:
    """The part of ``verify`` that this test is about, said once more in plain words."""
    entries = [
        entry for account in reading.accounts() for entry in reading.journal(account.account_id, limit=10**9)
    ]
    said = {
        (what.account_id, what.target_id, what.policy_account_id, what.policy_id)
        for what in replay(entries).values()
        if isinstance(what, Attachment)
    }
    assert said == set(reading.sql.all(ATTACHMENTS))


def test_what_a_client_was_told_survives_every_kill(home: Home) -> None:
    acknowledged: set[str] = set()
    refused: set[str] = set()
    with served(home.folder, *home.options) as server, line_to(server.address) as line:
        wishes = prepared(home.folder, line)
    for _ in range(KILLS):
        clients = loaded_and_killed(home, wishes)
        acknowledged.update(*(client.acknowledged for client in clients))
        refused.update(*(client.refused for client in clients))
        with served(home.folder, *home.options):
            known = known_calls(home)
        assert set() == acknowledged - known
        assert set() == refused & known
    assert len(acknowledged) > 5 * KILLS
    verified = typed("journal", "verify", "--data", str(home.folder), *home.options)
    assert (0, "The journal is whole.\n") == (verified.returncode, verified.stdout)


def test_a_captured_request_stays_refused_after_a_kill_and_an_unsent_one_is_still_good(home: Home) -> None:
    with served(home.folder, *home.options) as server, line_to(server.address) as line:
        root = root_of(home.folder, "alibaba")
        captured = alibaba(root, "CreateUser", {"UserName": "alice"})
        unsent = alibaba(root, "CreateUser", {"UserName": "bob"})
        assert 200 == line.send(captured).status
        server.kill()
    with served(home.folder, *home.options) as server, line_to(server.address) as line:
        assert "SignatureNonceUsed" == line.send(captured).code
        assert 200 == line.send(unsent).status
        assert "SignatureNonceUsed" == line.send(unsent).code


def test_a_captured_request_stays_refused_after_a_clean_stop(home: Home) -> None:
    with served(home.folder, *home.options) as server, line_to(server.address) as line:
        captured = alibaba(root_of(home.folder, "alibaba"), "ListUsers", {})
        assert 200 == line.send(captured).status
        assert 0 == server.stop()
    with served(home.folder, *home.options) as server, line_to(server.address) as line:
        assert "SignatureNonceUsed" == line.send(captured).code


def test_requests_signed_before_the_spent_nonces_were_lost_are_refused_as_expired(home: Home) -> None:
    with served(home.folder, *home.options) as server, line_to(server.address) as line:
        captured = alibaba(root_of(home.folder, "alibaba"), "ListUsers", {})
        assert 200 == line.send(captured).status
        server.kill()
    lose_the_nonces(home)
    with served(home.folder, *home.options) as server, line_to(server.address) as line:
        assert "InvalidTimeStamp.Expired" == line.send(captured).code
        time.sleep(1.1)  # stamps are whole seconds, so the second of the start is refused too
        assert 200 == line.send(alibaba(root_of(home.folder, "alibaba"), "ListUsers", {})).status


def lose_the_nonces(home: Home) -> None:
    """What a crash of the machine, or of the database, may do."""
    if home.database:
        home.tamper("truncate spent_nonces, nonce_mark")
    for file in home.folder.glob("nonces.sqlite*"):
        file.unlink()
