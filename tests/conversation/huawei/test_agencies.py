"""Trust agencies and classic agencies by the SDK, and the tags of agencies and users.

Sources: IAM 5.0 API reference, "Agency and Trust Agency Management" and "Tag Management"; IAM API reference
v3.0, "Agency Management".
"""

import json
from typing import Any

import huaweicloudsdkiam.v3 as iam_v3
import pytest
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException

from tests.conversation.huawei.clients import (
    Account,
    Holder,
    allow,
    document,
    refused,
    refused_with,
    send,
    signed,
    tags,
    trusting,
    where,
)

ONLY_TRUST_AGENCIES = (400, "PAP5.0038")


def test_a_trust_agency_is_shown_as_it_was_made(account: Account) -> None:
    trust = trusting(account.account_id)
    made = account.say(
        "CreateAgencyV5",
        agency_name="auditors",
        path="europe/",
        trust_policy=trust,
        max_session_duration=7200,
        description="read only",
    ).agency
    assert 201 == account.heard.status_code
    shown = account.say("GetAgencyV5", agency_id=made.agency_id).agency
    assert [] == shown.tags
    for agency in (made, shown):
        assert ("auditors", "europe/", trust, 7200, "read only") == (
            agency.agency_name,
            agency.path,
            agency.trust_policy,
            agency.max_session_duration,
            agency.description,
        )
        assert f"iam::{account.account_id}:agency:europe/auditors" == agency.urn
        assert agency.trust_domain_id is None
        assert agency.created_at


def test_a_classic_agency_is_shown_with_the_account_it_trusts(account: Account, stranger: Account) -> None:
    agency = account.classic_agency(trusts=stranger.account_id)
    assert 201 == account.heard.status_code
    shown = account.say("GetAgencyV5", agency_id=agency.id).agency
    assert stranger.account_id == shown.trust_domain_id
    assert shown.trust_domain_name
    assert shown.trust_policy is None
    assert agency.urn == shown.urn


def test_both_kinds_are_listed_together_and_by_path(account: Account) -> None:
    trust, classic = account.agency(path="ops/"), account.classic_agency()

    def listed(**given: str) -> set[str]:
        return {one.agency_id for one in account.say("ListAgenciesV5", **given).agencies}

    assert {trust.id, classic.id} == listed()
    assert {trust.id} == listed(path_prefix="ops/")


def test_a_trust_agency_can_be_changed(account: Account) -> None:
    agency = account.agency()
    account.say("UpdateAgencyV5", agency_id=agency.id, max_session_duration=43200, description="new")
    assert (200, b"") == (account.heard.status_code, account.heard.content)
    trust = trusting("iam::0123:root")
    account.say("UpdateTrustPolicyV5", agency_id=agency.id, trust_policy=trust)
    assert (200, b"") == (account.heard.status_code, account.heard.content)
    shown = account.say("GetAgencyV5", agency_id=agency.id).agency
    assert (43200, "new", trust) == (shown.max_session_duration, shown.description, shown.trust_policy)


def test_a_classic_agency_cannot_be_changed_or_deleted_as_a_trust_agency(account: Account) -> None:
    agency = account.classic_agency().id
    trust = trusting(account.account_id)
    assert ONLY_TRUST_AGENCIES == refused_with(account, "UpdateAgencyV5", agency_id=agency, description="x")
    assert ONLY_TRUST_AGENCIES == refused_with(
        account, "UpdateTrustPolicyV5", agency_id=agency, trust_policy=trust
    )
    assert ONLY_TRUST_AGENCIES == refused_with(account, "DeleteAgencyV5", agency_id=agency)


def test_a_deleted_trust_agency_is_gone(account: Account) -> None:
    agency = account.agency().id
    account.say("DeleteAgencyV5", agency_id=agency)
    assert (204, b"") == (account.heard.status_code, account.heard.content)
    assert (404, "PAP5.0012") == refused_with(account, "GetAgencyV5", agency_id=agency)
    assert (404, "PAP5.0012") == refused_with(account, "DeleteAgencyV5", agency_id=agency)


def test_a_deleted_classic_agency_is_gone(account: Account) -> None:
    trust, classic = account.agency().id, account.classic_agency().id
    assert (404, "PAP5.0012") == refused_with(account, "DeleteAgency", agency_id=trust)
    account.say("DeleteAgency", agency_id=classic)
    assert 204 == account.heard.status_code
    assert (404, "PAP5.0012") == refused_with(account, "GetAgencyV5", agency_id=classic)


