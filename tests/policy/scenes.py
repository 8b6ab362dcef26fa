"""Small random scenes for the laws: who holds which policies in which layers, and what is asked.

A scene is small so that Hypothesis can shrink it to something a person can read. The large vocabulary, and
whether a decision is the right one, are the business of tests/random.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from hypothesis import strategies as st

from tests.policy.speech import Statement, framed
from tigertally.policy.chains import alibaba, huawei, tencent
from tigertally.policy.decide import Decision, Grant, Grants
from tigertally.policy.languages import PARSERS
from tigertally.policy.request import Request, Value, Who
from tigertally.policy.statement import Purpose

Policy = list[Statement]
Why = frozenset[Any]

LEVELS = ("level 0", "level 1")
OF_ONE_POLICY = ("trust", "boundary")
"""Layers that hold one policy: what is added to them is added to it."""


@dataclass(frozen=True)
class Tongue:
    """The few words of a language that scenes are made of."""

    language: str
    layers: tuple[str, ...]
    actions: tuple[str, ...]
    patterns: tuple[str, ...]
    resources: tuple[str, ...]
    names: tuple[str, ...]
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...]
    said: dict[str, tuple[Value, ...]]
    party: str
    principals: tuple[str, ...]
    caller: Who
    assume: str


@dataclass(frozen=True)
class Chain:
    """A language, and the way in which its cloud combines layers."""

    name: str
    tongue: Tongue
    decide: Callable[[Grants, Request], Decision]


@dataclass(frozen=True)
class Scene:
    """Policies layer by layer, and a request."""

    tongue: Tongue
    layers: dict[str, list[Policy]]
    request: Request
    same_account: bool = True

    def having(self, layer: str, policies: list[Policy]) -> "Scene":
        """The same scene with other policies in one layer."""
        return replace(self, layers={**self.layers, layer: policies})

    def plus(self, layer: str, policy: Policy) -> "Scene":
        """The same scene with one policy more."""
        held = self.layers[layer]
        return self.having(layer, [held[0] + policy] if layer in OF_ONE_POLICY else [*held, policy])


def decided(chain: Chain, scene: Scene) -> Decision:
    """What the chain answers in a scene."""
    held = {
        layer: tuple(_grant(scene.tongue, layer, policy) for policy in policies)
        for layer, policies in scene.layers.items()
    }
    grants = Grants(
        identity=held["identity"],
        resource_group=held.get("resource_group"),
        session=held.get("session"),
        boundary=next(iter(held.get("boundary", ())), None),
        trust=next(iter(held.get("trust", ())), None),
        same_account=scene.same_account,
        levels=tuple(held[level] for level in LEVELS if level in held),
    )
    return chain.decide(grants, scene.request)


def _grant(tongue: Tongue, layer: str, policy: Policy) -> Grant:
    purpose: Purpose = layer if layer in ("session", "trust") else "identity"  # type: ignore[assignment]
    text = framed(tongue.language, *map(_spelled(tongue), policy))
    return Grant(PARSERS[tongue.language](text, purpose), "P", "Custom", "v1", "user", "Alice", layer)


def _spelled(tongue: Tongue) -> Callable[[Statement], Statement]:
    """Tencent spells elements and effects in lower case."""
    if tongue.language != "tencent":
        return dict
    return lambda statement: {
        name.lower(): value.lower() if name == "Effect" else value for name, value in statement.items()
    }


def answer(decision: Decision) -> tuple[bool, bool]:
    """Allowed or not, and whether a deny said so."""
    return decision.allowed, decision.explicit


def why(decision: Decision) -> Why:
    """The statements that made an answer, wherever in their policies they stand."""
    return frozenset(
        (match.grant.scope_id, match.statement.effect, match.statement.actions, match.statement.resources)
        for match in decision.determining
    )


# Strategies


def statements(tongue: Tongue, layer: str, effects: tuple[str, ...]) -> st.SearchStrategy[Statement]:
    """One statement as the layer's policies hold it."""
    trust = layer == "trust"
    patterns = [one for one in tongue.patterns if one.startswith("sts:")] if trust else tongue.patterns
    written: dict[str, st.SearchStrategy[Any]] = {
        "Effect": st.sampled_from(effects),
        "Action": st.lists(st.sampled_from(patterns), min_size=1, max_size=3),
    }
    if trust:
        written["Principal"] = st.fixed_dictionaries(
            {tongue.party: st.lists(st.sampled_from(tongue.principals), min_size=1, max_size=2)}
        )
    else:
        written["Resource"] = st.lists(st.sampled_from(tongue.names), min_size=1, max_size=3)
    return st.fixed_dictionaries(written, optional={"Condition": conditions(tongue)})


def conditions(tongue: Tongue) -> st.SearchStrategy[dict[str, Any]]:
    """One operator on one key."""
    return st.sampled_from(tongue.conditions).map(lambda found: {found[0]: {found[1]: list(found[2])}})


def policies(
    tongue: Tongue, layer: str, effects: tuple[str, ...] = ("Allow", "Allow", "Deny")
) -> st.SearchStrategy[Policy]:
    """A policy of one to three statements."""
    return st.lists(statements(tongue, layer, effects), min_size=1, max_size=3)


