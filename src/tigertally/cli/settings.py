"""Where a setting comes from: the command line, else its variable, else its default."""

import argparse
import os
from pathlib import Path

ENVIRONMENT = {
    "TIGERTALLY_DATA": "the folder of the ledger",
    "TIGERTALLY_HOST": "the address to listen on",
    "TIGERTALLY_PORT": "the port to listen on",
    "TIGERTALLY_RATE_LIMITS": "documented or off",
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


def require_ledger(folder: Path) -> None:
    """Stop when the folder holds no ledger: only ``serve`` makes one."""
    if not (folder / "ledger.sqlite").exists():
        raise SystemExit(f"tigertally: no ledger in {folder}; `tigertally serve --data {folder}` makes one")
