"""What a parameter of Organization may be, and what a control policy or a tag policy looks like."""

import json
from typing import Any

import pytest

from tigertally.clouds.tencent.organization import policies, tag_policy
from tigertally.clouds.tencent.organization.types import Tag, tag_list, tags_of
from tigertally.clouds.tencent.services import organization
from tigertally.model.refusals import Invalid, Malformed, Refusal

RULE = {"tag_key": {"@@assign": "team"}}

WHOLE = {
    "tags": {
        "team": {
            **RULE, "tag_value": {"@@assign": ["blue", "red"]}, "tag_value_dynamic": {"@@assign": []},
            "resource_type_scope": {"@@assign": ["cvm:instance"]}, "correction": {"@@assign": "on"},
            "auto_assign": {"@@assign": True}, "auto_assign_value": {"@@assign": "blue"},
            "enforced_for": {"@@assign": ["cvm:*"]}, "tag_deletion_disable": {"@@assign": None},
        },
        "cost": RULE,
    }
}  # fmt: skip


def complaint(text: str) -> Refusal:
    """How a text is no tag policy."""
    with pytest.raises((Invalid, Malformed)) as refusal:
        tag_policy.check("Content", text)
    return refusal.value


# Tag policies.


@pytest.mark.parametrize(
    "document", [WHOLE, {"tags": {}}, {"tags": {"标签": RULE}}], ids=["all", "none", "中"]
)
def test_a_tag_policy_is_accepted(document: object) -> None:
    tag_policy.check("Content", json.dumps(document))
    tag_policy.check("Content", json.dumps(document, ensure_ascii=False, indent=1))


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ([], "document"),
        ("tags", "document"),
        (None, "document"),
        ({}, "document"),
        ({"tags": {}, "version": "1"}, "document"),
        ({"Tags": {}}, "document"),
        ({"tags": []}, "document"),
        ({"tags": {f"k{at}": RULE for at in range(51)}}, "tags"),
        ({"tags": {"k": []}}, "tags.k"),
        ({"tags": {"k": {}}}, "tags.k"),
        ({"tags": {"k": {"tag_value": {"@@assign": []}}}}, "tags.k"),
        ({"tags": {"a": RULE, "k": {**RULE, "color": {"@@assign": 1}}}}, "tags.k.color"),
        ({"tags": {"k": {"tag_key": "k"}}}, "tags.k.tag_key"),
        ({"tags": {"k": {"tag_key": {}}}}, "tags.k.tag_key"),
        ({"tags": {"k": {"tag_key": {"@@append": "k"}}}}, "tags.k.tag_key"),
        ({"tags": {"k": {"tag_key": {"@@assign": "k", "@@append": "l"}}}}, "tags.k.tag_key"),
        ({"tags": {"k": {**RULE, "tag_value": ["blue"]}}}, "tags.k.tag_value"),
    ],
    ids=str,
)
def test_what_is_no_tag_policy_is_told_with_its_place(document: object, place: str) -> None:
    told = complaint(json.dumps(document, separators=(",", ":")))
    assert ("Content.tag_policy", place) == (told.about, told.values["place"])


def test_a_tag_policy_may_have_as_many_keys_as_the_limit() -> None:
    tag_policy.check("Content", json.dumps({"tags": {f"k{at}": RULE for at in range(50)}}))


@pytest.mark.parametrize(
    "text",
    [
        '{"tags": {}, "tags": {}}',
        '{"tags": {"k": 1, "k": 2}}',
        '{"tags": {"k": {"tag_key": {"@@assign": "a"}, "tag_key": {"@@assign": "a"}}}}',
        '{"tags": {"k": {"tag_key": {"@@assign": "a", "@@assign": "b"}}}}',
        '{"tags": {"k": {"tag_key": {"@@assign": [{"x": 1, "x": 1}]}}}}',
        '{"tags": {"k": 1, "\\u006b": 2}}',
        '[{"deep": {"k": 1, "k": 1}}]',
    ],
)
def test_a_key_that_is_given_twice_is_told_wherever_it_stands(text: str) -> None:
    assert "Content.tag_policy_key" == complaint(text).about


def test_a_tag_policy_is_as_long_as_the_limit() -> None:
    text = json.dumps(WHOLE)
    tag_policy.check("Content", text.ljust(4096))
    assert "Content.PolicyDocumentLengthOverLimit" == complaint(text.ljust(4097)).about
    tag_policy.check(
        "Content", json.dumps({"tags": {"测" * 4000: {"tag_key": {"@@assign": 1}}}}, ensure_ascii=False)
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        "tags",
        "{'tags': {}}",
        '{"tags": {}}{}',
        '{"tags": {},}',
        '\ufeff{"tags": {}}',
        '{"tags": {}}\0',
        '{"tags": {"\0": {}}}',
        '{"tags": {"k": {"tag_key": {"@@assign": NaN}}}}',
        '{"tags": {"k": {"tag_key": {"@@assign": -Infinity}}}}',
        '{"tags": {"k": {"tag_key": {"@@assign": 1e99999999999999999999}}}}',
        "[" * 4096,
        '{"a":' * 800,
        '{"tags":' + "[" * 2000 + "]" * 2000 + "}",
    ],
    ids=ascii,
)
def test_what_is_no_json_is_no_tag_policy(text: str) -> None:
    told = complaint(text)
    assert ("Content.tag_policy", "document") == (told.about, told.values["place"])


