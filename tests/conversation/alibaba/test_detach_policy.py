"""Resource Management 2020-03-31, DetachPolicy, as its page has it: parameters, permissions, errors, answers.

The names are the page's own: alice and OSS-Administrator. bob carries nothing. The policy is attached to
alice twice: in a resource group, and in the whole account.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from tests.conversation.alibaba.clients import DIALECTS, MANAGERS, Client, Key
from tests.conversation.alibaba.scene import Scene, allow, assumed, deny, document

NO_GROUP = "The specified resource group does not exist. You must first create a resource group."
UNREADY = "You cannot perform an operation on a resource group that is being created or deleted."

ERRORS = [
    # the page's own, word for word
    ("InvalidParameter.PolicyType", 400, "The specified policy type is invalid.", {"PolicyType": "Own"}),
    ("InvalidParameter.PolicyType", 400, "The specified policy type is invalid.", {"PolicyType": "custom"}),
    ("EntityNotExist.Policy", 404, "The policy does not exist.", {"PolicyName": "OSS-Nobody"}),
    ("EntityNotExist.Policy", 404, "The policy does not exist.", {"PolicyType": "System"}),
    ("EntityNotExists.ResourceGroup", 404, NO_GROUP, {"ResourceGroupId": "rg-9gLOoK"}),
    ("EntityNotExists.ResourceGroup", 404, NO_GROUP, {"ResourceGroupId": "1000000000000001"}),
    # the rule of PolicyName: 1 to 128 letters, digits and hyphens
    (
        "InvalidParameter.PolicyName.InvalidChars",
        400,
        'The parameter - "PolicyName" contains invalid chars.',
        {"PolicyName": "OSS_Administrator"},
    ),
    (
        "InvalidParameter.PolicyName.Length",
        400,
        'The parameter - "PolicyName" beyond the length limit.',
        {"PolicyName": "p" * 129},
    ),
    # what the page requires
    *(
        (f"Missing{name}", 400, f"{name} is mandatory for this action.", {name: ""})
        for name in ("ResourceGroupId", "PolicyType", "PolicyName", "PrincipalType", "PrincipalName")
    ),
    # of these the page says nothing: RAM's own words
    (
        "InvalidParameter.PrincipalType",
        400,
        'The parameter - "PrincipalType" is incorrect. Accepted: IMSUser or IMSGroup or ServiceRole.',
        {"PrincipalType": "User"},
    ),
    ("EntityNotExist.User", 404, "The user does not exist.", {"PrincipalName": "alice"}),
    ("EntityNotExist.User", 404, "The user does not exist.", {"PrincipalName": "alice@demo.onaliyun.com"}),
]

REQUEST_ID = "[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}"


class Attached(NamedTuple):
    """The scene, the resource group, and a detach that would be done."""

    scene: Scene
    group: str
    named: dict[str, str]

    def in_group(self) -> bool:
        """Whether the policy is still attached in the group."""
        body = self.scene.manager.do("ListPolicyAttachments", ResourceGroupId=self.group)
        return bool(body["PolicyAttachments"]["PolicyAttachment"])

    def in_account(self) -> bool:
        """Whether it is still attached in the whole account, as RAM tells it."""
        return bool(self.scene.root.do("ListPoliciesForUser", UserName="alice")["Policies"]["Policy"])


@pytest.fixture
def attached(scene: Scene) -> Attached:
    """OSS-Administrator is attached to alice in a group and in the account."""
    for name in ("alice", "bob"):
        scene.root.do("CreateUser", UserName=name)
    scene.policy("OSS-Administrator", allow("oss:*"))
    group = scene.resource_group("team")
    named = {"PolicyType": "Custom", "PolicyName": "OSS-Administrator", **scene.named("User", "alice")}
    for scope in (group, scene.id):
        scene.manager.do("AttachPolicy", ResourceGroupId=scope, **named)
    return Attached(scene, group, {"ResourceGroupId": group, **named})


@pytest.mark.parametrize(("code", "status", "message", "wrong"), ERRORS)
def test_each_error_has_its_words(
    attached: Attached, code: str, status: int, message: str, wrong: dict[str, str]
) -> None:
    raw = attached.scene.raw()
    answer = raw.ask("DetachPolicy", Version="2020-03-31", **{**attached.named, **wrong})
    assert (status, code, message) == answer[:3]
    assert "resourcemanager.aliyuncs.com" == answer.body["HostId"]
    assert attached.in_group()
    assert attached.in_account()


@pytest.mark.parametrize(
    ("kind", "what", "sentence"),
    [
        ("User", "User", "The indicate policy of the user does not exist."),
        ("Group", "Group", "The indicate policy attached to the group does not exist."),
        ("Role", "Role", "The indicate policy attached to the role does not exist."),
    ],
)
def test_what_is_not_attached_in_that_scope_is_told(
    attached: Attached, kind: str, what: str, sentence: str
) -> None:
    scene = attached.scene
    scene.group("staff")
    scene.role("ops")
    name = {"User": "bob", "Group": "staff", "Role": "ops"}[kind]
    answer = scene.manager.ask("DetachPolicy", **{**attached.named, **scene.named(kind, name)})
    assert (404, f"EntityNotExist.{what}.Policy", sentence) == answer[:3]


def test_attaching_twice_in_a_scope_is_told(attached: Attached) -> None:
    answer = attached.scene.manager.ask("AttachPolicy", **attached.named)
    assert (409, "EntityAlreadyExists.User.Policy") == answer[:2]


@pytest.mark.parametrize("operation", ["AttachPolicy", "DetachPolicy"])
def test_nothing_is_attached_or_detached_while_the_group_is_being_created_or_deleted(
    attached: Attached, operation: str
) -> None:
    scene, manager = attached.scene, attached.scene.manager
    made = manager.do("CreateResourceGroup", Name="new", DisplayName="new")["ResourceGroup"]
    assert "Creating" == made["Status"]
    named = {**attached.named, "ResourceGroupId": made["Id"]}
    assert (409, "Invalid.ResourceGroup.Status", UNREADY) == manager.ask(operation, **named)[:3]
    with scene.live.later(2000):
        assert "Invalid.ResourceGroup.Status" != manager.code(operation, **named)
        if operation == "AttachPolicy":
            manager.do("DetachPolicy", **named)
        assert "PendingDelete" == manager.do("DeleteResourceGroup", ResourceGroupId=made["Id"])[
            "ResourceGroup"
        ]["Status"]  # fmt: skip
        assert (409, "Invalid.ResourceGroup.Status", UNREADY) == manager.ask(operation, **named)[:3]
    with scene.live.later(4000):
        assert (404, "EntityNotExists.ResourceGroup", NO_GROUP) == manager.ask(operation, **named)[:3]


@pytest.mark.parametrize("dialect", MANAGERS)
def test_an_attachment_in_a_group_and_one_on_the_account_are_two(attached: Attached, dialect: str) -> None:
    manager = MANAGERS[dialect](attached.scene.address, attached.scene.key)
    answer = manager.do("DetachPolicy", **attached.named)
    assert {"RequestId"} == set(answer)
    assert re.fullmatch(REQUEST_ID, answer["RequestId"])
    assert (False, True) == (attached.in_group(), attached.in_account())
    assert "EntityNotExist.User.Policy" == manager.code("DetachPolicy", **attached.named)
    manager.do("DetachPolicy", **{**attached.named, "ResourceGroupId": attached.scene.id})
    assert not attached.in_account()


def test_success_in_xml(attached: Attached) -> None:
    heard = attached.scene.raw().hear("DetachPolicy", Version="2020-03-31", Format="XML", **attached.named)
    assert (200, "DetachPolicyResponse") == (heard.status, heard.xml.tag)
    assert ["RequestId"] == [one.tag for one in heard.xml]


def test_ram_detaches_in_a_group_too(attached: Attached) -> None:
    named = {"PolicyType": "Custom", "PolicyName": "OSS-Administrator", "UserName": "alice"}
    attached.scene.root.do("DetachPolicyFromUser", **named, ResourceGroupId=attached.group)
    assert (False, True) == (attached.in_group(), attached.in_account())
    attached.scene.root.do("AttachPolicyToUser", **named, ResourceGroupId=attached.group)
    assert attached.in_group()


def test_what_is_attached_with_the_account_s_id_is_ram_s_own_attachment(attached: Attached) -> None:
    scene = attached.scene
    scene.detach("User", "alice", "OSS-Administrator")
    named = {**attached.named, "ResourceGroupId": scene.id}
    assert "EntityNotExist.User.Policy" == scene.manager.code("DetachPolicy", **named)


# Permissions.


def _denied_resource(caller: Client, named: dict[str, str]) -> str:
    answer = caller.ask("DetachPolicy", **named)
    assert (403, "NoPermission") == answer[:2]
    found = re.fullmatch(
        r"You are not authorized to do this action\. Resource: (\S+) Action: ram:DetachPolicy", answer.message
    )
    assert found, answer.message
    return found[1]


@pytest.mark.parametrize(("kind", "name"), [("User", "alice"), ("Group", "staff"), ("Role", "ops")])
def test_both_the_policy_and_the_principal_are_asked_for(attached: Attached, kind: str, name: str) -> None:
    scene = attached.scene
    scene.group("staff")
    scene.role("ops")
    policy, principal = (
        f"acs:ram:*:{scene.id}:policy/OSS-Administrator",
        (f"acs:ram:*:{scene.id}:{kind.lower()}/{name}"),
    )
    named = {**attached.named, **scene.named(kind, name), "ResourceGroupId": scene.id}
    if kind != "User":
        scene.attach(kind, name, "OSS-Administrator")
    on_policy = scene.managing(scene.user_key("one", allow("ram:DetachPolicy", on=policy)))
    on_principal = scene.managing(scene.user_key("two", allow("ram:DetachPolicy", on=principal)))
    on_both = scene.managing(scene.user_key("three", allow("ram:DetachPolicy", on=[policy, principal])))
    assert principal == _denied_resource(on_policy, named)
    assert policy == _denied_resource(on_principal, named)
    assert "ok" == on_both.code("DetachPolicy", **named)


def test_the_powerless_are_denied_before_they_learn_what_exists(attached: Attached) -> None:
    caller = attached.scene.managing(attached.scene.user_key("caller"))
    policy = f"acs:ram:*:{attached.scene.id}:policy/OSS-Nobody"
    named = {**attached.named, "PolicyName": "OSS-Nobody", "ResourceGroupId": "rg-nothing"}
    assert policy == _denied_resource(caller, named)


# What an attachment in a group allows, until it is detached.


def _user(scene: Scene) -> Key:
    return scene.user_key("carrier")


def _group(scene: Scene) -> Key:
    key = scene.user_key("dora")
    scene.group("carrier", "dora")
    return key


def _role(scene: Scene) -> Key:
    return assumed(scene.user("dora", allow("sts:AssumeRole")), scene.role("carrier"))


BEARERS: dict[str, Callable[[Scene], Key]] = {"User": _user, "Group": _group, "Role": _role}


@pytest.mark.parametrize("kind", BEARERS)
@pytest.mark.parametrize("dialect", MANAGERS)
def test_a_policy_in_a_group_allows_there_from_attach_to_detach(
    scene: Scene, dialect: str, kind: str
) -> None:
    owner = MANAGERS[dialect](scene.address, scene.key)
    team, other = scene.resource_group("team"), scene.resource_group("other")
    bearer = MANAGERS[dialect](scene.address, BEARERS[kind](scene))
    owner.do("CreatePolicy", PolicyName="SeeGroups", PolicyDocument=document(allow("ram:GetResourceGroup")))
    named = {"PolicyType": "Custom", "PolicyName": "SeeGroups", **scene.named(kind, "carrier")}
    asked = {"ResourceGroupId": team}
    assert "NoPermission" == bearer.code("GetResourceGroup", **asked)

    owner.do("AttachPolicy", **asked, **named)
    assert "ok" == bearer.code("GetResourceGroup", **asked)
    assert "NoPermission" == bearer.code("GetResourceGroup", ResourceGroupId=other)
    assert "NoPermission" == bearer.code("GetResourceGroup", ResourceGroupId="rg-nothing")
    (shown,) = owner.do("ListPolicyAttachments", **asked)["PolicyAttachments"]["PolicyAttachment"]
    assert {**asked, **named} == {name: shown[name] for name in {**asked, **named}}
    assert 1 == owner.do("GetPolicy", PolicyType="Custom", PolicyName="SeeGroups")["Policy"][
        "AttachmentCount"
    ]  # fmt: skip
    ram = DIALECTS[dialect](scene.address, scene.key)
    listed = ram.do(f"ListPoliciesFor{kind}", **{f"{kind}Name": "carrier"})
    assert [] == listed["Policies"]["Policy"]

    owner.do("DetachPolicy", **asked, **named)
    refused = bearer.ask("GetResourceGroup", **asked)
    assert (403, "NoPermission") == refused[:2]
    assert f"resourcegroup/{team} Action: ram:GetResourceGroup" in refused.message


def _seeing(scene: Scene, group: str, *statements: Any) -> Client:
    key = scene.user_key("seer")
    scene.policy("Seeing", *statements)
    named = {"PolicyType": "Custom", "PolicyName": "Seeing", **scene.named("User", "seer")}
    scene.manager.do("AttachPolicy", ResourceGroupId=group, **named)
    return scene.managing(key)


def test_a_deny_in_a_group_takes_away_nothing_that_the_account_allows(scene: Scene) -> None:
    """The order of 2021: the account's allow ends the step."""
    team = scene.resource_group("team")
    seer = _seeing(scene, team, deny("ram:GetResourceGroup"))
    denied = seer.ask("GetResourceGroup", ResourceGroupId=team)
    told = (denied.detail["PolicyType"], denied.detail["NoPermissionType"])
    assert ("ResourceGroupLevelIdentityBasedPolicy", "ExplicitDeny") == told
    scene.attach("User", "seer", scene.policy("Account", allow("ram:GetResourceGroup")))
    assert "ok" == seer.code("GetResourceGroup", ResourceGroupId=team)
    scene.detach("User", "seer", "Account")
    assert "NoPermission" == seer.code("GetResourceGroup", ResourceGroupId=team)


