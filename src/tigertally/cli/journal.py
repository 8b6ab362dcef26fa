"""``tigertally journal``: what happened, and whether the record of it is whole."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

from tigertally.cli.settings import add_place, in_words, place_of, require_ledger


def add_to(words: Any) -> None:
    """Add the command's word and options."""
    parser: argparse.ArgumentParser = words.add_parser(
        "journal",
        help="show or verify the journal",
        description="Every change, who made it, and proof that none was edited or removed since.",
    )
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    listed: argparse.ArgumentParser = verbs.add_parser("list", help="show the latest changes of an account")
    listed.add_argument("cloud", metavar="CLOUD", help="alibaba, tencent or huawei")
    listed.add_argument("account", metavar="ACCOUNT", help="the account's id")
    listed.add_argument("--last", type=int, default=20, metavar="N", help="how many (default: 20)")
    _finish(listed, run_list)
    verify: argparse.ArgumentParser = verbs.add_parser(
        "verify",
        help="find edited, deleted and truncated rows; exit code 1 when there are any",
        description="Recompute every hash, and compare the ledger with what its journal replays to.",
    )
    _finish(verify, run_verify)


def _finish(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_place(parser)
    parser.set_defaults(run=run)


def run_verify(given: argparse.Namespace) -> int:
    """Verify the whole ledger."""
    from msgspec import to_builtins

    from tigertally.store import verify

    with _store(given) as store:
        problems = verify(store)
    if given.json:
        print(json.dumps({"whole": not problems, "problems": to_builtins(problems)}))
    else:
        for problem in problems:
            print(problem)
        print("The journal is whole." if not problems else f"{len(problems)} problems.")
    return 1 if problems else 0


def run_list(given: argparse.Namespace) -> int:
    """Show the latest changes of one account."""
    from msgspec import to_builtins

    with _store(given) as store:
        account = store.read(lambda reading: reading.account(given.cloud, given.account))
        if account is None:
            print(f"tigertally: no {given.cloud} account {given.account!r}", file=sys.stderr)
            return 1
        entries = store.read(lambda reading: reading.latest(account.account_id, given.last))
    if given.json:
        print(json.dumps([_told(entry) | {"change": to_builtins(entry.change)} for entry in entries]))
        return 0
    for entry in entries:
        told = _told(entry)
        print(f"{told['rev']:>6}  {told['at']}  {told['action']:<32}  {told['what']:<28}  {told['actor']}")
    return 0


@contextmanager
def _store(given: argparse.Namespace) -> Iterator[Any]:
    """The ledger's store, without the keys to its secrets."""
    from tigertally.store import Store

    place = place_of(given)
    with in_words():
        require_ledger(place)
        with closing(Store.open(place.folder, place.database)) as store:
            yield store


def _told(entry: Any) -> dict[str, Any]:
    """One entry in words."""
    change = entry.change
    config = type(change).__struct_config__
    noun = type(change.what).__struct_config__.tag
    return {
        "rev": entry.rev,
        "at": datetime.fromtimestamp(entry.at / 1000, UTC).isoformat(timespec="milliseconds"),
        "request_id": entry.op_id,
        "actor": entry.actor,
        "action": entry.action,
        "what": f"{noun} {config.tag}",
    }
