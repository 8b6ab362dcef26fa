"""``tigertally what-can``: what a principal can do, one line for each thing that its policies allow."""

import argparse
from typing import Any

from tigertally.cli.analysis.show import UNKNOWN, as_json, listed, row_line, row_told
from tigertally.cli.analysis.subject import add_subject, of_subject

CALLED = {"kept": "allowed"}
"""Outcomes by the word that fits here: nothing is taken away."""


def add_to(words: Any) -> None:
    """Add the command's word and options."""
    parser: argparse.ArgumentParser = words.add_parser(
        "what-can",
        help="tell what a principal can do",
        description="Go through everything that a principal's policies allow, and tell what is left of it "
        "under its denies, boundary, session and organization: a request that is allowed, or what denies "
        "all of them. Exit codes: 0 told, 4 something could not be decided.",
    )
    add_subject(parser)
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Show one line for each pattern that is allowed."""
    from tigertally.policy.analysis import can_do

    facts, found = of_subject(
        given, lambda subject: (subject.facts, list(can_do(subject.facts, subject.grants)))
    )
    if given.json:
        as_json([row_told(row) for row in found])
    else:
        lines = [(CALLED.get(row.outcome, row.outcome), *row_line(row, facts)[1:]) for row in found]
        listed(lines, [row.outcome for row in found])
        if not found:
            print("Nothing: no policy allows anything.")
    return UNKNOWN if any(row.outcome == "unknown" for row in found) else 0
