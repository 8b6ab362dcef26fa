"""DetachPolicy of Tencent Cloud Organization against its page (2026-04-24), as our code alone tells it; the
calls themselves are in ``tests/conversation/tencent/test_detach_policy.py``.
"""

import pytest

from tests.contract.asked import asked
from tests.contract.known import UNCAUSED
from tests.contract.registry import served
from tests.contract.words import spoken
from tigertally.clouds.http import HttpRequest
from tigertally.model.refusals import Forbidden, NotAttached, NotFound, Refusal

DETACH = served("tencent", "organization", "DetachPolicy")

SENTENCES = [
    (
        "FailedOperation.OrganizationDetachLastPolicyError",
        "Unbind the last policy failed.",
        Forbidden("last_control_policy"),
    ),
    ("FailedOperation.OrganizationDetachPolicyError", "Unbind policy failed.", NotAttached("department")),
    (
        "FailedOperation.OrganizationPolicyIsNotEnabled",
        "Group policy is not enabled.",
        NotFound("policy_type"),
    ),
    (
        "InvalidParameter.OrganizationMemberNotManager",
        "The member is not an enterprise administrator.",
        NotFound("organization"),
    ),
    ("ResourceNotFound.PolicyNotExist", "Policy does not exist.", NotFound("policy")),
]

LISTED = {code for code, _, _ in SENTENCES} | {
    "InternalError",
    "InvalidParameter.ParamError",
    "InvalidParameter.PolicyIdNotExist",
    "UnauthorizedOperation",
}


def heard(version: str = "2021-03-31") -> HttpRequest:
    """A request as far as its answer depends on it."""
    headers = (("x-tc-version", version),)
    return HttpRequest("POST", "/", "", headers, b"", "127.0.0.1", False)


@pytest.mark.parametrize(("code", "message", "refusal"), SENTENCES)
def test_each_documented_error_has_its_sentence(code: str, message: str, refusal: Refusal) -> None:
    line = DETACH.operation.errors.line(refusal)
    assert line
    assert (code, 200, message) == (line.code, line.status, line.said(refusal).message)


def test_the_catalog_lists_the_errors_of_the_page() -> None:
    assert LISTED == DETACH.entry.errors.keys()


def test_every_error_of_the_page_can_be_said_but_one_of_two_with_one_meaning() -> None:
    said = {word.code for word in spoken(DETACH.operation)}
    assert {"InternalError", "InvalidParameter.PolicyIdNotExist"} == LISTED - said
    assert "InvalidParameter.PolicyIdNotExist" in UNCAUSED["tencent organization"]


def test_the_servers_own_failure_is_the_internal_error_of_the_page() -> None:
    assert b'"Code":"InternalError"' in DETACH.cloud.broken(heard(), "the request").body


def test_the_parameters_come_in_the_order_of_the_page_and_the_type_has_its_default() -> None:
    fields = DETACH.operation.fields
    assert ["TargetId", "TargetType", "PolicyId", "Type"] == [field.wire for field in fields]
    assert [int, str, int, str] == [field.type for field in fields]
    assert [True, True, True, False] == [field.required for field in fields]
    assert "SERVICE_CONTROL_POLICY" == fields[-1].default


def test_twenty_requests_a_second_are_heard() -> None:
    assert 20 == DETACH.operation.per_second


def test_the_operation_as_a_whole_is_asked_for() -> None:
    assert [("organization:DetachPolicy", "*")] == asked(DETACH)


def test_success_is_the_request_id_alone() -> None:
    answer = DETACH.cloud.succeed(heard(), DETACH.operation, None, "fd498970-3ffb-440e-a3bf-f6faa43eeb08")
    assert b'{"Response":{"RequestId":"fd498970-3ffb-440e-a3bf-f6faa43eeb08"}}' == answer.body
