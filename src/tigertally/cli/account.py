"""``tigertally account``: further accounts and root keys, also while the server runs."""

import argparse
import json
from collections.abc import Callable
from typing import Any

from tigertally.cli.settings import add_place, in_words, place_of, require_ledger


def add_to(words: Any) -> None:
    """Add the command's words and options."""
    parser: argparse.ArgumentParser = words.add_parser(
        "account", help="make a further account or root key", description="Make accounts and root keys."
    )
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    add: argparse.ArgumentParser = verbs.add_parser(
        "add", help="make a further account with a root key, and print both as JSON"
    )
    add.add_argument("cloud", metavar="CLOUD", help="alibaba, tencent or huawei")
    add_place(add)
    add.set_defaults(run=run_add)
    key: argparse.ArgumentParser = verbs.add_parser(
        "key", help="make a further root key of an account, and print both as JSON"
    )
    key.add_argument("cloud", metavar="CLOUD", help="alibaba, tencent or huawei")
    key.add_argument("account", metavar="ACCOUNT", help="the account's id (Tencent: its uin)")
    add_place(key)
    key.set_defaults(run=run_key)


def run_add(given: argparse.Namespace) -> int:
    """Make a further account."""
    from tigertally.server.founding import add_account

    return _print(given, lambda stage: add_account(stage, given.cloud))


def run_key(given: argparse.Namespace) -> int:
    """Make a further root key."""
    from tigertally.server.founding import add_key

    return _print(given, lambda stage: add_key(stage, given.cloud, given.account))


def _print(given: argparse.Namespace, make: Callable[[Any], dict[str, str]]) -> int:
    from tigertally.server.stage import open_ledger

    place = place_of(given)
    with in_words():
        require_ledger(place)
        with open_ledger(place) as ledger:
            print(json.dumps(make(ledger)))
    return 0
