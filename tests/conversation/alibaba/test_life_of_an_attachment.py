"""Attach, allowed, detach, denied: for users, groups and roles, in every dialect of the official SDKs."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conversation.alibaba.clients import DIALECTS, Client, Key
from tests.conversation.alibaba.scene import Scene, allow, assumed, document

NOBODY: dict[str, Any] = {"Users": {"User": []}, "Groups": {"Group": []}, "Roles": {"Role": []}}


def _user(scene: Scene) -> Key:
    return scene.user_key("carrier")


def _group(scene: Scene) -> Key:
    key = scene.user_key("alice")
    scene.group("carrier", "alice")
    return key


def _role(scene: Scene) -> Key:
    arn = scene.role("carrier")
    return assumed(scene.user("alice", allow("sts:AssumeRole")), arn)


BEARERS: dict[str, Callable[[Scene], Key]] = {"User": _user, "Group": _group, "Role": _role}


@pytest.mark.parametrize("kind", BEARERS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_policy_allows_from_attach_to_detach(scene: Scene, dialect: str, kind: str) -> None:
    speak = DIALECTS[dialect]
    owner = speak(scene.address, scene.key)
    bearer = speak(scene.address, BEARERS[kind](scene))
    named = {"PolicyType": "Custom", "PolicyName": "ReadUsers"}
    carried = {**named, f"{kind}Name": "carrier"}
    owner.do("CreatePolicy", PolicyName="ReadUsers", PolicyDocument=document(allow("ram:ListUsers")))
    assert "NoPermission" == bearer.code("ListUsers")

    assert {"RequestId"} == set(owner.do(f"AttachPolicyTo{kind}", **carried))
    assert f"EntityAlreadyExists.{kind}.Policy" == owner.code(f"AttachPolicyTo{kind}", **carried)
    (listed,) = _policies(owner, kind)
    assert ("ReadUsers", "Custom", "v1") == _shown(listed)
    assert {**NOBODY, f"{kind}s": {kind: ["carrier"]}} == _entities(owner, named)
    assert 1 == owner.do("GetPolicy", **named)["Policy"]["AttachmentCount"]
    assert "ok" == bearer.code("ListUsers")

    assert {"RequestId"} == set(owner.do(f"DetachPolicyFrom{kind}", **carried))
    refused = bearer.ask("ListUsers")
    assert (403, "NoPermission") == refused[:2]
    again = owner.ask(f"DetachPolicyFrom{kind}", **carried)
    assert (404, f"EntityNotExist.{kind}.Policy") == again[:2]
    assert [] == _policies(owner, kind)
    assert NOBODY == _entities(owner, named)
    assert 0 == owner.do("GetPolicy", **named)["Policy"]["AttachmentCount"]


def _policies(owner: Client, kind: str) -> list[dict[str, str]]:
    body = owner.do(f"ListPoliciesFor{kind}", **{f"{kind}Name": "carrier"})
    found: list[dict[str, str]] = body["Policies"]["Policy"]
    return found


def _shown(policy: dict[str, str]) -> tuple[str, ...]:
    return policy["PolicyName"], policy["PolicyType"], policy["DefaultVersion"]


def _entities(owner: Client, named: dict[str, str]) -> dict[str, Any]:
    body = owner.do("ListEntitiesForPolicy", **named)
    return {
        f"{kind}s": {kind: [one[f"{kind}Name"] for one in body[f"{kind}s"][kind]]}
        for kind in ("User", "Group", "Role")
    }


@pytest.mark.parametrize("kind", BEARERS)
def test_the_account_s_own_id_stands_for_the_account_and_an_unknown_group_for_nothing(
    scene: Scene, kind: str
) -> None:
    BEARERS[kind](scene)
    scene.policy("ReadUsers", allow("ram:ListUsers"))
    carried = {"PolicyType": "Custom", "PolicyName": "ReadUsers", f"{kind}Name": "carrier"}
    elsewhere = {**carried, "ResourceGroupId": "rg-elsewhere"}
    assert "EntityNotExists.ResourceGroup" == scene.root.code(f"AttachPolicyTo{kind}", **elsewhere)
    assert "ok" == scene.root.code(f"AttachPolicyTo{kind}", **carried, ResourceGroupId=scene.id)
    assert "EntityNotExists.ResourceGroup" == scene.root.code(f"DetachPolicyFrom{kind}", **elsewhere)
    assert "ok" == scene.root.code(f"DetachPolicyFrom{kind}", **carried)
