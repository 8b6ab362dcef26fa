"""What a grown account looks like to an analysis: principals with many policies, as teams write them.

Themes, not noise: whole services, read-only sets, operators of a few named resources, homes of one user,
denies that guard a network, a time, a second factor. The same seed gives the same principal. Nothing is
measured here.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from tigertally.policy.analysis import Facts
from tigertally.policy.decide import Grant, Grants
from tigertally.policy.languages import PARSERS
from tigertally.policy.request import Who

Statement = dict[str, Any]

POLICIES = 31
STATEMENTS = 13
"""So many policies, and so many statements in each on average: about four hundred."""

READS = ("Get", "List", "Describe", "Query")
WRITES = ("Create", "Delete", "Update", "Put", "Start", "Stop", "Attach", "Detach", "Tag")
NOUNS = (
    "Instance", "Bucket", "Object", "Disk", "Snapshot", "Image", "Vpc", "Subnet", "Rule", "Key", "Secret",
    "Cluster", "Queue", "Topic", "Alarm", "Certificate", "Database", "Backup", "Function", "User",
)  # fmt: skip
TEAMS = ("payments", "search", "risk", "data", "web", "mobile", "infra", "audit")
STAGES = ("prod", "stage", "dev")
NETWORKS = ("10.0.0.0/8", "10.20.0.0/16", "172.16.0.0/12", "192.168.7.0/24", "203.0.113.0/24")


@dataclass(frozen=True)
class Dialect:
    """How one cloud spells what the themes speak of."""

    name: str
    version: str
    services: tuple[str, ...]
    action: Callable[[str, str, str], str]
    resource: Callable[[str, str, str], str]
    text: str
    not_text: str
    like: str
    within: str
    not_within: str
    flag: str
    before: str
    tag: str
    address: str
    time: str
    mfa: str
    home: str
    facts: Facts


def _alibaba_facts() -> Facts:
    who = Who("1234567890123456", "user", "alice", "acs:ram::1234567890123456:user/alice")
    return Facts("alibaba", who, {"acs:principalarn": who.urn})


def _huawei_facts() -> Facts:
    who = Who("0a1b2c3d", "user", "alice", "iam::0a1b2c3d:user:alice")
    held = {"g:username": "alice", "g:principalurn": who.urn, "g:principaltag/team": "web"}
    return Facts("huawei", who, held)


def _tencent_facts() -> Facts:
    who = Who("100000000001", "user", "alice", "qcs::cam::uin/100000000001:uin/100000000105")
    held = {"qcs:uin": "100000000105", "qcs:owner_uin": who.account_id, "qcs:app_id": "1250000001"}
    return Facts("tencent", who, held)


DIALECTS: Mapping[str, Dialect] = {
    "alibaba": Dialect(
        name="alibaba",
        version="1",
        services=("ecs", "oss", "rds", "vpc", "slb", "log", "kms", "ram", "fc", "mns", "cms", "ots"),
        action=lambda service, verb, noun: f"{service}:{verb}{noun}",
        resource=lambda service, kind, name: f"acs:{service}:*:*:{kind}/{name}",
        text="StringEquals",
        not_text="StringNotEquals",
        like="StringLike",
        within="IpAddress",
        not_within="NotIpAddress",
        flag="Bool",
        before="DateLessThan",
        tag="acs:ResourceTag/team",
        address="acs:SourceIp",
        time="acs:CurrentTime",
        mfa="acs:MFAPresent",
        home="home/alice/*",
        facts=_alibaba_facts(),
    ),
    "huawei": Dialect(
        name="huawei",
        version="5.0",
        services=(
            "ecs",
            "obs",
            "rds",
            "vpc",
            "elb",
            "lts",
            "kms",
            "iam",
            "functiongraph",
            "smn",
            "evs",
            "cce",
        ),
        action=lambda service, verb, noun: f"{service}:{noun.lower()}s:{verb[:1].lower()}{verb[1:]}",
        resource=lambda service, kind, name: f"{service}:*:*:{kind}:{name}",
        text="StringEquals",
        not_text="StringNotEqualsIfExists",
        like="StringMatch",
        within="IpAddress",
        not_within="NotIpAddress",
        flag="Bool",
        before="DateLessThan",
        tag="g:ResourceTag/team",
        address="g:SourceIp",
        time="g:CurrentTime",
        mfa="g:MFAPresent",
        home="home/${g:UserName}/*",
        facts=_huawei_facts(),
    ),
    "tencent": Dialect(
        name="tencent",
        version="2.0",
        services=("cvm", "cos", "cdb", "vpc", "clb", "cls", "kms", "cam", "scf", "cmq", "monitor", "tke"),
        action=lambda service, verb, noun: f"name/{service}:{verb}{noun}",
        resource=lambda service, kind, name: f"qcs::{service}:::{kind}/{name}",
        text="string_equal",
        not_text="string_not_equal_if_exist",
        like="string_like",
        within="ip_equal",
        not_within="ip_not_equal",
        flag="bool_equal",
        before="date_less_than",
        tag="qcs:resource_tag/team",
        address="qcs:ip",
        time="qcs:current_time",
        mfa="qcs:mfa",
        home="home/${uin}/*",
        facts=_tencent_facts(),
    ),
}


def principal(cloud: str, seed: int) -> tuple[Facts, Grants]:
    """A principal with its policies, and what is the same in all its requests."""
    dialect, rng = DIALECTS[cloud], Random(f"{cloud} {seed}")
    favourites = rng.sample(dialect.services, k=6)
    grants = tuple(_grant(dialect, rng, favourites, number) for number in range(POLICIES))
    return dialect.facts, Grants(identity=grants)


def _grant(dialect: Dialect, rng: Random, services: list[str], number: int) -> Grant:
    count = rng.randint(STATEMENTS - 8, STATEMENTS + 8)
    statements = [rng.choices(THEMES, WEIGHTS)[0](dialect, rng, rng.choice(services)) for _ in range(count)]
    text = _written(dialect, statements)
    document = PARSERS[dialect.name](text, "identity")
    return Grant(document, f"policy-{number}", "Custom", "v1", "user", "alice")


def _written(dialect: Dialect, statements: list[Statement]) -> str:
    if dialect.name == "tencent":
        lowered = [{name.lower(): value for name, value in one.items()} for one in statements]
        lowered = [one | {"effect": one["effect"].lower()} for one in lowered]
        return json.dumps({"version": dialect.version, "statement": lowered})
    return json.dumps({"Version": dialect.version, "Statement": statements})


def _stated(
    effect: str, actions: list[str], resources: list[str], condition: dict[str, Any] | None = None
) -> Statement:
    found: Statement = {"Effect": effect, "Action": actions, "Resource": resources}
    return found | ({"Condition": condition} if condition else {})


def _names(dialect: Dialect, rng: Random, service: str) -> Iterator[str]:
    """Names of resources, by team and stage."""
    kind, team = rng.choice(NOUNS).lower(), rng.choice(TEAMS)
    for _ in range(rng.choice((1, 1, 2, 3, 4))):
        name = rng.choice((f"{team}-{rng.choice(STAGES)}-*", f"{team}-*", f"{team}-{rng.randint(1, 40)}"))
        yield dialect.resource(service, kind, name)


def _some(dialect: Dialect, rng: Random, service: str, verbs: tuple[str, ...], most: int) -> list[str]:
    count = rng.randint(1, most)
    return sorted({dialect.action(service, rng.choice(verbs), rng.choice(NOUNS)) for _ in range(count)})


def whole_service(dialect: Dialect, _: Random, service: str) -> Statement:
    """Everything in one service."""
    return _stated("Allow", [dialect.action(service, "*", "*").replace("**", "*")], ["*"])


def read_only(dialect: Dialect, rng: Random, service: str) -> Statement:
    """Whatever only reads in one service."""
    verbs = rng.sample(READS, k=rng.choice((2, 3, 4)))
    noun = rng.choice(("*", rng.choice(NOUNS)))
    return _stated("Allow", [_reading(dialect, service, verb, noun) for verb in verbs], ["*"])


def _reading(dialect: Dialect, service: str, verb: str, noun: str) -> str:
    if dialect.name == "huawei":
        return f"{service}:{noun.lower()}:{verb.lower()}*"
    return dialect.action(service, verb, noun if noun == "*" else f"{noun}*")


def operator(dialect: Dialect, rng: Random, service: str) -> Statement:
    """A team's work on its own resources."""
    actions = _some(dialect, rng, service, READS + WRITES, 12)
    return _stated("Allow", actions, list(_names(dialect, rng, service)))


