"""``tigertally who-can``: who can do this on that, each with a request that proves it."""

import argparse
from collections.abc import Iterator
from typing import Any

from tigertally.cli.analysis.show import (
    UNKNOWN,
    as_json,
    listed,
    telling_keys,
    witness_line,
    witness_told,
)
from tigertally.cli.analysis.subject import add_region, add_subject, cloud_of, facts_for, in_ledger


def add_to(words: Any) -> None:
    """Add the command's word and options."""
    parser: argparse.ArgumentParser = words.add_parser(
        "who-can",
        help="tell who can do something",
        description="Name every user and role of an account that some request of a region is allowed to, "
        "with such a request. ACTION and RESOURCE are patterns as a policy writes them. "
        "Exit codes: 0 told, 4 something could not be decided.",
    )
    add_subject(parser, principal=False, folder=False)
    add_region(parser)
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Ask for every principal of the account."""
    found = in_ledger(given, lambda view: list(_found(view, given)))
    if given.json:
        as_json([{"principal": name, "outcome": outcome, **told} for name, outcome, told, _ in found])
    else:
        listed([(outcome, name, shown) for name, outcome, _, shown in found], [one[1] for one in found])
        if not found:
            print("Nobody can.")
    return UNKNOWN if any(outcome == "unknown" for _, outcome, *_ in found) else 0


Found = tuple[str, str, dict[str, Any], str]


def _found(view: Any, given: argparse.Namespace) -> Iterator[Found]:
    from tigertally.ledger.affected import of_account, standing_for
    from tigertally.ledger.grants import grants_of
    from tigertally.policy.analysis import Region, Unknown, can

    facts, region = facts_for(cloud_of(given)), Region(given.action, given.resource)
    for account, principal in of_account(view, view.account.native_id):
        caller = standing_for(account, principal)
        name = f"{principal.kind} {principal.name}"
        known, grants = facts(caller), grants_of(view, caller)
        try:
            answer = can(known, grants, region)
        except Unknown as unknown:
            yield name, "unknown", {"why": unknown.why}, unknown.why
        else:
            if answer:
                shown = witness_line(answer, telling_keys(known, grants))
                yield name, "allowed", {"witness": witness_told(answer)}, shown
