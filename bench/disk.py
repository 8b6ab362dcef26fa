"""How fast the disk says that something is safe: the yardstick of every durable write."""

import os
import time
from pathlib import Path
from statistics import median

PAGE = 4096

TRIES = 200


def fdatasync_seconds(folder: Path) -> float:
    """The median of writing a page over itself and making it safe."""
    file = folder / "fdatasync"
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT)
    try:
        os.pwrite(descriptor, bytes(64 * PAGE), 0)
        os.fsync(descriptor)
        return median(_one(descriptor, at % 64) for at in range(TRIES))
    finally:
        os.close(descriptor)
        file.unlink()


def _one(descriptor: int, page: int) -> float:
    os.pwrite(descriptor, os.urandom(PAGE), page * PAGE)
    begun = time.perf_counter()
    os.fdatasync(descriptor)
    return time.perf_counter() - begun
