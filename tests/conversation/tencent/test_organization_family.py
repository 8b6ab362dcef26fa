"""The family around DetachPolicy: an organization, its departments, its members and their accounts."""

from typing import Any

import pytest

from tests.conversation.tencent.company import Company, member_place
from tests.conversation.tencent.scene import Scene, allow, assumed, deny, trust
from tigertally.server.founding import Unknown

DENIED = "AuthFailure.UnauthorizedOperation"
NO_KEY = "AuthFailure.SecretIdNotFound"


def nodes(company: Company) -> dict[str, int]:
    """The departments by name, each with its parent."""
    found = company.manager.do("DescribeOrganizationNodes", Limit=50, Offset=0)
    assert len(found["Items"]) == found["Total"]
    return {one["Name"]: one["ParentNodeId"] for one in found["Items"]}


def members(company: Company, **wanted: Any) -> list[str]:
    """The members' names."""
    found = company.manager.do("DescribeOrganizationMembers", Limit=50, Offset=0, **wanted)
    assert len(found["Items"]) == found["Total"]
    return [one["Name"] for one in found["Items"]]


# The organization.


def test_manager_and_member_see_one_organization(company: Company) -> None:
    seen = [company.organizing(one.key).do("DescribeOrganization") for one in (company, company.shop)]
    assert [company.id, company.id] == [one["OrgId"] for one in seen]
    assert [int(company.uin)] * 2 == [one["HostUin"] for one in seen]
    assert [company.top.id] * 2 == [one["RootNodeId"] for one in seen]
    assert [True, False] == [one["IsManager"] for one in seen]


def test_an_account_has_one_organization_and_a_member_makes_none(company: Company) -> None:
    assert "FailedOperation.OrganizationExistAlready" == company.manager.code("CreateOrganization")
    member = company.organizing(company.shop.key)
    assert "UnsupportedOperation.CreateMemberNotAllowCreateOrganization" == member.code("CreateOrganization")


def test_an_organization_is_given_up_when_it_is_empty_and_can_be_made_again(company: Company) -> None:
    assert "FailedOperation.OrganizationNotEmpty" == company.manager.code("DeleteOrganization")
    company.manager.do("DeleteAccount", MemberUin=int(company.shop.uin))
    assert "FailedOperation.OrganizationNotEmpty" == company.manager.code("DeleteOrganization")
    company.manager.do("DeleteOrganizationNodes", NodeId=[company.works.id])
    company.manager.do("DeleteOrganization")
    assert "ResourceNotFound.OrganizationNotExist" == company.manager.code("DescribeOrganization")
    assert company.id != company.manager.do("CreateOrganization")["OrgId"]


def test_an_organization_stays_while_its_policies_are_switched_on(governed: Company) -> None:
    governed.manager.do("DeleteAccount", MemberUin=int(governed.shop.uin))
    governed.manager.do("DeleteOrganizationNodes", NodeId=[governed.works.id])
    still = "FailedOperation.OrganizationPolicyIsNotDisabled"
    assert still == governed.manager.code("DeleteOrganization")
    governed.switch("Disable")
    assert "ok" == governed.manager.code("DeleteOrganization")


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("DescribeOrganizationNodes", {"Limit": 50, "Offset": 0}),
        ("DescribeOrganizationMembers", {"Limit": 50, "Offset": 0}),
        ("AddOrganizationNode", {"Name": "Own", "ParentNodeId": 1}),
        ("DeleteAccount", {"MemberUin": 1}),
        ("DeleteOrganization", {}),
    ],
)
def test_only_the_manager_governs(company: Company, action: str, given: dict[str, Any]) -> None:
    alone = Scene(company.live, company.live.account("tencent"))
    for account in (company.shop, alone):
        told = company.organizing(account.key).code(action, **given)
        assert "ResourceNotFound.OrganizationNotExist" == told


# Departments.


def test_departments_stand_below_one_another_with_names_of_their_own(company: Company) -> None:
    hall = company.department("Hall", company.works)
    assert {"Root": 0, "Works": company.top.id, "Hall": company.works.id} == nodes(company)
    taken = "FailedOperation.OrganizationNodeNameUsed"
    again = {"Name": "Works", "ParentNodeId": company.top.id}
    assert taken == company.manager.code("AddOrganizationNode", **again)
    assert taken == company.manager.code("UpdateOrganizationNode", NodeId=hall.id, Name="Works")
    company.manager.do("UpdateOrganizationNode", NodeId=hall.id, Name="Yard", Remark="outside")
    assert ["Root", "Works", "Yard"] == list(nodes(company))


