"""``tigertally serve``: all APIs on one port, until SIGTERM."""

import argparse
import os
import signal
from pathlib import Path
from typing import Any

from tigertally.cli.settings import (
    add_place,
    in_words,
    one_of,
    place_of,
    port,
    seconds,
)


def add_to(words: Any) -> None:
    """Add the command's word and options."""
    parser: argparse.ArgumentParser = words.add_parser(
        "serve",
        help="run the server",
        description="Serve all APIs on one port. The first start of a ledger makes one account for each "
        "cloud and writes their root keys to DIR/credentials.json.",
    )
    add_place(parser)
    environment = os.environ
    parser.add_argument(
        "--host",
        default=environment.get("TIGERTALLY_HOST", "127.0.0.1"),
        help="the address to listen on (default: 127.0.0.1; others need TLS)",
    )
    parser.add_argument(
        "--port",
        type=port,
        default=environment.get("TIGERTALLY_PORT", "4750"),
        help="the port to listen on (default: 4750; 0 takes a free one)",
    )
    parser.add_argument(
        "--organization-manager",
        type=one_of("exempt", "bound"),
        metavar="exempt|bound",
        default=environment.get("TIGERTALLY_ORGANIZATION_MANAGER", "exempt"),
        help="whether control policies count for a Tencent Cloud organization's manager (default: exempt)",
    )
    parser.add_argument(
        "--rate-limits",
        type=one_of("documented", "off"),
        metavar="documented|off",
        default=environment.get("TIGERTALLY_RATE_LIMITS", "documented"),
        help="whether the limits that the clouds document are kept (default: documented)",
    )
    parser.add_argument(
        "--require-signed-action",
        action="store_true",
        help="refuse Tencent Cloud calls whose signature does not cover X-TC-Action and the body",
    )
    parser.add_argument(
        "--resource-group-creating-seconds",
        type=seconds,
        metavar="SECONDS",
        default=environment.get("TIGERTALLY_RESOURCE_GROUP_CREATING_SECONDS", "1"),
        help="how long an Alibaba Cloud resource group is being created, and being deleted (default: 1)",
    )
    parser.add_argument("--tls-certificate", type=Path, metavar="FILE", help="serve HTTPS with this chain")
    parser.add_argument("--tls-key", type=Path, metavar="FILE", help="the certificate's private key")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Serve until told to stop."""
    signal.signal(signal.SIGTERM, _end)
    from tigertally.server.serve import Listening, serve
    from tigertally.server.stage import Settings

    os.umask(0o077)  # the ledger is for its owner alone, whatever the folder allows
    listening = Listening(
        host=given.host, port=given.port, certificate=given.tls_certificate, key=given.tls_key
    )
    settings = Settings(
        rate_limits=given.rate_limits,
        require_signed_action=given.require_signed_action,
        resource_group_creating_seconds=given.resource_group_creating_seconds,
        organization_manager=given.organization_manager,
    )
    with in_words():
        serve(place_of(given), listening, settings, _tell)
    return 0


def _end(_number: int, _frame: object) -> None:
    """Until the server listens there is nothing to drain."""
    raise SystemExit(0)


def _tell(line: str) -> None:
    print(line, flush=True)
