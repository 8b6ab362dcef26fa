"""RAM roles, and the tags of roles and policies."""

import json
from typing import Any

import pytest

from tests.conversation.alibaba.scene import Scene, allow, trust

TEAM = [{"Key": "team", "Value": "payments"}, {"Key": "env", "Value": "test"}]


def _tags(scene: Scene, kind: str = "role", **more: Any) -> list[tuple[str, str, str]]:
    body = scene.root.do("ListTagResources", ResourceType=kind, **more)
    return sorted((one["ResourceName"], one["TagKey"], one["TagValue"]) for one in body["TagResources"])


def test_a_role_is_created_shown_changed_and_deleted(scene: Scene) -> None:
    document = trust(f"acs:ram::{scene.id}:root")
    made = scene.root.do(
        "CreateRole",
        RoleName="Deploy",
        AssumeRolePolicyDocument=document,
        Description="d",
        MaxSessionDuration=7200,
    )["Role"]
    shown = scene.root.do("GetRole", RoleName="deploy")["Role"]
    assert (made["RoleId"], f"acs:ram::{scene.id}:role/Deploy", "d", 7200) == (
        shown["RoleId"],
        shown["Arn"],
        shown["Description"],
        shown["MaxSessionDuration"],
    )
    assert json.loads(document) == json.loads(shown["AssumeRolePolicyDocument"])
    narrower = trust(f"acs:ram::{scene.id}:user/alice")
    changed = scene.root.do(
        "UpdateRole", RoleName="Deploy", NewAssumeRolePolicyDocument=narrower, NewDescription="e"
    )["Role"]
    assert (narrower, "e", 7200) == (
        changed["AssumeRolePolicyDocument"],
        changed["Description"],
        changed["MaxSessionDuration"],
    )
    assert ["Deploy"] == [one["RoleName"] for one in scene.root.do("ListRoles")["Roles"]["Role"]]
    scene.root.do("DeleteRole", RoleName="Deploy")
    assert (404, "EntityNotExist.Role") == scene.root.ask("GetRole", RoleName="Deploy")[:2]
    assert [] == scene.root.do("ListRoles")["Roles"]["Role"]


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("MissingRoleName", {"RoleName": ""}),
        ("MissingAssumeRolePolicyDocument", {"AssumeRolePolicyDocument": ""}),
        ("InvalidParameter.RoleName.InvalidChars", {"RoleName": "a b"}),
        ("InvalidParameter.RoleName.Length", {"RoleName": "a" * 65}),
        ("InvalidParameter.AssumeRolePolicyDocument.Length", {"AssumeRolePolicyDocument": " " * 2049}),
        ("MalformedPolicyDocument", {"AssumeRolePolicyDocument": '{"Version": "1"}'}),
        ("InvalidParameter.MaxSessionDuration", {"MaxSessionDuration": "3599"}),
        ("InvalidParameter.MaxSessionDuration", {"MaxSessionDuration": "43201"}),
        ("InvalidParameter.MaxSessionDuration.Format", {"MaxSessionDuration": "soon"}),
    ],
)
def test_a_new_role_is_checked(scene: Scene, code: str, wrong: dict[str, str]) -> None:
    given = {"RoleName": "Deploy", "AssumeRolePolicyDocument": trust(f"acs:ram::{scene.id}:root"), **wrong}
    assert (400, code) == scene.root.ask("CreateRole", **given)[:2]


def test_a_role_s_name_is_taken_in_any_case(scene: Scene) -> None:
    scene.role("Deploy")
    trusted = trust(f"acs:ram::{scene.id}:root")
    taken = scene.root.ask("CreateRole", RoleName="deploy", AssumeRolePolicyDocument=trusted)
    assert (409, "EntityAlreadyExists.Role") == taken[:2]


