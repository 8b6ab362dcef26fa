"""What every ratio is handed: how long it may take, and a folder of its own."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from bench.figures import Figure


class Run(Struct, frozen=True, kw_only=True):
    """How this run measures."""

    quick: bool
    principals: tuple[int, ...]

    @property
    def rounds(self) -> int:
        """How often each pair of measurements is taken."""
        return 3 if self.quick else 5

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A folder for the block, on the disk that temporary files are on."""
        with tempfile.TemporaryDirectory(prefix="tigertally-bench-") as name:
            yield Path(name)


Ratio = Callable[[Run], list[Figure]]
"""What a module of this folder offers: it measures, and tells one figure or several."""