def tagged(dialect: Dialect, rng: Random, service: str) -> Statement:
    """Work on whatever carries the team's tag, perhaps from its network only."""
    condition: dict[str, Any] = {dialect.text: {dialect.tag: rng.sample(TEAMS, k=rng.choice((1, 1, 2)))}}
    if rng.random() < 0.4:
        condition[dialect.within] = {dialect.address: rng.sample(NETWORKS, k=rng.choice((1, 2)))}
    return _stated("Allow", _some(dialect, rng, service, READS + WRITES, 8), ["*"], condition)


def home(dialect: Dialect, rng: Random, service: str) -> Statement:
    """One user's own corner."""
    verbs = _some(dialect, rng, service, ("Get", "Put", "List", "Delete"), 4)
    return _stated("Allow", verbs, [dialect.resource(service, "object", dialect.home)])


def for_a_while(dialect: Dialect, rng: Random, service: str) -> Statement:
    """An access that ends on a day."""
    day = f"2026-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T00:00:00Z"
    condition = {dialect.before: {dialect.time: [day]}}
    return _stated(
        "Allow", _some(dialect, rng, service, WRITES, 5), list(_names(dialect, rng, service)), condition
    )


def away_from(dialect: Dialect, rng: Random, service: str) -> Statement:
    """No changes from outside the company's networks."""
    condition = {dialect.not_within: {dialect.address: rng.sample(NETWORKS, k=rng.choice((2, 3)))}}
    return _stated("Deny", _some(dialect, rng, service, WRITES, 6), ["*"], condition)


