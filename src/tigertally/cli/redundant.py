"""``tigertally redundant``: the attachments whose detach would take nothing away."""

import argparse
from typing import Any

from tigertally.cli.analysis.show import as_json
from tigertally.cli.analysis.subject import add_subject, of_subject


def add_to(words: Any) -> None:
    """Add the command's word and options."""
    parser: argparse.ArgumentParser = words.add_parser(
        "redundant",
        help="tell which attachments take nothing away when they go",
        description="Name each policy of a principal that could be detached, alone, without any request "
        "being lost: others grant all of it, or something denies all of it.",
    )
    add_subject(parser)
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Name them."""
    from tigertally.policy.analysis import redundant

    found = of_subject(given, lambda subject: list(redundant(subject.facts, subject.grants)))
    if given.json:
        as_json([{"policy": one.policy, "attached_to": one.attached_to} for one in found])
        return 0
    for one in found:
        print(f"{one.policy}  ({one.attached_to_kind} {one.attached_to})" if one.attached_to else one.policy)
    if not found:
        print("None: each takes something away.")
    return 0
