"""Facts about the languages were written down from the clouds' documents before the engine: they must hold
in it.

A vector that no document settles has no expected answer; then the reading taken has to be a listed
assumption.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.policy.speech import document, grant, request, speaks
from tigertally.policy.chains import alibaba, huawei
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


def value(found: object) -> Value:
    return tuple(found) if isinstance(found, list) else str(found)


def applies(vector: dict[str, Any]) -> bool:
    asked = request(vector["request"]["action"], "*", context(vector["request"]["context"]))
    return speaks(document(vector["dialect"], vector["statement"]), asked)


@pytest.mark.parametrize("vector", named([v for v in STATEMENTS if v["status"] != "undocumented"]))
def test_a_statement_applies_as_documented(vector: dict[str, Any]) -> None:
    assert vector["expect"]["matches"] is applies(vector)


@pytest.mark.parametrize("vector", named([v for v in STATEMENTS if v["status"] == "undocumented"]))
def test_what_is_undocumented_is_an_assumption(vector: dict[str, Any]) -> None:
    """All of them ask what a negated operator makes of an absent key."""
    assert vector["expect"]["matches"] is None
    assert "absent_key" in {assumption.name for assumption in ASSUMPTIONS[vector["dialect"]]}
    assert applies(vector) is False


@pytest.mark.parametrize("vector", named(VARIABLES))
def test_a_variable_is_filled_as_documented(vector: dict[str, Any]) -> None:
    ready = variables.read(vector["variable"])
    filled = ready if isinstance(ready, tuple) else ready(context(vector["context"]))
    expected = vector["expect"]["substituted"]
    assert (expected and expected.split(" (literal")[0]) == (filled and plain(filled))


ACTION = {"alibaba": "sts:AssumeRole", "huawei": "sts:agencies:assume"}
TRUSTED = {"alibaba": {"RAM": "acs:ram::100:root"}, "huawei": {"IAM": ["100"]}}
STRANGER = {"alibaba": {"RAM": "acs:ram::999:root"}, "huawei": {"IAM": ["999"]}}
CHAINS = {"alibaba": alibaba.decide, "huawei": huawei.decide}
LAYERS = [vector for vector in VECTORS["chain_vectors"] if vector["id"] not in OUTSIDE]


@pytest.mark.parametrize("vector", named(LAYERS))
def test_layers_combine_as_documented(vector: dict[str, Any]) -> None:
    language, layers = vector["dialect"], vector["layers"]
    decision = CHAINS[language](grants(language, layers), request(ACTION[language]))
    verdict = "Allow" if decision.allowed else "ExplicitDeny" if decision.explicit else "ImplicitDeny"
    assert vector["expect"] == verdict


def grants(language: str, layers: dict[str, Any]) -> Grants:
    trust = layers.get("trust", layers.get("resource_policy"))
    return Grants(
        identity=held(language, layers.get("identity") or layers["account"]),
        resource_group=held(language, layers["resource_group"]) if "resource_group" in layers else None,
        session=held(language, layers["session"]) if "session" in layers else None,
        trust=trusting(language, trust) if trust else None,
        same_account=layers.get("same_account", True),
    )


def held(language: str, says: str) -> tuple[Grant, ...]:
    statement = {"Effect": says, "Action": [ACTION[language]], "Resource": ["*"]}
    return () if says == "Implicit" else (grant(document(language, statement)),)


def trusting(language: str, says: str) -> Grant:
    """A trust policy that is silent about the caller names somebody else."""
    effect, principal = ("Allow", STRANGER) if says == "Implicit" else (says, TRUSTED)
    statement = {"Effect": effect, "Action": [ACTION[language]], "Principal": principal[language]}
    return grant(document(language, statement, purpose="trust"))
