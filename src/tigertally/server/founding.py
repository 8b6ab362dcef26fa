"""The first start of a ledger: an account with a root key for each cloud, and the clouds' system policies.

Nothing here has a default secret: every key is drawn at random and told once, in ``credentials.json`` or by
the command that made it. System policies are brought up to date at every start, and an account from before
there were resource groups gets its default one.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from msgspec import structs

from tigertally.clouds import CLOUDS
from tigertally.clouds.cloud import Cloud, SystemPolicy
from tigertally.ledger import accounts, keys, policies, resource_groups
from tigertally.model.accounts import SYSTEM, Account
from tigertally.model.changes import Added, Changes, Edited
from tigertally.model.policies import Policy
from tigertally.model.principals import User
from tigertally.model.view import View
from tigertally.server import sealing
from tigertally.server.stage import Ledger
from tigertally.store import Writing

T = TypeVar("T")

OPERATOR = "operator"
"""The actor of changes that no caller signed."""


class Unknown(LookupError):
    """A cloud or an account that the operator named is not there."""


def found(ledger: Ledger, folder: Path) -> None:
    """Make what a first start needs, and bring the system policies up to date.

    ``credentials.json`` is written before the accounts are committed: a start that is cut off in between
    leaves keys without accounts, and the next start makes both anew.
    """
    for cloud in CLOUDS:
        _run(ledger, lambda writing, op, cloud=cloud: _system(ledger, writing, cloud, op))  # type: ignore[misc]
    _run(ledger, lambda writing, op: _first_accounts(ledger, writing, folder, op))
    _run(ledger, lambda writing, op: _default_groups(ledger, writing, op))


def add_account(ledger: Ledger, name: str) -> dict[str, str]:
    """A further account of a cloud with a root key, as it is handed out. Raises Unknown."""
    cloud = _cloud(name)
    return _run(ledger, lambda writing, op: _opened(ledger, writing, cloud, op))


def add_key(ledger: Ledger, name: str, native_id: str) -> dict[str, str]:
    """A further root key of an account, as it is handed out. Raises Unknown."""
    cloud = _cloud(name)
    return _run(ledger, lambda writing, op: _keyed(ledger, writing, cloud, native_id, op))


def write_credentials(path: Path, handed: dict[str, dict[str, str]]) -> None:
    """Keep what is handed out in a file that only its owner can read, whole or not at all."""
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(handed, file, indent=2)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _cloud(name: str) -> Cloud:
    for cloud in CLOUDS:
        if cloud.name == name:
            return cloud
    raise Unknown(f"no cloud {name!r}; accepted: {', '.join(one.name for one in CLOUDS)}")


def _run(ledger: Ledger, work: Callable[[Writing, str], T]) -> T:
    """A work of the operator's in the writer, under an id of its own."""
    op = ledger.random(16).hex()
    return ledger.store.write(lambda writing: work(writing, op), op).result()


def _first_accounts(ledger: Ledger, writing: Writing, folder: Path, op: str) -> None:
    if any(account.native_id != SYSTEM for account in writing.accounts()):
        return
    handed = {one.name: _opened(ledger, writing, one, f"{op}.{one.name}") for one in CLOUDS}
    write_credentials(folder / "credentials.json", handed)


def _opened(ledger: Ledger, writing: Writing, cloud: Cloud, op: str) -> dict[str, str]:
    native_id = cloud.mint("account", ledger.random)
    opened = accounts.open_account(
        account_id=writing.next_account_id(),
        cloud=cloud.name,
        native_id=native_id,
        name=f"{cloud.name}-{native_id[-6:]}",
        root_id=cloud.mint("user", ledger.random),
        now=ledger.clock(),
    )
    _commit(ledger, writing, cloud, opened, op, "OpenAccount")
    _grouped(ledger, writing, cloud, opened.subject, f"{op}.group")
    return _keyed(ledger, writing, cloud, native_id, f"{op}.key")