def test_a_deny_of_the_account_is_final(scene: Scene) -> None:
    team = scene.resource_group("team")
    seer = _seeing(scene, team, allow("ram:GetResourceGroup"))
    assert "ok" == seer.code("GetResourceGroup", ResourceGroupId=team)
    scene.attach("User", "seer", scene.policy("Account", deny("ram:GetResourceGroup")))
    denied = seer.ask("GetResourceGroup", ResourceGroupId=team)
    assert "AccountLevelIdentityBasedPolicy" == denied.detail["PolicyType"]


def test_the_sealed_message_tells_the_scope_of_a_policy(scene: Scene) -> None:
    team = scene.resource_group("team")
    seer = _seeing(scene, team, deny("ram:GetResourceGroup"))
    sealed = seer.ask("GetResourceGroup", ResourceGroupId=team).detail["EncodedDiagnosticMessage"]
    body = scene.root.do("DecodeDiagnosticMessage", EncodedDiagnosticMessage=sealed)
    told = body["DecodedDiagnosticMessage"]
    assert "ResourceGroupLevelIdentityBasedPolicy" == told["NoPermissionPolicyType"]
    (matched,) = told["MatchedPolicies"]
    assert ("Seeing", "ResourceGroup") == (matched["PolicyIdentifier"], matched["AttachedScope"])


