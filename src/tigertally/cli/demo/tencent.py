"""S1, Tencent Cloud CAM: alice may list users until the policy that says so is detached from her."""

import json
from typing import Any

from tencentcloud.cam.v20190116 import models
from tencentcloud.cam.v20190116.cam_client import CamClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

from tigertally.cli.demo.script import Act, House, Outcome, outcome

READ_USERS = {
    "version": "2.0",
    "statement": [{"effect": "allow", "action": "cam:ListUsers", "resource": "*"}],
}


def act(house: House) -> Act:
    """Set the scene as the account's root, and describe the act."""
    owner = _client(house.address, house.root["secret_id"], house.root["secret_key"])
    user = owner.AddUser(_request("AddUser", Name="alice", UseApi=1))
    policy = owner.CreatePolicy(
        _request("CreatePolicy", PolicyName="ReadUsers", PolicyDocument=json.dumps(READ_USERS))
    )
    owner.AttachUserPolicy(_request("AttachUserPolicy", PolicyId=policy.PolicyId, AttachUin=user.Uin))
    alice = _client(house.address, user.SecretId, user.SecretKey)
    detach = _request("DetachUserPolicy", PolicyId=policy.PolicyId, DetachUin=user.Uin)
    return Act(
        system="S1 Tencent Cloud CAM",
        detach="DetachUserPolicy",
        principal="user alice",
        calls="ListUsers",
        cloud="tencent",
        account=house.root["uin"],
        action="cam:DetachUserPolicy",
        refusal="AuthFailure.UnauthorizedOperation",
        call=lambda: _ended(lambda: alice.ListUsers(models.ListUsersRequest())),
        do_detach=lambda: _ended(lambda: owner.DetachUserPolicy(detach)),
    )


def _request(name: str, **parameters: object) -> Any:
    request = getattr(models, f"{name}Request")()
    request.from_json_string(json.dumps(parameters))
    return request


def _client(address: str, key: str, secret: str) -> Any:
    http = HttpProfile(protocol="http", endpoint=address)
    return CamClient(Credential(key, secret), "", ClientProfile(httpProfile=http, language="en-US"))


def _ended(call: Any) -> Outcome:
    return outcome(
        call, TencentCloudSDKException, lambda error: Outcome(error.code, " ".join(error.message.split()))
    )
