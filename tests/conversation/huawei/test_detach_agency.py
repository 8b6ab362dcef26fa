"""Detaching an identity policy from an agency, status by status and permission by permission.

Source: IAM 5.0 API reference, "Detaching an Identity Policy from an Agency or Trust Agency": 200, 403, 404,
409; ``iam:agencies:detachPolicyV5`` on the agency, with ``g:ResourceTag/<tag-key>`` and ``iam:PolicyURN``.
"""

from typing import Any

import pytest

from tests.conversation.huawei.clients import (
    Account,
    Caller,
    Holder,
    Json,
    allow,
    deny,
    refused,
    send,
    signed,
    tags,
    where,
)

DETACH = "iam:agencies:detachPolicyV5"
SOMETHING = allow("iam:users:listUsersV5")


class Scene:
    """An agency with a policy, and an operator of the account with the permissions of the test."""

    def __init__(self, account: Account, *statements: Json) -> None:
        self.account = account
        self.agency: Holder = account.agency()
        self.policy = account.give(self.agency, SOMETHING)
        self.operator: Caller = account.user(*statements).caller

    def detached(self, **given: Any) -> bool:
        """Whether the operator could take the policy away; if so it is put back."""
        done = self.operator.may("DetachAgencyPolicyV5", **self._given(**given))
        if done:
            self.account.attach(self.policy, self.agency)
        return done

    def refused(self, **given: Any) -> tuple[int, str]:
        """How the operator's detach is refused."""
        return refused(self.operator, "DetachAgencyPolicyV5", **self._given(**given))[:2]

    def _given(self, **given: Any) -> Json:
        return {"policy_id": self.policy, "agency_id": self.agency.id} | given


def test_200_is_empty(account: Account) -> None:
    scene = Scene(account)
    path = f"/v5/policies/{scene.policy}/detach-agency"
    answer = send(signed(account, "POST", path, {"agency_id": scene.agency.id}))
    assert (200, b"") == (answer.status, answer.body)


def test_403_has_the_four_documented_members(account: Account) -> None:
    scene = Scene(account)
    path = f"/v5/policies/{scene.policy}/detach-agency"
    answer = send(signed(scene.operator, "POST", path, {"agency_id": scene.agency.id}))
    assert (403, "PAP5.0001") == (answer.status, answer.code)
    told = answer.told
    assert ["encoded_authorization_message", "error_code", "error_msg", "request_id"] == sorted(told)
    assert 1 <= len(told["encoded_authorization_message"]) <= 10240
    assert answer.headers["x-request-id"] == told["request_id"]


def test_403_says_who_may_not_do_what_on_which_agency(account: Account) -> None:
    scene = Scene(account)
    told = refused(scene.operator, "DetachAgencyPolicyV5", policy_id=scene.policy, agency_id=scene.agency.id)
    who = scene.operator.say("GetCallerIdentity").principal_urn
    assert told.message == (
        f"access denied: User: {who} is not authorized to perform: {DETACH} on resource: {scene.agency.urn} "
        f"because no identity-based policy allows the {DETACH} action."
    )
    assert told.sealed


def test_403_of_an_explicit_deny_says_so(account: Account) -> None:
    scene = Scene(account, allow(DETACH), deny(DETACH))
    told = refused(scene.operator, "DetachAgencyPolicyV5", policy_id=scene.policy, agency_id=scene.agency.id)
    assert told.message.endswith("with an explicit deny in an identity-based policy.")


@pytest.mark.parametrize("absent", ["policy", "agency", "attachment"])
def test_404_has_the_three_documented_members(account: Account, absent: str) -> None:
    scene = Scene(account, allow(DETACH))
    if absent == "attachment":
        account.detach(scene.policy, scene.agency)
    policy = "absent" if absent == "policy" else scene.policy
    agency = "absent" if absent == "agency" else scene.agency.id
    answer = send(
        signed(scene.operator, "POST", f"/v5/policies/{policy}/detach-agency", {"agency_id": agency})
    )
    assert 404 == answer.status
    assert ["error_code", "error_msg", "request_id"] == sorted(answer.told)
    assert (answer.code == "PAP5.0012") is (absent == "agency")


def test_409_has_the_three_documented_members(account: Account) -> None:
    scene = Scene(account)
    path = f"/v5/policies/{scene.policy}/attach-agency"
    answer = send(signed(account, "POST", path, {"agency_id": scene.agency.id}))
    assert 409 == answer.status
    assert ["error_code", "error_msg", "request_id"] == sorted(answer.told)


def test_a_tag_of_the_agency_decides(account: Account) -> None:
    scene = Scene(account, allow(DETACH, Condition=where("StringEquals", "g:ResourceTag/team", "blue")))
    assert not scene.detached()
    tag = {"resource_type": "agency", "resource_id": scene.agency.id}
    account.say("TagResourceV5", **tag, tags=tags(team="red"))
    assert not scene.detached()
    account.say("TagResourceV5", **tag, tags=tags(team="blue"))
    assert scene.detached()
    account.say("DeleteResourceTagsV5", **tag, body=["team"])
    assert not scene.detached()


