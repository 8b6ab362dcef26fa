"""What the clouds' public documents say about their operations, as files to be disagreed with.

Each file of ``catalogs/`` names its sources. It deliberately knows nothing of our own operations.
"""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tigertally.clouds.service import Operation

FOLDER = Path(__file__).parent / "catalogs"


class Word(Struct, frozen=True):
    """One documented error code; ``inferred`` says what of its line no source states."""

    status: int
    message: str = ""
    inferred: str = ""


class Entry(Struct, frozen=True):
    """One documented operation: required and optional parameters, permission, errors."""

    family: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    method: str = ""
    path: str = ""
    whole_body: str = ""
    action: str = ""
    resource: str = ""
    resources: tuple[str, ...] = ()
    condition_keys: tuple[str, ...] = ()
    statuses: tuple[int, ...] = ()
    errors: dict[str, int] = {}
    errors_assigned: dict[str, int] = {}
    inferred: str = ""

    @property
    def codes(self) -> dict[str, int]:
        """Every error code of the operation with its HTTP status."""
        return self.errors | self.errors_assigned


class Catalog(Struct, frozen=True):
    """One file: a service's operations and the error codes that any of them can answer."""

    provenance: dict[str, Any]
    service: str
    errors: dict[str, Word]
    version: str = ""
    errors_of: str = ""
    operations: dict[str, Entry] = {}


@cache
def catalog(name: str) -> Catalog:
    """The file ``catalogs/<name>.json``."""
    return msgspec.json.decode((FOLDER / f"{name}.json").read_bytes(), type=Catalog)


def catalog_of(cloud: str, service: str) -> Catalog:
    """The file of one service."""
    return catalog(f"{cloud}-{service}")


def entry_of(cloud: str, operation: Operation) -> Entry:
    """What the documents say about one of our operations."""
    return catalog_of(cloud, operation.service.name).operations[operation.name]


def words_of(cloud: str, service: str) -> dict[str, int]:
    """Every code that is documented for a service: its own, its operations', its gateway's."""
    own = catalog_of(cloud, service)
    shared = catalog(own.errors_of).errors if own.errors_of else {}
    known = {**catalog(f"{cloud}-gateway").errors, **shared, **own.errors}
    statuses = {code: word.status for code, word in known.items()}
    for entry in own.operations.values():
        statuses |= entry.codes
    return statuses