def test_the_administrator_of_a_group_does_not_get_out_of_it(scene: Scene) -> None:
    """What one may do in a group is done there: not in the account, not in another group."""
    team, other = scene.resource_group("team"), scene.resource_group("other")
    boss = _seeing(scene, team, allow("*"))
    mine = {"PolicyType": "System", "PolicyName": "AdministratorAccess", **scene.named("User", "seer")}
    for scope in (scene.id, other, "rg-nothing"):
        assert "NoPermission" == boss.code("AttachPolicy", ResourceGroupId=scope, **mine)
    ram = scene.speaking(boss_key := scene.further_key("seer"))
    named = {"PolicyType": "System", "PolicyName": "AdministratorAccess", "UserName": "seer"}
    for elsewhere in ({}, {"ResourceGroupId": scene.id}, {"ResourceGroupId": other}):
        assert "NoPermission" == ram.code("AttachPolicyToUser", **named, **elsewhere)
    assert "NoPermission" == scene.managing(boss_key).code("ListPolicyAttachments")
    assert "ok" == boss.code("AttachPolicy", ResourceGroupId=team, **mine)
    assert "NoPermission" == boss.code("ListPolicies")


def test_every_scope_counts_for_the_limit(scene: Scene) -> None:
    scene.root.do("CreateUser", UserName="alice")
    team = scene.resource_group("team")
    named = scene.named("User", "alice")
    for number in range(10):
        name = scene.policy(f"P{number}", allow("oss:*"))
        scope = team if number % 2 else scene.id
        what = {"PolicyType": "Custom", "PolicyName": name}
        scene.manager.do("AttachPolicy", ResourceGroupId=scope, **what, **named)
    what = {"PolicyType": "Custom", "PolicyName": "P0"}
    for scope in (team, scene.resource_group("other")):
        answer = scene.manager.ask("AttachPolicy", ResourceGroupId=scope, **what, **named)
        assert (409, "LimitExceeded.User.Policy") == answer[:2]
