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

from tigertally.clouds import CLOUDS, TENANCIES
from tigertally.clouds.service import Cloud, SystemPolicy, Tenancy
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


def add_account(ledger: Ledger, cloud: str) -> dict[str, str]:
    """A further account of a cloud with a root key, as it is handed out. Raises Unknown."""
    tenancy = _tenancy(cloud)
    return _run(ledger, lambda writing, op: _opened(ledger, writing, tenancy, op))


def add_key(ledger: Ledger, cloud: str, native_id: str) -> dict[str, str]:
    """A further root key of an account, as it is handed out. Raises Unknown."""
    tenancy = _tenancy(cloud)
    return _run(ledger, lambda writing, op: _keyed(ledger, writing, tenancy, native_id, op))


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


def _tenancy(cloud: str) -> Tenancy:
    for tenancy in TENANCIES:
        if tenancy.name == cloud:
            return tenancy
    raise Unknown(f"no cloud {cloud!r}; accepted: {', '.join(one.name for one in TENANCIES)}")


def _run(ledger: Ledger, work: Callable[[Writing, str], T]) -> T:
    """A work of the operator's in the writer, under an id of its own."""
    op = ledger.random(16).hex()
    return ledger.store.write(lambda writing: work(writing, op), op).result()


def _first_accounts(ledger: Ledger, writing: Writing, folder: Path, op: str) -> None:
    if any(account.native_id != SYSTEM for account in writing.accounts()):
        return
    handed = {one.name: _opened(ledger, writing, one, f"{op}.{one.name}") for one in TENANCIES}
    write_credentials(folder / "credentials.json", handed)


def _opened(ledger: Ledger, writing: Writing, tenancy: Tenancy, op: str) -> dict[str, str]:
    native_id = tenancy.mint("account", ledger.random)
    opened = accounts.open_account(
        account_id=writing.next_account_id(),
        cloud=tenancy.name,
        native_id=native_id,
        name=f"{tenancy.name}-{native_id[-6:]}",
        root_id=tenancy.mint("user", ledger.random),
        now=ledger.clock(),
    )
    _commit(ledger, writing, tenancy, opened, op, "OpenAccount")
    _grouped(ledger, writing, tenancy, opened.subject, f"{op}.group")
    return _keyed(ledger, writing, tenancy, native_id, f"{op}.key")


def _default_groups(ledger: Ledger, writing: Writing, op: str) -> None:
    for tenancy in TENANCIES:
        for account in writing.accounts():
            if account.cloud == tenancy.name and account.native_id != SYSTEM:
                _grouped(ledger, writing, tenancy, account, f"{op}.{account.account_id}")


def _grouped(ledger: Ledger, writing: Writing, tenancy: Tenancy, account: Account, op: str) -> None:
    """The account's default resource group, made where the cloud has such and it is not there."""
    view = _view(ledger, writing, tenancy, account)
    if tenancy.rules.resource_groups and not view.resource_groups(account.account_id):
        made = resource_groups.open_default(account, id=view.mint("resource_group"))
        _commit(ledger, writing, tenancy, made, op, "OpenDefaultResourceGroup")


def _keyed(ledger: Ledger, writing: Writing, tenancy: Tenancy, native_id: str, op: str) -> dict[str, str]:
    account = writing.account(tenancy.name, native_id)
    if account is None or native_id == SYSTEM:
        raise Unknown(f"no {tenancy.name} account {native_id!r}")
    view = _view(ledger, writing, tenancy, account)
    made = keys.issue(view, _root(view))
    _commit(ledger, writing, tenancy, made, op, "IssueRootKey")
    key_id = made.subject.access_key_id
    return tenancy.credentials(native_id, key_id, made.secrets[key_id])


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
            id=view.mint("policy"),
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


def _view(ledger: Ledger, writing: Writing, tenancy: Tenancy, account: Account) -> View:
    return writing.view(
        account,
        now=ledger.clock(),
        rules=tenancy.rules,
        mint=lambda kind: tenancy.mint(kind, ledger.random),
    )


def _commit(
    ledger: Ledger, writing: Writing, tenancy: Tenancy, changes: Changes, op: str, action: str
) -> None:
    writing.commit(
        sealing.sealed(ledger.vault, changes),
        rules=tenancy.rules,
        op_id=op,
        actor=OPERATOR,
        action=f"{OPERATOR}:{action}",
        at=ledger.clock(),
    )
