"""Facts about the languages were written down from the clouds' documents before the engine: they must hold
in it.

A vector that no document settles has no expected answer; then the reading taken has to be a listed
assumption.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.policy.speech import document, grant, request, request_as_spelled, speaks
from tigertally.policy.chains import alibaba, huawei, tencent
from tigertally.policy.decide import Grant, Grants
from tigertally.policy.languages import ASSUMPTIONS, variables
from tigertally.policy.pattern import plain
from tigertally.policy.request import Context, Value

VECTORS = json.loads((Path(__file__).parents[1] / "cases/policy/semantics_vectors.json").read_text())
STATEMENTS = [vector for vector in VECTORS["statement_vectors"] if "statement" in vector]
VARIABLES = [vector for vector in VECTORS["statement_vectors"] if "variable" in vector]
OUTSIDE = {
    "al-res-1",
    "al-cp-1",
    "al-cp-2",
    "hw-scp",
    "hw-scp-mgmt",
}
"""Vectors about layers that are not built: bucket policies and policies of an organization."""


def named(vectors: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(vector, id=vector["id"]) for vector in vectors]


def context(vector: dict[str, Any]) -> Context:
    return {key.lower(): value(found) for key, found in vector.items()}


REQUESTS = {"alibaba": request, "huawei": request, "tencent": request_as_spelled}
OWNER = "OWNER"
"""The account in which the policies of the vectors were created."""


def value(found: object) -> Value:
    return tuple(found) if isinstance(found, list) else str(found)


def applies(vector: dict[str, Any]) -> bool:
    asked, given = vector["request"], context(vector["request"].get("context", {}))
    if vector["dialect"] == "tencent":
        given = {**given, "qcs:uin": asked.get("principal_uin", "1"), "qcs:owner_uin": OWNER}
    build = REQUESTS[vector["dialect"]]
    return speaks(
        document(vector["dialect"], vector["statement"]),
        build(asked["action"], asked.get("resource", "*"), given),
    )


@pytest.mark.parametrize("vector", named([v for v in STATEMENTS if v["status"] != "undocumented"]))
def test_a_statement_applies_as_documented(vector: dict[str, Any]) -> None:
    assert vector["expect"]["matches"] is applies(vector)


@pytest.mark.parametrize("vector", named([v for v in STATEMENTS if v["status"] == "undocumented"]))
def test_what_is_undocumented_is_an_assumption(vector: dict[str, Any]) -> None:
    """All but one of them ask what a negated operator makes of an absent key."""
    name = "negated_values" if vector["id"] == "tc-neq-multi" else "absent_key"
    assert not vector["expect"]["matches"]
    assert name in {assumption.name for assumption in ASSUMPTIONS[vector["dialect"]]}
    assert applies(vector) is False


@pytest.mark.parametrize("vector", named(VARIABLES))
def test_a_variable_is_filled_as_documented(vector: dict[str, Any]) -> None:
    ready = variables.read(vector["variable"])
    filled = ready if isinstance(ready, tuple) else ready(context(vector["context"]))
    expected = vector["expect"]["substituted"]
    assert (expected and expected.split(" (literal")[0]) == (filled and plain(filled))


ACTION = {"alibaba": "sts:AssumeRole", "huawei": "sts:agencies:assume", "tencent": "sts:AssumeRole"}
TRUSTED = {
    "alibaba": {"RAM": "acs:ram::100:root"},
    "huawei": {"IAM": ["100"]},
    "tencent": {"qcs": "qcs::cam::uin/100:root"},
}
STRANGER = {
    "alibaba": {"RAM": "acs:ram::999:root"},
    "huawei": {"IAM": ["999"]},
    "tencent": {"qcs": "qcs::cam::uin/999:root"},
}
CHAINS = {"alibaba": alibaba.decide, "huawei": huawei.decide, "tencent": tencent.decide}
MINE = ("account", "identity", "other_identity", "subaccount_identity")
TENCENT_LEVELS = ("member", "node", "root")
LAYERS = [vector for vector in VECTORS["chain_vectors"] if vector["id"] not in OUTSIDE]


@pytest.mark.parametrize("vector", named(LAYERS))
def test_layers_combine_as_documented(vector: dict[str, Any]) -> None:
    language, layers = vector["dialect"], vector["layers"]
    decision = CHAINS[language](grants(language, layers), request(ACTION[language]))
    verdict = "Allow" if decision.allowed else "ExplicitDeny" if decision.explicit else "ImplicitDeny"
    assert vector["expect"] == verdict


def grants(language: str, layers: dict[str, Any]) -> Grants:
    trust = layers.get("trust", layers.get("resource_policy", layers.get("owner_account_grant")))
    mine = [layers[name] for name in MINE if name in layers]
    return Grants(
        identity=tuple(one for says in mine for one in held(language, says)),
        resource_group=held(language, layers["resource_group"]) if "resource_group" in layers else None,
        session=held(language, layers["session"]) if "session" in layers else None,
        trust=trusting(language, trust) if trust else None,
        boundary=bound(language, layers["boundary"]) if "boundary" in layers else None,
        same_account=layers.get("same_account", "owner_account_grant" not in layers),
        levels=tuple(held(language, layers[level]) for level in TENCENT_LEVELS if level in layers),
    )


def held(language: str, says: str) -> tuple[Grant, ...]:
    statement = {"Effect": says, "Action": [ACTION[language]], "Resource": ["*"]}
    return () if says == "Implicit" else (grant(document(language, spelled(language, statement))),)


def bound(language: str, says: str) -> Grant:
    """A boundary that is silent about the action allows another."""
    action = "oss:GetObject" if says == "Implicit" else ACTION[language]
    effect = "Allow" if says == "Implicit" else says
    statement = {"Effect": effect, "Action": [action], "Resource": ["*"]}
    return grant(document(language, spelled(language, statement)))


def spelled(language: str, statement: dict[str, Any]) -> dict[str, Any]:
    """Tencent writes elements and effects in lower case."""
    if language != "tencent":
        return statement
    return {name.lower(): value for name, value in statement.items()} | {
        "effect": statement["Effect"].lower()
    }


def trusting(language: str, says: str) -> Grant:
    """A trust policy that is silent about the caller names somebody else."""
    effect, principal = ("Allow", STRANGER) if says == "Implicit" else (says, TRUSTED)
    statement = {"Effect": effect, "Action": [ACTION[language]], "Principal": principal[language]}
    return grant(document(language, spelled(language, statement), purpose="trust"))
