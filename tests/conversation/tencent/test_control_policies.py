"""The family around DetachPolicy: switching types on and off, the policies, who carries them."""

from typing import Any

import pytest

from tests.conversation.tencent.company import CONTROL, LEVELS, TAG, TAGS, Company, member_place
from tests.conversation.tencent.scene import allow, deny, document

DENIED = "AuthFailure.UnauthorizedOperation"
FULL = "FullQcloudAccess"
NOT_MANAGER = "InvalidParameter.OrganizationMemberNotManager"


def everywhere(company: Company, type: str = CONTROL) -> list[list[str]]:
    """What is attached to the root, to Works and to shop."""
    return [company.binding(company.level(level), type) for level in LEVELS]


def listed(company: Company, **wanted: Any) -> list[str]:
    """The names of policies."""
    return [one["PolicyName"] for one in company.manager.do("ListPolicies", **wanted)["List"]]


# Types.


def test_control_policies_are_off_until_they_are_switched_on(company: Company) -> None:
    assert [[], [], []] == everywhere(company)
    content = document(deny("*"))
    told = company.manager.code("CreatePolicy", Name="Nothing", Content=content, Type=CONTROL)
    assert "FailedOperation.OrganizationPolicyIsNotEnabled" == told
    company.switch("Enable")
    assert [[FULL], [FULL], [FULL]] == everywhere(company)
    told = company.manager.code("EnablePolicyType", OrganizationId=company.id, PolicyType=CONTROL)
    assert "FailedOperation.OrganizationPolicyIsNotDisabled" == told


def test_later_departments_and_members_begin_with_full_access(governed: Company) -> None:
    hall = governed.department("Hall", governed.works)
    kiosk = governed.member("kiosk", hall)
    assert [[FULL], [FULL]] == [governed.binding(one) for one in (hall, member_place(kiosk))]
    assert "ok" == kiosk.root.code("ListUsers")


def test_switched_off_nothing_is_attached_and_the_policies_stay(governed: Company) -> None:
    policy = governed.control("NoUsers", deny("cam:ListUsers"))
    governed.bind(policy, governed.works)
    heard = [governed.shop.root.code("ListUsers")]
    governed.switch("Disable")
    heard.append(governed.shop.root.code("ListUsers"))
    assert ([[], [], []], [FULL, "NoUsers"]) == (everywhere(governed), listed(governed))
    told = governed.manager.code("DisablePolicyType", OrganizationId=governed.id, PolicyType=CONTROL)
    assert "FailedOperation.OrganizationPolicyIsNotEnabled" == told
    governed.switch("Enable")
    assert [[FULL], [FULL], [FULL]] == everywhere(governed)
    governed.bind(policy, governed.works)
    heard.append(governed.shop.root.code("ListUsers"))
    assert [DENIED, "ok", DENIED] == heard


def test_each_type_is_switched_by_itself(company: Company) -> None:
    statuses = []
    for type in (TAG, CONTROL):
        company.switch("Enable", type)
        told = [
            company.manager.do("DescribePolicyConfig", OrganizationId=company.id, Type=one) for one in (0, 1)
        ]
        assert [CONTROL, TAG] == [one["Type"] for one in told]
        statuses.append([one["Status"] for one in told])
    assert [[0, 1], [1, 1]] == statuses
    assert [[], [], []] == everywhere(company, TAG), "tag policies have no preset"


def test_a_type_is_switched_by_the_manager_who_names_its_organization(company: Company) -> None:
    given = {"OrganizationId": company.id, "PolicyType": CONTROL}
    for action in ("EnablePolicyType", "DisablePolicyType"):
        assert NOT_MANAGER == company.organizing(company.shop.key).code(action, **given)
        other = given | {"OrganizationId": company.id + 1}
        assert "InvalidParameter.ParamError" == company.manager.code(action, **other)


# Policies.


