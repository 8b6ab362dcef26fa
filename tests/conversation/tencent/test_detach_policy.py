"""Organization 2021-03-31, DetachPolicy: what binds a member's account, and what a detach lets it do again.

Shop is a member in the department Works. A control policy on shop, on Works or on the root binds the owner of
shop's account as well as everybody else in it; the account that manages the organization it does not.
"""

from pathlib import Path

import pytest

from tests.conversation.tencent.clients import DIALECTS, CommandLine
from tests.conversation.tencent.company import CONTROL, LEVELS, TAG, TAGS, Company, member_place
from tests.conversation.tencent.scene import allow, assumed, deny, trust
from tests.home import Home
from tests.live import live_server
from tigertally.server.stage import Settings

DENIED = "AuthFailure.UnauthorizedOperation"


@pytest.mark.parametrize("level", LEVELS)
def test_a_deny_on_any_level_binds_owner_and_sub_users_until_it_is_detached(
    governed: Company, level: str
) -> None:
    shop, place = governed.shop, governed.level(level)
    people = [shop.root, shop.user("clerk", allow("cam:*"))]
    policy = governed.control("NoUsers", deny("cam:ListUsers"))
    governed.bind(policy, place)
    assert [DENIED, DENIED] == [one.code("ListUsers") for one in people]
    assert ["ok", "ok"] == [one.code("ListGroups") for one in people]
    governed.unbind(policy, place)
    assert ["ok", "ok"] == [one.code("ListUsers") for one in people]


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_on_which_nothing_allows_any_more_denies(governed: Company, level: str) -> None:
    shop, place = governed.shop, governed.level(level)
    people = [shop.root, shop.user("clerk", allow("cam:*"))]
    governed.bind(governed.control("OnlyGroups", allow("cam:ListGroups")), place)
    assert ["ok", "ok"] == [one.code("ListUsers") for one in people]
    governed.unbind(governed.full_access, place)
    assert [DENIED, DENIED] == [one.code("ListUsers") for one in people]
    assert ["ok", "ok"] == [one.code("ListGroups") for one in people]


def test_what_two_levels_allow_between_them_neither_allows(governed: Company) -> None:
    for level, action in (("department", "cam:ListUsers"), ("member", "cam:ListGroups")):
        governed.bind(governed.control(f"Only_{level}", allow(action)), governed.level(level))
        governed.unbind(governed.full_access, governed.level(level))
    assert [DENIED, DENIED] == [governed.shop.root.code(one) for one in ("ListUsers", "ListGroups")]


def test_an_allow_of_the_organization_gives_a_sub_user_nothing(governed: Company) -> None:
    governed.bind(governed.control("Everything", allow("*")), governed.top)
    assert DENIED == governed.shop.user("clerk").code("ListUsers")


def test_a_denial_is_said_in_the_words_of_the_service_that_was_called(governed: Company) -> None:
    governed.shop.role("auditor")
    governed.bind(governed.control("Nothing", deny("*")), governed.works)
    told = governed.shop.root.ask("ListUsers")
    assert DENIED == told.code
    assert "perform operation (cam:ListUsers)\nresource (*) has no permission" in told.message
    role = f"qcs::cam::uin/{governed.shop.uin}:roleName/auditor"
    assert DENIED == governed.shop.root.code("AssumeRole", RoleArn=role, RoleSessionName="shift")
    assert "UnauthorizedOperation" == governed.organizing(governed.shop.key).code("DescribeOrganization")


@pytest.mark.parametrize("level", LEVELS)
def test_the_manager_is_bound_by_no_level(governed: Company, level: str) -> None:
    clerk = governed.user("clerk", allow("cam:*"))
    governed.bind(governed.control("Nothing", deny("*")), governed.level(level))
    assert ["ok", "ok"] == [one.code("ListUsers") for one in (governed.root, clerk)]
    assert "ok" == governed.manager.code("DescribeOrganization")


