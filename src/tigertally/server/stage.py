"""What the pipeline stands on, opened once: the ledger, the sealed secrets, the spent nonces, the clock."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct, structs

from tigertally.clouds import CLOUDS
from tigertally.clouds.service import Cloud
from tigertally.store import Nonces, Store, Vault


def clock() -> int:
    """Milliseconds since 1970, in UTC."""
    return time.time_ns() // 1_000_000


class Settings(Struct, frozen=True, kw_only=True):
    """What an operator can switch; the values here are the defaults, and health tells what differs."""

    rate_limits: str = "documented"
    resource_group_creating_seconds: int = 1


def set_as(cloud: Cloud, settings: Settings) -> Cloud:
    """A cloud whose rules are as the operator wants them."""
    if not cloud.rules.resource_groups:
        return cloud
    pending_ms = settings.resource_group_creating_seconds * 1000
    return structs.replace(cloud, rules=structs.replace(cloud.rules, resource_group_pending_ms=pending_ms))


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
    clouds: tuple[Cloud, ...] = CLOUDS


@contextmanager
def open_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of a folder, made where there is none. Raises FolderRefused."""
    store = Store.open(folder)
    try:
        yield Ledger(store=store, vault=Vault.open(folder, store))
    finally:
        store.close()


@contextmanager
def open_stage(folder: Path, settings: Settings) -> Iterator[Stage]:
    """A ledger and its spent nonces, for the one server that serves it. Raises FolderRefused."""
    with open_ledger(folder) as ledger:
        kept_ms = 2 * max(cloud.skew_ms for cloud in CLOUDS)
        nonces = Nonces.open(folder, clock(), ledger.store.is_new, keep_ms=kept_ms)
        try:
            clouds = tuple(set_as(cloud, settings) for cloud in CLOUDS)
            yield Stage(
                store=ledger.store, vault=ledger.vault, nonces=nonces, settings=settings, clouds=clouds
            )
        finally:
            nonces.close()
