"""R4: Cedar's time for a decision over ours, the same statements with conditions, every answer compared.

Cedar is asked in the two ways it offers: with its policies parsed beforehand, which is what a server would do
and what is judged here, and with their text in every call.
"""

import json
import random
from collections.abc import Mapping
from statistics import median
from typing import Any

from bench.figures import Figure, at_least, microseconds, ratios
from bench.parts import each
from bench.run import Run
from tigertally.policy.chains import huawei as chain
from tigertally.policy.decide import Grant, Grants, Policies
from tigertally.policy.languages import huawei as language
from tigertally.policy.request import Request, Who

POLICIES, STATEMENTS = 31, 378

SERVICES = ("ecs", "evs", "vpc", "obs", "iam", "rds", "dds", "cce", "elb", "nat", "dns", "kms")
TYPES = ("servers", "volumes", "users", "keys", "networks", "clusters")
VERBS = ("get", "list", "create", "delete", "update", "attach")

Asked = tuple[str, str, Mapping[str, str]]
Statement = dict[str, Any]


def measure(run: Run) -> list[Figure]:
    """Against parsed policies and against their text."""
    import cedarpy  # installed by scripts/bench alone; the list of ratios is read without it

    ask, draw = cedarpy.is_authorized, random.Random(378)
    statements = [_statement(draw) for _ in range(STATEMENTS)]
    asked = [_asked(draw) for _ in range(200)]
    grants, cedar = _ours(statements), "\n".join(map(_in_cedar, statements))
    parsed, nobody = cedarpy.PolicySet.from_str(cedar), cedarpy.Entities.from_json_str("[]")
    ours, handles, texts = [], [], []
    differing = sum(_decide(grants, one) != _cedar(ask, parsed, nobody, one) for one in asked)
    if differing:
        raise RuntimeError(f"{differing} of {len(asked)} answers differ from Cedar's")
    for _ in range(run.rounds):
        ours.append(each(lambda: [_decide(grants, one) for one in asked], 20) / len(asked))
        handles.append(each(lambda: [_cedar(ask, parsed, nobody, one) for one in asked], 1) / len(asked))
        texts.append(each(lambda: [_cedar(ask, cedar, "[]", one) for one in asked[:20]], 1) / 20)
    facts = {"ours us": microseconds(ours), "statements": STATEMENTS, "answers compared": len(asked)}
    allowed = sum(_decide(grants, one) for one in asked)
    return [
        Figure(
            name="R4",
            what="Cedar's decision, policies parsed beforehand / ours, with conditions",
            rounds=ratios(handles, ours),
            realistic=at_least(100),
            aim=at_least(1000),
            facts=facts | {"cedar us": microseconds(handles), "allowed": allowed},
        ),
        Figure(
            name="R4 text",
            what="Cedar's decision, policies given as text / ours",
            rounds=ratios(texts, ours),
            facts={"cedar us": round(median(texts) * 1e6)},
        ),
    ]


def _statement(draw: random.Random) -> Statement:
    """One in ten denies, and three in ten have a condition."""
    service, kind = draw.choice(SERVICES), draw.choice(TYPES)
    said: Statement = {
        "Effect": "Deny" if draw.random() < 0.1 else "Allow",
        "Action": [f"{service}:*:{draw.choice(VERBS)}*"],
        "Resource": [f"{service}:*:*:{kind}:{draw.choice('abc')}*"],
    }
    condition = draw.randrange(10)
    if condition == 0:
        said["Condition"] = {"IpAddress": {"g:SourceIp": [f"10.{draw.randrange(4)}.0.0/16"]}}
    elif condition == 1:
        said["Condition"] = {"StringLike": {"g:UserName": [f"{draw.choice('abcdef')}*"]}}
    elif condition == 2:
        said["Condition"] = {"Bool": {"g:MFAPresent": [draw.choice(("true", "false"))]}}
    return said


def _asked(draw: random.Random) -> Asked:
    service, kind = draw.choice(SERVICES), draw.choice(TYPES)
    return (
        f"{service}:{kind}:{draw.choice(VERBS)}One",
        f"{service}:north:1:{kind}:{draw.choice('abc')}1",
        {
            "g:sourceip": f"10.{draw.randrange(4)}.1.2",
            "g:username": f"{draw.choice('abcdef')}lice",
            "g:mfapresent": draw.choice(("true", "false")),
        },
    )


def _ours(statements: list[Statement]) -> Grants:
    shares = [statements[at::POLICIES] for at in range(POLICIES)]
    documents = [
        language.parse(json.dumps({"Version": "5.0", "Statement": share}), "identity") for share in shares
    ]
    return Grants(
        Policies(Grant(one, f"p{at}", "Custom", "v1", "user", "alice") for at, one in enumerate(documents))
    )


ALICE = Who("1", "user", "alice", "iam::1:user:alice")


def _decide(grants: Grants, asked: Asked) -> bool:
    action, resource, context = asked
    return chain.decide(grants, Request(action, resource, ALICE, context)).allowed


def _in_cedar(said: Statement) -> str:
    tests = [
        f'context.action like "{said["Action"][0]}"',
        f'context.resource like "{said["Resource"][0]}"',
    ]
    for operator, keys in said.get("Condition", {}).items():
        (value,) = next(iter(keys.values()))
        tests.append(
            {
                "IpAddress": f'ip(context.ip).isInRange(ip("{value}"))',
                "StringLike": f'context.name like "{value}"',
                "Bool": f"context.mfa == {value}",
            }[operator]
        )
    effect = "permit" if said["Effect"] == "Allow" else "forbid"
    return f"{effect}(principal, action, resource) when {{ {' && '.join(tests)} }};"


def _cedar(is_authorized: Any, policies: Any, entities: Any, asked: Asked) -> bool:
    action, resource, context = asked
    request = {
        "principal": 'User::"alice"',
        "action": 'Action::"call"',
        "resource": 'Thing::"one"',
        "context": {
            "action": action,
            "resource": resource,
            "ip": context["g:sourceip"],
            "name": context["g:username"],
            "mfa": context["g:mfapresent"] == "true",
        },
    }
    return bool(is_authorized(request, policies, entities).allowed)
