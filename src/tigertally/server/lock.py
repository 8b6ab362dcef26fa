"""One folder has one server: a second one would keep its own idea of which nonces are spent."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Taken(RuntimeError):
    """Another server runs on the folder."""


@contextmanager
def sole_server(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which ends with the process however it ends. Raises Taken."""
    descriptor = os.open(folder / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor)
        yield
    except BlockingIOError:
        raise Taken(f"another server runs on {folder}") from None
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            raise BlockingIOError from None
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