@pytest.mark.parametrize(
    "text",
    [
        '{"tags": {"\\ud800": 1}}',
        '{"tags": {"\ud800": 1}}',
        '{"tags": {"k": {"\\udfff": 1, "tag_key": 1}}}',
        '{"tags": {"k": {"tag_key": {"@@assign": ["\\ud83d"]}}}}',
        '{"tags": {"\\ud800": 1, "\\ud800": 2}}',
        '{"tags": {"\\u0000": 1}}',
    ],
    ids=ascii,
)
def test_half_a_character_is_refused_in_whole_characters(text: str) -> None:
    """Whoever hears of it can be answered: the answer is UTF-8."""
    told = complaint(text)
    assert told.about.startswith("Content.tag_policy")
    assert str(told.values).encode()


def test_a_whole_surrogate_pair_is_a_character() -> None:
    tag_policy.check("Content", '{"tags": {"\\ud83d\\udc2f": {"tag_key": {"@@assign": "t"}}}}')


# Control policies.

CONTROL = '{"version": "2.0", "statement": [{"effect": "deny", "action": "cos:*", "resource": "*"}]}'


def control_complaint(text: str) -> str:
    """What a text that is no control policy breaks."""
    with pytest.raises((Invalid, Malformed)) as refusal:
        policies.check("control", text)
    return refusal.value.about


def test_a_control_policy_is_a_document_as_cam_has_it() -> None:
    policies.check("control", CONTROL + " " * 7000)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        (json.dumps(WHOLE), "Content.document"),
        ("{", "Content.document"),
        ('{"version": "1"}', "Content.version"),
        ('{"version": "2.0"}', "Content.statement"),
        (CONTROL.replace("deny", "forbid"), "Content.effect"),
        (CONTROL.replace('"effect"', '"principal": {"qcs": "*"}, "effect"'), "Content.principal"),
        ("x" * 6145, "Content.PolicyDocumentLengthOverLimit"),
    ],
)
def test_what_is_no_control_policy_is_told_by_its_part(text: str, about: str) -> None:
    assert about == control_complaint(text)


def test_each_purpose_has_its_own_language() -> None:
    policies.check("tag", json.dumps(WHOLE))
    with pytest.raises(Malformed):
        policies.check("tag", CONTROL)


# Parameters.


def checked(name: str, wire: str, value: object) -> Any:
    """A parameter of an operation as it is read."""
    (field,) = (one for one in organization.operations[name].fields if one.wire == wire)
    return field.checked(value)


@pytest.mark.parametrize(
    ("name", "wire", "value"),
    [
        ("CreatePolicy", "Name", "Deny_all_全部禁止"),
        ("CreatePolicy", "Name", "x" * 128),
        ("CreatePolicy", "Description", ""),
        ("CreatePolicy", "Description", "x" * 300),
        ("CreatePolicy", "Content", "x"),
        ("CreatePolicy", "Type", "TAG_POLICY"),
        ("UpdatePolicy", "PolicyId", 2**64 - 1),
        ("AddOrganizationNode", "Name", "测" * 40),
        ("AddOrganizationNode", "Name", "a+@&._[]:,-"),
        ("AddOrganizationNode", "Remark", "x" * 40),
        ("CreateOrganizationMember", "Name", "x" * 25),
        ("CreateOrganizationMember", "PermissionIds", [1, 2]),
        ("CreateOrganizationMember", "PermissionIds", list(range(1, 11))),
        ("CreateOrganizationMember", "PayUin", ""),
        ("CreateOrganizationMember", "IdentityRoleID", [1]),
        ("DeleteOrganizationNodes", "NodeId", [1] * 100),
        ("DescribeOrganizationNodes", "Limit", 50),
        ("DescribeOrganizationNodes", "Offset", 0),
        ("DescribePolicyConfig", "Type", 1),
    ],
)
def test_a_right_value_is_read_as_it_is(name: str, wire: str, value: object) -> None:
    assert value == checked(name, wire, value)


