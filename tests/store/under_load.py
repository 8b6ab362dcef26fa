"""A process to be killed: its threads attach, detach, come and go, and tell what was acknowledged."""

import os
import random
import sys
import threading
from pathlib import Path

from msgspec import structs

from tests.home import Home
from tests.store.stage import (
    ALICE,
    AUDIT,
    BOB,
    FOUNDING,
    IN_STAFF,
    KEY,
    READ,
    SEALED,
    STAFF,
    WRITE,
    attached,
    do,
    submit,
)
from tigertally.model.changes import Added, Change, Removed
from tigertally.store import Nonces, Store

THREADS = 6


def wishes(number: int) -> tuple[tuple[Change, ...], ...]:
    """What one thread wants, again and again."""
    carol = structs.replace(BOB, id=f"c{number}", name=f"Carol {number}")
    member = structs.replace(IN_STAFF, user_id=carol.id)
    return (
        *(
            (Added(attached(one, policy)),)
            for one in (ALICE, STAFF, carol)
            for policy in (READ, WRITE, AUDIT)
        ),
        *(
            (Removed(attached(one, policy)),)
            for one in (ALICE, STAFF, carol)
            for policy in (READ, WRITE, AUDIT)
        ),
        (Added(carol), Added(member)),
        (Removed(member), Removed(carol)),
        (Removed(KEY),),
        (Added(KEY),),
    )


def work(store: Store, nonces: Nonces, number: int) -> None:
    """Wish until killed; each acknowledged call and each spent nonce is one line, written at once."""
    random_, choices = random.Random(), wishes(number)
    for turn in range(1_000_000):
        name = f"{os.getpid()}-{number}-{turn}"
        nonces.spend("AK1", name, 1, 1)
        future = submit(store, *random_.choice(choices), op_id=name)
        kind = "refused" if future.exception() else "done"
        os.write(1, f"{kind} {name}\n".encode())


def main() -> None:
    """Open or found the ledger of the folder and database given, and set the threads to work."""
    store = Home(Path(sys.argv[1]), sys.argv[2]).open()
    nonces = store.nonces(0, 1_000_000)
    if store.is_new:
        do(store, *FOUNDING, sealed=SEALED)
    for number in range(THREADS):
        threading.Thread(target=work, args=(store, nonces, number)).start()


if __name__ == "__main__":
    main()
