"""What the pipeline stands on, opened once: the ledger, the sealed secrets, the spent nonces, the clock."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct, field, structs

from tigertally.clouds import CLOUDS
from tigertally.clouds.cloud import Cloud
from tigertally.server.limiter import Limiter
from tigertally.store import Nonces, Store, Vault


def clock() -> int:
    """Milliseconds since 1970, in UTC."""
    return time.time_ns() // 1_000_000


class Place(Struct, frozen=True):
    """Where a ledger is kept: in a folder, or in a database with no more than its keys in the folder."""

    folder: Path
    database: str = ""
    key_file: Path | None = None

    @property
    def master_key(self) -> Path:
        """The file of the key that wraps all others; servers that share a database share it."""
        return self.key_file or self.folder / "master.key"

    @property
    def shown(self) -> str:
        """The place as it may be printed: without a password."""
        if not self.database:
            return str(self.folder)
        parts = urlsplit(self.database)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


class Settings(Struct, frozen=True, kw_only=True):
    """What an operator can switch; the values here are the defaults, and health tells what differs."""

    rate_limits: str = "documented"
    require_signed_action: bool = False
    resource_group_creating_seconds: int = 1
    organization_manager: str = "exempt"


def set_as(cloud: Cloud, settings: Settings) -> Cloud:
    """A cloud whose rules are as the operator wants them."""
    rules = structs.replace(
        cloud.rules,
        resource_group_pending_ms=settings.resource_group_creating_seconds * 1000,
        organization=structs.replace(
            cloud.rules.organization, manager_is_bound=settings.organization_manager == "bound"
        ),
    )
    return structs.replace(cloud, rules=rules)


class Ledger(Struct, frozen=True, kw_only=True):
    """An open ledger with its seal: enough for the operator's commands."""

    store: Store
    vault: Vault
    clock: Callable[[], int] = clock
    random: Callable[[int], bytes] = secrets.token_bytes


class Stage(Ledger, frozen=True, kw_only=True):
    """Everything a call needs that is not in its request."""

    nonces: Nonces
    settings: Settings
    limiter: Limiter = field(default_factory=Limiter)
    clouds: tuple[Cloud, ...] = CLOUDS


@contextmanager
def open_ledger(place: Place) -> Iterator[Ledger]:
    """The ledger of a place, made where there is none. Raises FolderRefused."""
    store = Store.open(place.folder, place.database)
    try:
        yield Ledger(store=store, vault=Vault.open(place.master_key, store))
    finally:
        store.close()


@contextmanager
def open_stage(place: Place, settings: Settings) -> Iterator[Stage]:
    """A ledger and its spent nonces, for a server. Raises FolderRefused."""
    with open_ledger(place) as ledger:
        kept_ms = 2 * max(cloud.skew_ms for cloud in CLOUDS)
        nonces = ledger.store.nonces(clock(), kept_ms)
        try:
            clouds = tuple(set_as(cloud, settings) for cloud in CLOUDS)
            yield Stage(
                store=ledger.store, vault=ledger.vault, nonces=nonces, settings=settings, clouds=clouds
            )
        finally:
            nonces.close()
