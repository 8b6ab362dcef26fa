"""The command itself: its words, and what it refuses before any of them runs.

Exit codes: 0 done, 1 not done, 2 wrongly asked; those that look ahead add 3 (lost, denied) and 4 (unknown).
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from tigertally import __version__
from tigertally.cli import (
    account,
    cut,
    demo,
    env,
    explain,
    journal,
    preview,
    redundant,
    serve,
    what_can,
    who_can,
)
from tigertally.cli.analysis.mistaken import Mistaken
from tigertally.cli.settings import ENVIRONMENT

COMMANDS = (serve, env, account, journal, preview, explain, who_can, what_can, cut, redundant, demo)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    refuse_unknown(os.environ)
    parser = argparse.ArgumentParser(
        prog="tigertally",
        description="One access-management server that speaks the policy APIs of several clouds.",
        epilog="Start with: tigertally serve",
    )
    parser.add_argument("--version", action="version", version=f"tigertally {__version__}")
    words = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_to(words)
    given = parser.parse_args(arguments)
    try:
        code: int = given.run(given)
    except Mistaken as mistaken:
        parser.exit(2, f"tigertally: {mistaken}\n")
    return code


def refuse_unknown(environment: Mapping[str, str]) -> None:
    """Stop for a TIGERTALLY_ variable that means nothing: a misspelled setting must not pass in silence."""
    unknown = sorted(
        name for name in environment if name.startswith("TIGERTALLY_") and name not in ENVIRONMENT
    )
    if unknown:
        accepted = ", ".join(sorted(ENVIRONMENT))
        print(f"tigertally: unknown variable {unknown[0]}; accepted: {accepted}", file=sys.stderr)
        raise SystemExit(2)
