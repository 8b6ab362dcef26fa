"""Facts about the languages, written down from the clouds' documents, hold in the analysis as in the engine.

A statement that matches the vector's request is possible there, and one that does not is not.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.policy.analysis.scene import held
from tests.policy.speech import document, grant
from tests.policy.test_semantics_vectors import OWNER, context
from tigertally.policy.analysis import Facts, Region, can
from tigertally.policy.request import Who

VECTORS = json.loads((Path(__file__).parents[2] / "cases/policy/semantics_vectors.json").read_text())
STATEMENTS = [vector for vector in VECTORS["statement_vectors"] if "statement" in vector]
EVERYWHERE = {
    "alibaba": "acs:a:b:c:d",
    "huawei": "a:b:c:d:e",
    "tencent": "*",
}
"""What is asked for where the vector names no resource."""


@pytest.mark.parametrize("vector", [pytest.param(vector, id=vector["id"]) for vector in STATEMENTS])
def test_a_region_of_one_request_is_possible_where_the_statement_matches(vector: dict[str, Any]) -> None:
    cloud, asked = vector["dialect"], vector["request"]
    given = context(asked.get("context", {}))
    if cloud == "tencent":
        given = {**given, "qcs:uin": asked.get("principal_uin", "1"), "qcs:owner_uin": OWNER}
    compared = keys_of(cloud, vector["statement"])
    told = {key: given.get(key, ()) for key in compared} | dict(given)
    facts = Facts(cloud, Who("100", "user", "alice", "alice"), told)
    element = "effect" if cloud == "tencent" else "Effect"
    statement = vector["statement"] | {element: "allow" if cloud == "tencent" else "Allow"}
    resource = asked.get("resource", "*")
    if resource == "*":
        resource = EVERYWHERE[cloud]
    found = can(facts, held(grant(document(cloud, statement))), Region(asked["action"], resource))
    assert bool(vector["expect"]["matches"]) is (found is not None)


def keys_of(cloud: str, statement: dict[str, Any]) -> set[str]:
    """The keys that a statement compares, as a request holds them."""
    block = statement.get("Condition", statement.get("condition", {}))
    found = {key for operator in block.values() for key in operator}
    return found if cloud == "tencent" else {key.lower() for key in found}
