"""Alice and her policies in three clouds, in as few words as a question takes."""

from typing import Any

from tests.policy.speech import document
from tigertally.policy.analysis import Facts
from tigertally.policy.decide import Grant, Grants
from tigertally.policy.request import Who

ALIBABA = Facts(
    "alibaba",
    Who("100", "user", "alice", "acs:ram::100:user/alice"),
    {"acs:principalarn": "acs:ram::100:user/alice"},
)
HUAWEI = Facts(
    "huawei",
    Who("d1", "user", "alice", "iam::d1:user:alice"),
    {"g:username": "alice", "g:principaltag/team": "web"},
)
TENCENT = Facts(
    "tencent",
    Who("100", "user", "alice", "qcs::cam::uin/100:uin/105"),
    {"qcs:uin": "105", "qcs:owner_uin": "100", "qcs:app_id": "125"},
)

Statement = dict[str, Any]


def allow(action: Any, resource: Any = "*", /, **condition: Any) -> Statement:
    return _statement("Allow", action, resource, condition)


def deny(action: Any, resource: Any = "*", /, **condition: Any) -> Statement:
    return _statement("Deny", action, resource, condition)


def _statement(effect: str, action: Any, resource: Any, condition: Statement) -> Statement:
    listed = [[one] if isinstance(one, str) else one for one in (action, resource)]
    found = {"Effect": effect, "Action": listed[0], "Resource": listed[1]}
    return found | ({"Condition": condition} if condition else {})


def policy(facts: Facts, name: str, *statements: Statement) -> Grant:
    if facts.cloud == "tencent":
        statements = tuple({key.lower(): value for key, value in one.items()} for one in statements)
        statements = tuple(one | {"effect": one["effect"].lower()} for one in statements)
    return Grant(document(facts.cloud, *statements), name, "Custom", "v1", "user", "alice")


def held(*grants: Grant, **other: Any) -> Grants:
    return Grants(identity=grants, **other)