def test_a_role_keeps_the_tags_it_is_created_with(scene: Scene) -> None:
    scene.role("Deploy", Tag=TEAM)
    assert [("Deploy", "env", "test"), ("Deploy", "team", "payments")] == _tags(scene)
    (listed,) = scene.root.do("ListRoles", Tag=TEAM)["Roles"]["Role"]
    assert {"env": "test", "team": "payments"} == {
        one["TagKey"]: one["TagValue"] for one in listed["Tags"]["Tag"]
    }
    other = [{"Key": "env", "Value": "live"}]
    assert [] == scene.root.do("ListRoles", Tag=other)["Roles"]["Role"]


@pytest.mark.parametrize("kind", ["role", "policy"])
def test_tags_are_set_replaced_and_taken(scene: Scene, kind: str) -> None:
    names = ["One", "Two"]
    for name in names:
        _ = scene.role(name) if kind == "role" else scene.policy(name, allow("oss:*"))
    scene.root.do("TagResources", ResourceType=kind, ResourceNames=names, Tag=TEAM)
    scene.root.do(
        "TagResources", ResourceType=kind, ResourceNames=["One"], Tag=[{"Key": "env", "Value": "live"}]
    )
    assert [("One", "env", "live"), ("One", "team", "payments")] == _tags(scene, kind, ResourceNames=["One"])
    assert [("Two", "env", "test")] == _tags(scene, kind, Tag=[{"Key": "env", "Value": "test"}])
    scene.root.do("UntagResources", ResourceType=kind, ResourceNames=names, TagKeys=["env", "nothing"])
    assert [("One", "team", "payments"), ("Two", "team", "payments")] == _tags(scene, kind)
    scene.root.do("UntagResources", ResourceType=kind, ResourceNames=["One"], All=True)
    assert [("Two", "team", "payments")] == _tags(scene, kind)


def test_flat_and_json_lists_mean_the_same(scene: Scene) -> None:
    scene.role("Deploy")
    flat = {"ResourceNames.1": "Deploy", "Tag.1.Key": "env", "Tag.1.Value": "test"}
    assert "ok" == scene.raw().code("TagResources", ResourceType="role", **flat)
    as_json = {"ResourceNames": '["Deploy"]', "Tag": '[{"Key":"team","Value":"payments"}]'}
    assert "ok" == scene.raw().code("TagResources", ResourceType="role", **as_json)
    assert [("Deploy", "env", "test"), ("Deploy", "team", "payments")] == _tags(scene)


def test_one_name_that_is_not_there_leaves_all_untagged(scene: Scene) -> None:
    scene.role("Deploy")
    answer = scene.root.ask("TagResources", ResourceType="role", ResourceNames=["Deploy", "Nobody"], Tag=TEAM)
    assert (404, "EntityNotExist.Role") == answer[:2]
    assert [] == _tags(scene)


def test_a_role_has_twenty_tags_at_most(scene: Scene) -> None:
    scene.role("Deploy", Tag=[{"Key": f"k{at}", "Value": ""} for at in range(20)])
    one_more = scene.root.ask("TagResources", ResourceType="role", ResourceNames=["Deploy"], Tag=TEAM)
    assert (409, "LimitExceeded.Tag") == one_more[:2]
    assert 20 == len(_tags(scene))


def test_an_empty_list_of_tags_is_no_tags(scene: Scene) -> None:
    trusted = trust(f"acs:ram::{scene.id}:root")
    assert "ok" == scene.root.code("CreateRole", RoleName="Deploy", AssumeRolePolicyDocument=trusted, Tag=[])
    assert [] == _tags(scene)


@pytest.mark.parametrize(
    "tags",
    [
        "x",
        "{}",
        "[1]",
        '[{"Value":"v"}]',
        '[{"Key":1}]',
        "[" * 100_000,
        '[{"Key":"\\ud800"}]',
        '[{"Key":"k"},',
        "[null]",
    ],
    ids=lambda text: text[:20],
)
def test_tags_that_are_none_are_refused(scene: Scene, tags: str) -> None:
    scene.role("Deploy")
    speaker = scene.raw(place="form")
    answer = speaker.ask("TagResources", ResourceType="role", ResourceNames='["Deploy"]', Tag=tags)
    assert 400 == answer.status, answer
    assert answer.code.startswith("InvalidParameter.Tag"), answer
    assert [] == _tags(scene)
