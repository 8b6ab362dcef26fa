"""Every permission that is asked for is the documented one, on the documented resource."""

import pytest

from tests.contract.asked import asked
from tests.contract.known import KEYS_ABSENT, OPEN
from tests.contract.registry import SERVED, Served
from tigertally.clouds.alibaba.conditions import KEYS as ALIBABA_KEYS
from tigertally.clouds.huawei.conditions import KEYS as HUAWEI_KEYS
from tigertally.clouds.tencent.conditions import KEYS as TENCENT_KEYS

KEYS = {"alibaba": ALIBABA_KEYS, "huawei": HUAWEI_KEYS, "tencent": TENCENT_KEYS}
OF_REQUEST_TAGS = ("g:RequestTag/<tag-key>", "g:TagKeys")

DOCUMENTED = [served for served in SERVED if served.entry.action and served.key not in OPEN]
ON_ALIBABA = [served for served in DOCUMENTED if served.cloud.name == "alibaba"]
ON_TENCENT = [served for served in DOCUMENTED if served.cloud.name == "tencent"]
ON_HUAWEI = [served for served in DOCUMENTED if served.cloud.name == "huawei"]
WITHOUT_DOCUMENT = [served for served in SERVED if asked(served) and not served.entry.action]
OPEN_TO_EVERYBODY = [served for served in SERVED if not asked(served)]
PRINCIPALS = {
    "IMSUser": "{UserName}@{AccountId}.onaliyun.com",
    "IMSGroup": "{GroupName}@group.{AccountId}.onaliyun.com",
    "ServiceRole": "{RoleName}@role.{AccountId}.onaliyunservice.com",
}
WRITINGS = [
    {"PolicyType": policy_type, "PrincipalType": principal_type, "PrincipalName": name}
    for policy_type in ("Custom", "System")
    for principal_type, name in PRINCIPALS.items()
]
"""Every way to name a policy and a principal by their types."""


@pytest.mark.parametrize("served", DOCUMENTED, ids=str)
def test_the_documented_action_is_asked_for(served: Served) -> None:
    assert served.entry.action in {one.action for one in asked(served)}


@pytest.mark.parametrize("served", ON_ALIBABA, ids=str)
def test_every_documented_resource_is_asked_for_and_no_other(served: Served) -> None:
    wanted = {
        text.replace("{AccountId|system}", owner)
        for text in served.entry.resources
        for owner in ("{AccountId}", "system")
    }
    assert wanted == {one.resource for written in WRITINGS for one in asked(served, **written)}


@pytest.mark.parametrize("served", ON_TENCENT, ids=str)
def test_the_documented_resource_or_the_operation_as_a_whole_is_asked_for(served: Served) -> None:
    role = "qcs::cam::uin/{AccountId}:roleName/{RoleName}"
    assert {served.entry.resource} == {one.resource for one in asked(served, RoleArn=role)}


@pytest.mark.parametrize("served", ON_HUAWEI, ids=str)
def test_the_documented_type_of_resource_is_asked_for(served: Served) -> None:
    wanted = {"*"} if served.entry.resource == "-" else set(served.entry.resource.replace("*", "").split(","))
    types = ("agency", "user")
    assert wanted == {
        one.resource.split(":")[3] for name in types for one in asked(served, resource_type=name)
    }


@pytest.mark.parametrize("served", WITHOUT_DOCUMENT, ids=str)
def test_a_permission_without_a_document_is_marked_as_assumed(served: Served) -> None:
    assert served.operation.assumed


@pytest.mark.parametrize("served", OPEN_TO_EVERYBODY, ids=str)
def test_an_operation_open_to_everybody_is_not_documented_otherwise(served: Served) -> None:
    assert not served.entry.action or served.key in OPEN


@pytest.mark.parametrize("served", ON_HUAWEI, ids=str)
def test_every_documented_condition_key_is_known_or_known_to_be_absent(served: Served) -> None:
    known = {*KEYS["huawei"], *KEYS_ABSENT}
    assert set() == set(served.entry.condition_keys) - known


@pytest.mark.parametrize("served", ON_HUAWEI, ids=str)
def test_condition_keys_of_the_request_are_filled_from_it(served: Served) -> None:
    keys = set(served.entry.condition_keys)
    own = {key for key in keys if key.startswith("sts:") or key == "iam:PolicyURN"}
    assert own == served.operation.keys.keys()
    assert bool(served.operation.request_tags) == bool(keys.intersection(OF_REQUEST_TAGS))
