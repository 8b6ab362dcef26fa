"""A ledger outlives the program that made it: numbered migrations bring an older one up to this program.

Each is one file and one transaction, recorded with its checksum. An edited file, or a ledger that a later
program has migrated, is refused before anything is read or written.
"""

import time
from collections.abc import Iterator
from hashlib import sha256
from importlib import resources
from typing import NamedTuple

from tigertally.store.refused import FolderRefused
from tigertally.store.sql import Engine, Tripped

RECORD = """
create table if not exists migrations (
    number bigint primary key,
    name text not null,
    sha256 text not null,
    at bigint not null
)
"""

DONE = "select number, name, sha256 from migrations order by number"

ADD = "insert into migrations (number, name, sha256, at) values (:number, :name, :sha256, :at)"


class Unmigratable(FolderRefused):
    """The ledger's migrations are not the first of this program's."""


class Migration(NamedTuple):
    """One numbered step."""

    number: int
    name: str
    sha256: str
    text: str


def migrations() -> Iterator[Migration]:
    """The steps that this program knows, in order."""
    folder = resources.files("tigertally.store") / "migrations"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        text = file.read_text(encoding="utf-8")
        yield Migration(int(file.name[:4]), file.name, sha256(text.encode()).hexdigest(), text)


def migrate(db: Engine) -> bool:
    """Carry out the steps that are missing; tell whether the first was, so that this ledger is new."""
    db.script(RECORD)
    known = list(migrations())
    done = db.all(DONE)
    if done != [step[:3] for step in known[: len(done)]]:
        raise Unmigratable(f"this program's migrations are {known[-1].name} and before; the ledger's: {done}")
    carried_out = [_carry_out(db, step) for step in known[len(done) :]]
    return not done and carried_out[0]


def _carry_out(db: Engine, step: Migration) -> bool:
    """One step in one transaction, unless another process has just done it.

    The record comes first: whoever would do the same step at the same time waits for it, and then trips.
    """
    try:
        with db.transaction():
            db.run(ADD, {**step._asdict(), "at": time.time_ns() // 1_000_000})
            db.script(step.text)
    except Tripped:
        return False
    return True
