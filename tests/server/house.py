"""A furnished account: busy things that hang together, idle ones that can go, and people without power.

Every kind has a ``busy`` one (attached, joined, with a key), an ``idle`` one (nothing depends on it) and
names for a ``new`` one, so that a call of any operation can be made that should be done.
"""

import json
from collections.abc import Mapping
from itertools import count
from typing import Any, Literal

from msgspec import Struct, structs

from tests.live import Live
from tests.signers import Key, key_of
from tigertally.clouds import CLOUDS
from tigertally.clouds.cloud import Cloud
from tigertally.clouds.tencent.system_policies import FULL_ACCESS
from tigertally.ledger import (
    attachments,
    boundaries,
    control_policies,
    groups,
    keys,
    organizations,
    policies,
    resource_groups,
    roles,
    sessions,
    users,
)
from tigertally.model.accounts import Account
from tigertally.model.changes import Changes
from tigertally.model.view import View
from tigertally.server import sealing
from tigertally.store import Reading, Writing

_numbers = count(1)


class House(Struct, frozen=True, kw_only=True):
    """An account, the keys of those who live in it, and the ids of what is in it."""

    cloud: Cloud
    account: Account
    root: Key
    busy: Key
    powerless_user: Key
    powerless_role: Key
    ids: Mapping[tuple[str, str], str]
    identity: str
    trust: str


def cloud_named(name: str) -> Cloud:
    """A cloud of the registry."""
    return next(cloud for cloud in CLOUDS if cloud.name == name)


def identity_document(cloud: str, *actions: str) -> str:
    """A policy that allows some actions on everything."""
    statement: dict[str, Any] = {"Effect": "Allow", "Action": list(actions)}
    if cloud == "alibaba":
        return json.dumps({"Version": "1", "Statement": [statement | {"Resource": "*"}]})
    if cloud == "tencent":
        allowed = {"effect": "allow", "action": list(actions), "resource": "*"}
        return json.dumps({"version": "2.0", "statement": [allowed]})
    return json.dumps({"Version": "5.0", "Statement": [statement]})


def trust_document(cloud: str, account: str) -> str:
    """A trust policy that trusts one account."""
    if cloud == "tencent":
        trusted = {"qcs": [f"qcs::cam::uin/{account}:root"]}
        allowed = {"effect": "allow", "action": "name/sts:AssumeRole", "principal": trusted}
        return json.dumps({"version": "2.0", "statement": [allowed]})
    if cloud == "alibaba":
        principal, action = {"RAM": [f"acs:ram::{account}:root"]}, "sts:AssumeRole"
        version = "1"
    else:
        principal, action = {"IAM": [account]}, "sts:agencies:assume"
        version = "5.0"
    statement = {"Effect": "Allow", "Action": [action], "Principal": principal}
    return json.dumps({"Version": version, "Statement": [statement]})


STRANGER = "1" * 16
"""An account that every role of a house trusts: being trusted must not be what lets somebody in here."""

HARMLESS = {
    "alibaba": "ecs:DescribeInstances",
    "huawei": "ecs:cloudServers:list",
    "tencent": "cvm:DescribeInstances",
}
"""An action of another service: who may do that can do nothing here."""


Grounds = Literal["none", "bare", "full"]
"""What an account has of an organization, where its cloud has such: none, a new one, or a furnished one."""


def furnished(live: Live, name: str, grounds: Grounds = "full") -> House:
    """A fresh account of a cloud with everything in it."""
    cloud, handed = cloud_named(name), live.account(name)
    return live.stage.store.write(
        lambda writing: _furnish(live, writing, cloud, handed, grounds), f"house-{next(_numbers)}"
    ).result()