def _default_groups(ledger: Ledger, writing: Writing, op: str) -> None:
    for cloud in CLOUDS:
        for account in writing.accounts():
            if account.cloud == cloud.name and account.native_id != SYSTEM:
                _grouped(ledger, writing, cloud, account, f"{op}.{account.account_id}")


def _grouped(ledger: Ledger, writing: Writing, cloud: Cloud, account: Account, op: str) -> None:
    """The account's default resource group, made where the cloud has such and it is not there."""
    view = _view(ledger, writing, cloud, account)
    if cloud.rules.resource_groups and not view.resource_groups(account.account_id):
        made = resource_groups.open_default(account, id=view.mint("resource_group"))
        _commit(ledger, writing, cloud, made, op, "OpenDefaultResourceGroup")


def _keyed(ledger: Ledger, writing: Writing, cloud: Cloud, native_id: str, op: str) -> dict[str, str]:
    account = writing.account(cloud.name, native_id)
    if account is None or native_id == SYSTEM:
        raise Unknown(f"no {cloud.name} account {native_id!r}")
    if account.is_closed:
        raise Unknown(f"the {cloud.name} account {native_id!r} is closed")
    view = _view(ledger, writing, cloud, account)
    made = keys.issue(view, _root(view))
    _commit(ledger, writing, cloud, made, op, "IssueRootKey")
    key_id = made.subject.access_key_id
    return cloud.credentials(native_id, key_id, made.secrets[key_id])


def _root(view: View) -> User:
    for user in view.users(view.account.account_id):
        if user.is_root:
            return user
    raise Unknown(f"account {view.account.native_id} has no root user")


def _system(ledger: Ledger, writing: Writing, cloud: Cloud, op: str) -> None:
    """The cloud's system account, and in it every system policy as this version of the program knows it."""
    account = writing.account(cloud.name, SYSTEM)
    if account is None:
        opened = accounts.open_system(
            account_id=writing.next_account_id(), cloud=cloud.name, now=ledger.clock()
        )
        _commit(ledger, writing, cloud, opened, f"{op}.account", "OpenAccount")
        account = opened.subject
    view = _view(ledger, writing, cloud, account)
    rows = tuple(row for wanted in cloud.system_policies for row in _brought_up(view, wanted).rows)
    _commit(ledger, writing, cloud, Changes(rows), op, "BringUpSystemPolicies")


def _brought_up(view: View, wanted: SystemPolicy) -> Changes:
    """A system policy as it should be: made, given its next version, or left alone."""
    held = view.policy_named(view.account.account_id, wanted.name)
    if held is None:
        made = Policy(
            account_id=view.account.account_id,
            id=wanted.id or view.mint("policy"),
            type="system",
            name=wanted.name,
            created_at=view.now,
            updated_at=view.now,
            default_version=wanted.version,
            latest_version=wanted.version,
            description=wanted.description,
        )
        return Changes((Added(made), _version(view, made, wanted)))
    counted = view.policy_version(held, held.default_version)
    if counted is not None and counted.document == wanted.document:
        return Changes()
    number = max(wanted.version, held.latest_version + 1)
    after = structs.replace(held, default_version=number, latest_version=number, updated_at=view.now)
    return Changes((Edited(before=held, after=after), _version(view, after, wanted)))


def _version(view: View, policy: Policy, wanted: SystemPolicy) -> Added:
    return Added(policies.version(policy, policy.default_version, wanted.document, view.now))


def _view(ledger: Ledger, writing: Writing, cloud: Cloud, account: Account) -> View:
    return writing.view(
        account,
        now=ledger.clock(),
        rules=cloud.rules,
        mint=lambda kind: cloud.mint(kind, ledger.random),
    )


def _commit(ledger: Ledger, writing: Writing, cloud: Cloud, changes: Changes, op: str, action: str) -> None:
    writing.commit(
        sealing.sealed(ledger.vault, changes),
        rules=cloud.rules,
        op_id=op,
        actor=OPERATOR,
        action=f"{OPERATOR}:{action}",
        at=ledger.clock(),
    )
