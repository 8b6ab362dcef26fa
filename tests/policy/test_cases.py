"""Decisions that a security person could have written are data: policies, a request, the answer, and
because.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.policy.speech import document, request, request_as_spelled
from tigertally.policy.chains import alibaba, huawei, tencent
from tigertally.policy.decide import Grant, Grants, Match
from tigertally.policy.request import Who

FOLDER = Path(__file__).parents[1] / "cases/policy"
CASES = [
    case
    for file in ("alibaba", "huawei", "tencent")
    for case in json.loads((FOLDER / f"{file}.json").read_text())["cases"]
]
CHAINS = {"alibaba": alibaba.decide, "huawei": huawei.decide, "tencent": tencent.decide}
REQUESTS = {"alibaba": request, "huawei": request, "tencent": request_as_spelled}


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{case['language']}: {case['name']}") for case in CASES]
)
def test_the_decision_is_the_expected_one(case: dict[str, Any]) -> None:
    decision = CHAINS[case["language"]](grants(case), asked(case["language"], **case["request"]))
    assert case["expected"] == {
        "allowed": decision.allowed,
        "explicit": decision.explicit,
        "layer": decision.layer,
        "by": [spelled(match) for match in decision.determining],
    }, case["because"]


def asked(
    language: str, principal: dict[str, Any], action: str, resource: str, context: dict[str, Any]
) -> Any:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in context.items()}
    return REQUESTS[language](action, resource, values, Who(**principal))


def grants(case: dict[str, Any]) -> Grants:
    layers: dict[str, list[Grant]] = defaultdict(list)
    for policy in case["policies"]:
        layers[policy["layer"]].append(held(case["language"], policy))
    return Grants(
        identity=tuple(layers["identity"]),
        session=tuple(layers["session"]) or None,
        boundary=next(iter(layers["boundary"]), None),
        trust=next(iter(layers["trust"]), None),
        is_root=case.get("root", False),
        same_account=case.get("same_account", True),
        levels=tuple(tuple(layers[level]) for level in case.get("levels", ())),
    )


def held(language: Any, policy: dict[str, Any]) -> Grant:
    layer = policy["layer"]
    purpose: Any = layer if layer in ("session", "trust") else "identity"
    compiled = document(language, *policy["statements"], purpose=purpose)
    kind: Any = {"identity": "user"}.get(layer, layer)
    return Grant(compiled, policy["policy"], "Custom", "v1", kind, "somebody")


def spelled(match: Match) -> str:
    return f"{match.grant.policy}[{match.statement.index}]"
