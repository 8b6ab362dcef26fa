"""``tigertally what-can``: what a principal can do, one line for each thing that its policies allow."""

import argparse
from typing import Any

from tigertally.cli.analysis.show import (
    UNKNOWN,
    as_json,
    listed,
    row_told,
    telling_keys,
    why,
    witness_line,
)
from tigertally.cli.analysis.subject import add_subject, of_subject


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

    keys, found = of_subject(
        given,
        lambda subject: (
            telling_keys(subject.facts, subject.grants),
            list(can_do(subject.facts, subject.grants)),
        ),
    )
    if given.json:
        as_json([row_told(row) | {"outcome": _word(row.outcome)} for row in found])
    else:
        lines = [_line(row, keys) for row in found]
        listed(lines, [row.outcome for row in found])
        if not found:
            print("Nothing: no policy allows anything.")
    return UNKNOWN if any(row.outcome == "unknown" for row in found) else 0


def _line(row: Any, keys: frozenset[str]) -> tuple[str, str, str]:
    """The outcome, the pattern, and below an example; in words that fit where nothing is taken away."""
    reason = why(row).removeprefix("still ").replace("was denied already", "is denied")
    example = witness_line(row.witness, keys)
    below = f"for example {example}; {reason}" if example else reason
    return _word(row.outcome), f"{row.action}  on  {row.resource}", below


def _word(outcome: str) -> str:
    return "allowed" if outcome == "kept" else outcome
