"""DetachPolicyFromUser against its page in the RAM API reference, word for word."""

import json
from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

import pytest

from tests.contract.asked import asked
from tests.contract.callers import AlibabaCaller, Answers, refusal_of
from tests.contract.registry import served
from tests.live import Live
from tigertally.clouds.http import HttpRequest

ALLOW_ALL = {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
DETACH = served("alibaba", "ram", "DetachPolicyFromUser")


class Documented(NamedTuple):
    """One entry of "Error messages", and a call that causes it."""

    code: str
    status: int
    message: str
    policy_type: str
    policy_name: str
    user_name: str


ERRORS = (
    Documented(
        "InvalidParameter.PolicyType", 400, 'The parameter - "PolicyType" is incorrect.',
        "Customer", "OSS-Administrator", "zhangqiang",
    ),
    Documented(
        "InvalidParameter.UserName.InvalidChars", 400, 'The parameter - "UserName" contains invalid chars.',
        "Custom", "OSS-Administrator", "zhang qiang",
    ),
    Documented(
        "InvalidParameter.UserName.Length", 400, 'The parameter - "UserName" beyond the length limit.',
        "Custom", "OSS-Administrator", "z" * 65,
    ),
    Documented(
        "EntityNotExist.User", 404, "The user does not exist.",
        "Custom", "OSS-Administrator", "nobody",
    ),
    Documented(
        "InvalidParameter.PolicyName.InvalidChars", 400,
        'The parameter - "PolicyNam" contains invalid chars.', "Custom", "OSS_Administrator", "zhangqiang",
    ),
    Documented(
        "InvalidParameter.PolicyName.Length", 400, 'The parameter - "PolicyName" beyond the length limit.',
        "Custom", "O" * 129, "zhangqiang",
    ),
    Documented(
        "EntityNotExist.Policy", 404, "The policy does not exist.",
        "Custom", "No-Such-Policy", "zhangqiang",
    ),
    Documented(
        "EntityNotExist.User.Policy", 404, "The indicate policy of the user does not exist.",
        "Custom", "OSS-Administrator", "zhangqiang",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def root(live: Live) -> AlibabaCaller:
    """The owner of an account with the page's own user and policy, which is not attached."""
    key = live.account("alibaba")
    answers: Answers = defaultdict(list)
    call = AlibabaCaller(live, key["account_id"], key["access_key_id"], key["access_key_secret"], answers)
    call.ram("CreateUser", UserName="zhangqiang")
    call.ram("CreatePolicy", PolicyName="OSS-Administrator", PolicyDocument=json.dumps(ALLOW_ALL))
    return call


@pytest.mark.parametrize("wanted", ERRORS, ids=lambda wanted: wanted.code)
def test_each_documented_error_is_answered_word_for_word(root: AlibabaCaller, wanted: Documented) -> None:
    named = {
        "PolicyType": wanted.policy_type, "PolicyName": wanted.policy_name, "UserName": wanted.user_name,
    }  # fmt: skip
    refused = refusal_of(lambda: root.ram("DetachPolicyFromUser", **named))
    assert (wanted.code, wanted.status, wanted.message) == (refused.code, refused.status, refused.message)


def test_the_catalog_lists_the_errors_of_the_page() -> None:
    assert {wanted.code: wanted.status for wanted in ERRORS} == DETACH.entry.errors


def test_wrong_values_are_refused_in_the_order_of_the_page(root: AlibabaCaller) -> None:
    named = {"PolicyType": "Customer", "UserName": "zhang qiang", "PolicyName": "OSS_Administrator"}
    codes = []
    for name, right in (
        ("PolicyType", "Custom"),
        ("UserName", "zhangqiang"),
        ("PolicyName", "OSS-Administrator"),
    ):
        codes.append(refusal_of(lambda: root.ram("DetachPolicyFromUser", **named)).code)
        named[name] = right
    assert [
        "InvalidParameter.PolicyType",
        "InvalidParameter.UserName.InvalidChars",
        "InvalidParameter.PolicyName.InvalidChars",
    ] == codes


def test_the_three_parameters_of_the_page_are_required() -> None:
    required = {field.wire for field in DETACH.operation.fields if field.required}
    assert {"PolicyType", "PolicyName", "UserName"} == required


@pytest.mark.parametrize("missing", ["PolicyType", "PolicyName", "UserName"])
def test_a_missing_parameter_is_named(root: AlibabaCaller, missing: str) -> None:
    named = {"PolicyType": "Custom", "PolicyName": "OSS-Administrator", "UserName": "zhangqiang"}
    del named[missing]
    refused = refusal_of(lambda: root.ram("DetachPolicyFromUser", **named))
    assert (f"Missing{missing}", 400, f"{missing} is mandatory for this action.") == refused[:3]


def test_the_permissions_of_the_page_are_asked_for() -> None:
    action = "ram:DetachPolicyFromUser"
    user = (action, "acs:ram:*:{AccountId}:user/{UserName}")
    assert [user, (action, "acs:ram:*:{AccountId}:policy/{PolicyName}")] == asked(DETACH, PolicyType="Custom")
    assert [user, (action, "acs:ram:*:system:policy/{PolicyName}")] == asked(DETACH, PolicyType="System")


def test_success_answers_the_request_id_alone(root: AlibabaCaller) -> None:
    named = {"PolicyType": "Custom", "PolicyName": "OSS-Administrator", "UserName": "zhangqiang"}
    root.ram("AttachPolicyToUser", **named)
    answer = root.ram("DetachPolicyFromUser", **named)
    assert ["RequestId"] == list(answer)
    assert str(UUID(answer["RequestId"])).upper() == answer["RequestId"]


def test_success_in_xml_has_the_root_of_the_page() -> None:
    request = HttpRequest("GET", "/", "Format=XML", (), b"", "127.0.0.1", False)
    answer = DETACH.cloud.succeed(request, DETACH.operation, None, "697852FB-50D7-44D9-9774-530C31EAC572")
    assert answer.body.decode().endswith(
        "<DetachPolicyFromUserResponse>"
        "<RequestId>697852FB-50D7-44D9-9774-530C31EAC572</RequestId>"
        "</DetachPolicyFromUserResponse>"
    )
