"""Custom policies and their versions: which one counts, how many there may be, and what is never reused."""

import json
from typing import Any

import pytest

from tests.conversation.alibaba.scene import Scene, allow, document

NAMED = {"PolicyType": "Custom", "PolicyName": "Ops"}
READ_USERS = document(allow("ram:ListUsers"))
READ_GROUPS = document(allow("ram:ListGroups"))


@pytest.fixture
def ops(scene: Scene) -> Scene:
    """An account with the policy Ops, which allows to list users."""
    scene.root.do("CreatePolicy", PolicyName="Ops", PolicyDocument=READ_USERS, Description="what ops may")
    return scene


def _add(scene: Scene, **more: Any) -> str:
    made = scene.root.do("CreatePolicyVersion", PolicyName="Ops", PolicyDocument=READ_GROUPS, **more)
    found: str = made["PolicyVersion"]["VersionId"]
    return found


def _versions(scene: Scene) -> list[str]:
    listed = scene.root.do("ListPolicyVersions", **NAMED)["PolicyVersions"]["PolicyVersion"]
    return sorted(one["VersionId"] for one in listed)


def test_a_policy_is_created_and_shown(ops: Scene) -> None:
    body = ops.root.do("GetPolicy", **NAMED)
    shown, counted = body["Policy"], body["DefaultPolicyVersion"]
    assert ("Ops", "Custom", "what ops may", "v1", 0) == tuple(
        shown[name]
        for name in ("PolicyName", "PolicyType", "Description", "DefaultVersion", "AttachmentCount")
    )
    assert ("v1", True, json.loads(READ_USERS)) == (
        counted["VersionId"],
        counted["IsDefaultVersion"],
        json.loads(counted["PolicyDocument"]),
    )


def test_a_document_comes_back_as_it_was_written(scene: Scene) -> None:
    text = (
        ' { "Version" : "1",\n"Statement":[ {"Effect":"Allow","Action":"oss:*","Resource":"acs:oss:*:*:b"}]}'
    )
    scene.root.do("CreatePolicy", PolicyName="Spaced", PolicyDocument=text)
    body = scene.root.do("GetPolicyVersion", PolicyType="Custom", PolicyName="Spaced", VersionId="v1")
    assert text == body["PolicyVersion"]["PolicyDocument"]


def test_custom_policies_are_listed_apart_from_system_policies(ops: Scene) -> None:
    custom = ops.root.do("ListPolicies", PolicyType="Custom")["Policies"]["Policy"]
    assert ["Ops"] == [one["PolicyName"] for one in custom]
    system = ops.root.do("ListPolicies", PolicyType="System")["Policies"]["Policy"]
    assert {"System"} == {one["PolicyType"] for one in system}
    every = ops.root.do("ListPolicies")["Policies"]["Policy"]
    assert len(system) + 1 == len(every)


def test_a_name_is_taken_in_any_case(ops: Scene) -> None:
    answer = ops.root.ask("CreatePolicy", PolicyName="OPS", PolicyDocument=READ_USERS)
    assert (409, "EntityAlreadyExists.Policy", "The group does already EXIST.") == answer[:3]


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("MissingPolicyName", {"PolicyName": ""}),
        ("MissingPolicyDocument", {"PolicyDocument": ""}),
        ("InvalidParameter.PolicyName.InvalidChars", {"PolicyName": "a_b"}),
        ("InvalidParameter.PolicyName.Length", {"PolicyName": "a" * 129}),
        ("InvalidParameter.PolicyDocument.Length", {"PolicyDocument": READ_USERS + " " * 6144}),
        ("InvalidParameter.Description.Length", {"Description": "d" * 1025}),
        ("MalformedPolicyDocument", {"PolicyDocument": "{}"}),
    ],
)
def test_a_new_policy_is_checked(scene: Scene, code: str, wrong: dict[str, str]) -> None:
    given = {"PolicyName": "Ops", "PolicyDocument": READ_USERS, **wrong}
    assert (400, code) == scene.root.ask("CreatePolicy", **given)[:2]
    assert [] == scene.root.do("ListPolicies", PolicyType="Custom")["Policies"]["Policy"]


def test_the_default_version_alone_counts(ops: Scene) -> None:
    alice = ops.user("alice")
    ops.attach("User", "alice", "Ops")
    assert "v2" == _add(ops)
    assert ("ok", "NoPermission") == (alice.code("ListUsers"), alice.code("ListGroups"))
    ops.root.do("SetDefaultPolicyVersion", PolicyName="Ops", VersionId="v2")
    assert ("NoPermission", "ok") == (alice.code("ListUsers"), alice.code("ListGroups"))
    ops.root.do("SetDefaultPolicyVersion", PolicyName="Ops", VersionId="v1")
    assert ("ok", "NoPermission") == (alice.code("ListUsers"), alice.code("ListGroups"))


