"""The system policies of Huawei Cloud that everybody can attach and nobody can change.

No page states their documents: all are inferred from their names and descriptions.
"""

import json

from tigertally.clouds.cloud import SystemPolicy

INFERRED = "document inferred from the name and description"


def _policy(name: str, description: str, *actions: str) -> SystemPolicy:
    statement = {"Effect": "Allow", "Action": list(actions)}
    document = json.dumps({"Version": "5.0", "Statement": [statement]})
    return SystemPolicy(name, description, 1, document, INFERRED)


POLICIES = (
    _policy("AdministratorAccess", "Full access to all cloud services and resources.", "*"),
    _policy(
        "ReadOnlyAccess",
        "Read-only access to all cloud services and resources.",
        "*:*:get*",
        "*:*:list*",
        "*:*:show*",
        "*:*:query*",
        "*:*:describe*",
    ),
    _policy("IAMFullAccessPolicy", "Full access to Identity and Access Management.", "iam:*:*"),
    _policy(
        "IAMReadOnlyPolicy",
        "Read-only access to Identity and Access Management.",
        "iam:*:get*",
        "iam:*:list*",
        "iam:*:show*",
    ),
)
