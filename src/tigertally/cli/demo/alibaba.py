"""S3, Alibaba Cloud RAM: alice may list users until the policy that says so is detached from her."""

import json
from typing import Any

from alibabacloud_ram20150501 import models
from alibabacloud_ram20150501.client import Client
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.exceptions import DaraException

from tigertally.cli.demo.script import Act, House, Outcome, outcome

READ_USERS = {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "ram:ListUsers", "Resource": "*"}]}


def act(house: House) -> Act:
    """Set the scene as the account's root, and describe the act."""
    owner = _client(house.address, house.root["access_key_id"], house.root["access_key_secret"])
    owner.create_user(models.CreateUserRequest(user_name="alice"))
    key = owner.create_access_key(models.CreateAccessKeyRequest(user_name="alice")).body.access_key
    owner.create_policy(
        models.CreatePolicyRequest(policy_name="ReadUsers", policy_document=json.dumps(READ_USERS))
    )
    named = {"policy_type": "Custom", "policy_name": "ReadUsers", "user_name": "alice"}
    owner.attach_policy_to_user(models.AttachPolicyToUserRequest(**named))
    alice = _client(house.address, key.access_key_id, key.access_key_secret)
    return Act(
        system="S3 Alibaba Cloud RAM",
        detach="DetachPolicyFromUser",
        principal="user alice",
        calls="ListUsers",
        cloud="alibaba",
        account=house.root["account_id"],
        action="ram:DetachPolicyFromUser",
        refusal="NoPermission",
        call=lambda: _ended(lambda: alice.list_users(models.ListUsersRequest())),
        do_detach=lambda: _ended(
            lambda: owner.detach_policy_from_user(models.DetachPolicyFromUserRequest(**named))
        ),
    )


def _client(address: str, key: str, secret: str) -> Client:
    return Client(Config(access_key_id=key, access_key_secret=secret, endpoint=address, protocol="HTTP"))


def _ended(call: Any) -> Outcome:
    return outcome(call, DaraException, lambda error: Outcome(error.code, error.message))