def test_a_tag_of_the_agency_forbids(account: Account) -> None:
    scene = Scene(
        account,
        allow(DETACH),
        deny(DETACH, Condition=where("StringEquals", "g:ResourceTag/locked", "yes")),
    )
    assert scene.detached()
    account.say("TagResourceV5", resource_type="agency", resource_id=scene.agency.id, tags=tags(locked="yes"))
    assert not scene.detached()


def test_the_policys_urn_decides(account: Account) -> None:
    scene = Scene(account)
    other = account.give(scene.agency, SOMETHING)
    urn = account.policy_urn(scene.policy)
    operator = account.user(allow(DETACH, Condition=where("StringEquals", "iam:PolicyURN", urn))).caller
    given = {"agency_id": scene.agency.id}
    assert not operator.may("DetachAgencyPolicyV5", policy_id=other, **given)
    assert operator.may("DetachAgencyPolicyV5", policy_id=scene.policy, **given)


def test_the_policys_urn_forbids(account: Account) -> None:
    scene = Scene(account)
    system = account.say("ListPoliciesV5", policy_type="system").policies[0].policy_id
    account.attach(system, scene.agency)
    none_of_the_systems = where("StringMatch", "iam:PolicyURN", "iam::system:policy:*")
    operator = account.user(allow(DETACH), deny(DETACH, Condition=none_of_the_systems)).caller
    given = {"agency_id": scene.agency.id}
    assert not operator.may("DetachAgencyPolicyV5", policy_id=system, **given)
    assert operator.may("DetachAgencyPolicyV5", policy_id=scene.policy, **given)


def test_the_agencys_urn_with_its_path_decides(account: Account) -> None:
    agency = account.agency(agency_name="auditors", path="europe/north/")
    policy = account.give(agency, SOMETHING)
    given = {"policy_id": policy, "agency_id": agency.id}
    urn = f"iam::{account.account_id}:agency:"
    other = account.user(allow(DETACH, Resource=[f"{urn}auditors", f"{urn}south/*"])).caller
    operator = account.user(allow(DETACH, Resource=[f"{urn}europe/*"])).caller
    assert f"{urn}europe/north/auditors" == agency.urn
    assert not other.may("DetachAgencyPolicyV5", **given)
    assert operator.may("DetachAgencyPolicyV5", **given)


@pytest.mark.parametrize("action", ["iam:users:detachPolicyV5", "iam:agencies:attachPolicyV5"])
def test_a_neighbouring_permission_is_not_enough(account: Account, action: str) -> None:
    assert not Scene(account, allow(action)).detached()


def test_permissions_on_policies_alone_do_not_detach(account: Account) -> None:
    assert not Scene(account, allow("*", Resource=["iam:*:*:policy:*"])).detached()


def test_the_powerless_cannot_tell_whether_an_agency_exists(account: Account) -> None:
    scene = Scene(account)
    assert (403, "PAP5.0001") == scene.refused()
    assert (403, "PAP5.0001") == scene.refused(agency_id="absent")
    assert (403, "PAP5.0001") == scene.refused(policy_id="absent")


def test_who_may_detach_from_every_agency_hears_that_one_is_absent(account: Account) -> None:
    scene = Scene(account, allow(DETACH, Resource=[f"iam::{account.account_id}:agency:*"]))
    assert (404, "PAP5.0012") == scene.refused(agency_id="absent")


def test_who_may_detach_from_one_agency_hears_nothing_of_others(account: Account) -> None:
    scene = Scene(account)
    account.give(account.user(), SOMETHING)
    scene.operator = account.user(allow(DETACH, Resource=[scene.agency.urn])).caller
    assert (403, "PAP5.0001") == scene.refused(agency_id="absent")
    assert scene.detached()


def test_who_may_detach_every_policy_of_the_account_hears_that_one_is_absent(account: Account) -> None:
    every_policy = where("StringMatch", "iam:PolicyURN", f"iam::{account.account_id}:policy:*")
    scene = Scene(account, allow(DETACH, Condition=every_policy))
    assert scene.detached()
    assert (404, "PAP5.0014") == scene.refused(policy_id="absent")


def test_a_denied_detach_changes_nothing(account: Account) -> None:
    scene = Scene(account)
    assert not scene.detached()
    assert scene.agency.caller.may("ListUsersV5")
    listed = account.say("ListAttachedAgencyPoliciesV5", agency_id=scene.agency.id)
    assert [scene.policy] == [one.policy_id for one in listed.attached_policies]


def test_an_agency_may_detach_its_own_policy(account: Account) -> None:
    agency = account.agency()
    policy = account.give(agency, allow(DETACH))
    given = {"policy_id": policy, "agency_id": agency.id}
    assert agency.caller.may("DetachAgencyPolicyV5", **given)
    assert not agency.caller.may("DetachAgencyPolicyV5", **given)