def test_a_server_can_bind_the_manager_as_if_it_sat_in_the_root(tmp_path: Path) -> None:
    settings = Settings(rate_limits="off", organization_manager="bound")
    with live_server(Home(tmp_path), settings) as live:
        company = Company(live, live.account("tencent"))
        company.switch("Enable")
        policy = company.control("NoUsers", deny("cam:ListUsers"))
        company.bind(policy, company.works)
        assert "ok" == company.root.code("ListUsers")
        company.bind(policy, company.top)
        assert DENIED == company.root.code("ListUsers")
        company.unbind(policy, company.top)
        assert "ok" == company.root.code("ListUsers")


def test_a_department_and_a_member_beside_it_are_not_bound(governed: Company) -> None:
    sales = governed.department("Sales", governed.top)
    others = [governed.member("stall", sales), governed.member("kiosk", governed.works)]
    policy = governed.control("NoUsers", deny("cam:ListUsers"))
    governed.bind(policy, member_place(governed.shop))
    assert ["ok", "ok"] == [one.root.code("ListUsers") for one in others]
    governed.bind(policy, governed.works)
    governed.unbind(policy, member_place(governed.shop))
    assert ["ok", DENIED] == [one.root.code("ListUsers") for one in others]
    assert DENIED == governed.shop.root.code("ListUsers")


def test_a_session_of_a_member_s_role_is_bound_whoever_assumed_it(governed: Company) -> None:
    trusted = trust(*(f"qcs::cam::uin/{one.uin}:root" for one in (governed.shop, governed)))
    role = governed.shop.role("auditor", allow("cam:*"), trusting=trusted)
    porter = governed.user("porter", allow("sts:AssumeRole", on=role))
    auditors = [governed.speaking(assumed(one, role)) for one in (governed.shop.root, porter)]
    policy = governed.control("NoUsers", deny("cam:ListUsers"))
    governed.bind(policy, governed.works)
    assert [DENIED, DENIED] == [one.code("ListUsers") for one in auditors]
    governed.unbind(policy, governed.works)
    assert ["ok", "ok"] == [one.code("ListUsers") for one in auditors]


def test_a_tag_policy_changes_no_decision_attached_or_detached(governed: Company) -> None:
    governed.switch("Enable", TAG)
    policy = governed.written("Costs", TAGS, TAG)
    for level in LEVELS:
        governed.bind(policy, governed.level(level), TAG)
        assert ["Costs"] == governed.binding(governed.level(level), TAG)
        assert "ok" == governed.shop.root.code("ListUsers")
    for level in LEVELS:
        governed.unbind(policy, governed.level(level), TAG)
        assert [] == governed.binding(governed.level(level), TAG), "the last one of a place may go"
        assert "ok" == governed.shop.root.code("ListUsers")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_detached_deny_no_longer_denies_in_any_dialect(governed: Company, dialect: str) -> None:
    speak = DIALECTS[dialect]
    manager = speak(governed.address, governed.key, service="organization")
    shop = speak(governed.address, governed.shop.key)
    policy = governed.control("NoUsers", deny("cam:ListUsers"))
    governed.bind(policy, governed.works)
    assert DENIED == shop.code("ListUsers")
    assert ["RequestId"] == list(manager.do("DetachPolicy", PolicyId=policy, **governed.works.target))
    assert "ok" == shop.code("ListUsers")
    assert ["FullQcloudAccess"] == governed.binding(governed.works)


def test_a_detached_deny_no_longer_denies_on_the_command_line(governed: Company, tmp_path: Path) -> None:
    manager = CommandLine(governed.address, governed.key, tmp_path, "organization")
    shop = CommandLine(governed.address, governed.shop.key, tmp_path)
    given = {"PolicyId": governed.control("NoUsers", deny("cam:ListUsers")), **governed.works.target}
    governed.bind(given["PolicyId"], governed.works)
    assert DENIED == shop.code("ListUsers")
    assert ["RequestId"] == list(manager.do("DetachPolicy", **given, Type=CONTROL))
    assert "ok" == shop.code("ListUsers")
    listed = manager.do("ListPoliciesForTarget", TargetId=governed.works.id)
    assert ["FullQcloudAccess"] == [one["StrategyName"] for one in listed["List"]]
    assert "FailedOperation.OrganizationDetachPolicyError" == manager.code("DetachPolicy", **given)
