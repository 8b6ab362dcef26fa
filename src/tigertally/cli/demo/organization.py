"""S2, Tencent Cloud Organization: the root of the member account shop may list users until FullQcloudAccess
is detached from shop, where OnlyStorage is left.
"""

import json
from collections.abc import Mapping
from typing import Any

from tencentcloud.cam.v20190116.cam_client import CamClient
from tencentcloud.cam.v20190116.models import ListUsersRequest
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.organization.v20210331 import models
from tencentcloud.organization.v20210331.organization_client import OrganizationClient

from tigertally.cli.demo.script import Act, House, Outcome, outcome

CONTROL = "SERVICE_CONTROL_POLICY"

ONLY_STORAGE = {
    "version": "2.0",
    "statement": [{"effect": "allow", "action": "cos:*", "resource": "*"}],
}


def act(house: House) -> Act:
    """Set the scene as the root of the account that manages the organization, and describe the act."""
    manager = _client(OrganizationClient, house.address, house.root)
    organization = _organization(manager)
    uin = _member(manager)
    shop = _client(CamClient, house.address, house.root_key(str(uin)))
    named = {"TargetId": uin, "TargetType": "MEMBER"}
    manager.AttachPolicy(_request("AttachPolicy", PolicyId=_only_storage(manager), **named))
    (full,) = manager.ListPolicies(_request("ListPolicies", Scope="QCS")).List
    detach = _request("DetachPolicy", PolicyId=full.PolicyId, **named)
    return Act(
        system="S2 Tencent Cloud Organization",
        detach="DetachPolicy",
        principal="root of member shop",
        calls="ListUsers",
        cloud="tencent",
        account=f"organization/{organization}",
        action="organization:DetachPolicy",
        refusal="AuthFailure.UnauthorizedOperation",
        call=lambda: _ended(lambda: shop.ListUsers(ListUsersRequest())),
        do_detach=lambda: _ended(lambda: manager.DetachPolicy(detach)),
    )


def _organization(manager: Any) -> int:
    """A new organization in which control policies count; its number."""
    made: int = manager.CreateOrganization(_request("CreateOrganization")).OrgId
    manager.EnablePolicyType(_request("EnablePolicyType", OrganizationId=made, PolicyType=CONTROL))
    return made


def _member(manager: Any) -> int:
    """A new account below the root of the organization; its uin."""
    root = manager.DescribeOrganization(_request("DescribeOrganization")).RootNodeId
    named = {"Name": "shop", "AccountName": "shop", "NodeId": root}
    made = _request("CreateOrganizationMember", PolicyType="Financial", PermissionIds=[1, 2], **named)
    uin: int = manager.CreateOrganizationMember(made).Uin
    return uin


def _only_storage(manager: Any) -> int:
    """A new control policy; its number."""
    content = json.dumps(ONLY_STORAGE)
    made = _request("CreatePolicy", Name="OnlyStorage", Content=content, Type=CONTROL)
    id: int = manager.CreatePolicy(made).PolicyId
    return id


def _request(name: str, **parameters: object) -> Any:
    request = getattr(models, f"{name}Request")()
    request.from_json_string(json.dumps(parameters))
    return request


def _client(service: Any, address: str, root: Mapping[str, str]) -> Any:
    http = HttpProfile(protocol="http", endpoint=address)
    credential = Credential(root["secret_id"], root["secret_key"])
    return service(credential, "", ClientProfile(httpProfile=http, language="en-US"))


def _ended(call: Any) -> Outcome:
    return outcome(
        call, TencentCloudSDKException, lambda error: Outcome(error.code, " ".join(error.message.split()))
    )
