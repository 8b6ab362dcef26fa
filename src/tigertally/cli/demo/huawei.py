"""S5, Huawei Cloud IAM v5: an assumed agency may list users until the policy that says so is detached."""

import json
from collections.abc import Mapping
from typing import Any

import huaweicloudsdkiam.v5 as iam
import huaweicloudsdksts.v1 as sts
from huaweicloudsdkcore.auth.credentials import BasicCredentials, GlobalCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException

from tigertally.cli.demo.script import Act, House, Outcome, outcome

READ_USERS = {"Version": "5.0", "Statement": [{"Effect": "Allow", "Action": ["iam:users:listUsersV5"]}]}


def act(house: House) -> Act:
    """Set the scene as the account's root, and describe the act."""
    address, root = house.address, house.root
    owner = _client(address, GlobalCredentials(root["access_key"], root["secret_key"], root["account_id"]))
    policy = owner.create_policy_v5(
        iam.CreatePolicyV5Request(
            iam.CreatePolicyReqBody("ReadUsers", policy_document=json.dumps(READ_USERS))
        )
    ).policy
    agency = owner.create_agency_v5(
        iam.CreateAgencyV5Request(
            iam.CreateAgencyReqBody("auditors", trust_policy=json.dumps(_trusting(root["account_id"])))
        )
    ).agency
    owner.attach_agency_policy_v5(
        iam.AttachAgencyPolicyV5Request(policy.policy_id, iam.AttachAgencyPolicyReqBody(agency.agency_id))
    )
    auditors = _client(address, _assumed(address, root, agency.urn))
    detach = iam.DetachAgencyPolicyV5Request(
        policy.policy_id, iam.DetachAgencyPolicyReqBody(agency.agency_id)
    )
    return Act(
        system="S5 Huawei Cloud IAM v5",
        detach="detach-agency",
        principal="agency auditors, assumed",
        calls="ListUsersV5",
        cloud="huawei",
        account=root["account_id"],
        action="iam:DetachAgencyPolicyV5",
        refusal="PAP5.0001",
        call=lambda: _ended(lambda: auditors.list_users_v5(iam.ListUsersV5Request())),
        do_detach=lambda: _ended(lambda: owner.detach_agency_policy_v5(detach)),
    )


def _trusting(account: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": ["sts:agencies:assume"], "Principal": {"IAM": [account]}}
    return {"Version": "5.0", "Statement": [statement]}


def _assumed(address: str, root: Mapping[str, str], urn: str) -> GlobalCredentials:
    client = (
        sts.StsClient.new_builder()
        .with_credentials(BasicCredentials(root["access_key"], root["secret_key"], "demo"))
        .with_endpoint(f"http://{address}")
        .build()
    )
    body = sts.AssumeAgencyReqBody(agency_urn=urn, agency_session_name="demo")
    key = client.assume_agency(sts.AssumeAgencyRequest(body=body)).credentials
    return GlobalCredentials(
        key.access_key_id, key.secret_access_key, root["account_id"]
    ).with_security_token(key.security_token)


def _client(address: str, credentials: GlobalCredentials) -> iam.IamClient:
    return (
        iam.IamClient.new_builder().with_credentials(credentials).with_endpoint(f"http://{address}").build()
    )


def _ended(call: Any) -> Outcome:
    return outcome(call, ClientRequestException, lambda error: Outcome(error.error_code, error.error_msg))