@pytest.mark.parametrize(
    ("type", "content"),
    [
        (
            CONTROL,
            '{ "version":"2.0",\n\t"statement" : [{"resource":"*","action":"cam:*","effect":"deny"}] }\n',
        ),
        (TAG, '{"tags" : {"成本": {"tag_key":{"@@assign":"成本"}}}}\n\n'),
    ],
)
def test_content_comes_back_byte_for_byte(governed: Company, type: str, content: str) -> None:
    governed.switch("Enable", TAG)
    policy = governed.written("first", content, type)
    shown = governed.manager.do("DescribePolicy", PolicyId=policy, PolicyType=type)
    assert (content, "first", 1) == (shown["PolicyDocument"], shown["PolicyName"], shown["Type"])
    assert [policy] == [
        one["PolicyId"] for one in governed.manager.do("ListPolicies", PolicyType=type, Scope="Local")["List"]
    ]


def test_a_rewritten_policy_binds_anew_wherever_it_is_attached(governed: Company) -> None:
    policy = governed.control("No", deny("cam:ListUsers"))
    governed.bind(policy, governed.top)
    content = document(deny("cam:ListGroups"))
    governed.manager.do("UpdatePolicy", PolicyId=policy, Name="Never", Content=content)
    assert ["ok", DENIED] == [governed.shop.root.code(one) for one in ("ListUsers", "ListGroups")]
    assert ["FullQcloudAccess", "Never"] == governed.binding(governed.top)


def test_a_policy_goes_when_it_is_attached_to_nothing(governed: Company) -> None:
    policy = governed.control("No", deny("cam:ListUsers"))
    governed.bind(policy, governed.works)
    in_use = "FailedOperation.OrganizationPolicyInUsed"
    assert in_use == governed.manager.code("DeletePolicy", PolicyId=policy)
    governed.unbind(policy, governed.works)
    governed.manager.do("DeletePolicy", PolicyId=policy)
    assert "ResourceNotFound.PolicyNotExist" == governed.manager.code("DescribePolicy", PolicyId=policy)


def test_the_preset_is_nobody_s_to_change(governed: Company) -> None:
    content = {"Content": document(deny("*"))}
    assert ["InvalidParameter.ParamError"] * 2 == [
        governed.manager.code(action, PolicyId=governed.full_access, **given)
        for action, given in (("UpdatePolicy", content), ("DeletePolicy", {}))
    ]


@pytest.mark.parametrize(
    ("type", "content", "code"),
    [
        (CONTROL, "{", "InvalidParameter.PolicyDocumentError"),
        (CONTROL, '{"version": "2.0", "statement": [{"effect": "deny"}]}', "InvalidParameter.ActionMiss"),
        (CONTROL, TAGS, "InvalidParameter.PolicyDocumentError"),
        (TAG, "{", "InvalidParameterValue.PolicyContentInvalid"),
        (TAG, '{"tags": {"k": {}}}', "InvalidParameterValue.PolicyContentInvalid"),
        (TAG, '{"tags": {}, "tags": {}}', "InvalidParameter.PolicyKeyDuplicated"),
    ],
)
def test_a_content_of_another_form_is_refused(governed: Company, type: str, content: str, code: str) -> None:
    governed.switch("Enable", TAG)
    assert code == governed.manager.code("CreatePolicy", Name="p", Content=content, Type=type)


def test_policies_of_the_organization_and_of_cam_are_kept_apart(governed: Company) -> None:
    governed.control("Rules", allow("*"))
    id = governed.policy("Rules", allow("*"))
    names = [one["PolicyName"] for one in governed.root.do("ListPolicies", Scope="Local")["List"]]
    assert (["Rules"], [FULL, "Rules"]) == (names, listed(governed))
    assert "ResourceNotFound.PolicyNotExist" == governed.manager.code("DescribePolicy", PolicyId=id)
    taken = {"Name": "Rules", "Content": document(allow("*")), "Type": CONTROL}
    assert "FailedOperation.PolicyNameInUse" == governed.manager.code("CreatePolicy", **taken)


