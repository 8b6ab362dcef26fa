"""Whatever the policies say, some changes must never surprise: each law holds in the chains that it names.

Where a law is false the counterexample stands beside it, with its own name.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, find, given, settings
from hypothesis import strategies as st

from tests.policy.scenes import (
    ALIBABA,
    CHAINS,
    HUAWEI,
    LEVELS,
    OF_ONE_POLICY,
    Chain,
    Policy,
    Scene,
    answer,
    decided,
    policies,
    scenes,
    statements,
    why,
)
from tests.policy.speech import Statement
from tigertally.policy.request import Request

ACCOUNT_FIRST, DENY_FIRST, IN_HUAWEI, IN_TENCENT = CHAINS


def in_chains(*chains: Chain) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("chain", chains, ids=lambda chain: chain.name)


in_every_chain = in_chains(*CHAINS)


def law(test: Callable[..., None]) -> Callable[..., None]:
    """A test of random scenes: what it assumes filters some, and one that is read anew takes its time."""
    lenient = settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
    checked: Callable[..., None] = lenient(given(data=st.data())(test))
    return checked


@in_every_chain
@pytest.mark.parametrize("wanted", [(True, False), (False, True), (False, False)])
def test_scenes_have_every_answer(chain: Chain, wanted: tuple[bool, bool]) -> None:
    find(
        scenes(chain.tongue), partial(is_answered, chain, wanted), settings=settings(phases=[Phase.generate])
    )


def is_answered(chain: Chain, wanted: tuple[bool, bool], scene: Scene) -> bool:
    return answer(decided(chain, scene)) == wanted


# Adding and taking away


@in_every_chain
@law
def test_an_added_allow_never_removes_access(chain: Chain, data: st.DataObject) -> None:
    scene, layer = chosen(chain, data, generous=True)
    added = data.draw(policies(chain.tongue, layer, ("Allow",)))
    assume(decided(chain, scene).allowed)
    assert decided(chain, scene.plus(layer, added)).allowed


@in_every_chain
@law
def test_an_added_deny_never_gives_access(chain: Chain, data: st.DataObject) -> None:
    scene, layer = chosen(chain, data)
    added = data.draw(policies(chain.tongue, layer, ("Deny",)))
    assume(not decided(chain, scene).allowed)
    assert not decided(chain, scene.plus(layer, added)).allowed


@in_every_chain
@law
def test_a_detach_without_a_deny_never_grants(chain: Chain, data: st.DataObject) -> None:
    scene, layer, at = policy_of(chain, data)
    assume(all(statement["Effect"] == "Allow" for statement in scene.layers[layer][at]))
    assume(not decided(chain, scene).allowed)
    assert not decided(chain, without(scene, layer, at)).allowed


@in_every_chain
@law
def test_attach_after_detach_is_identity(chain: Chain, data: st.DataObject) -> None:
    scene, layer, at = policy_of(chain, data)
    before, after = decided(chain, scene), decided(chain, moved_to_the_end(scene, layer, at))
    assert (answer(before), why(before)) == (answer(after), why(after))


@in_chains(DENY_FIRST, IN_HUAWEI, IN_TENCENT)
@law
def test_an_added_allow_lifts_no_deny(chain: Chain, data: st.DataObject) -> None:
    scene, layer = chosen(chain, data)
    added = data.draw(policies(chain.tongue, layer, ("Allow",)))
    assume(decided(chain, scene).explicit)
    assert decided(chain, scene.plus(layer, added)).explicit


STOP: Statement = {"Effect": "Allow", "Action": ["ecs:StopInstance"], "Resource": ["*"]}
KEEP: Statement = {**STOP, "Effect": "Deny"}
STOPPING = Request("ecs:StopInstance", "acs:ecs:*:1:instance/i-1", ALIBABA.caller, {})


def test_an_allow_of_the_account_lifts_a_deny_of_the_resource_group_account_first() -> None:
    scene = Scene(ALIBABA, {"identity": [], "resource_group": [[KEEP]]}, STOPPING)
    assert (False, True) == answer(decided(ACCOUNT_FIRST, scene))
    assert (True, False) == answer(decided(ACCOUNT_FIRST, scene.plus("identity", [STOP])))
    assert (False, True) == answer(decided(DENY_FIRST, scene.plus("identity", [STOP])))


def test_a_deny_of_the_resource_group_may_come_and_go_unnoticed_account_first() -> None:
    scene = Scene(ALIBABA, {"identity": [[STOP]], "resource_group": []}, STOPPING)
    denied = scene.plus("resource_group", [KEEP])
    assert answer(decided(ACCOUNT_FIRST, scene)) == answer(decided(ACCOUNT_FIRST, denied))
    assert answer(decided(DENY_FIRST, scene)) != answer(decided(DENY_FIRST, denied))


def test_where_a_deny_is_attached_matters_account_first() -> None:
    account = Scene(ALIBABA, {"identity": [[STOP], [KEEP]], "resource_group": []}, STOPPING)
    group = Scene(ALIBABA, {"identity": [[STOP]], "resource_group": [[KEEP]]}, STOPPING)
    assert (False, True) == answer(decided(ACCOUNT_FIRST, account))
    assert (True, False) == answer(decided(ACCOUNT_FIRST, group))


@in_chains(ACCOUNT_FIRST, DENY_FIRST, IN_TENCENT)
@law
def test_whoever_holds_nothing_is_allowed_nothing(chain: Chain, data: st.DataObject) -> None:
    scene = data.draw(scenes(chain.tongue)).having("identity", [])
    layers = {layer: held for layer, held in scene.layers.items() if layer != "resource_group"}
    assert not decided(chain, Scene(scene.tongue, layers, scene.request, scene.same_account)).allowed


def test_in_huawei_a_trust_policy_opens_a_role_to_whoever_holds_nothing() -> None:
    trust = {
        "Effect": "Allow",
        "Action": ["sts:agencies:assume"],
        "Principal": {"IAM": ["iam::d1:user:alice"]},
    }
    asked = Request("sts:agencies:assume", "iam::d1:agency:ops", HUAWEI.caller, {})
    scene = Scene(HUAWEI, {"identity": [], "trust": [[trust]]}, asked)
    assert (True, False) == answer(decided(IN_HUAWEI, scene))


# Order and repetition


@in_every_chain
@law
def test_order_and_duplicates_do_not_matter(chain: Chain, data: st.DataObject) -> None:
    scene, layer = chosen(chain, data)
    before = decided(chain, scene)
    shuffled = decided(chain, scene.having(layer, reordered(data, layer, scene.layers[layer])))
    assert (answer(before), why(before)) == (answer(shuffled), why(shuffled))


def reordered(data: st.DataObject, layer: str, held: list[Policy]) -> list[Policy]:
    """The policies and their statements in another order, some of them twice."""
    twice = [again(data, policy) for policy in held]
    return twice if layer in OF_ONE_POLICY else again(data, twice)


def again(data: st.DataObject, found: list[Any]) -> list[Any]:
    repeated = data.draw(st.lists(st.sampled_from(found), max_size=2)) if found else []
    return data.draw(st.permutations([*found, *repeated]))


@in_chains(IN_TENCENT)
@law
def test_the_order_of_an_organization_s_levels_does_not_matter(chain: Chain, data: st.DataObject) -> None:
    scene = data.draw(scenes(chain.tongue))
    assume(set(LEVELS) <= set(scene.layers))
    first, second = LEVELS
    turned = scene.having(first, scene.layers[second]).having(second, scene.layers[first])
    assert answer(decided(chain, scene)) == answer(decided(chain, turned))


# Splitting


@in_every_chain
@pytest.mark.parametrize("element", ["Action", "Resource", "Principal"])
@law
def test_splitting_a_statement_changes_nothing(chain: Chain, element: str, data: st.DataObject) -> None:
    scene, layer, at = policy_of(chain, data, only="trust" if element == "Principal" else None)
    policy = scene.layers[layer][at]
    assume(all(element in statement for statement in policy))
    parts = [part for statement in policy for part in split(statement, element)]
    apart = scene.having(layer, [*scene.layers[layer][:at], parts, *scene.layers[layer][at + 1 :]])
    assert answer(decided(chain, scene)) == answer(decided(chain, apart))


def split(statement: Statement, element: str) -> Iterator[Statement]:
    """One statement for each value of an element."""
    if element == "Principal":
        ((party, names),) = statement["Principal"].items()
        yield from ({**statement, "Principal": {party: [name]}} for name in names)
    else:
        yield from ({**statement, element: [value]} for value in statement[element])


@in_every_chain
@law
def test_splitting_a_policy_changes_nothing(chain: Chain, data: st.DataObject) -> None:
    scene, layer, at = policy_of(chain, data)
    held = scene.layers[layer]
    apart = scene.having(layer, [*held[:at], *([one] for one in held[at]), *held[at + 1 :]])
    before, after = decided(chain, scene), decided(chain, apart)
    assert (answer(before), why(before)) == (answer(after), why(after))


@in_every_chain
@law
def test_splitting_the_values_of_an_operator_that_is_not_negated_changes_nothing(
    chain: Chain, data: st.DataObject
) -> None:
    operator, key, values = data.draw(
        st.sampled_from([found for found in chain.tongue.conditions if is_any_of(found[0])])
    )
    whole = data.draw(statements(chain.tongue, "identity", ("Allow", "Deny")))
    scene = data.draw(scenes(chain.tongue))
    together = scene.plus("identity", [{**whole, "Condition": {operator: {key: list(values)}}}])
    apart = scene.plus("identity", [{**whole, "Condition": {operator: {key: value}}} for value in values])
    assert answer(decided(chain, together)) == answer(decided(chain, apart))


def is_any_of(operator: str) -> bool:
    """Whether one value of several is enough, however many the request has."""
    return "not" not in operator.lower() and "all_value" not in operator and "AllValues" not in operator


@in_chains(ACCOUNT_FIRST, DENY_FIRST, IN_HUAWEI)
@law
def test_an_action_and_everything_but_it_is_everything(chain: Chain, data: st.DataObject) -> None:
    statement = data.draw(statements(chain.tongue, "identity", ("Allow", "Deny")))
    scene = data.draw(scenes(chain.tongue))
    rest = {name: value for name, value in statement.items() if name != "Action"}
    halves = [statement, {**rest, "NotAction": statement["Action"]}]
    whole = scene.plus("identity", [{**rest, "Action": ["*"]}])
    assert answer(decided(chain, scene.plus("identity", halves))) == answer(decided(chain, whole))


def test_splitting_a_not_action_says_more() -> None:
    spared = {"Effect": "Allow", "NotAction": ["ecs:StopInstance", "sts:AssumeRole"], "Resource": ["*"]}
    one, other = ({**spared, "NotAction": [action]} for action in spared["NotAction"])
    scene = Scene(ALIBABA, {"identity": [[spared]]}, STOPPING)
    assert (False, False) == answer(decided(ACCOUNT_FIRST, scene))
    assert (True, False) == answer(decided(ACCOUNT_FIRST, scene.having("identity", [[one, other]])))


def test_splitting_the_values_of_a_negated_operator_says_more() -> None:
    asked = Request(STOPPING.action, STOPPING.resource, ALIBABA.caller, {"acs:sourcevpc": "vpc-1"})
    both, one, other = (
        {**STOP, "Condition": {"StringNotEquals": {"acs:SourceVpc": found}}}
        for found in (["vpc-1", "vpc-2"], "vpc-1", "vpc-2")
    )
    scene = Scene(ALIBABA, {"identity": [[both]]}, asked)
    assert (False, False) == answer(decided(ACCOUNT_FIRST, scene))
    assert (True, False) == answer(decided(ACCOUNT_FIRST, scene.having("identity", [[one, other]])))


# What the laws choose


def chosen(chain: Chain, data: st.DataObject, *, generous: bool = False) -> tuple[Scene, str]:
    """A scene, and one of its layers."""
    scene = data.draw(scenes(chain.tongue, generous=generous))
    return scene, data.draw(st.sampled_from(sorted(scene.layers)))


def policy_of(chain: Chain, data: st.DataObject, only: str | None = None) -> tuple[Scene, str, int]:
    """A scene, and one policy of one of its layers: of one that holds several, unless told which."""
    scene = data.draw(scenes(chain.tongue))
    layers = [only] if only else sorted(set(scene.layers) - set(OF_ONE_POLICY))
    places = [(layer, at) for layer in layers for at in range(len(scene.layers.get(layer, [])))]
    assume(places)
    layer, at = data.draw(st.sampled_from(places))
    return scene, layer, at


def without(scene: Scene, layer: str, at: int) -> Scene:
    """The same scene after a detach."""
    held = scene.layers[layer]
    return scene.having(layer, held[:at] + held[at + 1 :])


def moved_to_the_end(scene: Scene, layer: str, at: int) -> Scene:
    """The same scene after a detach and an attach."""
    return without(scene, layer, at).plus(layer, scene.layers[layer][at])
