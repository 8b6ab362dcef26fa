"""What a parameter of CAM may be, and the tail of the code that says it is not."""

from typing import Any

import pytest

from tigertally.clouds.tencent import types
from tigertally.clouds.tencent.services import cam, sts
from tigertally.clouds.tencent.types import Tag
from tigertally.model.refusals import Invalid, Malformed


def wrong(name: str, wire: str, value: object) -> str:
    """What is wrong with a parameter."""
    service = cam if name in cam.operations else sts
    (field,) = (one for one in service.operations[name].fields if one.wire == wire)
    with pytest.raises((Invalid, Malformed)) as refusal:
        field.checked(value)
    return refusal.value.about


@pytest.mark.parametrize(
    ("name", "wire", "value", "about"),
    [
        ("DetachUserPolicy", "PolicyId", 0, "PolicyId.PolicyIdError"),
        ("DetachUserPolicy", "PolicyId", -1, "PolicyId.Format"),
        ("DetachUserPolicy", "PolicyId", 2**64, "PolicyId.Format"),
        ("DetachUserPolicy", "PolicyId", "x", "PolicyId.Format"),
        ("DetachUserPolicy", "DetachUin", "0", "DetachUin"),
        ("DeletePolicy", "PolicyId", [], "PolicyId.OperatePoliciesOverLimit"),
        ("DeletePolicy", "PolicyId", [0], "PolicyId.PolicyIdError"),
        ("DeletePolicy", "PolicyId", [-1], "PolicyId.Format"),
        ("CreatePolicy", "PolicyName", "a b", "PolicyName.PolicyNameError"),
        ("CreatePolicy", "PolicyName", "a" * 129, "PolicyName.PolicyNameError"),
        ("CreatePolicy", "Description", "测" * 101, "Description.DescriptionLengthOverlimit"),
        ("CreatePolicy", "PolicyDocument", "x" * 6145, "PolicyDocument.PolicyDocumentLengthOverLimit"),
        ("CreatePolicy", "PolicyDocument", "{", "PolicyDocument.document"),
        ("CreatePolicy", "PolicyDocument", '{"version": "1"}', "PolicyDocument.version"),
        ("CreatePolicy", "PolicyDocument", '{"version": "2.0"}', "PolicyDocument.statement"),
        ("CreatePolicy", "Tags", [{"Key": "", "Value": ""}], "Tags.TagParamError"),
        ("CreatePolicy", "Tags", [{"Key": "k", "Value": ""}] * 51, "Tags.TagLimitExceeded"),
        ("CreateRole", "RoleName", "a/b", "RoleName.RoleNameError"),
        ("CreateRole", "SessionDuration", 43201, "SessionDuration"),
        ("AddUser", "Name", "a b", "Name.UserNameIllegal"),
        ("AddUser", "UseApi", 2, "UseApi"),
        ("AddUserToGroup", "Info", [{"GroupId": 1}], "Info.UserUinAndUinNotAllNull"),
        ("ListPolicies", "Scope", "Mine", "Scope.ScopeError"),
        ("ListPolicies", "Rp", 201, "Rp"),
        ("ListPolicies", "Keyword", "x" * 129, "Keyword.SearchKeywordLengthError"),
        ("ListEntitiesForPolicy", "EntityFilter", "user", "EntityFilter.EntityFilterError"),
        ("AssumeRole", "DurationSeconds", 43201, "DurationSeconds.OverTimeError"),
        ("AssumeRole", "Policy", "x" * 2049, "Policy.PolicyTooLong"),
        ("AssumeRole", "Policy", "%7B%7D", "Policy.version"),
        ("AssumeRole", "RoleArn", "qcs::cam::uin/1:user/x", "RoleArn"),
    ],
)
def test_a_wrong_value_is_told_by_its_rule(name: str, wire: str, value: Any, about: str) -> None:
    assert about == wrong(name, wire, value)


def test_white_space_in_a_document_does_not_count() -> None:
    document = '{"version": "2.0", "statement": [{"effect": "allow", "action": "*", "resource": "*"}]}'
    (field,) = (one for one in cam.operations["CreatePolicy"].fields if one.wire == "PolicyDocument")
    assert field.checked(document + " " * 7000)


@pytest.mark.parametrize("text", ['{"a": "b c+d"}', "%7B%22a%22:+%22b%20c%2Bd%22%7D"])
def test_a_session_policy_may_be_percent_encoded(text: str) -> None:
    assert '{"a": "b c+d"}' == types.unpacked(text)


def test_of_equal_tag_keys_the_last_counts() -> None:
    assert {"k": "2"} == types.tags_of([Tag("k", "1"), Tag("k", "2")])
    assert {} == types.tags_of(None)