def _furnish(
    live: Live, writing: Writing, cloud: Cloud, handed: Mapping[str, str], grounds: Grounds
) -> House:
    account = writing.account(cloud.name, handed.get("account_id") or handed["uin"])
    assert account is not None
    view = writing.view(
        account,
        now=live.stage.clock(),
        rules=cloud.rules,
        mint=lambda kind: cloud.mint(kind, live.stage.random),
    )
    identity = identity_document(cloud.name, HARMLESS[cloud.name])
    trust = trust_document(cloud.name, STRANGER)
    builder = _Builder(live, writing, cloud, view)
    for state in ("busy", "idle", "powerless"):
        builder.add(state, users.create(view, state))
        builder.add(state, groups.create(view, state))
        builder.add(state, roles.create(view, state, trust_document=trust, tags={"k": "v"}))
        builder.add(state, policies.create(view, state, identity))
    if cloud.rules.resource_groups:
        settled = writing.view(
            account,
            now=live.stage.clock() - 60_000,
            rules=cloud.rules,
            mint=lambda kind: cloud.mint(kind, live.stage.random),
        )
        for state in ("busy", "idle"):
            builder.add(state, resource_groups.create(settled, state, state))
    builder.add("classic", roles.create(view, "classic", trust_document=trust, trusted=account))
    things = builder.things
    policy = things["busy", "policy"]
    for kind in ("user", "group", "role"):
        builder.done(attachments.attach(view, policy, things["busy", kind]))
    if cloud.name == "tencent":
        for kind in ("user", "role"):
            builder.done(boundaries.put(view, policy, things["busy", kind]))
    if group := things.get(("busy", "resource_group")):
        builder.done(attachments.attach(view, policy, things["busy", "user"], group.id))
    builder.done(groups.join(view, things["busy", "group"], things["busy", "user"]))
    builder.done(policies.add_version(view, policy, identity)[0])
    if cloud.rules.organization.members and grounds != "none":
        _organize(builder, account, identity, grounds)
    session, token = sessions.assume(
        view, things["powerless", "role"], "session", seconds=3600, assumed_by="test"
    )
    return House(
        cloud=cloud,
        account=account,
        root=key_of(handed),
        busy=builder.key(keys.create(view, things["busy", "user"])),
        powerless_user=builder.key(keys.create(view, things["powerless", "user"])),
        powerless_role=builder.key(session)._replace(token=token),
        ids={key: thing.id for key, thing in things.items()},
        identity=identity,
        trust=trust,
    )


def _organize(builder: "_Builder", account: Account, content: str, grounds: Grounds) -> None:
    """An organization that the account manages; a busy and an idle place each, and policies that count."""
    made = organizations.create(builder.view(account), FULL_ACCESS)
    builder.done(made)
    builder.things["busy", "organization"] = whole = made.answer
    view = builder.view(structs.replace(account, organization_id=whole.account_id))
    root = view.department(whole, whole.root_id)
    assert root is not None
    if grounds == "bare":
        return
    builder.done(control_policies.enable(view, whole, "control"))
    whole = view.organization_of(view.account) or whole
    for state in ("busy", "idle"):
        builder.add(state, organizations.add_department(view, whole, root, state))
        joined = organizations.create_member(
            view, whole, builder.things["busy", "department"], state, account_name=state
        )
        builder.things[state, "member"] = view.member(whole, builder.done(joined).native_id)
        made_policy = control_policies.create(view, whole, "control", f"{state}_control", content)
        builder.things[state, "control_policy"] = builder.done(made_policy)
    for kind in ("department", "member"):
        place = builder.things["busy", kind]
        builder.done(control_policies.attach(view, builder.things["busy", "control_policy"], place))


class _Builder:
    """Makes changes true one after the other, inside one work."""

    def __init__(self, live: Live, writing: Writing, cloud: Cloud, view: View) -> None:
        self.things: dict[tuple[str, str], Any] = {}
        self._live, self._writing, self._cloud, self._view = live, writing, cloud, view

    def view(self, account: Account) -> View:
        return self._writing.view(account, now=self._view.now, rules=self._cloud.rules, mint=self._view.mint)

    def done(self, changes: Changes) -> Any:
        self._writing.commit(
            sealing.sealed(self._live.stage.vault, changes),
            rules=self._cloud.rules,
            op_id=f"furnish-{next(_numbers)}",
            actor="test",
            action="test:Furnish",
            at=self._view.now,
        )
        return changes.subject

    def add(self, state: str, changes: Changes) -> None:
        thing = self.done(changes)
        self.things[state, thing.kind] = thing

    def key(self, changes: Changes) -> Key:
        made = self.done(changes)
        return Key(made.access_key_id, changes.secrets[made.access_key_id])


def everything(live: Live) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the ledger; spent nonces are none of it."""
    return live.stage.store.read(_dump)


TABLES = {
    "Sqlite": "select name from sqlite_master where type = 'table' order by name",
    "Postgres": "select table_name from information_schema.tables "
    "where table_schema = current_schema() and table_name not like '%nonce%' order by table_name",
}


def _dump(reading: Reading) -> dict[str, list[tuple[Any, ...]]]:
    names = reading.sql.all(TABLES[type(reading.sql).__name__])
    return {name: reading.sql.all(f"select * from {name}") for (name,) in names}
