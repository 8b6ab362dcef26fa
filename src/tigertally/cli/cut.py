"""``tigertally cut``: what has to be detached so that a principal can no longer do something."""

import argparse
from typing import Any

from tigertally.cli.analysis.show import UNKNOWN, as_json
from tigertally.cli.analysis.subject import Subject, add_region, add_subject, of_subject

IMPOSSIBLE = 3
"""No set of detaches is enough: a root user, or what everybody may do."""


def add_to(words: Any) -> None:
    """Add the command's word and options."""
    parser: argparse.ArgumentParser = words.add_parser(
        "cut",
        help="tell the smallest set of attachments to detach",
        description="Name the smallest set of policies whose detaching makes every request of a region "
        "impossible for one principal; there is exactly one such set. ACTION and RESOURCE are patterns as a "
        "policy writes them. Exit codes: 0 told, 3 no detach is enough, 4 it could not be decided.",
    )
    add_subject(parser)
    add_region(parser)
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Name what has to go."""
    from tigertally.policy.analysis import Unavoidable, Unknown

    try:
        found = of_subject(given, lambda subject: _found(given, subject))
    except Unknown as unknown:
        return _said(given, UNKNOWN, f"It cannot be decided: {unknown.why}")
    except Unavoidable as fixed:
        still = f"{fixed.witness.action} on {fixed.witness.resource}"
        return _said(given, IMPOSSIBLE, f"No detach is enough: {still} stays allowed.")
    if given.json:
        as_json({"detach": [_told(one) for one in found]})
        return 0
    for one in found:
        whom = f" from {one.attached_to_kind} {one.attached_to}" if one.attached_to else ""
        print(f"detach {one.policy}{whom}")
    if not found:
        print("Nothing: it is impossible already.")
    return 0


def _found(given: argparse.Namespace, subject: Subject) -> Any:
    from tigertally.policy.analysis import Region, least_detach

    return least_detach(subject.facts, subject.grants, Region(given.action, given.resource))


def _told(grant: Any) -> dict[str, Any]:
    return {
        "policy": grant.policy,
        "attached_to": {"kind": grant.attached_to_kind, "name": grant.attached_to},
    }


def _said(given: argparse.Namespace, code: int, why: str) -> int:
    if given.json:
        as_json({"detach": None, "why": why})
    else:
        print(why)
    return code
