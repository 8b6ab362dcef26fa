"""Organization 2021-03-31, DetachPolicy, as its page has it: parameters, errors, their order, its limit.

OnlyCam is attached to the department Works beside FullQcloudAccess; the root and the member shop carry the
latter alone. Of the page's codes nothing causes InternalError and InvalidParameter.PolicyIdNotExist.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.conversation.tencent.company import CONTROL, LEVELS, TAG, TAGS, Company
from tests.conversation.tencent.scene import allow, deny
from tests.home import Home
from tests.live import live_server
from tests.signers import JSON, Key, Line, Reply, key_of, line_to, tencent
from tigertally.server.stage import Settings

REQUEST_ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NOT_MANAGER = "InvalidParameter.OrganizationMemberNotManager"
NOT_ENABLED = "FailedOperation.OrganizationPolicyIsNotEnabled"
NO_POLICY = "ResourceNotFound.PolicyNotExist"
NOT_DETACHED = "FailedOperation.OrganizationDetachPolicyError"
THE_LAST = "FailedOperation.OrganizationDetachLastPolicyError"
PARAMETER = "InvalidParameter.ParamError"

NOWHERE = {"PolicyId": 77, "TargetId": 77, "TargetType": "NODE"}
"""A policy and a department that are not there."""

ERRORS: list[tuple[str, str, dict[str, Any]]] = [
    (PARAMETER, "Invalid input parameter. TargetId: a positive whole number", {"TargetId": 0}),
    (PARAMETER, "Invalid input parameter. PolicyId: a positive whole number", {"PolicyId": 0}),
    (PARAMETER, "Invalid input parameter. TargetType: NODE or MEMBER", {"TargetType": "Node"}),
    (PARAMETER, "Invalid input parameter. Type: SERVICE_CONTROL_POLICY or TAG_POLICY", {"Type": "SCP"}),
    (NOT_ENABLED, "Group policy is not enabled.", {"Type": TAG}),
    (NO_POLICY, "Policy does not exist.", {"PolicyId": 77}),
    (NO_POLICY, "Policy does not exist.", {"PolicyId": 1}),
    (NOT_DETACHED, "Unbind policy failed.", {"TargetId": 77}),
    (NOT_DETACHED, "Unbind policy failed.", {"TargetType": "MEMBER"}),
    ("InvalidParameter", "The value type of parameter `TargetId` is not valid.", {"TargetId": -1}),
    ("InvalidParameter", "The value type of parameter `TargetId` is not valid.", {"TargetId": "Works"}),
    ("InvalidParameter", "The value type of parameter `PolicyId` is not valid.", {"PolicyId": 1.5}),
    ("InvalidParameter", "The value type of parameter `PolicyId` is not valid.", {"PolicyId": 2**64}),
    ("MissingParameter", "The request is missing a required parameter `TargetId`.", {"TargetId": None}),
    ("MissingParameter", "The request is missing a required parameter `TargetType`.", {"TargetType": ""}),
    ("MissingParameter", "The request is missing a required parameter `PolicyId`.", {"PolicyId": None}),
    ("UnknownParameter", "The parameter `PolicyType` is not recognized.", {"PolicyType": CONTROL}),
]
"""The page's codes that a parameter can cause, and the common ones."""


@pytest.fixture
def given(governed: Company) -> dict[str, Any]:
    """The parameters of the page: OnlyCam is to be detached from Works."""
    policy = governed.control("OnlyCam", allow("cam:*"))
    governed.bind(policy, governed.works)
    return {"PolicyId": policy, **governed.works.target}


def hear(company: Company, given: dict[str, Any]) -> Reply:
    """One raw call of the manager's."""
    with line_to(company.address) as line:
        return line.send(tencent(company.key, "DetachPolicy", given, service="organization"))


def everything_bound(company: Company) -> list[list[str]]:
    """What is attached anywhere."""
    return [company.binding(company.level(level)) for level in LEVELS]