def without_second_factor(dialect: Dialect, rng: Random, service: str) -> Statement:
    """No deletion without a second factor."""
    condition = {dialect.flag: {dialect.mfa: ["false"]}}
    return _stated("Deny", _some(dialect, rng, service, ("Delete", "Detach"), 4), ["*"], condition)


def not_ours(dialect: Dialect, rng: Random, service: str) -> Statement:
    """Hands off what carries another team's tag."""
    condition = {dialect.not_text: {dialect.tag: rng.sample(TEAMS, k=2)}}
    return _stated(
        "Deny", _some(dialect, rng, service, WRITES, 4), list(_names(dialect, rng, service)), condition
    )


def never(dialect: Dialect, rng: Random, service: str) -> Statement:
    """Some things nobody does in production."""
    kind = rng.choice(NOUNS).lower()
    resource = dialect.resource(service, kind, f"*-{rng.choice(STAGES)}-*")
    return _stated("Deny", _some(dialect, rng, service, ("Delete", "Stop", "Update"), 5), [resource])


def all_but(dialect: Dialect, rng: Random, service: str) -> Statement:
    """Every action but a few; Tencent has no such form and lists reads instead."""
    if dialect.name == "tencent":
        return read_only(dialect, rng, service)
    excepted = [
        f"{one}:*:*" if dialect.name == "huawei" else f"{one}:*" for one in rng.sample(dialect.services, k=3)
    ]
    return {
        "Effect": "Allow",
        "NotAction": excepted,
        "Resource": list(_names(dialect, rng, service)),
        "Condition": {dialect.like: {dialect.tag: [f"{rng.choice(TEAMS)[:2]}*"]}},
    }


THEMES = (
    operator, tagged, read_only, home, for_a_while, whole_service, all_but,
    away_from, without_second_factor, not_ours, never,
)  # fmt: skip
WEIGHTS = (40, 15, 15, 4, 5, 1, 2, 5, 4, 4, 5)
