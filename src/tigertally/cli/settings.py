"""Where a setting comes from: the command line, else its variable, else its default."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENVIRONMENT = {
    "TIGERTALLY_DATA": "the folder of the ledger",
    "TIGERTALLY_HOST": "the address to listen on",
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


def folder_of(given: argparse.Namespace) -> Path:
    """The folder that the command works on."""
    folder: Path | None = given.data
    return folder or default_folder()


def port(text: str) -> int:
    """A port number, of the command line or of the variable."""
    if not (text.isdecimal() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is no port; 0 to 65535 are accepted")
    return int(text)


def rate_limits(text: str) -> str:
    """Whether documented limits are kept, of the command line or of the variable."""
    if text not in ("documented", "off"):
        raise argparse.ArgumentTypeError(f"{text!r} is not known; documented and off are accepted")
    return text


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


def require_ledger(folder: Path) -> None:
    """Stop when the folder holds no ledger: only ``serve`` makes one."""
    if not (folder / "ledger.sqlite").exists():
        raise SystemExit(f"tigertally: no ledger in {folder}; `tigertally serve --data {folder}` makes one")
