"""Detaching an identity policy from an agency, against its page in the IAM 5.0 API reference, literally.

The page gives statuses and the members of an error's body; codes and sentences come from the table of error
codes, which names none for a policy that is absent or not attached, and no trigger for 409.
"""

import json
from collections import defaultdict

import msgspec
import pytest

from tests.contract.asked import asked
from tests.contract.callers import Answers, HuaweiCaller, Refused, refusal_of
from tests.contract.known import STATUSES_UNCAUSED
from tests.contract.registry import served
from tests.contract.sdk_huawei import method_and_path
from tests.contract.words import spoken
from tests.live import Live
from tigertally.clouds.http import HttpRequest
from tigertally.model.refusals import NotAttached, NotFound, Refusal

READ_USERS = {"Version": "5.0", "Statement": [{"Effect": "Allow", "Action": ["iam:users:listUsersV5"]}]}
TRUST = {
    "Version": "5.0",
    "Statement": [{"Effect": "Allow", "Action": ["sts:*:*"], "Principal": {"Service": ["service.ECS"]}}],
}
DETACH = served("huawei", "iam", "DetachAgencyPolicyV5")
DOCUMENTED_STATUSES = {200, 403, 404, 409}
ERROR_BODY = ["error_code", "error_msg", "request_id"]


@pytest.fixture(scope="module")
def root(live: Live) -> HuaweiCaller:
    """The owner of an account with a policy, an agency and a user; nothing is attached."""
    key = live.account("huawei")
    answers: Answers = defaultdict(list)
    call = HuaweiCaller(live, key["account_id"], key["access_key"], key["secret_key"], answers)
    policy = {"policy_name": "ReadUsers", "policy_document": json.dumps(READ_USERS)}
    agency = {"agency_name": "auditors", "trust_policy": json.dumps(TRUST)}
    call.named["policy"] = call.iam("CreatePolicyV5", policy)["policy"]["policy_id"]
    call.named["agency"] = call.iam("CreateAgencyV5", agency)["agency"]["agency_id"]
    call.named["alice"] = call.iam("CreateUserV5", {"name": "alice", "enabled": True})["user"]["user_id"]
    return call


def detach(call: HuaweiCaller, policy: str, agency: str) -> dict[str, str]:
    """The call of the page."""
    answer: dict[str, str] = call.iam("DetachAgencyPolicyV5", {"agency_id": agency}, policy_id=policy)
    return answer


def refused_detach(call: HuaweiCaller, policy: str, agency: str) -> Refused:
    """The same, refused."""
    return refusal_of(lambda: detach(call, policy, agency))


def test_the_uri_is_that_of_the_page() -> None:
    assert ("POST", "/v5/policies/{policy_id}/detach-agency") == method_and_path(DETACH.operation)


def test_the_parameters_of_the_page_are_required_and_there_are_no_others() -> None:
    fields = {field.wire: (field.place, field.required) for field in DETACH.operation.fields}
    assert {"policy_id": ("path", True), "agency_id": ("body", True)} == fields


@pytest.mark.parametrize("wrong", ["a" * 65, "under_score", "dot.dot"])
def test_an_id_has_1_to_64_letters_digits_and_hyphens(root: HuaweiCaller, wrong: str) -> None:
    for policy, agency in ((wrong, root.named["agency"]), (root.named["policy"], wrong)):
        refused = refused_detach(root, policy, agency)
        assert ("IAM.0073", 400) == (refused.code, refused.status)


def test_the_action_of_the_page_is_asked_for_on_the_agency() -> None:
    assert [("iam:agencies:detachPolicyV5", "iam::{AccountId}:agency:*")] == asked(DETACH)
    assert ("g:ResourceTag/<tag-key>", "iam:PolicyURN") == DETACH.entry.condition_keys
    assert {"iam:PolicyURN": "policy"} == DETACH.operation.keys


def test_status_200_has_no_body(root: HuaweiCaller) -> None:
    policy, agency = root.named["policy"], root.named["agency"]
    root.iam("AttachAgencyPolicyV5", {"agency_id": agency}, policy_id=policy)
    assert {} == detach(root, policy, agency)
    assert 200 == DETACH.operation.status


def test_status_403_tells_why_and_carries_a_message_that_decodes(root: HuaweiCaller) -> None:
    alice = root.as_user("alice")
    refused = refused_detach(alice, root.named["policy"], root.named["agency"])
    account = root.account
    assert ("PAP5.0001", 403) == (refused.code, refused.status)
    assert refused.message == (
        f"access denied: User: iam::{account}:user:alice is not authorized to perform: "
        f"iam:agencies:detachPolicyV5 on resource: iam::{account}:agency:auditors "
        "because no identity-based policy allows the iam:agencies:detachPolicyV5 action."
    )
    opened = root.sts("DecodeAuthorizationMessage", {"encoded_message": refused.sealed})
    assert "iam:agencies:detachPolicyV5" == json.loads(opened["decoded_message"])["action"]


def test_the_powerless_get_403_also_for_an_agency_that_is_not_there(root: HuaweiCaller) -> None:
    refused = refused_detach(root.as_user("alice"), root.named["policy"], "0" * 32)
    assert ("PAP5.0001", 403) == (refused.code, refused.status)


def test_status_404_for_an_agency_says_the_documented_words(root: HuaweiCaller) -> None:
    refused = refused_detach(root, root.named["policy"], "0" * 32)
    assert ("PAP5.0012", 404, "agency not found") == refused[:3]


def test_status_404_for_a_policy_that_is_not_there(root: HuaweiCaller) -> None:
    assert 404 == refused_detach(root, "0" * 32, root.named["agency"]).status


def test_status_404_for_a_policy_that_is_not_attached(root: HuaweiCaller) -> None:
    assert 404 == refused_detach(root, root.named["policy"], root.named["agency"]).status


@pytest.mark.parametrize("refusal", [NotFound("policy"), NotAttached("role")], ids=str)
def test_words_that_no_document_gives_are_marked_as_assumed(refusal: Refusal) -> None:
    line = DETACH.operation.errors.line(refusal)
    assert line
    assert line.assumed


@pytest.mark.parametrize("refusal", [NotFound("role"), NotFound("policy"), NotAttached("role")], ids=str)
def test_an_error_has_the_members_of_the_page(refusal: Refusal) -> None:
    request = HttpRequest("POST", "/", "", (), b"", "127.0.0.1", False)
    answer = DETACH.cloud.refuse(request, DETACH.operation, refusal, "the request", "")
    assert ERROR_BODY == list(msgspec.json.decode(answer.body))


def test_status_409_is_documented_without_a_trigger_and_none_is_invented() -> None:
    assert DOCUMENTED_STATUSES == set(DETACH.entry.statuses)
    assert {409} == STATUSES_UNCAUSED[DETACH.key].keys()
    assert 409 not in {word.status for word in spoken(DETACH.operation)}


def test_a_wrong_value_has_a_status_that_the_page_does_not_list() -> None:
    said = {word.status for word in spoken(DETACH.operation)}
    assert {400} == said - DOCUMENTED_STATUSES