def test_a_name_is_taken_once_by_either_kind(account: Account) -> None:
    account.agency(agency_name="auditors")
    trust = trusting(account.account_id)
    option = iam_v3.CreateAgencyOption(
        name="auditors", domain_id=account.account_id, trust_domain_id=account.account_id
    )
    assert 409 == refused(account, "CreateAgencyV5", agency_name="auditors", trust_policy=trust).status
    assert 409 == refused(account, "CreateAgency", agency=option).status


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"agency_name": "a b"}, "PAP5.0029"),
        ({"agency_name": "a" * 65}, "PAP5.0029"),
        ({"path": "/ops/"}, "PAP5.0030"),
        ({"max_session_duration": 3599}, "IAM.0073"),
        ({"max_session_duration": 43201}, "IAM.0073"),
        ({"trust_policy": document(allow("sts:agencies:assume"))}, "PAP5.0011"),
        ({"trust_policy": document(allow("iam:*:*", Principal={"IAM": ["a"]}))}, "PAP5.0011"),
        ({"trust_policy": trusting("iam::*:root")}, "PAP5.0011"),
        ({"trust_policy": "not json"}, "PAP5.0011"),
        ({"trust_policy": None}, "IAM.0072"),
    ],
)
def test_a_trust_agency_with_a_bad_parameter_is_refused(
    account: Account, given: dict[str, Any], code: str
) -> None:
    fine = {"agency_name": "fine", "trust_policy": trusting(account.account_id)}
    assert (400, code) == refused_with(account, "CreateAgencyV5", **fine | given)
    account.say("CreateAgencyV5", **fine)


def test_a_classic_agency_trusts_an_account_that_exists(account: Account) -> None:
    option = iam_v3.CreateAgencyOption(name="a", domain_id=account.account_id, trust_domain_id="absent")
    assert 400 == refused(account, "CreateAgency", agency=option).status


def test_a_classic_agency_names_whom_it_trusts_by_id_alone(account: Account, stranger: Account) -> None:
    (domain,) = stranger.say("KeystoneListAuthDomains").domains
    option = iam_v3.CreateAgencyOption(name="a", domain_id=account.account_id, trust_domain_name=domain.name)
    assert 400 == refused(account, "CreateAgency", agency=option).status


@pytest.mark.parametrize("duration", ["ONEDAY", "20"])
def test_a_classic_agency_that_is_to_end_is_not_made_forever(account: Account, duration: str) -> None:
    option = iam_v3.CreateAgencyOption(
        name="a", domain_id=account.account_id, trust_domain_id=account.account_id, duration=duration
    )
    try:
        made = account.say("CreateAgency", agency=option).agency
    except ClientRequestException as refusal:
        made, status = None, refusal.status_code
    assert made.duration != "FOREVER" if made else status == 400


@pytest.mark.parametrize("body", [{}, {"agency": {}}, {"agency": 7}, {"agency": {"name": "a"}}])
def test_a_classic_agency_needs_the_documented_body(account: Account, body: dict[str, Any]) -> None:
    answer = send(signed(account, "POST", "/v3.0/OS-AGENCY/agencies", body))
    assert 400 == answer.status
    assert answer.code in ("IAM.0072", "IAM.0073")


def test_an_account_has_fifty_agencies_at_most(account: Account) -> None:
    trust = trusting(account.account_id)
    for number in range(50):
        account.say("CreateAgencyV5", agency_name=f"a{number}", trust_policy=trust)
    assert 409 == refused(account, "CreateAgencyV5", agency_name="one-too-many", trust_policy=trust).status


# Tags

TAGGED = pytest.mark.parametrize("kind", ["user", "agency"])


def tagged(account: Account, kind: str) -> dict[str, str]:
    """Something with tags, as the path names it."""
    holder: Holder = account.user() if kind == "user" else account.agency()
    return {"resource_type": kind, "resource_id": holder.id}


def tags_on(account: Account, thing: dict[str, str]) -> dict[str, str]:
    """Its tags."""
    listed = account.say("ListResourceTagsV5", **thing).tags
    return {tag.tag_key: tag.tag_value for tag in listed}


