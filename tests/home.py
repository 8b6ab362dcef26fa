"""Where a test's ledger is, on either engine, and how somebody writes to it behind the store's back."""

from pathlib import Path
from typing import NamedTuple

import apsw
import psycopg

from tigertally.store import Store

SPELLED = {
    "zeroblob(32)": "decode(repeat('00', 32), 'hex')",
    "pragma foreign_keys = off": "set session_replication_role = replica",
}
"""What the two engines write differently."""


class Home(NamedTuple):
    """A folder, and the address of a database where that keeps the ledger."""

    folder: Path
    database: str = ""

    @property
    def options(self) -> tuple[str, ...]:
        """What a command is told beside the folder."""
        return ("--database", self.database) if self.database else ()

    def open(self) -> Store:
        """The ledger, opened once more."""
        return Store.open(self.folder, self.database)

    def tamper(self, text: str) -> int:
        """Write past the store, as somebody with the file or the password would; how many rows were hit."""
        if not self.database:
            db = apsw.Connection(str(self.folder / "ledger.sqlite"))
            db.execute(text)
            touched = db.changes()
            db.close()
            return touched
        for ours, theirs in SPELLED.items():
            text = text.replace(ours, theirs)
        with psycopg.connect(self.database, autocommit=True) as other:
            cursor = other.execute(text.encode())
            while cursor.nextset():
                pass
            return cursor.rowcount
