"""Secrets are sealed, each for its own row; the master key's file is trusted only as it should be."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.home import Home
from tigertally.store import MasterKeyRefused, Store, Unsealable, Vault


@pytest.fixture
def vault(empty: Store, folder: Path) -> Vault:
    """The vault of a new ledger."""
    return Vault.open(folder / "master.key", empty)


def test_what_was_sealed_opens_for_the_same(vault: Vault) -> None:
    assert b"secret" == vault.unseal(vault.seal(b"secret", "AK1|2"), "AK1|2")


def test_what_was_sealed_does_not_show(vault: Vault) -> None:
    assert b"secret" not in vault.seal(b"secret", "AK1|2")


def test_the_same_secret_is_never_sealed_to_the_same_blob(vault: Vault) -> None:
    assert vault.seal(b"secret", "AK1|2") != vault.seal(b"secret", "AK1|2")


def test_what_was_sealed_for_one_does_not_open_for_another(vault: Vault) -> None:
    with pytest.raises(Unsealable):
        vault.unseal(vault.seal(b"secret", "AK1|2"), "AK2|2")


@pytest.mark.parametrize("at", [0, 1, 12, 13, -1])
def test_one_changed_byte_does_not_open(vault: Vault, at: int) -> None:
    blob = bytearray(vault.seal(b"secret", "AK1|2"))
    blob[at] ^= 1
    with pytest.raises(Unsealable):
        vault.unseal(bytes(blob), "AK1|2")


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01" * 13, b"\x01" * 28])
def test_a_short_blob_does_not_open(vault: Vault, blob: bytes) -> None:
    with pytest.raises(Unsealable):
        vault.unseal(blob, "AK1|2")


def test_a_vault_opens_again_with_its_key_file(vault: Vault, empty: Store, folder: Path) -> None:
    assert b"secret" == Vault.open(folder / "master.key", empty).unseal(vault.seal(b"secret", "x"), "x")


@pytest.mark.usefixtures("vault")
def test_the_key_file_is_its_owners_only(folder: Path) -> None:
    file = folder / "master.key"
    assert (0o600, 32) == (file.stat().st_mode & 0o777, file.stat().st_size)
    assert ["master.key"] == [one.name for one in folder.glob("master*")]


def _missing(file: Path) -> None:
    file.unlink()


def _short(file: Path) -> None:
    file.write_bytes(b"short")


def _open_to_the_group(file: Path) -> None:
    file.chmod(0o640)


def _open_to_all(file: Path) -> None:
    file.chmod(0o604)


def _of_another_ledger(file: Path) -> None:
    file.write_bytes(bytes(32))


@pytest.mark.usefixtures("vault")
@pytest.mark.parametrize("spoil", [_missing, _short, _open_to_the_group, _open_to_all, _of_another_ledger])
def test_a_key_file_that_cannot_be_trusted_is_refused(
    empty: Store, folder: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(folder / "master.key")
    with pytest.raises(MasterKeyRefused, match=r"master\.key"):
        Vault.open(folder / "master.key", empty)


def test_a_missing_key_file_is_never_replaced(vault: Vault, empty: Store, folder: Path) -> None:
    blob = vault.seal(b"secret", "x")
    file = folder / "master.key"
    kept = file.read_bytes()
    file.unlink()
    with pytest.raises(MasterKeyRefused):
        Vault.open(folder / "master.key", empty)
    assert not file.exists()
    file.touch(mode=0o600)
    file.write_bytes(kept)
    assert b"secret" == Vault.open(folder / "master.key", empty).unseal(blob, "x")


def test_a_key_file_that_an_operator_brought_is_used(empty: Store, folder: Path) -> None:
    file = folder / "master.key"
    file.touch(mode=0o600)
    file.write_bytes(b"k" * 32)
    Vault.open(folder / "master.key", empty)
    assert b"k" * 32 == file.read_bytes()


def test_two_openings_of_a_new_ledger_agree(empty: Store, home: Home, folder: Path) -> None:
    other = home.open()
    first, second = Vault.open(folder / "master.key", empty), Vault.open(folder / "master.key", other)
    assert b"secret" == second.unseal(first.seal(b"secret", "x"), "x")
    other.close()
