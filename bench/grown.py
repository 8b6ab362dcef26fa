"""A ledger of many principals, made through the verbs in one process, a commit for every thousand."""

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from tests.signers import Key
from tigertally.clouds.huawei import CLOUD
from tigertally.ledger import attachments, groups, keys, policies, users
from tigertally.model.accounts import SYSTEM, Account
from tigertally.model.changes import Changes
from tigertally.model.policies import Policy
from tigertally.model.principals import Group, User
from tigertally.model.view import View
from tigertally.server import sealing
from tigertally.server.founding import found
from tigertally.server.stage import Ledger, Place, Settings, open_stage
from tigertally.store import Reading, Writing

AT_ONCE = 1000
"""So many users come with one commit."""

RULES = structs.replace(CLOUD.rules, users=10**9, users_per_group=10**9)
"""Huawei Cloud's rules without its quotas of users."""

OTHER_ACTIONS = ("ecs:*:get*", "obs:*:list*", "vpc:*:show*", "evs:*:get*")
"""What the administrator may do besides managing users."""

_numbers = count(1)


class Grown(Struct, frozen=True, kw_only=True):
    """Who calls in the ledger, what comes and goes, and to whom."""

    key: Key
    policy: Policy
    users: tuple[User, ...]


class Actor:
    """Makes changes true in one work of the writer."""

    def __init__(self, ledger: Ledger, writing: Writing) -> None:
        self._ledger, self._writing = ledger, writing
        self.view = view_of(ledger, writing)

    def done(self, changes: Changes) -> Any:
        """Commit the changes within the work, and tell what they are about."""
        self._writing.commit(
            sealing.sealed(self._ledger.vault, changes),
            rules=RULES,
            op_id=f"bench-{next(_numbers)}",
            actor="bench",
            action="bench:Grow",
            at=self.view.now,
        )
        return changes.subject


def grow(folder: Path, principals: int, database: str = "") -> Grown:
    """An administrator with five policies, and users with two each; all of them in one group."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open_stage(Place(folder, database), Settings()) as ledger:
        found(ledger, folder)

        def run(work: Callable[[Actor], Any]) -> Any:
            op_id = f"grow-{next(_numbers)}"
            return ledger.store.write(lambda writing: work(Actor(ledger, writing)), op_id).result()

        key, group, carried = run(_administrator)
        everybody: list[User] = []
        for start in range(0, principals, AT_ONCE):
            numbers = range(start, min(principals, start + AT_ONCE))
            everybody += run(_newcomers(numbers, group, carried))
        return Grown(key=key, policy=carried[0], users=tuple(everybody))


def account_of(reading: Reading) -> Account:
    """The first account of Huawei Cloud."""
    return next(one for one in reading.accounts() if one.cloud == CLOUD.name and one.native_id != SYSTEM)


def view_of(ledger: Ledger, reading: Reading) -> View:
    """The ledger as a call of that account sees it."""
    return reading.view(
        account_of(reading),
        now=ledger.clock(),
        rules=RULES,
        mint=lambda kind: CLOUD.mint(kind, ledger.random),
    )


def _administrator(actor: Actor) -> tuple[Key, Group, list[Policy]]:
    view, done = actor.view, actor.done
    admin: User = done(users.create(view, "admin"))
    group: Group = done(groups.create(view, "everybody"))
    done(groups.join(view, group, admin))
    carried = []
    for number, action in enumerate((*OTHER_ACTIONS, "iam:*:*")):
        policy: Policy = done(policies.create(view, f"p{number}", _document(action)))
        done(attachments.attach(view, policy, admin))
        carried.append(policy)
    made = keys.create(view, admin)
    done(made)
    return Key(*next(iter(made.secrets.items()))), group, carried


def _newcomers(numbers: range, group: Group, carried: list[Policy]) -> Callable[[Actor], list[User]]:
    def come(actor: Actor) -> list[User]:
        found = []
        for number in numbers:
            user: User = actor.done(users.create(actor.view, f"u{number}"))
            for policy in carried[1:3]:
                actor.done(attachments.attach(actor.view, policy, user))
            actor.done(groups.join(actor.view, group, user))
            found.append(user)
        return found

    return come


def _document(*actions: str) -> str:
    statement = {"Effect": "Allow", "Action": list(actions)}
    return json.dumps({"Version": "5.0", "Statement": [statement]})
