"""``tigertally who-can``: who can do this on that, each with a request that proves it."""

import argparse
from collections.abc import Iterator
from typing import Any

from tigertally.cli.analysis.show import (
    UNKNOWN,
    as_json,
    listed,
    progress,
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
    from tigertally.ledger.affected import of_account

    holders = list(of_account(view, view.account.native_id))
    for done, (account, principal) in enumerate(holders, 1):
        yield from _of_holder(view.at(account), principal, given)
        progress(done, len(holders), "principals")


def _of_holder(view: Any, principal: Any, given: argparse.Namespace) -> Iterator[Found]:
    """The first scope in which a request is allowed; else what could not be decided."""
    from tigertally.ledger.affected import scopes_of, standing_for
    from tigertally.ledger.grants import grants_of
    from tigertally.policy.analysis import Region, Unknown, can

    name, undecided = f"{principal.kind} {principal.name}", ""
    caller = standing_for(view.account, principal)
    facts, region = facts_for(cloud_of(given))(caller), Region(given.action, given.resource)
    for scope_id in scopes_of(view, principal):
        grants = grants_of(view, caller, scope_id)
        try:
            answer = can(facts, grants, region)
        except Unknown as unknown:
            undecided = unknown.why
            continue
        if answer:
            told = {"resource_group": scope_id, "witness": witness_told(answer)}
            where = f"  in resource group {scope_id}" if scope_id else ""
            yield name, "allowed", told, witness_line(answer, telling_keys(facts, grants)) + where
            return
    if undecided:
        yield name, "unknown", {"why": undecided}, undecided
