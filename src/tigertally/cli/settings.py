"""Where a setting comes from: the command line, else its variable, else its default."""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tigertally.server.stage import Place

ENVIRONMENT = {
    "TIGERTALLY_DATA": "the folder of the ledger",
    "TIGERTALLY_DATABASE": "the database of the ledger",
    "TIGERTALLY_HOST": "the address to listen on",
    "TIGERTALLY_KEY_FILE": "the file of the master key",
    "TIGERTALLY_ORGANIZATION_MANAGER": "exempt or bound",
    "TIGERTALLY_PORT": "the port to listen on",
    "TIGERTALLY_RATE_LIMITS": "documented or off",
    "TIGERTALLY_RESOURCE_GROUP_CREATING_SECONDS": "how long a resource group is being created",
}
"""Every variable that is read, and what it sets."""


def default_folder() -> Path:
    """The platform's data folder for the user."""
    from platformdirs import user_data_path

    return user_data_path("tigertally", appauthor=False)


def add_folder(parser: argparse.ArgumentParser) -> None:
    """``--data DIR``."""
    given = os.environ.get("TIGERTALLY_DATA")
    parser.add_argument(
        "--data",
        metavar="DIR",
        type=Path,
        default=Path(given) if given else None,
        help="the folder of the ledger (default: the platform's data folder for the user)",
    )


def add_place(parser: argparse.ArgumentParser) -> None:
    """``--data DIR``, ``--database URL``, ``--key-file FILE``."""
    add_folder(parser)
    parser.add_argument(
        "--database",
        metavar="URL",
        type=database,
        default=os.environ.get("TIGERTALLY_DATABASE", ""),
        help="keep the ledger in PostgreSQL: postgresql://USER@HOST/NAME; DIR then holds keys only",
    )
    key_file = os.environ.get("TIGERTALLY_KEY_FILE")
    parser.add_argument(
        "--key-file",
        metavar="FILE",
        type=Path,
        default=Path(key_file) if key_file else None,
        help="the master key (default: DIR/master.key); servers that share a database share this file",
    )


def folder_of(given: argparse.Namespace) -> Path:
    """The folder that the command works on."""
    folder: Path | None = given.data
    return folder or default_folder()


def place_of(given: argparse.Namespace) -> "Place":
    """Where the ledger is that the command works on."""
    from tigertally.server.stage import Place

    return Place(folder_of(given), given.database, given.key_file)


def database(text: str) -> str:
    """The address of a database, of the command line or of the variable; empty for none."""
    if text and not text.startswith(("postgresql://", "postgres://")):
        raise argparse.ArgumentTypeError("no address of a database; postgresql://USER@HOST/NAME is accepted")
    return text


def port(text: str) -> int:
    """A port number, of the command line or of the variable."""
    if not (text.isdecimal() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is no port; 0 to 65535 are accepted")
    return int(text)


def one_of(*accepted: str) -> Callable[[str], str]:
    """One of a few words, of the command line or of the variable."""

    def word(text: str) -> str:
        if text not in accepted:
            raise argparse.ArgumentTypeError(f"{text!r} is not known; {' and '.join(accepted)} are accepted")
        return text

    return word


def seconds(text: str) -> int:
    """A number of seconds up to an hour, of the command line or of the variable."""
    if not (text.isdecimal() and int(text) <= 3600):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds; 0 to 3600 are accepted")
    return int(text)


@contextmanager
def in_words() -> Iterator[None]:
    """Tell what an operator can mend in one line, and end with exit code 1."""
    from tigertally.server.founding import Unknown
    from tigertally.server.serve import Refused
    from tigertally.store import FolderRefused

    try:
        yield
    except (Unknown, Refused, FolderRefused) as refused:
        raise SystemExit(f"tigertally: {refused}") from None


def require_ledger(place: "Place") -> None:
    """Stop when there is no ledger in the place: only ``serve`` makes one. Raises FolderRefused."""
    from tigertally.store import Store

    if not Store.is_founded(place.folder, place.database):
        how = "--database URL" if place.database else f"--data {place.folder}"
        raise SystemExit(f"tigertally: no ledger in {place.shown}; `tigertally serve {how}` makes one")