@pytest.mark.parametrize(("code", "sentence", "wrong"), ERRORS)
def test_each_error_is_an_http_200_in_plain_json_and_changes_nothing(
    governed: Company, given: dict[str, Any], code: str, sentence: str, wrong: dict[str, Any]
) -> None:
    before = everything_bound(governed)
    reply = hear(governed, {**given, **wrong})
    assert (200, JSON) == (reply.status, reply.headers["content-type"])
    response = reply.json["Response"]
    assert {"Error", "RequestId"} == set(response)
    assert code == response["Error"]["Code"]
    assert response["Error"]["Message"].startswith(sentence)
    assert re.fullmatch(REQUEST_ID, response["RequestId"])
    assert before == everything_bound(governed)


def test_success_is_the_request_id_alone_in_plain_json(governed: Company, given: dict[str, Any]) -> None:
    reply = hear(governed, given)
    assert (200, JSON) == (reply.status, reply.headers["content-type"])
    assert re.fullmatch(rf'{{"Response":{{"RequestId":"{REQUEST_ID}"}}}}', reply.body.decode())
    assert [["FullQcloudAccess"]] * 3 == everything_bound(governed)


def test_numbers_may_come_as_text(governed: Company, given: dict[str, Any]) -> None:
    assert "" == hear(governed, {name: str(value) for name, value in given.items()}).code
    assert ["FullQcloudAccess"] == governed.binding(governed.works)


def test_detaching_twice_fails_the_second_time(governed: Company, given: dict[str, Any]) -> None:
    assert ["ok", NOT_DETACHED] == [governed.manager.code("DetachPolicy", **given) for _ in range(2)]


@pytest.mark.parametrize("level", LEVELS)
def test_the_last_control_policy_of_a_place_stays_preset_or_custom(
    governed: Company, given: dict[str, Any], level: str
) -> None:
    place = governed.level(level)
    governed.bind(given["PolicyId"], place)
    governed.unbind(governed.full_access, place)
    given |= place.target
    told = governed.manager.ask("DetachPolicy", **given)
    assert (THE_LAST, "Unbind the last policy failed.") == (told.code, told.message)
    assert ["OnlyCam"] == governed.binding(place)
    governed.bind(governed.full_access, place)
    governed.unbind(given["PolicyId"], place)
    assert THE_LAST == governed.manager.code("DetachPolicy", **given | {"PolicyId": governed.full_access})


def test_a_policy_is_detached_as_the_type_that_it_is(governed: Company, given: dict[str, Any]) -> None:
    governed.switch("Enable", TAG)
    tags = governed.written("Costs", TAGS, TAG)
    governed.bind(tags, governed.works, TAG)
    assert NO_POLICY == governed.manager.code("DetachPolicy", **given, Type=TAG)
    assert NO_POLICY == governed.manager.code("DetachPolicy", **given | {"PolicyId": tags})
    assert [["OnlyCam"], ["Costs"]] == [
        [name for name in governed.binding(governed.works, type) if name != "FullQcloudAccess"]
        for type in (CONTROL, TAG)
    ]


# Who.


def test_a_member_and_an_account_without_an_organization_are_no_managers(
    governed: Company, given: dict[str, Any]
) -> None:
    clerk = governed.shop.user_key("clerk", allow("organization:*"))
    alone = key_of(governed.live.account("tencent"))
    for key in (governed.shop.key, clerk, alone):
        told = governed.organizing(key).ask("DetachPolicy", **given)
        assert (NOT_MANAGER, "The member is not an enterprise administrator.") == (told.code, told.message)
    assert ["FullQcloudAccess", "OnlyCam"] == governed.binding(governed.works)


def test_the_manager_of_another_organization_finds_nothing_of_this_one(
    governed: Company, given: dict[str, Any]
) -> None:
    other = Company(governed.live, governed.live.account("tencent"))
    other.switch("Enable")
    assert NO_POLICY == other.manager.code("DetachPolicy", **given)
    own = given | {"PolicyId": other.full_access}
    assert NOT_DETACHED == other.manager.code("DetachPolicy", **own)


