"""A document that RAM would not take is refused at the place that is wrong, and nothing is kept of it."""

import json
from typing import Any

import pytest

from tests.conversation.alibaba.scene import Scene, allow, document, trust


def _with(**changes: Any) -> str:
    statement = {**allow("oss:GetObject"), **changes}
    return json.dumps(
        {"Version": "1", "Statement": [{key: value for key, value in statement.items() if value is not None}]}
    )


PLACES = [
    ("document", "hello"),
    ("document", "{"),
    ("document", "[]"),
    ("document", "{}"),
    ("document", '{"Version": "1"}'),
    ("document", '{"Statement": []}'),
    ("document", '{"Version": "1", "Version": "1", "Statement": []}'),
    ("Version", '{"Version": "2", "Statement": []}'),
    ("Statement", '{"Version": "1", "Statement": []}'),
    ("Statement", '{"Version": "1", "Statement": {}}'),
    ("Statement[1]", json.dumps({"Version": "1", "Statement": [allow("oss:*"), "x"]})),
    ("Id", '{"Version": "1", "Id": "x", "Statement": []}'),
    ("Statement[0]", _with(Effect=None)),
    ("Statement[0].Effect", _with(Effect="allow")),
    ("Statement[0]", _with(Action=None)),
    ("Statement[0]", _with(NotAction="oss:*")),
    ("Statement[0].Action", _with(Action=[])),
    ("Statement[0].Action[0]", _with(Action=["oss"])),
    ("Statement[0].Action", _with(Action=7)),
    ("Statement[0]", _with(Resource=None)),
    ("Statement[0].Resource", _with(Resource="mybucket")),
    ("Statement[0].Principal", _with(Principal={"RAM": ["*"]})),
    ("Statement[0].Condition", _with(Condition=[])),
    (
        "Statement[0].Condition.IpAddress.acs:SourceIp",
        _with(Condition={"IpAddress": {"acs:SourceIp": "here"}}),
    ),
    ("Statement[0].Condition.Sometimes", _with(Condition={"Sometimes": {"acs:SourceIp": "10.0.0.1"}})),
    ("Statement[0].Condition.Bool.acs:MFAPresent", _with(Condition={"Bool": {"acs:MFAPresent": "maybe"}})),
    ("document", "[" * 6000),
]


@pytest.mark.parametrize(("place", "text"), PLACES)
def test_a_policy_document_is_refused_at_its_place(scene: Scene, place: str, text: str) -> None:
    answer = scene.root.ask("CreatePolicy", PolicyName="Bad", PolicyDocument=text)
    assert (400, "MalformedPolicyDocument") == answer[:2]
    head, _, reason = answer.message.partition(f"The policy document is invalid. {place}: ")
    assert "" == head
    assert reason
    assert [] == scene.root.do("ListPolicies", PolicyType="Custom")["Policies"]["Policy"]


def test_a_new_version_is_checked_like_the_first(scene: Scene) -> None:
    scene.policy("Ops", allow("oss:*"))
    answer = scene.root.ask("CreatePolicyVersion", PolicyName="Ops", PolicyDocument=_with(Effect="Maybe"))
    assert (400, "MalformedPolicyDocument") == answer[:2]
    assert "Statement[0].Effect: " in answer.message
    versions = scene.root.do("ListPolicyVersions", PolicyType="Custom", PolicyName="Ops")
    assert 1 == len(versions["PolicyVersions"]["PolicyVersion"])


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("Statement[0]", document({"Effect": "Allow", "Action": "sts:AssumeRole"})),
        ("Statement[0].Resource", document(allow("sts:AssumeRole"))),
        ("Statement[0].Action", trust("acs:ram::1:root").replace("sts:AssumeRole", "oss:GetObject")),
        ("Statement[0].Principal.RAM[0]", trust("alice")),
        ("Statement[0].Principal.AWS", trust("*").replace("RAM", "AWS")),
    ],
)
def test_a_trust_policy_is_refused_at_its_place(scene: Scene, place: str, text: str) -> None:
    scene.role("Kept")
    made = scene.root.ask("CreateRole", RoleName="Bad", AssumeRolePolicyDocument=text)
    edited = scene.root.ask("UpdateRole", RoleName="Kept", NewAssumeRolePolicyDocument=text)
    for answer in (made, edited):
        assert (400, "MalformedPolicyDocument") == answer[:2]
        assert answer.message.startswith(f"The policy document is invalid. {place}: "), answer.message
    assert ["Kept"] == [one["RoleName"] for one in scene.root.do("ListRoles")["Roles"]["Role"]]


@pytest.mark.parametrize(
    ("place", "text"), [("Version", '{"Version": "2", "Statement": []}'), ("document", "hello")]
)
def test_a_session_policy_is_refused_at_its_place(scene: Scene, place: str, text: str) -> None:
    arn = scene.role("Reader")
    alice = scene.user("alice", allow("sts:AssumeRole"))
    answer = alice.ask("AssumeRole", RoleArn=arn, RoleSessionName="shift", Policy=text)
    assert (400, "InvalidParameter.PolicyGrammar") == answer[:2]
    assert f" {place}: " in answer.message
