"""Whose policies a command reads: a principal's in a ledger, or those in a folder."""

import argparse
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from tigertally.cli.analysis.mistaken import Mistaken
from tigertally.cli.settings import add_place, in_words, place_of, require_ledger

T = TypeVar("T")

KINDS = ("user", "group", "role", "department", "member")


def add_subject(parser: argparse.ArgumentParser, *, principal: bool = True, folder: bool = True) -> None:
    """``CLOUD``, whose policies, and where they are."""
    clouds = ("alibaba", "tencent", "huawei")
    parser.add_argument("cloud", metavar="CLOUD", choices=clouds, help="alibaba, tencent or huawei")
    parser.add_argument(
        "--account", metavar="ACCOUNT", default="", help="the account's id (needed where there are several)"
    )
    if principal:
        parser.add_argument(
            "--principal", metavar="KIND/NAME", default="", help="user/NAME or role/NAME, in the ledger"
        )
        parser.add_argument(
            "--resource-group",
            metavar="ID",
            default="",
            help="requests that name this resource group (default: those that name none)",
        )
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_place(parser)
    if folder:
        parser.add_argument(
            "--policies",
            metavar="DIR",
            type=Path,
            help="read the policies of one principal from DIR/*.json, without any ledger",
        )


def add_region(parser: argparse.ArgumentParser) -> None:
    """``ACTION [RESOURCE]``, as a policy would write them."""
    parser.add_argument("action", metavar="ACTION", help='an action or a pattern, for example "ram:*"')
    parser.add_argument(
        "resource", metavar="RESOURCE", nargs="?", default="*", help="a resource or a pattern (default: *)"
    )


class Subject(NamedTuple):
    """One principal: its name for people, what is constant in it, what bears on it; in a ledger, itself."""

    name: str
    facts: Any
    grants: Any
    principal: Any = None


def cloud_of(given: argparse.Namespace) -> Any:
    """The cloud that is asked about."""
    from tigertally.clouds import CLOUDS

    return next(cloud for cloud in CLOUDS if cloud.name == given.cloud)


def facts_for(cloud: Any) -> Callable[[Any], Any]:
    """What is the same in every request of a caller."""
    from tigertally.policy.analysis import Facts

    return lambda caller: Facts(cloud.name, cloud.who(caller), cloud.constant(caller))


def from_folder(given: argparse.Namespace) -> Subject:
    """The one principal whose policies are in the folder. Raises Mistaken."""
    from tigertally.cli.analysis.folder import grants_in
    from tigertally.ledger.affected import standing_for
    from tigertally.model.accounts import Account
    from tigertally.model.principals import User

    account = Account(
        account_id=1, cloud=given.cloud, native_id=given.account or "100000000001", name="", created_at=0
    )
    user = User(account_id=1, id="100000000002", name="somebody", created_at=0, updated_at=0)
    facts = facts_for(cloud_of(given))(standing_for(account, user))
    return Subject(f"whoever holds {given.policies}", facts, grants_in(given.policies, given.cloud))


def in_ledger(given: argparse.Namespace, look: Callable[[Any], T]) -> T:
    """Look through the account's door at one moment of the ledger; nothing is locked, nothing can be written.

    Raises Mistaken.
    """
    from tigertally.server.stage import clock
    from tigertally.store import Store

    place, cloud = place_of(given), cloud_of(given)

    def looked(reading: Any) -> T:
        account = account_in(reading, given)
        return look(reading.view(account, now=clock(), rules=cloud.rules, mint=_nothing_new))

    with in_words():
        require_ledger(place)
        with closing(Store.open(place.folder, place.database)) as store:
            return store.read(looked)


def _nothing_new(kind: str) -> str:
    """Looking ahead makes nothing."""
    return f"new-{kind}"


def account_in(reading: Any, given: argparse.Namespace) -> Any:
    """The account that was named, or the only one. Raises Mistaken."""
    from tigertally.model.accounts import SYSTEM

    found = [
        account
        for account in reading.accounts()
        if account.cloud == given.cloud and account.native_id != SYSTEM and account.account_id > 0
    ]
    named = [account for account in found if given.account in ("", account.native_id)]
    if len(named) == 1:
        return named[0]
    accepted = ", ".join(account.native_id for account in found)
    what = f"no account {given.account!r} of {given.cloud}" if given.account else "which account is meant?"
    raise Mistaken(f"--account: {what}; accepted: {accepted}")


def target_in(view: Any, text: str, option: str) -> Any:
    """A user, group, role, department or member by ``KIND/NAME``. Raises Mistaken."""
    kind, _, name = text.partition("/")
    if kind not in KINDS or not name:
        accepted = ", ".join(f"{one}/NAME" for one in KINDS)
        raise Mistaken(f"{option}: {f'{text!r} is none' if text else 'is missing'}; accepted: {accepted}")
    if kind in ("department", "member"):
        organization = view.organization_of(view.account)
        found = organization and getattr(view, kind)(organization, name)
    else:
        found = view.principal_named(view.account.account_id, kind, name)
    if found is None:
        raise Mistaken(f"{option}: there is no {kind} {name!r} in account {view.account.native_id}")
    return found


def subject_in(view: Any, given: argparse.Namespace) -> Subject:
    """The user or role that was named, in requests that name the resource group. Raises Mistaken."""
    from tigertally.ledger.affected import standing_for
    from tigertally.ledger.grants import grants_of
    from tigertally.model.principals import Role, User

    found = target_in(view, given.principal, "--principal")
    if not isinstance(found, User | Role):
        raise Mistaken("--principal: accepted are user/NAME and role/NAME")
    scope_id = given.resource_group
    if scope_id and view.resource_group(view.account.account_id, scope_id) is None:
        raise Mistaken(f"--resource-group: there is no {scope_id!r} in account {view.account.native_id}")
    caller = standing_for(view.account, found)
    facts, held = facts_for(cloud_of(given))(caller), grants_of(view, caller, scope_id)
    return Subject(f"{found.kind} {found.name}", facts, held, found)


def of_subject(given: argparse.Namespace, look: Callable[[Subject], T]) -> T:
    """Look at the subject of a command, from the folder or the ledger. Raises Mistaken."""
    if given.policies:
        return look(from_folder(given))
    return in_ledger(given, lambda view: look(subject_in(view, given)))
