"""What a server costs is read from the kernel, over the whole tree of its processes (Linux, /proc)."""

import ctypes
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.server.process import ENVIRONMENT

LIBRARY = ctypes.CDLL(None)
"""The C library of this process: Python has no name for the clock of another one."""

SECONDS = 30
"""How long a server may take to come up."""

Process = subprocess.Popen[bytes]


def tree(pid: int) -> list[int]:
    """A process and all that it has started."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                children.setdefault(int(_stat(int(entry.name))[1]), []).append(int(entry.name))
            except OSError:
                continue  # it has ended meanwhile
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time that the tree has used so far, to the nanosecond.

    By the clock that the kernel keeps for each process: what it tells in /proc are hundredths of a second.
    """
    return sum(map(_cpu_seconds, tree(pid)))


def _cpu_seconds(pid: int) -> float:
    clock = ctypes.c_int()
    if LIBRARY.clock_getcpuclockid(pid, ctypes.byref(clock)) != 0:
        return 0.0  # it has ended meanwhile
    return time.clock_gettime(clock.value)


def resident_bytes(pid: int) -> int:
    """Memory of the tree that is in use now."""
    page = os.sysconf("SC_PAGE_SIZE")
    return sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in tree(pid)) * page


def _stat(pid: int) -> list[str]:
    """The fields of proc(5) ``stat`` from the third on: the second can hold blanks."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def free_port() -> int:
    """A port of the loopback that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def process(*module_and_words: str) -> Iterator[Process]:
    """A Python module run in a process of its own, killed at the end of the block."""
    with (
        tempfile.TemporaryFile() as told,
        subprocess.Popen(
            [sys.executable, "-m", *module_and_words], stdout=told, stderr=told, env=ENVIRONMENT
        ) as started,
    ):
        try:
            yield started
        finally:
            started.kill()


def first_answer(port: int, raw: bytes, since: float) -> float:
    """Seconds from ``since`` (monotonic) until a server on the port answers 200."""
    while time.monotonic() - since < SECONDS:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as line:
                line.sendall(raw)
                answer = line.recv(65536)
        except ConnectionError:
            time.sleep(0.002)
            continue
        if answer.split(b" ", 2)[1:2] != [b"200"]:
            raise RuntimeError(f"no good first answer: {answer[:300]!r}")
        return time.monotonic() - since
    raise TimeoutError(f"nobody answers on port {port}")