def held(tongue: Tongue, layer: str, *, generous: bool) -> st.SearchStrategy[list[Policy]]:
    """What stands in one layer; a generous one allows whatever it does not deny, as half the others do."""
    everything: Statement = {"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}
    if layer == "trust":
        principal = {tongue.party: [tongue.principals[0]]}
        everything = {"Effect": "Allow", "Action": [tongue.assume], "Principal": principal}
    if layer in OF_ONE_POLICY:
        found = policies(tongue, layer).map(lambda policy: [policy])
        open_to_all = found.map(lambda alone: [[*alone[0], everything]])
    else:
        found = st.lists(policies(tongue, layer), max_size=2)
        open_to_all = found.map(lambda some: [*some, [everything]])
    return open_to_all if generous else found | open_to_all


@st.composite
def scenes(draw: st.DrawFn, tongue: Tongue, *, generous: bool = False) -> Scene:
    """A scene with some of the layers that the language's cloud has."""
    present = ["identity", *(layer for layer in tongue.layers if draw(st.booleans()))]
    layers = {layer: draw(held(tongue, layer, generous=generous)) for layer in present}
    context = {key: draw(st.none() | st.sampled_from(values)) for key, values in tongue.said.items()}
    return Scene(
        tongue,
        layers,
        Request(
            draw(st.sampled_from(tongue.actions)),
            draw(st.sampled_from(tongue.resources)),
            tongue.caller,
            {key: value for key, value in context.items() if value is not None},
        ),
        same_account=draw(st.booleans()),
    )


MOMENTS = ("2026-03-01T00:00:00Z", "2026-06-30T12:00:00Z")

ALIBABA = Tongue(
    language="alibaba",
    layers=("resource_group", "session", "trust"),
    actions=("ecs:StopInstance", "sts:AssumeRole"),
    patterns=("*", "ecs:*", "ecs:StopInstance", "sts:AssumeRole"),
    resources=("acs:ecs:*:1:instance/i-1", "acs:ram::1:role/ops"),
    names=("*", "acs:*:*:1:*", "acs:ecs:*:1:instance/i-1", "acs:ecs:*:1:instance/i-2"),
    conditions=(
        ("StringEquals", "acs:SourceVpc", ("vpc-1", "vpc-2")),
        ("StringNotEquals", "acs:SourceVpc", ("vpc-1", "vpc-2")),
        ("StringLike", "acs:SourceVpc", ("vpc-?",)),
        ("DateLessThan", "acs:CurrentTime", MOMENTS),
        ("IpAddress", "acs:SourceIp", ("10.0.0.0/8",)),
    ),
    said={
        "acs:sourcevpc": ("vpc-1", "vpc-3", ("vpc-1", "vpc-3")),
        "acs:currenttime": ("2026-05-01T00:00:00Z",),
        "acs:sourceip": ("10.1.2.3", "192.0.2.1"),
    },
    party="RAM",
    principals=("acs:ram::1:root", "acs:ram::1:user/alice", "acs:ram::2:root"),
    caller=Who("1", "user", "alice", "acs:ram::1:user/alice"),
    assume="sts:AssumeRole",
)

HUAWEI = Tongue(
    language="huawei",
    layers=("session", "trust"),
    actions=("obs:object:getObject", "sts:agencies:assume", "sts::tagSession"),
    patterns=("*", "obs:*:*", "obs:object:getObject", "sts:agencies:assume", "sts:*:*"),
    resources=("obs:cn-north-4:d1:object:photos/a", "iam::d1:agency:ops"),
    names=("*", "*:*:d1:*:*", "iam::d1:agency:${g:UserName}", "obs:cn-north-4:d1:object:photos/*"),
    conditions=(
        ("StringEquals", "g:UserName", ("alice", "bob")),
        ("StringNotEqualsIfExists", "g:UserName", ("alice", "bob")),
        ("ForAllValues:StringEquals", "g:TagKeys", ("team", "owner")),
        ("NumberLessThan", "g:MFAAge", ("10", "20")),
        ("Null", "g:MFAAge", ("true",)),
    ),
    said={
        "g:username": ("alice", "ops"),
        "g:tagkeys": (("team",), ("team", "cost")),
        "g:mfaage": ("15", "30"),
    },
    party="IAM",
    principals=("d1", "iam::d1:user:alice", "iam::d2:root"),
    caller=Who("d1", "user", "alice", "iam::d1:user:alice"),
    assume="sts:agencies:assume",
)

TENCENT = Tongue(
    language="tencent",
    layers=("session", "trust", "boundary", *LEVELS),
    actions=("cvm:StopInstances", "sts:AssumeRole"),
    patterns=("*", "name/cvm:*", "cvm:StopInstances", "sts:AssumeRole", "permid/1"),
    resources=("qcs::cvm:gz:uin/1:instance/i-1", "qcs::cam::uin/1:roleName/ops"),
    names=("*", "qcs:::::*", "qcs::cvm::uin/1:instance/*", "qcs::cam::uin/1:roleName/${uin}"),
    conditions=(
        ("string_equal", "qcs:uin", ("11", "12")),
        ("string_not_equal", "qcs:uin", ("11", "12")),
        ("for_any_value:string_equal", "qcs:resource_tag", ("team&dev", "team&ops")),
        ("numeric_less_than_if_exist", "cos:content-length", ("10", "20")),
        ("null_equal", "cos:content-length", ("false",)),
    ),
    said={
        "qcs:uin": ("11", "ops"),
        "qcs:owner_uin": ("1",),
        "qcs:resource_tag": (("team&dev", "cost&1"),),
        "cos:content-length": ("15", "30"),
    },
    party="qcs",
    principals=("qcs::cam::uin/1:root", "qcs::cam::uin/1:uin/11", "qcs::cam::uin/2:root"),
    caller=Who("1", "user", "alice", "qcs::cam::uin/1:uin/11"),
    assume="sts:AssumeRole",
)

CHAINS = (
    Chain("alibaba, account first", ALIBABA, alibaba.decide),
    Chain("alibaba, deny first", ALIBABA, partial(alibaba.decide, order="deny first")),
    Chain("huawei", HUAWEI, huawei.decide),
    Chain("tencent", TENCENT, tencent.decide),
)
