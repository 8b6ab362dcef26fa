"""``tigertally demo``: the detaches on real wires, played by the clouds' own SDKs against a fresh server.

Each act shows one signed call of the affected principal that is allowed, the detach, and the very same call
refused; then the journal's entry of the detach.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any


def add_to(words: Any) -> None:
    """Add the command's word."""
    parser: argparse.ArgumentParser = words.add_parser(
        "demo",
        help="play the detaches with the clouds' own SDKs",
        description="Start a server in a temporary folder and detach policies with the official SDKs "
        "(needs the optional dependencies: pip install 'tigertally[demo]').",
    )
    parser.set_defaults(run=run)


def run(_given: argparse.Namespace) -> int:
    """Play every act; 0 when each step was as it should be."""
    folder = Path(tempfile.mkdtemp(prefix="tigertally-demo-"))
    os.environ["HOME"] = str(folder)  # Huawei's SDK leaves an application id in the home folder
    try:
        from tigertally.cli.demo.stagehand import play_all
    except ImportError as missing:
        print(f"tigertally: {missing}; the demo needs: pip install 'tigertally[demo]'", file=sys.stderr)
        return 2
    try:
        return play_all(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