def test_five_levels_stand_below_the_root(company: Company) -> None:
    last = company.works
    for level in range(2, 6):
        last = company.department(f"Level{level}", last)
    deeper = {"Name": "Level6", "ParentNodeId": last.id}
    assert "LimitExceeded.NodeDepthExceedLimit" == company.manager.code("AddOrganizationNode", **deeper)


def test_a_department_goes_when_nobody_is_left_in_it(company: Company) -> None:
    hall = company.department("Hall", company.works)
    company.manager.do(
        "MoveOrganizationNodeMembers", NodeId=hall.id, MemberUin=[member_place(company.shop).id]
    )
    for gone in ([company.works.id], [company.works.id, hall.id]):
        told = company.manager.code("DeleteOrganizationNodes", NodeId=gone)
        assert "FailedOperation.OrganizationNodeNotEmpty" == told
    company.manager.do("DeleteAccount", MemberUin=int(company.shop.uin))
    assert "InvalidParameter" == company.manager.code("DeleteOrganizationNodes", NodeId=[company.top.id])
    company.manager.do("DeleteOrganizationNodes", NodeId=[company.works.id, hall.id])
    assert ["Root"] == list(nodes(company))


# Members.


def test_a_member_is_an_account_of_its_own_from_the_start(company: Company) -> None:
    assert (company.shop.uin, company.shop.uin) == (
        company.shop.root.do("GetCallerIdentity")["AccountId"],
        company.shop.root.do("GetCallerIdentity")["PrincipalId"],
    )
    company.user("alice")
    company.shop.user("bob")
    assert [["alice"], ["bob"]] == [
        [user["Name"] for user in one.do("ListUsers")["Data"]] for one in (company.root, company.shop.root)
    ]


def test_members_are_listed_found_and_renamed(company: Company) -> None:
    sales = company.department("Sales", company.top)
    company.member("stall", sales)
    assert ["shop", "stall"] == members(company)
    assert ["stall"] == members(company, NodeId=sales.id)
    assert ["shop"] == members(company, NodeName="Works")
    assert ["stall"] == members(company, SearchKey="all")
    assert ["shop"] == members(company, SearchKey=company.shop.uin)
    uin = int(company.shop.uin)
    told = company.manager.code("UpdateOrganizationMember", MemberUin=uin, Name="stall")
    assert "FailedOperation.OrganizationMemberNameUsed" == told
    company.manager.do("UpdateOrganizationMember", MemberUin=uin, Name="store", Remark="corner")
    assert ["store", "stall"] == members(company)


def test_a_member_is_bound_where_it_is_moved_to(governed: Company) -> None:
    sales = governed.department("Sales", governed.top)
    governed.bind(governed.control("NoUsers", deny("cam:ListUsers")), sales)
    heard = [governed.shop.root.code("ListUsers")]
    for place in (sales, governed.works):
        governed.manager.do(
            "MoveOrganizationNodeMembers", NodeId=place.id, MemberUin=[member_place(governed.shop).id]
        )
        heard.append(governed.shop.root.code("ListUsers"))
    assert ["ok", DENIED, "ok"] == heard


def test_nobody_is_moved_when_one_of_them_is_no_member(company: Company) -> None:
    sales = company.department("Sales", company.top)
    both = [int(company.shop.uin), int(company.uin)]
    told = company.manager.code("MoveOrganizationNodeMembers", NodeId=sales.id, MemberUin=both)
    assert "FailedOperation.SomeUinsNotInOrganization" == told
    assert ["shop"] == members(company, NodeId=company.works.id)


def test_the_keys_of_a_closed_account_no_longer_sign(governed: Company) -> None:
    shop = governed.shop
    role = shop.role("auditor", allow("cam:*"), trusting=trust(f"qcs::cam::uin/{governed.uin}:root"))
    porter = governed.user("porter", allow("sts:AssumeRole", on=role))
    holders = [shop.root, shop.user("clerk", allow("cam:*")), shop.speaking(assumed(porter, role))]
    assert ["ok"] * 3 == [one.code("ListUsers") for one in holders]
    governed.manager.do("DeleteAccount", MemberUin=int(shop.uin))
    assert [NO_KEY] * 3 == [one.code("ListUsers") for one in holders]
    assert [] == members(governed)
    gone = "ResourceNotFound.MemberNotExist"
    assert gone == governed.manager.code("DeleteAccount", MemberUin=int(shop.uin))
    assert DENIED == porter.code("AssumeRole", RoleArn=role, RoleSessionName="shift")
    with pytest.raises(Unknown, match="is closed"):
        governed.live.root_key("tencent", shop.uin)