@pytest.mark.parametrize(
    ("name", "wire", "value", "about"),
    [
        ("CreatePolicy", "Name", "", "Name.PolicyNameError"),
        ("CreatePolicy", "Name", "a b", "Name.PolicyNameError"),
        ("CreatePolicy", "Name", "a-b", "Name.PolicyNameError"),
        ("CreatePolicy", "Name", "a\n", "Name.PolicyNameError"),
        ("CreatePolicy", "Name", "x" * 129, "Name.PolicyNameError"),
        ("CreatePolicy", "Description", "x" * 301, "Description.DescriptionLengthOverlimit"),
        ("CreatePolicy", "Description", "测" * 101, "Description.DescriptionLengthOverlimit"),
        ("CreatePolicy", "Content", "", "Content.PolicyDocumentLengthOverLimit"),
        ("CreatePolicy", "Content", "x" * 65537, "Content.PolicyDocumentLengthOverLimit"),
        ("CreatePolicy", "Type", "tag_policy", "Type.ParamError"),
        ("UpdatePolicy", "PolicyId", 0, "PolicyId.ParamError"),
        ("UpdatePolicy", "PolicyId", -1, "PolicyId.Format"),
        ("UpdatePolicy", "PolicyId", 2**64, "PolicyId.Format"),
        ("UpdatePolicy", "PolicyId", "x", "PolicyId.Format"),
        ("UpdatePolicy", "PolicyId", 1.5, "PolicyId.Format"),
        ("AddOrganizationNode", "ParentNodeId", 0, "ParentNodeId.ParamError"),
        ("AddOrganizationNode", "ParentNodeId", 2**64, "ParentNodeId.Format"),
        ("AddOrganizationNode", "Name", "", "Name"),
        ("AddOrganizationNode", "Name", "x" * 41, "Name"),
        ("AddOrganizationNode", "Name", "a b", "Name"),
        ("AddOrganizationNode", "Remark", "x" * 41, "Remark"),
        ("AddOrganizationNode", "Tags", [{"TagKey": "", "TagValue": "v"}], "Tags.TagError"),
        ("AddOrganizationNode", "Tags", [{"TagKey": "x" * 128, "TagValue": "v"}], "Tags.TagError"),
        ("AddOrganizationNode", "Tags", [{"TagKey": "k", "TagValue": "v"}] * 11, "Tags.TagError"),
        ("CreateOrganizationMember", "Name", "x" * 26, "Name"),
        ("CreateOrganizationMember", "AccountName", "a/b", "AccountName"),
        ("CreateOrganizationMember", "PolicyType", "Legal", "PolicyType.OrganizationPolicyIllegal"),
        ("CreateOrganizationMember", "PayUin", "100001", "PayUin.PayUinIllegal"),
        ("CreateOrganizationMember", "IdentityRoleID", [2], "IdentityRoleID"),
        ("UpdateOrganizationMember", "IsAllowQuit", "allow", "IsAllowQuit.AllowQuitIllegal"),
        ("DeleteOrganizationNodes", "NodeId", [], "NodeId"),
        ("DeleteOrganizationNodes", "NodeId", [1] * 101, "NodeId"),
        ("DeleteOrganizationNodes", "NodeId", [-1], "NodeId.Format"),
        ("DeleteOrganizationNodes", "NodeId", [2**64], "NodeId.Format"),
        ("DescribeOrganizationNodes", "Limit", 0, "Limit"),
        ("DescribeOrganizationNodes", "Limit", 51, "Limit"),
        ("DescribeOrganizationNodes", "Offset", -1, "Offset.Format"),
        ("DescribeOrganizationMembers", "Lang", "fr", "Lang"),
        ("ListPolicies", "Rp", 0, "Rp"),
        ("ListPolicies", "Rp", 201, "Rp"),
        ("ListPolicies", "Page", 0, "Page"),
        ("ListPolicies", "Page", 2**64, "Page.Format"),
        ("ListPolicies", "Scope", "Mine", "Scope"),
        ("ListTargetsForPolicy", "TargetType", "NODE", "TargetType"),
        ("AttachPolicy", "TargetType", "Node", "TargetType.ParamError"),
        ("DescribePolicyConfig", "Type", 2, "Type"),
    ],
)
def test_a_wrong_value_is_told_by_its_rule(name: str, wire: str, value: object, about: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked(name, wire, value)
    assert about == refusal.value.about


@pytest.mark.parametrize("ids", [[], [1], [2, 3], [0, 1, 2], [1, 2, 11], [-1, 1, 2], [1, 2, 2**64]], ids=str)
def test_a_manager_always_sees_bills_and_balance_and_of_the_rest_any(ids: list[int]) -> None:
    with pytest.raises(Invalid, match=r"PermissionIds\.OrganizationPermissionIllegal"):
        checked("CreateOrganizationMember", "PermissionIds", ids)


def test_of_equal_tag_keys_the_last_counts() -> None:
    assert {"k": "2"} == tags_of([Tag("k", "1"), Tag("k", "2")])
    assert {} == tags_of(None)
    assert [Tag("k", "2")] == tag_list({"k": "2"})
