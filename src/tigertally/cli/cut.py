"""``tigertally cut``: what has to be detached so that a principal can no longer do something."""

import argparse
from typing import Any, NamedTuple

from tigertally.cli.analysis.show import UNKNOWN, as_json, progress
from tigertally.cli.analysis.subject import (
    Subject,
    add_region,
    add_subject,
    cloud_of,
    facts_for,
    from_folder,
    in_ledger,
    subject_in,
)
from tigertally.cli.preview.shown import Found, of_impact, print_found, rows_of, told_found

IMPOSSIBLE = 3
"""No set of detaches is enough: a root user, or what everybody may do."""


def add_to(words: Any) -> None:
    """Add the command's word and options."""
    parser: argparse.ArgumentParser = words.add_parser(
        "cut",
        help="tell the smallest set of attachments to detach",
        description="Name the smallest set of policies whose detaching makes every request of a region "
        "impossible for one principal; there is exactly one such set. In a ledger it tells, too, what these "
        "detaches take away from everybody whom they concern. ACTION and RESOURCE are patterns as a "
        "policy writes them. Exit codes: 0 told, 3 no detach is enough, 4 it could not be decided.",
    )
    add_subject(parser)
    add_region(parser)
    parser.set_defaults(run=run)


class Cut(NamedTuple):
    """What has to be detached, and in a ledger what that does to everybody."""

    detach: tuple[Any, ...]
    cost: list[Found]


def run(given: argparse.Namespace) -> int:
    """Name what has to go, and what else goes with it."""
    from tigertally.policy.analysis import Unavoidable, Unknown

    try:
        found = (
            _in_folder(given) if given.policies else in_ledger(given, lambda view: _in_ledger(view, given))
        )
    except Unknown as unknown:
        return _said(given, UNKNOWN, f"It cannot be decided: {unknown.why}")
    except Unavoidable as fixed:
        still = f"{fixed.witness.action} on {fixed.witness.resource}"
        return _said(given, IMPOSSIBLE, f"No detach is enough: {still} stays allowed.")
    cost = [(one, rows_of(one)) for one in found.cost]
    if given.json:
        told = {"detach": [_told(one) for one in found.detach]}
        as_json(told | ({} if given.policies else {"impacts": [told_found(*one) for one in cost]}))
        return 0
    for one in found.detach:
        whom = f" from {one.attached_to_kind} {one.attached_to}" if one.attached_to else ""
        print(f"detach {one.policy}{whom}")
    if not found.detach:
        print("Nothing: it is impossible already.")
    for each in cost:
        print_found(*each, everything=False)
    return 0


def _in_folder(given: argparse.Namespace) -> Cut:
    return Cut(_least(given, from_folder(given)), [])


def _in_ledger(view: Any, given: argparse.Namespace) -> Cut:
    from tigertally.ledger.affected import doors_of
    from tigertally.ledger.impact import impact_of
    from tigertally.model.changes import Removed

    subject = subject_in(view, given)
    gone = _least(given, subject)
    named = [
        (one.policy, one.policy_type, one.attached_to_kind, one.attached_to, one.scope_id) for one in gone
    ]
    rows = [
        Removed(attachment)
        for door in doors_of(view, subject.principal)
        for attachment, policy in view.attachments_of(door)
        if (policy.name, policy.type.title(), door.kind, door.name, attachment.scope_id) in named
    ]
    found = impact_of(view, rows, facts_for(cloud_of(given)), progress) if rows else []
    return Cut(gone, [of_impact(one) for one in found])


def _least(given: argparse.Namespace, subject: Subject) -> tuple[Any, ...]:
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