@TAGGED
def test_tags_are_set_replaced_and_taken_away(account: Account, kind: str) -> None:
    thing = tagged(account, kind)
    assert {} == tags_on(account, thing)
    account.say("TagResourceV5", **thing, tags=tags(team="red", floor="7"))
    assert 200 == account.heard.status_code
    account.say("TagResourceV5", **thing, tags=tags(team="blue"))
    assert {"team": "blue", "floor": "7"} == tags_on(account, thing)
    account.say("DeleteResourceTagsV5", **thing, body=["team", "absent"])
    assert (200, b"") == (account.heard.status_code, account.heard.content)
    assert {"floor": "7"} == tags_on(account, thing)


@TAGGED
@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([("a", "1"), ("a", "2")], "PAP5.0033"),
        ([("_sys_a", "1")], "IAM.0073"),
        ([("k" * 65, "1")], "IAM.0073"),
        ([("k", "v" * 129)], "IAM.0073"),
        ([("", "v")], "IAM.0073"),
        ([(" k", "v")], "IAM.0073"),
        ([("k*", "v")], "IAM.0073"),
        ([("k", "v*")], "IAM.0073"),
        ([], "IAM.0073"),
        ([(f"k{n}", "v") for n in range(21)], "IAM.0073"),
    ],
    ids=range(10),
)
def test_tags_that_are_none_are_refused(
    account: Account, kind: str, given: list[tuple[str, str]], code: str
) -> None:
    thing = tagged(account, kind)
    body = {"tags": [{"tag_key": key, "tag_value": text} for key, text in given]}
    path = f"/v5/{thing['resource_type']}/{thing['resource_id']}/tags/create"
    answer = send(signed(account, "POST", path, body))
    assert (400, code) == (answer.status, answer.code)
    assert {} == tags_on(account, thing)


@pytest.mark.parametrize("body", [b"{}", b"[]", b"[7]", b'"team"', b"", b"[[]]", b"not json"])
def test_tags_are_taken_away_by_an_array_of_keys(account: Account, body: bytes) -> None:
    thing = tagged(account, "user")
    answer = send(signed(account, "DELETE", f"/v5/user/{thing['resource_id']}/tags/delete", body))
    assert 400 == answer.status


def test_a_thing_has_twenty_tags_at_most(account: Account) -> None:
    thing = tagged(account, "user")
    account.say("TagResourceV5", **thing, tags=tags(**{f"k{n}": "v" for n in range(20)}))
    assert 409 == refused(account, "TagResourceV5", **thing, tags=tags(one_more="v")).status
    account.say("TagResourceV5", **thing, tags=tags(k0="new"))


@TAGGED
def test_what_is_absent_or_of_another_type_has_no_tags(account: Account, kind: str) -> None:
    thing = tagged(account, kind)
    other = {"user": "agency", "agency": "user"}[kind]
    assert 404 == refused(account, "ListResourceTagsV5", **thing | {"resource_type": other}).status
    assert 404 == refused(account, "ListResourceTagsV5", **thing | {"resource_id": "absent"}).status
    assert 400 == refused(account, "ListResourceTagsV5", **thing | {"resource_type": "group"}).status


def test_tagging_has_permissions_of_its_own_names(account: Account) -> None:
    clerk, owner = account.user(), account.user()
    thing = {"resource_type": "user", "resource_id": owner.id}
    for operation, action, given in (
        ("TagResourceV5", "iam::tagForResourceV5", {"tags": tags(a="b")}),
        ("ListResourceTagsV5", "iam::listTagsForResourceV5", {}),
        ("DeleteResourceTagsV5", "iam::untagForResourceV5", {"body": ["a"]}),
    ):
        assert not clerk.caller.may(operation, **thing, **given)
        account.give(clerk, allow(action, Resource=[owner.urn]))
        assert clerk.caller.may(operation, **thing, **given)


def test_a_tag_on_a_caller_decides_what_it_may_do(account: Account) -> None:
    agency = account.agency(
        allow("iam:users:listUsersV5", Condition=where("StringEquals", "g:PrincipalTag/team", "blue"))
    )
    assert not agency.caller.may("ListUsersV5")
    account.say("TagResourceV5", resource_type="agency", resource_id=agency.id, tags=tags(team="blue"))
    assert agency.caller.may("ListUsersV5")


def test_a_trust_policy_is_kept_as_it_was_written(account: Account) -> None:
    text = json.dumps(json.loads(trusting(account.account_id)), indent=3)
    agency = account.say("CreateAgencyV5", agency_name="a", trust_policy=text).agency.agency_id
    assert text == account.say("GetAgencyV5", agency_id=agency).agency.trust_policy