def test_policies_are_listed_by_scope_and_name_in_pages(governed: Company) -> None:
    for number in range(3):
        governed.control(f"p{number}", allow("*"))
    governed.bind(governed.manager.do("ListPolicies", Keyword="p1")["List"][0]["PolicyId"], governed.works)
    page = governed.manager.do("ListPolicies", Scope="Local", Rp=2, Page=1)
    assert (3, ["p0", "p1"]) == (page["TotalNum"], [one["PolicyName"] for one in page["List"]])
    assert [0, 1] == [one["AttachedTimes"] for one in page["List"]]
    assert ["p2"] == listed(governed, Scope="Local", Rp=2, Page=2)
    assert [(FULL, 2, 3)] == [
        (one["PolicyName"], one["Type"], one["AttachedTimes"])
        for one in governed.manager.do("ListPolicies", Scope="QCS")["List"]
    ]


# Who carries what.


def test_attaching_twice_is_no_error(governed: Company) -> None:
    policy = governed.control("No", deny("cam:ListUsers"))
    for _ in range(2):
        governed.bind(policy, governed.works)
    assert [FULL, "No"] == governed.binding(governed.works)


def test_a_target_shows_its_own_policies_and_not_those_above_it(governed: Company) -> None:
    governed.bind(governed.control("No", deny("cam:ListUsers")), governed.works)
    shop = member_place(governed.shop)
    rows = [governed.manager.do("ListPoliciesForTarget", TargetId=one.id) for one in (governed.works, shop)]
    assert [2, 1] == [one["TotalNum"] for one in rows]
    first = [{name: one["List"][0][name] for name in ("Uin", "Name", "Type")} for one in rows]
    assert [
        {"Uin": governed.works.id, "Name": "Works", "Type": 1},
        {"Uin": shop.id, "Name": "shop", "Type": 2},
    ] == first


def test_whoever_carries_a_policy_is_listed_with_its_path_from_the_root(governed: Company) -> None:
    policy, shop = governed.control("No", deny("cam:ListUsers")), member_place(governed.shop)
    for place in (governed.works, shop):
        governed.bind(policy, place)
    found = governed.manager.do("ListTargetsForPolicy", PolicyId=policy)
    assert [(governed.works.id, 1), (shop.id, 2)] == [
        (one["Uin"], one["RelatedType"]) for one in found["List"]
    ]
    assert [["Root", "Works"], ["Root", "Works", "shop"]] == [one["NodePath"] for one in found["List"]]
    ids = [governed.top.id, governed.works.id, shop.id]
    assert [ids[:2], ids] == [one["NodePathIds"] for one in found["List"]]
    for wanted, names in {"Node": ["Works"], "User": ["shop"], "All": ["Works", "shop"]}.items():
        found = governed.manager.do("ListTargetsForPolicy", PolicyId=policy, TargetType=wanted)
        assert names == [one["Name"] for one in found["List"]]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"TargetId": 77}, "ResourceNotFound.OrganizationNodeNotExist"),
        ({"TargetId": 77, "TargetType": "MEMBER"}, "ResourceNotFound.OrganizationMemberNotExist"),
        ({"PolicyId": 77}, "ResourceNotFound.PolicyNotExist"),
        ({"Type": TAG}, "FailedOperation.OrganizationPolicyIsNotEnabled"),
    ],
)
def test_attaching_says_what_is_not_there(governed: Company, given: dict[str, Any], code: str) -> None:
    right = {"PolicyId": governed.full_access, **governed.works.target}
    assert code == governed.manager.code("AttachPolicy", **right | given)
    assert NOT_MANAGER == governed.organizing(governed.shop.key).code("AttachPolicy", **right)


def test_a_place_carries_ten_control_policies(governed: Company) -> None:
    for number in range(9):
        governed.bind(governed.control(f"p{number}", allow("*")), governed.works)
    told = {"PolicyId": governed.control("p9", allow("*")), **governed.works.target}
    assert "InvalidParameter.AttachmentFull" == governed.manager.code("AttachPolicy", **told)
