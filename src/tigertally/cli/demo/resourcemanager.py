"""S4, Alibaba Cloud Resource Management: in the group team bob may look at the group, until the policy that
says so is detached from him there.
"""

import json
import time
from typing import Any

from alibabacloud_ram20150501 import models as ram_models
from alibabacloud_ram20150501.client import Client as RamClient
from alibabacloud_resourcemanager20200331 import models
from alibabacloud_resourcemanager20200331.client import Client
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.exceptions import DaraException

from tigertally.cli.demo.script import Act, House, Outcome, outcome

SEE_GROUPS = {
    "Version": "1",
    "Statement": [{"Effect": "Allow", "Action": "ram:GetResourceGroup", "Resource": "*"}],
}

TRIES = 100
TRY_SECONDS = 0.1


def act(house: House) -> Act:
    """Set the scene as the account's root, and describe the act."""
    config = _config(house.address, house.root["access_key_id"], house.root["access_key_secret"])
    owner, ram = Client(config), RamClient(config)
    ram.create_user(ram_models.CreateUserRequest(user_name="bob"))
    key = ram.create_access_key(ram_models.CreateAccessKeyRequest(user_name="bob")).body.access_key
    owner.create_policy(
        models.CreatePolicyRequest(policy_name="SeeGroups", policy_document=json.dumps(SEE_GROUPS))
    )
    made = owner.create_resource_group(models.CreateResourceGroupRequest(name="team", display_name="team"))
    group = models.GetResourceGroupRequest(resource_group_id=made.body.resource_group.id)
    _wait_for(owner, group)
    named = {
        "resource_group_id": group.resource_group_id,
        "policy_type": "Custom",
        "policy_name": "SeeGroups",
        "principal_type": "IMSUser",
        "principal_name": f"bob@{house.root['account_id']}.onaliyun.com",
    }
    owner.attach_policy(models.AttachPolicyRequest(**named))
    bob = Client(_config(house.address, key.access_key_id, key.access_key_secret))
    return Act(
        system="S4 Alibaba Cloud Resource Management",
        detach="DetachPolicy",
        principal="user bob",
        calls="GetResourceGroup",
        cloud="alibaba",
        account=house.root["account_id"],
        action="resourcemanager:DetachPolicy",
        refusal="NoPermission",
        call=lambda: _ended(lambda: bob.get_resource_group(group)),
        do_detach=lambda: _ended(lambda: owner.detach_policy(models.DetachPolicyRequest(**named))),
    )


def _wait_for(owner: Client, group: Any) -> None:
    """A new group is Creating for a moment, and nothing can be attached in it."""
    for _ in range(TRIES):
        if owner.get_resource_group(group).body.resource_group.status == "OK":
            return
        time.sleep(TRY_SECONDS)
    raise TimeoutError("the resource group stays Creating")


def _config(address: str, key: str, secret: str) -> Config:
    return Config(access_key_id=key, access_key_secret=secret, endpoint=address, protocol="HTTP")


def _ended(call: Any) -> Outcome:
    return outcome(call, DaraException, lambda error: Outcome(error.code, error.message))
