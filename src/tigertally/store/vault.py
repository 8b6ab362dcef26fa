"""A request's HMAC needs the secret itself, so secrets are kept sealed and opened one at a time, uncached.

A data key seals the secrets (AES-256-GCM); the master key, in a file of its own, wraps the data key. So a
copy of the ledger alone tells no secret. Servers that share a database share that file. ``about`` is bound
to what is sealed: a blob that is moved to another row does not open there.
"""

import os
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tigertally.store.reading import Reading, Writing
from tigertally.store.refused import FolderRefused
from tigertally.store.store import Store

KEY_BYTES = 32

NONCE_BYTES = 12
"""NIST SP 800-38D, 8.2.2: random nonces of 96 bits, for up to 2**32 seals with one key."""

DATA_KEY = 1
"""The number of the data key, first byte of all that it seals; another could follow it."""

WRAPPED = "data key 1"


class Unsealable(Exception):
    """What was to be opened was not sealed here, or not for this."""


class MasterKeyRefused(FolderRefused):
    """The file of the master key is missing, or not to be trusted, or another ledger's."""


class Vault:
    """Seals secrets, and opens them."""

    def __init__(self, data_key: bytes) -> None:
        self._cipher = AESGCM(data_key)

    @classmethod
    def open(cls, file: Path, store: Store) -> "Vault":
        """The vault of a ledger, by the master key in ``file``.

        That file is created while the ledger has no data key, for then nothing was ever sealed.
        """
        wrapped = (
            store.read(_data_key)
            or store.write(lambda writing: _first_data_key(writing, file), op_id=WRAPPED).result()
        )
        try:
            return cls(_unseal(AESGCM(_master_key(file)), wrapped, WRAPPED))
        except Unsealable as error:
            raise MasterKeyRefused(f"{file} is not the master key of this ledger") from error

    def seal(self, plain: bytes, about: str) -> bytes:
        """A blob that opens again only with the same ``about``."""
        return _seal(self._cipher, plain, about)

    def unseal(self, blob: bytes, about: str) -> bytes:
        """What was sealed. Raises Unsealable."""
        return _unseal(self._cipher, blob, about)


def _data_key(reading: Reading) -> bytes | None:
    return reading.data_key(DATA_KEY)


def _first_data_key(writing: Writing, file: Path) -> bytes:
    """Make both keys. The ledger's guard keeps out every other process that opens the same new ledger."""
    if (known := writing.data_key(DATA_KEY)) is not None:
        return known
    if not file.exists():
        _create(file)
    wrapped = _seal(AESGCM(_master_key(file)), os.urandom(KEY_BYTES), WRAPPED)
    writing.keep_data_key(DATA_KEY, wrapped)
    return wrapped


def _create(file: Path) -> None:
    """The file appears whole and on the disk, or not at all."""
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(os.urandom(KEY_BYTES))
        opened.flush()
        os.fsync(opened.fileno())
    draft.replace(file)
    _sync(file.parent)


def _sync(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened
        descriptor = os.open(folder, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def _master_key(file: Path) -> bytes:
    try:
        key = file.read_bytes()
    except FileNotFoundError:
        raise MasterKeyRefused(
            f"{file} is missing: without it no secret of this ledger opens; --key-file names another place"
        ) from None
    if os.name == "posix" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise MasterKeyRefused(f"{file} is open to others than its owner; chmod 600 would accept it")
    if len(key) != KEY_BYTES:
        raise MasterKeyRefused(f"{file} has {len(key)} bytes; a master key has {KEY_BYTES}")
    return key


def _seal(cipher: AESGCM, plain: bytes, about: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return bytes([DATA_KEY]) + nonce + cipher.encrypt(nonce, plain, about.encode())


def _unseal(cipher: AESGCM, blob: bytes, about: str) -> bytes:
    start = 1 + NONCE_BYTES
    if blob[:1] != bytes([DATA_KEY]):
        raise Unsealable("sealed by no known data key")
    try:
        return cipher.decrypt(blob[1:start], blob[start:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise Unsealable("not sealed here, or not for this") from error
