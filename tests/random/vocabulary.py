"""The words that random policies and requests are made of: a language's keys, operators, names and callers.

Few values per key, and values that differ in one respect only (case, zone, spelling of a number, a literal
star), so that statements meet requests often and every rule of comparison decides some answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from random import Random
from typing import Literal

Kind = Literal["text", "number", "date", "flag", "address", "bytes"]
Fit = Callable[[Random, str], str]


@dataclass(frozen=True)
class Key:
    """A condition key: its name, how its values compare, the few in use, and what only requests can hold."""

    name: str
    kind: Kind
    values: tuple[str, ...]
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dialect:
    """All that differs between the policy languages when one writes documents in them."""

    name: str
    version: str
    actions: tuple[str, ...]
    assume: str
    assume_patterns: tuple[str, ...]
    resources: tuple[str, ...]
    roles: tuple[str, ...]
    accounts: tuple[str, str]
    callers: tuple[dict[str, str], ...]
    principal: str
    principals: tuple[str, ...]
    whole_account: tuple[str, ...]
    named: Callable[[dict[str, str]], str]
    keys: tuple[Key, ...]
    operators: tuple[tuple[Kind | None, str], ...]
    fitting: dict[str, Fit]
    null: str = "Null"
    service: str = ""
    layers: tuple[str, ...] = ("identity", "session", "trust")
    is_huawei: bool = False
    is_tencent: bool = False

    def heard(self, key: str) -> str:
        """Spell a condition key as requests hold it: only to Tencent its case counts."""
        return key if self.is_tencent else key.lower()


# How to write a value so that an operator accepts it


def loosened(rng: Random, text: str) -> str:
    """Put a wildcard into a text so that it still fits: for all of it, for a run, or for one character."""
    start, end = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
    shapes = ["*", text[:start] + "*" + text[end:], text[:start] + "*", "*" + text[end:]]
    if end < len(text):
        shapes.append(text[:end] + "?" + text[end + 1 :])
    return rng.choice(shapes)


def as_is(_: Random, value: str) -> str:
    """Keep a value."""
    return value


def recased(rng: Random, value: str) -> str:
    """Write a value in another case."""
    return rng.choice((value.swapcase(), value.upper(), value.lower()))


def start(rng: Random, value: str) -> str:
    """Keep the beginning of a value."""
    return value[: rng.randint(1, max(1, len(value)))]


def end(rng: Random, value: str) -> str:
    """Keep the end of a value."""
    return value[rng.randint(0, max(0, len(value) - 1)) :]


def middle(rng: Random, value: str) -> str:
    """Keep the middle of a value, in some case."""
    return recased(rng, start(rng, end(rng, value)))


def respelled_number(rng: Random, value: str) -> str:
    """Write the same number otherwise."""
    return value + (".0" if "." not in value and rng.random() < 0.5 else "")


def respelled_date(rng: Random, value: str) -> str:
    """Write the same moment in another zone, or move it by a second."""
    zone = timezone(timedelta(hours=rng.choice((-5, 0, 8))))
    moved = datetime.fromisoformat(value) + timedelta(seconds=rng.choice((-1, 0, 0, 1)))
    return moved.astimezone(zone).isoformat()


def block_around(rng: Random, value: str) -> str:
    """Write a block around an address, its host bits left in."""
    if "/" in value or not value[0].isdigit():
        return value
    return f"{value}/{rng.choice((48, 64, 128) if ':' in value else (8, 24, 32))}"


# The three languages

MOMENTS = ("2026-03-01T00:00:00Z", "2026-03-01T08:00:00+08:00", "2026-06-30T12:00:00Z")
ADDRESSES = ("10.1.2.3", "10.1.9.9", "192.0.2.7", "2001:db8::7", "203.0.113.0")


def is_fit_for(names: str, fit: Fit) -> dict[str, Fit]:
    """List operators that a kind of value is made to fit by the same function."""
    return dict.fromkeys(names.split(), fit)


def alibaba_caller(account: str, kind: str, name: str = "") -> dict[str, str]:
    """Describe a caller as RAM names it; who acts as a role is a session of it."""
    path = {"user": f"user/{name}", "role": f"assumed-role/{name}/s1", "root": "root"}[kind]
    return {"account": account, "kind": kind, "name": name, "urn": f"acs:ram::{account}:{path}"}


def alibaba_named(who: dict[str, str]) -> str:
    """Spell a caller as a Principal does."""
    path = "root" if who["kind"] == "root" else f"{who['kind']}/{who['name']}"
    return f"acs:ram::{who['account']}:{path}"


def alibaba_operators() -> tuple[tuple[Kind | None, str], ...]:
    """List the operators of "conditional-operator": no qualifiers, no IfExists, no Null."""
    order = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
    text = ("Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike")
    return (
        *(("text", f"String{name}") for name in text),
        *(("number", f"Numeric{name}") for name in order),
        *(("date", f"Date{name}") for name in order),
        ("flag", "Bool"),
        ("address", "IpAddress"),
        ("address", "NotIpAddress"),
    )


ALIBABA = Dialect(
    name="alibaba",
    version="1",
    actions=("ecs:StartInstance", "ecs:StopInstance", "oss:GetObject", "oss:PutObject", "ram:AttachPolicy"),
    assume="sts:AssumeRole",
    assume_patterns=("sts:AssumeRole", "sts:AssumeRole", "sts:assumerole", "sts:*"),
    resources=(
        "acs:ecs:cn-hangzhou:1001:instance/i-1",
        "acs:ecs:cn-hangzhou:1001:instance/i-2",
        "acs:oss:oss-cn-beijing:1001:photos/alice/a.jpg",
        "acs:oss:*:1001:photos/bob/b:1.jpg",
        "acs:oss:*:1001:Photos",
        "acs:ram::1001:user/alice",
        "acs:ram:*:1001:policy/a*b",
        "*",
    ),
    roles=("acs:ram::1001:role/deploy", "acs:ram::1001:role/audit"),
    accounts=("1001", "2002"),
    callers=(
        alibaba_caller("1001", "user", "alice"),
        alibaba_caller("1001", "user", "bob"),
        alibaba_caller("1001", "role", "deploy"),
        alibaba_caller("1001", "role", "alice"),
        alibaba_caller("1001", "root"),
        alibaba_caller("2002", "user", "alice"),
        alibaba_caller("2002", "role", "deploy"),
        alibaba_caller("2002", "root"),
    ),
    principal="RAM",
    principals=(
        "acs:ram::1001:root",
        "acs:ram::2002:root",
        "acs:ram::1001:user/alice",
        "acs:ram::1001:role/alice",
        "acs:ram::2002:user/alice",
        "acs:ram::2002:role/deploy",
    ),
    whole_account=("acs:ram::{}:root",),
    named=alibaba_named,
    keys=(
        Key("acs:ResourceTag/team", "text", ("dev", "Dev", "ops", "d*", "development")),
        Key("acs:RequestTag/owner", "text", ("alice", "ALICE", "bob", "a?ice", "")),
        Key("oss:Prefix", "text", ("hangzhou/", "hangzhou/2015/", "hang", "杭州/")),
        Key("acs:SourceVpc", "text", ("vpc-1", "vpc-2", "${acs:SourceVpc}")),
        Key("oss:MaxKeys", "number", ("10", "10.0", "100", "9", "9.5"), ("ten",)),
        Key("ecs:Count", "number", ("1", "2", "3", "-1")),
        Key("acs:CurrentTime", "date", MOMENTS, ("yesterday",)),
        Key("acs:TokenIssueTime", "date", MOMENTS, ("yesterday",)),
        Key("acs:SecureTransport", "flag", ("true", "false"), ("yes",)),
        Key("acs:MFAPresent", "flag", ("true", "false"), ("yes",)),
        Key("acs:SourceIp", "address", ADDRESSES, ("unknown",)),
        Key("ecs:PeerIp", "address", ADDRESSES, ("unknown",)),
    ),
    operators=alibaba_operators(),
    fitting={
        "StringEqualsIgnoreCase": recased,
        "StringLike": loosened,
        "IpAddress": block_around,
        **is_fit_for("NumericEquals NumericLessThanEquals NumericGreaterThanEquals", respelled_number),
        **is_fit_for(
            "DateEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals", respelled_date
        ),
    },
    service="ecs.aliyuncs.com",
    layers=("identity", "resource_group", "session", "trust"),
)


def huawei_caller(account: str, kind: str, name: str = "") -> dict[str, str]:
    """Describe a caller as IAM names it; who acts as an agency is a session of it."""
    urns = {
        "user": f"iam::{account}:user:{name}",
        "role": f"sts::{account}:assumed-agency:{name}/s1",
        "root": f"iam::{account}:root",
    }
    return {"account": account, "kind": kind, "name": name, "urn": urns[kind]}


def huawei_named(who: dict[str, str]) -> str:
    """Spell a caller as a Principal does; a session may be named by its agency."""
    return f"iam::{who['account']}:agency:{who['name']}" if who["kind"] == "role" else who["urn"]


def huawei_operators() -> tuple[tuple[Kind | None, str], ...]:
    """List the operators in every spelling: three ways of quantifying, each with and without IfExists."""
    order = ("LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
    text = ("Equals", "EqualsIgnoreCase", "Match", "Like", "StartWith", "EndWith")
    plain: list[tuple[Kind, str]] = [
        *(("text", f"String{name}") for name in text),
        *(("text", f"StringNot{name}") for name in text),
        *(("number", f"Number{name}") for name in ("Equals", "NotEquals", *order)),
        *(("date", f"Date{name}") for name in order),
        ("flag", "Bool"),
        ("address", "IpAddress"),
        ("address", "NotIpAddress"),
    ]
    spelled: list[tuple[Kind | None, str]] = [
        (kind, before + name + after)
        for kind, name in plain
        for before in ("", "ForAllValues:", "ForAnyValue:")
        for after in ("", "IfExists")
    ]
    return (*spelled, *[(None, "Null")] * 3)


HUAWEI = Dialect(
    name="huawei",
    version="5.0",
    actions=(
        "obs:object:getObject",
        "obs:object:putObject",
        "obs:bucket:listBucket",
        "iam:agencies:detachPolicyV5",
        "iam::tagForResourceV5",
    ),
    assume="sts:agencies:assume",
    assume_patterns=("sts:agencies:assume", "sts:agencies:assume", "STS:Agencies:Assume", "sts:agencies:*"),
    resources=(
        "obs:cn-north-4:d1:object:photos/alice/a.jpg",
        "obs:cn-north-4:d1:object:photos/bob:1/b.jpg",
        "obs:*:d1:bucket:photos",
        "obs::d1:bucket:Photos",
        "iam::d1:agency:ops/deploy",
        "iam::d1:user:alice",
        "iam:*:d1:user:alice",
        "iam:*:d1:policy:a*b$c",
        "*",
    ),
    roles=("iam::d1:agency:deploy", "iam::d1:agency:ops/audit"),
    accounts=("d1", "d2"),
    callers=(
        huawei_caller("d1", "user", "alice"),
        huawei_caller("d1", "user", "bob"),
        huawei_caller("d1", "role", "deploy"),
        huawei_caller("d1", "role", "ops/audit"),
        huawei_caller("d1", "root"),
        huawei_caller("d2", "user", "alice"),
        huawei_caller("d2", "role", "deploy"),
        huawei_caller("d2", "root"),
    ),
    principal="IAM",
    principals=(
        "d1",
        "d2",
        "iam::d1:root",
        "iam::d2:root",
        "iam::d1:user:alice",
        "iam::d1:agency:alice",
        "iam::d2:user:alice",
        "iam::d2:agency:deploy",
        "sts::d1:assumed-agency:deploy/s1",
        "sts::d2:assumed-agency:deploy/s1",
    ),
    whole_account=("{}", "iam::{}:root"),
    named=huawei_named,
    keys=(
        Key("g:UserName", "text", ("alice", "Alice", "bob", "a*b", "photos")),
        Key("g:DomainId", "text", ("d1", "d2")),
        Key("g:PrincipalUrn", "text", ("iam::d1:user:alice", "iam::d2:agency:deploy")),
        Key("g:Tags", "text", ("team", "Team", "owner", "te?m", "it's")),
        Key("g:RequestTag/owner", "text", ("alice", "ALICE", "alice/x", "$", "")),
        Key("g:MFAAge", "number", ("10", "10.0", "100", "9", "9.5"), ("ten",)),
        Key("evs:Size", "number", ("1", "2", "3", "-1")),
        Key("g:CurrentTime", "date", MOMENTS, ("yesterday",)),
        Key("g:TokenIssueTime", "date", MOMENTS, ("yesterday",)),
        Key("g:MFAPresent", "flag", ("true", "false"), ("yes",)),
        Key("g:SecureTransport", "flag", ("true", "false"), ("yes",)),
        Key("g:SourceIp", "address", ADDRESSES, ("unknown",)),
        Key("g:VpcSourceIp", "address", ADDRESSES, ("unknown",)),
    ),
    operators=huawei_operators(),
    fitting={
        "StringEqualsIgnoreCase": recased,
        "StringMatch": loosened,
        "StringLike": middle,
        "StringStartWith": start,
        "StringEndWith": end,
        "IpAddress": block_around,
        **is_fit_for("NumberEquals NumberLessThanEquals NumberGreaterThanEquals", respelled_number),
        **is_fit_for("DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals", respelled_date),
    },
    service="service.ECS",
    is_huawei=True,
)


def tencent_caller(account: str, kind: str, name: str = "") -> dict[str, str]:
    """Describe a caller as CAM names it: a user by its uin, a role by its name."""
    paths = {"user": f"uin/{account[0]}0{len(name)}", "role": f"roleName/{name}", "root": f"uin/{account}"}
    urn = f"qcs::cam::uin/{account}:{paths[kind]}"
    return {"account": account, "kind": kind, "name": name, "urn": urn}


def tencent_named(who: dict[str, str]) -> str:
    """Spell a caller as a principal does."""
    return who["urn"]


def tencent_operators() -> tuple[tuple[Kind | None, str], ...]:
    """List the operators in every spelling: three ways of quantifying, each with and without _if_exist."""
    order = ("equal", "not_equal", "less_than", "less_than_equal", "greater_than", "greater_than_equal")
    text = ("equal", "not_equal", "equal_ignore_case", "not_equal_ignore_case", "like", "not_like")
    plain: list[tuple[Kind, str]] = [
        *(("text", f"string_{name}") for name in text),
        *(("number", f"numeric_{name}") for name in order),
        *(("date", f"date_{name}") for name in order),
        ("flag", "bool_equal"),
        ("bytes", "binary_equal"),
        ("address", "ip_equal"),
        ("address", "ip_not_equal"),
    ]
    spelled: list[tuple[Kind | None, str]] = [
        (kind, before + name + after)
        for kind, name in plain
        for before in ("", "for_all_value:", "for_any_value:")
        for after in ("", "_if_exist")
    ]
    return (*spelled, *[(None, "null_equal")] * 3)


TENCENT = Dialect(
    name="tencent",
    version="2.0",
    actions=("cvm:StartInstances", "cvm:StopInstances", "cos:GetObject", "cos:PutObject", "cam:AttachPolicy"),
    assume="sts:AssumeRole",
    assume_patterns=("sts:AssumeRole", "name/sts:AssumeRole", "name/sts:assumerole", "sts:*"),
    resources=(
        "qcs::cvm:ap-guangzhou:uin/1001:instance/ins-1",
        "qcs::cvm:ap-guangzhou:uin/1001:instance/ins-2",
        "qcs::cvm:ap-guangzhou:uin/2002:instance/ins-1",
        "qcs::cos:ap-beijing:uid/125:photos-125/105/a.jpg",
        "qcs::cos:ap-beijing:uid/125:photos-125/bob/b:1.jpg",
        "qcs:id/0:cos:ap-beijing:uid/125:Photos-125",
        "qcs::cam::uin/1001:uin/105",
        "qcs::cam::uin/1001:policyName/a*b",
        "*",
    ),
    roles=("qcs::cam::uin/1001:roleName/deploy", "qcs::cam::uin/1001:roleName/audit"),
    accounts=("1001", "2002"),
    callers=(
        tencent_caller("1001", "user", "alice"),
        tencent_caller("1001", "user", "bob"),
        tencent_caller("1001", "role", "deploy"),
        tencent_caller("1001", "role", "alice"),
        tencent_caller("1001", "root"),
        tencent_caller("2002", "user", "alice"),
        tencent_caller("2002", "role", "deploy"),
        tencent_caller("2002", "root"),
    ),
    principal="qcs",
    principals=(
        "qcs::cam::uin/1001:root",
        "qcs::cam::uin/2002:root",
        "qcs::cam::uin/1001:uin/105",
        "qcs::cam::uin/1001:uin/1001",
        "qcs::cam::uin/1001:roleName/alice",
        "qcs::cam::uin/2002:uin/205",
        "qcs::cam::uin/2002:roleName/deploy",
        "qcs::cam::anyone:anyone",
    ),
    whole_account=("qcs::cam::uin/{}:root",),
    named=tencent_named,
    keys=(
        Key("qcs:uin", "text", ("105", "103", "205", "1*5")),
        Key("qcs:owner_uin", "text", ("1001", "1001", "1001", "2002")),
        Key("qcs:app_id", "text", ("125", "125", "252")),
        Key("qcs:resource_tag", "text", ("team&dev", "team&Dev", "team&ops", "te?m&d*")),
        Key("qcs:request_tag/owner", "text", ("105", "alice", "ALICE", "a?ice", "")),
        Key("QCS:request_tag/owner", "text", ("105", "alice")),
        Key("cos:content-length", "number", ("10", "10.0", "100", "9", "9.5"), ("ten",)),
        Key("mfa", "number", ("1", "0", "2", "-1")),
        Key("qcs:current_time", "date", MOMENTS, ("yesterday",)),
        Key("cam:create_time", "date", MOMENTS, ("yesterday",)),
        Key("cos:secure-transport", "flag", ("true", "false"), ("yes",)),
        Key("qcs:mfa", "flag", ("true", "false"), ("yes",)),
        Key("kms:digest", "bytes", ("QmluYXJ5", "QmluYXJ6", "YQ=="), ("Binary!",)),
        Key("kms:token", "bytes", ("YQ==", "YR==", "Yg=="), ("YQ",)),
        Key("qcs:ip", "address", ADDRESSES, ("unknown",)),
        Key("vpc:peer_ip", "address", ADDRESSES, ("unknown",)),
    ),
    operators=tencent_operators(),
    fitting={
        "string_equal_ignore_case": recased,
        "string_like": loosened,
        "ip_equal": block_around,
        **is_fit_for("numeric_equal numeric_less_than_equal numeric_greater_than_equal", respelled_number),
        **is_fit_for(
            "date_equal date_less_than date_less_than_equal date_greater_than date_greater_than_equal",
            respelled_date,
        ),
    },
    null="null_equal",
    service="cvm.qcloud.com",
    layers=("identity", "session", "trust", "boundary", "levels"),
    is_tencent=True,
)

LANGUAGES = {"alibaba": ALIBABA, "huawei": HUAWEI, "tencent": TENCENT}
