"""``tigertally preview``: exactly what a change would take away and give, before it is made."""

import argparse
from pathlib import Path
from typing import Any

from tigertally.cli.analysis.subject import add_subject
from tigertally.cli.preview import in_folder, in_ledger
from tigertally.cli.preview.shown import show

EXIT_CODES = (
    "Exit codes: 0 nothing is lost, 1 not done, 2 wrongly asked, 3 something is lost, 4 something could not "
    "be decided."
)


def add_to(words: Any) -> None:
    """Add the command's verbs and options."""
    parser: argparse.ArgumentParser = words.add_parser(
        "preview",
        help="tell exactly what a change would take away and give",
        description="Work out, before anything is changed, who would lose or gain which access, each with a "
        f"request that proves it. Nothing is written. {EXIT_CODES}",
    )
    verbs = parser.add_subparsers(title="changes", metavar="CHANGE", required=True)
    _targeted(_verb(verbs, "detach", "a policy is detached", run_detach), "--from")
    _targeted(_verb(verbs, "attach", "a policy is attached", run_attach), "--to")
    edit = _verb(verbs, "edit", "a policy says something else", run_edit)
    edit.add_argument("document", metavar="FILE", type=Path, help="the new text of the policy")
    leave: argparse.ArgumentParser = verbs.add_parser(
        "leave", help="when a user leaves a group", description=f"When a user leaves a group. {EXIT_CODES}"
    )
    add_subject(leave, principal=False, folder=False)
    leave.add_argument("user", metavar="USER", help="the user's name")
    leave.add_argument("group", metavar="GROUP", help="the group's name")
    _finish(leave, run_leave)


def _verb(verbs: Any, name: str, what: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(
        name, help=f"when {what}", description=f"What changes when {what}. {EXIT_CODES}"
    )
    add_subject(parser, principal=False)
    parser.add_argument(
        "policy", metavar="POLICY", help="the policy's name or id; in a folder, its file's name"
    )
    _finish(parser, run)
    return parser


def _finish(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("--all", action="store_true", help="show what is kept or was denied, too")
    parser.set_defaults(run=run)


def _targeted(parser: argparse.ArgumentParser, option: str) -> None:
    parser.add_argument(
        option,
        dest="target",
        metavar="KIND/NAME",
        default="",
        help="user/NAME, group/NAME, role/NAME; in an organization department/ID or member/ID",
    )
    parser.add_argument(
        "--resource-group", metavar="ID", default="", help="attached in this resource group alone"
    )


def run_detach(given: argparse.Namespace) -> int:
    """Preview a detach."""
    found = in_folder.detached(given) if given.policies else in_ledger.detached(given)
    return show(found, as_json=given.json, everything=given.all)


def run_attach(given: argparse.Namespace) -> int:
    """Preview an attach."""
    found = in_folder.attached(given) if given.policies else in_ledger.attached(given)
    return show(found, as_json=given.json, everything=given.all)


def run_edit(given: argparse.Namespace) -> int:
    """Preview another text of a policy."""
    found = in_folder.edited(given) if given.policies else in_ledger.edited(given)
    return show(found, as_json=given.json, everything=given.all)


def run_leave(given: argparse.Namespace) -> int:
    """Preview that a user leaves a group."""
    return show(in_ledger.left(given), as_json=given.json, everything=given.all)
