"""``tigertally env``: the shell lines that point a cloud's official clients at this server."""

import argparse
import json
import shlex
from pathlib import Path
from typing import Any

from tigertally.cli.settings import add_folder, folder_of


def add_to(words: Any) -> None:
    """Add the command's word and options."""
    parser: argparse.ArgumentParser = words.add_parser(
        "env",
        help="print the shell exports that point a cloud's clients here",
        description='Use it as: eval "$(tigertally env alibaba)". The key is the root key of '
        "DIR/credentials.json; comments tell how each official client is pointed here.",
    )
    parser.add_argument("cloud", metavar="CLOUD", help="alibaba, tencent or huawei")
    parser.add_argument(
        "--url", default="http://127.0.0.1:4750", help="where the server listens (default: %(default)s)"
    )
    add_folder(parser)
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print exports and comments."""
    from tigertally.clouds import CLOUDS

    cloud = next((one for one in CLOUDS if one.name == given.cloud), None)
    if cloud is None:
        accepted = ", ".join(one.name for one in CLOUDS)
        raise SystemExit(f"tigertally: no cloud {given.cloud!r} is served; accepted: {accepted}")
    handed = _handed(folder_of(given) / "credentials.json", given.cloud)
    for name, value in cloud.variables(given.url.rstrip("/"), handed).items():
        print(f"export {name}={shlex.quote(value)}")
    for hint in cloud.hints(given.url.rstrip("/")):
        print(f"# {hint}")
    return 0


def _handed(file: Path, cloud: str) -> dict[str, str]:
    try:
        handed: dict[str, str] = json.loads(file.read_text())[cloud]
    except (OSError, ValueError, KeyError):
        raise SystemExit(
            f"tigertally: no root key of {cloud} in {file}; "
            f"`tigertally account key {cloud} ACCOUNT` makes a further one"
        ) from None
    return handed
