"""The principals that the analysis is measured with are as large as said, and the same for the same seed."""

import pytest
from msgspec import structs

from bench.corpus import DIALECTS, POLICIES, STATEMENTS, principal
from tigertally.policy.analysis import verdict
from tigertally.policy.decide import Grants

every_cloud = pytest.mark.parametrize("cloud", DIALECTS)


@every_cloud
def test_a_principal_has_many_policies_of_many_statements(cloud: str) -> None:
    _, grants = principal(cloud, 1)
    statements = [one for grant in grants.identity for one in grant.document.statements]
    assert POLICIES == len(grants.identity)
    assert 0.8 < len(statements) / (POLICIES * STATEMENTS) < 1.2
    assert {"Allow", "Deny"} == {one.effect for one in statements}
    assert any(one.cells for one in statements)


@every_cloud
def test_a_seed_writes_the_same_principal_again(cloud: str) -> None:
    first, again, other = (principal(cloud, seed)[1] for seed in (1, 1, 2))
    assert spelled(first) == spelled(again) != spelled(other)


def spelled(grants: Grants) -> list[object]:
    return [
        (one.effect, one.actions, one.resources, one.cells)
        for grant in grants.identity
        for one in grant.document.statements
    ]


@every_cloud
def test_no_detach_of_one_of_its_policies_is_unknown(cloud: str) -> None:
    facts, grants = principal(cloud, 1)
    for at in range(POLICIES):
        after = structs.replace(grants, identity=grants.identity[:at] + grants.identity[at + 1 :])
        assert () == verdict(facts, grants, after).unknown