def test_a_version_can_be_made_the_default_at_once(ops: Scene) -> None:
    assert "v2" == _add(ops, SetAsDefault=True)
    assert "v2" == ops.root.do("GetPolicy", **NAMED)["Policy"]["DefaultVersion"]
    flags = {
        version: ops.root.do("GetPolicyVersion", **NAMED, VersionId=version)["PolicyVersion"][
            "IsDefaultVersion"
        ]
        for version in ("v1", "v2")
    }
    assert {"v1": False, "v2": True} == flags


def test_the_default_version_is_not_deleted(ops: Scene) -> None:
    _add(ops)
    named = {"PolicyName": "Ops"}
    kept = ops.root.ask("DeletePolicyVersion", **named, VersionId="v1")
    assert (409, "DeleteConflict.Policy.Version.Default") == kept[:2]
    assert "ok" == ops.root.code("DeletePolicyVersion", **named, VersionId="v2")
    gone = ops.root.ask("DeletePolicyVersion", **named, VersionId="v2")
    assert (404, "EntityNotExist.Policy.Version") == gone[:2]
    assert ["v1"] == _versions(ops)


def test_there_are_five_versions_at_most(ops: Scene) -> None:
    assert ["v2", "v3", "v4", "v5"] == [_add(ops) for _ in range(4)]
    full = ops.root.ask("CreatePolicyVersion", PolicyName="Ops", PolicyDocument=READ_GROUPS)
    assert (409, "LimitExceeded.Policy.Version") == full[:2]
    assert ["v1", "v2", "v3", "v4", "v5"] == _versions(ops)


def test_rotation_drops_the_oldest_version_that_does_not_count(ops: Scene) -> None:
    rotate = {"RotateStrategy": "DeleteOldestNonDefaultVersionWhenLimitExceeded"}
    assert ["v2", "v3", "v4", "v5", "v6"] == [_add(ops, **rotate) for _ in range(5)]
    assert ["v1", "v3", "v4", "v5", "v6"] == _versions(ops)
    assert "v7" == _add(ops, **rotate, SetAsDefault=True)
    assert ["v1", "v4", "v5", "v6", "v7"] == _versions(ops)
    assert "v8" == _add(ops, **rotate)
    assert ["v4", "v5", "v6", "v7", "v8"] == _versions(ops)


def test_a_version_s_number_is_never_reused(ops: Scene) -> None:
    assert "v2" == _add(ops)
    ops.root.do("DeletePolicyVersion", PolicyName="Ops", VersionId="v2")
    assert "v3" == _add(ops)


@pytest.mark.parametrize("version", ["1", "v0", "v01", "V1", "latest", "v1 "])
def test_a_version_id_is_v_and_a_number(ops: Scene, version: str) -> None:
    answer = ops.root.ask("GetPolicyVersion", **NAMED, VersionId=version)
    assert (400, "InvalidParameter.VersionId.Format") == answer[:2]


def test_a_policy_with_further_versions_is_deleted_only_cascading(ops: Scene) -> None:
    _add(ops)
    kept = ops.root.ask("DeletePolicy", PolicyName="Ops")
    assert (409, "DeleteConflict.Policy.Version") == kept[:2]
    assert "ok" == ops.root.code("DeletePolicy", PolicyName="Ops", CascadingDelete=True)
    assert "EntityNotExist.Policy" == ops.root.code("GetPolicy", **NAMED)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("User", "DeleteConflict.Policy.User"),
        ("Group", "DeleteConflict.Policy.Group"),
        ("Role", "DeleteConflict.Role.Policy"),
    ],
)
def test_an_attached_policy_is_not_deleted_not_even_cascading(ops: Scene, kind: str, code: str) -> None:
    if kind == "Role":
        ops.role("carrier")
    else:
        ops.root.do(f"Create{kind}", **{f"{kind}Name": "carrier"})
    ops.attach(kind, "carrier", "Ops")
    for cascading in (False, True):
        kept = ops.root.ask("DeletePolicy", PolicyName="Ops", CascadingDelete=cascading)
        assert (409, code) == kept[:2]
    ops.detach(kind, "carrier", "Ops")
    assert "ok" == ops.root.code("DeletePolicy", PolicyName="Ops")


def test_a_policy_created_anew_is_attached_to_nobody_and_starts_at_v1(ops: Scene) -> None:
    alice = ops.user("alice")
    ops.attach("User", "alice", "Ops")
    _add(ops, SetAsDefault=True)
    ops.detach("User", "alice", "Ops")
    ops.root.do("DeletePolicy", PolicyName="Ops", CascadingDelete=True)
    ops.root.do("CreatePolicy", PolicyName="Ops", PolicyDocument=READ_USERS)
    assert "v1" == ops.root.do("GetPolicy", **NAMED)["Policy"]["DefaultVersion"]
    assert "NoPermission" == alice.code("ListUsers")


def test_a_description_can_be_changed(ops: Scene) -> None:
    ops.root.do("UpdatePolicyDescription", PolicyName="Ops", NewDescription="nothing")
    assert "nothing" == ops.root.do("GetPolicy", **NAMED)["Policy"]["Description"]
