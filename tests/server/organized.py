"""An organization that forbids and allows something while its members do it, and who was let through.

The feed orders all changes of all accounts as they were committed. So between the entry that attaches a deny
and the one that detaches it no change may stand of a member below.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from tests.signers import Key, Line, Reply, line_to, tencent
from tigertally.model.attachments import Attachment
from tigertally.model.changes import Added
from tigertally.model.principals import User
from tigertally.store import JournalEntry, Reading, Store

MEMBERS = 3

TURNS = 12

NO_USERS = '{"version": "2.0", "statement": [{"effect": "deny", "action": "cam:AddUser", "resource": "*"}]}'

REFUSED = "AuthFailure.UnauthorizedOperation"


class Group(NamedTuple):
    """A manager, what it forbids where, and its members' root keys."""

    manager: Key
    deny: dict[str, object]
    members: tuple[Key, ...]


def organized(line: Line, manager: Key, key_for: Callable[[str], Key]) -> Group:
    """An organization with control policies and some members in one department."""

    def call(name: str, **given: object) -> dict[str, Any]:
        reply = line.send(tencent(manager, name, given, service="organization"))
        told: dict[str, Any] = reply.json["Response"]
        assert "Error" not in told, told
        return told

    whole = call("CreateOrganization")["OrgId"]
    control = {"PolicyType": "SERVICE_CONTROL_POLICY"}
    call("EnablePolicyType", OrganizationId=whole, **control)
    root = call("DescribeOrganization")["RootNodeId"]
    below = call("AddOrganizationNode", ParentNodeId=root, Name="research")["NodeId"]
    bills = {"PolicyType": "Financial", "PermissionIds": [1, 2]}
    uins = [
        call("CreateOrganizationMember", Name=f"m{n}", AccountName=f"m{n}", NodeId=below, **bills)["Uin"]
        for n in range(MEMBERS)
    ]
    policy = call("CreatePolicy", Name="NoUsers", Content=NO_USERS, Type="SERVICE_CONTROL_POLICY")["PolicyId"]
    deny = {"PolicyId": policy, "TargetId": below, "TargetType": "NODE"}
    return Group(manager, deny, tuple(key_for(str(uin)) for uin in uins))


def switch(line: Line, group: Group, name: str) -> None:
    """Attach or detach the deny."""
    told = line.send(tencent(group.manager, name, group.deny, service="organization")).json["Response"]
    assert "Error" not in told, told


def add_user(line: Line, member: Key, name: str) -> Reply:
    """A change of the member's account."""
    return line.send(tencent(member, "AddUser", {"Name": name}))


def race(addresses: Sequence[str], group: Group) -> list[str]:
    """Members add users while the manager forbids and allows it; how each adding ended."""
    codes: list[str] = []
    is_over = threading.Event()
    barrier = threading.Barrier(MEMBERS + 1)

    def act(at: int) -> None:
        with line_to(addresses[at % len(addresses)]) as line:
            barrier.wait(10)
            for turn in iter(is_over.is_set, True):
                codes.append(add_user(line, group.members[at], f"u{at}-{len(codes)}-{turn}").code or "ok")

    threads = [threading.Thread(target=act, args=(at,)) for at in range(MEMBERS)]
    for thread in threads:
        thread.start()
    with line_to(addresses[0]) as line:
        barrier.wait(10)
        for _ in range(TURNS):
            switch(line, group, "AttachPolicy")
            switch(line, group, "DetachPolicy")
        is_over.set()
    for thread in threads:
        thread.join(60)
    return codes


def feed(store: Store) -> list[JournalEntry]:
    """Every change of every account, as they were committed."""

    def entries(reading: Reading) -> Iterator[JournalEntry]:
        for account in reading.accounts():
            yield from reading.journal(account.account_id, limit=10_000)

    return sorted(store.read(lambda reading: list(entries(reading))), key=lambda entry: entry.seq)


def forbidden(entries: Sequence[JournalEntry], group: Group) -> list[str]:
    """The members' users that were added while the deny stood."""
    deny, stands, found = str(group.deny["PolicyId"]), False, []
    for entry in entries:
        what = entry.change.what
        if isinstance(what, Attachment) and what.policy_id == deny:
            stands = isinstance(entry.change, Added)
        elif isinstance(what, User) and entry.action == "cam:AddUser" and stands:
            found.append(what.name)
    return found
