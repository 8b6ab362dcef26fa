"""Nonces have a file of their own, written without fsync: a killed process loses nothing, because the pages
are in the kernel's hands by then; a machine that crashes may lose some. So when the file is gone or broken,
or the machine has started anew since a stop that was not clean, everything signed up to now (``floor``) is
to be refused as expired. A client whose clock runs ahead signs beyond the floor: its last requests before a
crash of the machine could be repeated for as long as its clock is ahead.
"""

import threading
from collections import Counter
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import apsw

from tigertally.model.refusals import Throttled
from tigertally.store.nonces import PER_KEY_MAX, PURGE_EVERY
from tigertally.store.refused import FolderRefused

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

SCHEMA = """
create table spent (
    access_key_id text not null,
    nonce_sha256 blob not null,
    signed_at bigint not null,
    primary key (access_key_id, nonce_sha256)
) without rowid;
create index spent_in_order on spent (signed_at);
create table mark (floor bigint not null, is_clean bigint not null, boot_id text not null);
"""

MARK = "select is_clean, boot_id from mark"

SPEND = """
insert into spent (access_key_id, nonce_sha256, signed_at)
values (:access_key_id, :nonce_sha256, :signed_at)
on conflict do nothing
"""

COUNT = "select count(*) from spent where access_key_id = :access_key_id"

PURGE = """
delete from spent
where (access_key_id, nonce_sha256) in (
    select access_key_id, nonce_sha256 from spent
    where signed_at <= :dead order by signed_at limit :limit)
returning access_key_id
"""


class NonceFile:
    """The spent nonces of the last ``keep_ms``, which is how long a signature is good."""

    def __init__(self, db: apsw.Connection, keep_ms: int) -> None:
        self._db = db
        self._keep_ms = keep_ms
        self._counts: Counter[str] = Counter()
        self._spendings = 0
        self._turn = threading.Lock()
        self.floor: int = db.execute("select floor from mark").get

    @classmethod
    def open(cls, folder: Path, now: int, ledger_is_new: bool, keep_ms: int) -> "NonceFile":
        """The nonces of the folder's ledger; ``floor`` is 0, or the moment up to which they may be lost."""
        file, boot_id = folder / "nonces.sqlite", _boot_id()
        if ledger_is_new or not _is_whole(file, boot_id):
            _remove(file)
        db = _connect(file)
        if not db.table_exists("main", "mark"):
            _found(db, 0 if ledger_is_new else now)
        _mark(db, is_clean=False, boot_id=boot_id)
        db.pragma("synchronous", "off")
        return cls(db, keep_ms)

    def spend(self, access_key_id: str, nonce: str, signed_at_ms: int, now: int) -> bool:
        """Spend a nonce; False when it was spent before, or signed too long ago to tell.

        Raises Throttled when the key holds too many.
        """
        with self._turn:
            self._spendings += 1
            if self._spendings % PURGE_EVERY == 0 or self._is_full(access_key_id):
                self._purge(now)
            if signed_at_ms <= now - self._keep_ms:
                return False
            if self._is_full(access_key_id):
                raise Throttled("nonces", access_key_id=access_key_id)
            return self._insert(access_key_id, nonce, signed_at_ms)

    def close(self) -> None:
        """Bring everything to the disk, and say there that nothing is missing."""
        with self._turn:
            self._db.pragma("synchronous", "full")
            self._db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
            _mark(self._db, is_clean=True, boot_id=_boot_id())
            self._db.close()

    def _insert(self, access_key_id: str, nonce: str, signed_at: int) -> bool:
        digest = sha256(nonce.encode()).digest()
        values = {"access_key_id": access_key_id, "nonce_sha256": digest, "signed_at": signed_at}
        self._db.execute(SPEND, values)
        is_new = self._db.changes() == 1
        self._counts[access_key_id] += is_new
        return is_new

    def _is_full(self, access_key_id: str) -> bool:
        if access_key_id not in self._counts:
            self._counts[access_key_id] = self._db.execute(COUNT, {"access_key_id": access_key_id}).get
        return self._counts[access_key_id] >= PER_KEY_MAX

    def _purge(self, now: int) -> None:
        purged = self._db.execute(PURGE, {"dead": now - self._keep_ms, "limit": 2 * PURGE_EVERY})
        for access_key_id, count in Counter(key for (key,) in purged).items():
            if self._counts[access_key_id] > count:
                self._counts[access_key_id] -= count
            else:
                del self._counts[access_key_id]


def _connect(file: Path) -> apsw.Connection:
    """Exclusive: a second server on the folder is refused, and each spending saves its locks."""
    db = apsw.Connection(str(file))
    db.pragma("locking_mode", "exclusive")
    try:
        db.pragma("journal_mode", "wal")
    except apsw.BusyError:
        raise FolderRefused(f"{file} is in use; one server at a time serves a folder") from None
    db.pragma("synchronous", "full")
    return db


def _found(db: apsw.Connection, floor: int) -> None:
    with db:
        db.execute(SCHEMA)
        db.execute("insert into mark values (:floor, 0, '')", {"floor": floor})


def _mark(db: apsw.Connection, is_clean: bool, boot_id: str) -> None:
    values = {"is_clean": is_clean, "boot_id": boot_id}
    db.execute("update mark set is_clean = :is_clean, boot_id = :boot_id", values)


def _is_whole(file: Path, boot_id: str) -> bool:
    """Whether all that was spent is still there: after a clean stop, or if the machine never stopped."""
    if not file.exists():
        return False
    try:
        with closing(_connect(file)) as db:
            is_clean, marked = db.execute(MARK).fetchall()[0]
    except (apsw.NotADBError, apsw.CorruptError, apsw.SQLError, IndexError):
        return False
    return bool(is_clean) or marked == boot_id != ""


def _remove(file: Path) -> None:
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
        file.with_name(name).unlink(missing_ok=True)


def _boot_id() -> str:
    """Which start of the machine this is; empty where it cannot be told."""
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""
