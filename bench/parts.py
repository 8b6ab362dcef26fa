"""The parts of a detach, each alone in this process: the signature, the decision, the store."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from bench.engines import Engine
from bench.grown import Grown, grow, view_of
from tests.signers import Key, huawei
from tigertally.clouds.http import HttpRequest
from tigertally.clouds.huawei import CLOUD
from tigertally.ledger import attachments
from tigertally.ledger.grants import grants_of
from tigertally.model.changes import Changes
from tigertally.policy.request import Request
from tigertally.server.stage import Ledger, Place, open_ledger
from tigertally.store import Reading, Writing

TIMES = 2000

USERS = 256


class Parts:
    """An open ledger of a few principals, and each part run in it many times."""

    def __init__(self, ledger: Ledger, grown: Grown) -> None:
        self._ledger, self._grown = ledger, grown
        self._turn = 0

    def signature(self) -> float:
        """CPU seconds to read a credential and recompute its signature, the secret at hand."""
        key = self._grown.key
        request = heard(key, f"/v5/policies/{self._grown.policy.id}/detach-user")

        def check() -> None:
            CLOUD.verify(CLOUD.present(request), request, key.secret)

        return each(check)

    def decision(self) -> float:
        """CPU seconds to find what bears on the caller, on a snapshot, and to decide."""
        return self._ledger.store.read(self._decision)

    def _decision(self, reading: Reading) -> float:
        caller = reading.caller(self._grown.key.id)
        assert caller is not None
        view = view_of(self._ledger, reading)
        who = CLOUD.who(caller)

        def decide() -> None:
            request = Request("iam:users:detachPolicyV5", "iam::1:user:u1", who, {})
            assert CLOUD.decide(grants_of(view, caller), request).allowed

        return each(decide)

    def stored(self) -> float:
        """CPU seconds, of all threads, for a detach with many waiting: carried out, journalled, made safe."""
        self._all(attachments.attach)
        begun = time.process_time()
        self._all(attachments.detach)
        return (time.process_time() - begun) / len(self._grown.users)

    def _all(self, verb: Any) -> None:
        waiting: list[Future[None]] = []
        for user in self._grown.users:
            self._turn += 1
            op_id = f"part-{self._turn}"
            waiting.append(self._ledger.store.write(partial(self._change, verb, user, op_id), op_id))
        for one in waiting:
            one.result()

    def _change(self, verb: Any, user: Any, op_id: str, writing: Writing) -> None:
        view = view_of(self._ledger, writing)
        changes: Changes = verb(view, self._grown.policy, user)
        writing.commit(
            changes, rules=CLOUD.rules, op_id=op_id, actor="bench", action="bench:Part", at=view.now
        )


@contextmanager
def parts(folder: Path, engine: Engine) -> Iterator[Parts]:
    """The parts over a ledger of their own."""
    database = engine.new_address()
    grown = grow(folder, USERS // engine.slower, database)
    with open_ledger(Place(folder, database)) as ledger:
        yield Parts(ledger, grown)


def each(work: Any, times: int = TIMES) -> float:
    """CPU seconds of this thread for one of many."""
    work()
    begun = time.thread_time()
    for _ in range(times):
        work()
    return (time.thread_time() - begun) / times


def heard(key: Key, path: str) -> HttpRequest:
    """A signed request as the edge hears it."""
    sent = huawei(key, "POST", path, raw=json.dumps({"user_id": "1"}).encode())
    return HttpRequest(
        method=sent.method,
        raw_path=sent.target,
        raw_query="",
        headers=tuple(sent.headers.items()),
        body=sent.body,
        client_address="127.0.0.1",
        secure=False,
    )