def test_a_sub_user_of_the_manager_detaches_when_a_policy_of_cam_allows(
    governed: Company, given: dict[str, Any]
) -> None:
    clerk = governed.organizing(governed.user_key("clerk"))
    told = clerk.ask("DetachPolicy", **given)
    assert "UnauthorizedOperation" == told.code
    assert "perform operation (organization:DetachPolicy)\nresource (*) has no permission" in told.message
    bob = governed.organizing(governed.user_key("bob", allow("organization:*"), deny("organization:Detach*")))
    assert "UnauthorizedOperation" == bob.code("DetachPolicy", **given)
    alice = governed.organizing(governed.user_key("alice", allow("organization:DetachPolicy")))
    assert "ok" == alice.code("DetachPolicy", **given)


def test_a_statement_about_one_resource_does_not_speak_of_the_operation(
    governed: Company, given: dict[str, Any]
) -> None:
    on = f"qcs::organization::uin/{governed.uin}:policyid/{given['PolicyId']}"
    clerk = governed.organizing(governed.user_key("clerk", allow("organization:DetachPolicy", on=on)))
    assert "UnauthorizedOperation" == clerk.code("DetachPolicy", **given)


# In which order.


def test_parameters_come_first_and_then_the_permission(governed: Company) -> None:
    for key in (governed.shop.user_key("clerk"), governed.user_key("clerk")):
        clerk = governed.organizing(key)
        assert PARAMETER == clerk.code("DetachPolicy", **NOWHERE | {"TargetId": 0})
        assert "UnauthorizedOperation" == clerk.code("DetachPolicy", **NOWHERE)


def test_manager_enabled_policy_target_attachment_and_last_are_asked_in_this_order(
    governed: Company, given: dict[str, Any]
) -> None:
    governed.switch("Disable")
    heard = [governed.organizing(governed.shop.key).code("DetachPolicy", **NOWHERE)]
    heard.append(governed.manager.code("DetachPolicy", **NOWHERE))
    governed.switch("Enable")
    heard.append(governed.manager.code("DetachPolicy", **NOWHERE))
    heard.append(governed.manager.code("DetachPolicy", **given | {"TargetId": 77}))
    heard.append(governed.manager.code("DetachPolicy", **given))
    heard.append(governed.manager.code("DetachPolicy", **given | {"PolicyId": governed.full_access}))
    assert [NOT_MANAGER, NOT_ENABLED, NO_POLICY, NOT_DETACHED, NOT_DETACHED, THE_LAST] == heard


# The limit of twenty a second.


def calls(line: Line, key: Key, count: int) -> list[str]:
    """The codes of as many calls as fast as can be."""
    sent = [tencent(key, "DetachPolicy", NOWHERE, service="organization") for _ in range(count)]
    return [line.send(one).code for one in sent]


def test_the_twenty_first_call_in_a_second_is_refused(tmp_path: Path) -> None:
    """The clock stands still, so that all of them are in one second."""
    with live_server(Home(tmp_path), Settings(), frozen=True) as live, line_to(live.address) as line:
        company = Company(live, live.account("tencent"))
        assert [NOT_ENABLED] * 20 == calls(line, company.key, 20)
        told = company.manager.ask("DetachPolicy", **NOWHERE)
        assert "RequestLimitExceeded" == told.code
        assert told.message.startswith(
            "Your current request times equals to `21` in a second, which exceeds the frequency limit `20`"
        )
        assert NOT_ENABLED == company.manager.code("AttachPolicy", **NOWHERE), "another operation"
        assert [NOT_MANAGER] == calls(line, company.shop.key, 1), "another account"
        with live.later(1000):
            assert [NOT_ENABLED] == calls(line, company.key, 1)
