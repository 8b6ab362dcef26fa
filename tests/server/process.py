"""The server as an operator runs it: a process of its own on a folder, to be stopped or killed."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.signers import Key, Sent, key_of, line_to

SECONDS = 20
"""How long anything may take here before the test fails."""

ENVIRONMENT = {
    **{name: text for name, text in os.environ.items() if not name.startswith("TIGERTALLY_")},
    "PYTHONPATH": os.pathsep.join(sys.path),
}


class Served:
    """A running server and the folder it serves; ``place`` tells a command the same ledger."""

    def __init__(
        self, process: "subprocess.Popen[str]", folder: Path, options: tuple[str, ...], address: str
    ) -> None:
        self.process = process
        self.place = ("--data", str(folder), *options)
        self.folder = folder
        self.address = address

    def kill(self) -> None:
        """End it as a power cut of the process would."""
        self.process.kill()
        assert -signal.SIGKILL == self.process.wait(SECONDS)

    def stop(self) -> int:
        """End it as an operator does; its exit code."""
        self.process.terminate()
        return self.process.wait(SECONDS)


@contextmanager
def served(folder: Path, *options: str, file_bytes_max: int = 0) -> Iterator[Served]:
    """A server on a free port for the block; killed at the end when it still runs.

    ``file_bytes_max`` limits how long any file of it can grow.
    """
    command = [*COMMAND, "serve", "--port", "0", "--data", str(folder), *options]
    if file_bytes_max:
        command = [sys.executable, "-c", LIMITED, str(file_bytes_max), *command[3:]]
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=ENVIRONMENT
        ) as process,
    ):
        try:
            assert process.stdout is not None
            first = process.stdout.readline()
            if "listens on" not in first:
                process.wait(SECONDS)
                errors.seek(0)
                raise AssertionError(f"the server did not start: {first}{errors.read()}")
            server = Served(process, folder, options, first.strip().rpartition("//")[2])
            with line_to(server.address) as line:
                assert 200 == line.send(Sent("GET", "/_tigertally/health", {})).status
            yield server
        finally:
            if process.poll() is None:
                process.kill()


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from tigertally.cli import main
sys.exit(main(sys.argv[2:]))
"""
"""The command again, in a process whose files cannot grow beyond its first argument."""

COMMAND = [sys.executable, "-m", "tigertally.cli"]


def typed(*words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """A command as it is typed, and what came of it."""
    return subprocess.run(
        [*COMMAND, *words],
        capture_output=True,
        text=True,
        env=ENVIRONMENT | variables,
        timeout=SECONDS / 2,
        check=False,
    )


def credentials(folder: Path) -> dict[str, dict[str, str]]:
    """What the first start handed out."""
    handed: dict[str, dict[str, str]] = json.loads((folder / "credentials.json").read_text())
    return handed


def root_of(folder: Path, cloud: str) -> Key:
    """The first account's root key."""
    return key_of(credentials(folder)[cloud])
