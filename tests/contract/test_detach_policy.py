"""DetachPolicy against its page in the Resource Management API reference (June 2024), as our code alone
tells it; the calls themselves are in ``tests/conversation/alibaba/test_detach_policy.py``.
"""

import pytest

from tests.contract.asked import asked
from tests.contract.registry import served
from tigertally.clouds.http import HttpRequest
from tigertally.model.refusals import Invalid, NotFound, NotReady, Refusal

DETACH = served("alibaba", "resourcemanager", "DetachPolicy")

ERRORS = [
    ("InvalidParameter.PolicyType", 400, "The specified policy type is invalid.", Invalid("PolicyType")),
    ("EntityNotExist.Policy", 404, "The policy does not exist.", NotFound("policy", key="p")),
    (
        "EntityNotExists.ResourceGroup",
        404,
        "The specified resource group does not exist. You must first create a resource group.",
        NotFound("resource_group", key="rg-9gLOoK"),
    ),
    (
        "Invalid.ResourceGroup.Status",
        409,
        "You cannot perform an operation on a resource group that is being created or deleted.",
        NotReady("resource_group", name="team"),
    ),
]

PRINCIPALS = {
    "IMSUser": ("{UserName}@{AccountId}.onaliyun.com", "acs:ram:*:{AccountId}:user/{UserName}"),
    "IMSGroup": ("{GroupName}@group.{AccountId}.onaliyun.com", "acs:ram:*:{AccountId}:group/{GroupName}"),
    "ServiceRole": (
        "{RoleName}@role.{AccountId}.onaliyunservice.com",
        "acs:ram:*:{AccountId}:role/{RoleName}",
    ),
}
POLICIES = {
    "Custom": "acs:ram:*:{AccountId}:policy/{PolicyName}",
    "System": "acs:ram:*:system:policy/{PolicyName}",
}


@pytest.mark.parametrize(("code", "status", "message", "refusal"), ERRORS)
def test_each_documented_error_has_its_sentence_and_no_line_of_it_is_assumed(
    code: str, status: int, message: str, refusal: Refusal
) -> None:
    line = DETACH.operation.errors.line(refusal)
    assert line
    said = line.said(refusal)
    assert (code, status, message, False) == (said.code, said.status, said.message, line.assumed)


def test_the_catalog_lists_the_errors_of_the_page() -> None:
    assert {code: status for code, status, _, _ in ERRORS} == DETACH.entry.errors


def test_the_five_parameters_of_the_page_are_required() -> None:
    names = {field.wire for field in DETACH.operation.fields if field.required}
    assert {"ResourceGroupId", "PolicyType", "PolicyName", "PrincipalType", "PrincipalName"} == names
    assert len(names) == len(DETACH.operation.fields)


@pytest.mark.parametrize("policy_type", POLICIES)
@pytest.mark.parametrize("principal_type", PRINCIPALS)
def test_the_permissions_of_the_page_are_asked_for(policy_type: str, principal_type: str) -> None:
    name, principal = PRINCIPALS[principal_type]
    found = asked(DETACH, PolicyType=policy_type, PrincipalType=principal_type, PrincipalName=name)
    assert [("ram:DetachPolicy", POLICIES[policy_type]), ("ram:DetachPolicy", principal)] == found


def test_success_is_the_request_id_alone() -> None:
    request = HttpRequest("GET", "/", "", (), b"", "127.0.0.1", False)
    answer = DETACH.cloud.succeed(request, DETACH.operation, None, "697852FB-50D7-44D9-9774-530C31EAC572")
    assert b'{"RequestId":"697852FB-50D7-44D9-9774-530C31EAC572"}' == answer.body
