"""The preset policies of Tencent Cloud that everybody can attach and nobody can change.

Source: public listings of preset policies, for ids, names and the documents that are not assumed. They come
in the order in which CAM lists them.
"""

import json

from tigertally.clouds.cloud import SystemPolicy
from tigertally.ledger.control_policies import Preset

DESCRIBED = "document inferred from the description"


def _policy(
    id: int, name: str, description: str, *statements: dict[str, object], assumed: str = ""
) -> SystemPolicy:
    document = json.dumps({"version": "2.0", "statement": list(statements)})
    return SystemPolicy(name, description, 1, document, assumed, str(id))


def _allow(*actions: str, **condition: dict[str, object]) -> dict[str, object]:
    said: dict[str, object] = {"effect": "allow", "action": list(actions), "resource": "*"}
    return said | ({"condition": condition} if condition else {})


FULL_ACCESS = Preset(
    id="5010001",
    name="FullQcloudAccess",
    description="Everything is allowed that a member's own policies allow.",
    document=json.dumps({"version": "2.0", "statement": [_allow("*")]}),
)
"""The preset control policy of every organization; its number and description are ours."""

POLICIES = (
    _policy(1, "AdministratorAccess", "Full access to all resources, finance and users.", _allow("*")),
    _policy(
        400411,
        "ReadOnlyAccess",
        "Read-only access to all resources.",
        _allow("*", numeric_equal={"qcs:read_only_action": 1}),
    ),
    _policy(
        2,
        "QCloudResourceFullAccess",
        "Full access to all resources, without access management and finance.",
        _allow("*", numeric_equal={"qcs:except_cam_finance": 1}),
    ),
    _policy(
        3,
        "QCloudFinanceFullAccess",
        "Full access to finance.",
        _allow("finance:*"),
        assumed=DESCRIBED,
    ),
    _policy(
        596169, "QcloudCamFullAccess", "Full access to access management.", _allow("cam:*"), assumed=DESCRIBED
    ),
    _policy(
        400412,
        "QcloudCamReadOnlyAccess",
        "Read-only access to access management.",
        _allow("cam:Get*", "cam:List*", "cam:Describe*", "cam:Check*", "cam:Query*"),
        assumed="id and document",
    ),
    _policy(
        2158379,
        "QcloudCOSGetServiceAccess",
        "List the buckets of the account.",
        _allow("cos:GetService"),
        assumed=DESCRIBED,
    ),
)
