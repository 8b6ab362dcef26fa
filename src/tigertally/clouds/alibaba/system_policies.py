"""The system policies of Alibaba Cloud that everybody can attach and nobody can change.

Source: RAM developer reference, "System policy reference" (one page a policy) where not assumed.
"""

import json

from tigertally.clouds.cloud import SystemPolicy


def _policy(
    name: str, description: str, version: int, *statements: dict[str, object], assumed: str = ""
) -> SystemPolicy:
    document = json.dumps({"Version": "1", "Statement": list(statements)})
    return SystemPolicy(name, description, version, document, assumed)


def _allow(*actions: str, resource: str = "*") -> dict[str, object]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


POLICIES = (
    _policy(
        "AdministratorAccess",
        "Provides full access to Alibaba Cloud services and resources.",
        1,
        _allow("*"),
        assumed="document inferred from the description",
    ),
    _policy(
        "ReadOnlyAccess",
        "Provides read-only access to Alibaba Cloud services and resources.",
        1,
        _allow("*:Describe*", "*:List*", "*:Get*", "*:BatchGet*", "*:Query*", "*:BatchQuery*"),
        assumed="only the shape is known; the cloud's document is longer",
    ),
    _policy(
        "AliyunRAMFullAccess",
        "Provides full access to Resource Access Management.",
        1,
        _allow("ram:*"),
        assumed="the cloud's document may allow more services",
    ),
    _policy(
        "AliyunRAMReadOnlyAccess",
        "Provides read-only access to Resource Access Management.",
        3,
        _allow("ram:Get*", "ram:List*", "ram:GenerateCredentialReport"),
        _allow("accessanalyzer:Get*", "accessanalyzer:List*"),
    ),
    _policy("AliyunSTSAssumeRoleAccess", "Provides access to STS AssumeRole.", 1, _allow("sts:AssumeRole")),
    _policy(
        "AliyunOSSFullAccess",
        "Provides full access to Object Storage Service.",
        1,
        _allow("oss:*"),
        assumed="document inferred",
    ),
    _policy(
        "AliyunOSSReadOnlyAccess",
        "Provides read-only access to Object Storage Service.",
        1,
        _allow("oss:Get*", "oss:List*"),
        assumed="document inferred",
    ),
)
