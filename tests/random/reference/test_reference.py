"""The reference is only worth disagreeing with if it says what the documents say: their examples, as rows."""

import json
from typing import Any

import pytest

from tests.random.reference import alibaba, huawei, tencent

OWNER = "g:RequestTag/owner"

HUAWEI_CONDITIONS: list[tuple[str, str, list[Any], huawei.Context, bool]] = [
    # The table of operators, org_03_0033
    ("StringNotEquals", "g:DomainName", ["A", "B"], {"g:domainname": "A"}, False),
    ("StringNotEquals", "g:DomainName", ["A", "B"], {"g:domainname": "C"}, True),
    ("StringEqualsIgnoreCase", "g:DomainName", ["zhang"], {"g:domainname": "ZHANG"}, True),
    ("StringMatch", "g:PrincipalUrn", ["iam::*:user:ab?"], {"g:principalurn": "iam::1:user:abc"}, True),
    ("StringMatch", "g:UserName", ["AB*"], {"g:username": "abc"}, False),
    ("NumberLessThan", "g:MFAAge", ["10", "100"], {"g:mfaage": "50"}, True),
    (
        "DateLessThan",
        "g:CurrentTime",
        ["2022-08-01T00:00:00Z"],
        {"g:currenttime": "2022-07-31T23:59:59Z"},
        True,
    ),
    ("Null", OWNER, ["true"], {}, True),
    ("Null", OWNER, ["false"], {}, False),
    ("StringEqualsIfExists", OWNER, ["a"], {}, True),
    ("BoolIfExists", "g:PrincipalIsRootUser", ["true"], {}, True),
    # OBS pages: "equals or includes"; no wildcards, no case
    ("StringLike", "obs:prefix", ["private/"], {"obs:prefix": "x/private/y"}, True),
    ("StringLike", "g:UserName", ["ab*"], {"g:username": "abc"}, False),
    ("StringLike", "g:UserName", ["AB"], {"g:username": "xabx"}, True),
    # org_99_0002
    ("ForAnyValue:StringNotEquals", "g:TagKeys", ["a", "b"], {"g:tagkeys": ("a", "c")}, True),
    ("ForAllValues:StringNotEquals", "g:TagKeys", ["a", "b"], {"g:tagkeys": ("a", "c")}, False),
    ("ForAllValues:StringEquals", "g:TagKeys", ["a", "c"], {"g:tagkeys": ("a", "c")}, True),
    # assumed: an absent key meets no operator but Null and IfExists
    ("StringNotEquals", "g:RequestedRegion", ["cn-north-4"], {}, False),
    ("ForAllValues:StringEquals", "g:TagKeys", ["a"], {}, False),
    # assumed: several values without a quantifier: one fits, or none for a negated operator
    ("StringEquals", "g:TagKeys", ["a"], {"g:tagkeys": ("a", "c")}, True),
    ("StringNotEquals", "g:TagKeys", ["a"], {"g:tagkeys": ("a", "c")}, False),
]

ALIBABA_CONDITIONS: list[tuple[str, str, list[Any], alibaba.Context, bool]] = [
    # help.aliyun.com/zh/ram/conditional-operator
    ("StringEquals", "acs:ResourceTag/team", ["dev"], {"acs:resourcetag/team": "dev"}, True),
    ("StringEquals", "acs:ResourceTag/team", ["dev"], {"acs:resourcetag/team": "Dev"}, False),
    ("StringLike", "oss:Prefix", ["hangzhou/*"], {"oss:prefix": "hangzhou/"}, True),
    (
        "IpAddress",
        "acs:SourceIp",
        ["192.168.0.0/16", "172.16.215.218"],
        {"acs:sourceip": "192.168.3.4"},
        True,
    ),
    (
        "DateLessThan",
        "acs:CurrentTime",
        ["2019-08-12T17:00:00+08:00"],
        {"acs:currenttime": "2019-08-12T08:59:59Z"},
        True,
    ),
    # assumed: an absent key meets no operator
    ("StringNotEquals", "acs:SourceVpc", ["vpc-1"], {}, False),
]

MOVED = "2016-06-01T08:01:00+08:00"

TENCENT_CONDITIONS: list[tuple[str, str, list[Any], tencent.Context, bool]] = [
    # COS "Conditions" and its examples: a list of the request against the list of the policy
    (
        "for_any_value:string_equal",
        "qcs:request_tag",
        ["a&b", "c&d"],
        {"qcs:request_tag": ("a&b", "e&f")},
        True,
    ),
    ("for_all_value:string_equal", "qcs:request_tag", ["a&b", "c&d"], {"qcs:request_tag": ("a&b",)}, True),
    (
        "for_all_value:string_equal",
        "qcs:request_tag",
        ["a&b", "c&d"],
        {"qcs:request_tag": ("a&b", "e&f")},
        False,
    ),
    # the same page's table: with and without the parameter
    ("string_equal", "cos:versionid", ["MTg0"], {}, False),
    ("string_equal_if_exist", "cos:versionid", ["MTg0"], {}, True),
    ("string_equal_if_exist", "cos:versionid", ["MTg0"], {"cos:versionid": "MTg0"}, True),
    ("string_equal_if_exist", "cos:versionid", ["MTg0"], {"cos:versionid": "other"}, False),
    ("string_equal_if_exist", "cos:versionid", [""], {"cos:versionid": ""}, True),
    # by example: deny with string_not_equal lets requests without the parameter pass
    ("string_not_equal", "cos:versionid", [""], {}, False),
    ("string_not_equal", "cos:versionid", [""], {"cos:versionid": "MTg0"}, True),
    ("string_not_equal_if_exist", "cos:versionid", ["X1"], {}, True),
    ("string_like", "cos:content-type", ["image/*"], {"cos:content-type": "image/png"}, True),
    ("numeric_less_than_equal", "cos:content-length", ["10"], {"cos:content-length": "10"}, True),
    ("numeric_greater_than_equal", "cos:tls-version", ["1.2"], {"cos:tls-version": "1.2"}, True),
    # 598/10608
    ("ip_equal", "qcs:ip", ["10.217.182.3/24", "111.21.33.72/32"], {"qcs:ip": "111.21.33.72"}, True),
    (
        "date_less_than",
        "qcs:current_time",
        ["2016-06-01T00:01:00Z"],
        {"qcs:current_time": MOVED},
        False,
    ),
    ("null_equal", "qcs:mfa", ["true"], {}, True),
    # assumed: a negated operator with several values wants none of them; keys count case
    ("string_not_equal", "cvm:region", ["ap-gz", "ap-bj"], {"cvm:region": "ap-gz"}, False),
    ("string_equal", "cvm:Region", ["ap-gz"], {"cvm:region": "ap-gz"}, False),
]

VARIABLES: list[tuple[str, huawei.Context, str | None]] = [
    # usermanual-iam5 iam_01_1234
    ("${g:UserName}", {"g:username": "bob"}, "bob"),
    ("${g:UserName, 'dflt'}", {}, "dflt"),
    ("${ g:username , 'D' }", {"g:username": "bob"}, "bob"),
    ("a${*}b${?}c${$}", {}, "a*b?c$"),
    (
        "${g:UserName, 'A single quote is '', two quotes are ''''.'}",
        {},
        "A single quote is ', two quotes are ''.",
    ),
    ("${g:UserName}", {}, None),
    ("${g:CalledVia}", {"g:calledvia": ("x",)}, None),
    ("${g:CalledVia, 'none'}", {"g:calledvia": ("x",)}, "none"),
    ("${g:UserName, '${g:UserName}${*}'}", {}, "${g:UserName}${*}"),
]

HUAWEI_RESOURCES = [
    ("*", "obs:cn-north-4:d1:object:photos/a:b.jpg", True),
    ("obs:*:*:object:*", "obs:cn-north-4:d1:object:photos/a:b.jpg", True),
    ("obs:*:object:*:*", "obs:cn-north-4:d1:object:photos/a:b.jpg", False),
    ("iam::d1:user:Alice", "iam::d1:user:alice", False),
    ("iam:*:d1:user:alice", "iam::d1:user:alice", True),
    ("iam::d1:user:alice", "iam:*:d1:user:alice", True),
    ("obs::d1:bucket:photos", "obs:cn-north-4:d1:bucket:photos", True),
    ("iam:cn-north-4:d1:user:alice", "iam::d1:user:alice", False),
    # assumed: an empty region has no character, and a variable that fills in nothing is not left empty
    ("iam:?:d1:user:alice", "iam::d1:user:alice", False),
    ("obs:?:d1:bucket:photos", "obs:a:d1:bucket:photos", True),
    ("iam:${g:Absent, ''}:d1:user:alice", "iam::d1:user:alice", True),
    ("obs:${g:Absent, ''}:d1:bucket:photos", "obs:cn-north-4:d1:bucket:photos", False),
    ("iam::${g:DomainId}:user:${g:UserName}", "iam::d1:user:alice", True),
    ("iam::${g:DomainId}:user:${g:Absent}", "iam::d1:user:alice", False),
    ("iam::d1:policy:a${*}b", "iam::d1:policy:a*b", True),
    ("iam::d1:policy:a${*}b", "iam::d1:policy:axb", False),
]

TENCENT_RESOURCES = [
    # 598/10606, 598/10607
    ("qcs::cvm::uin/1:instance/*", "qcs::cvm:ap-guangzhou:uin/1:instance/ins-1", True),
    ("qcs:::::instance/*", "qcs::cvm:ap-guangzhou:uin/100:instance/ins-1", True),
    ("qcs::cvm:ap-guangzhou::instance/*", "qcs::cvm:ap-guangzhou:uin/100:instance/ins-1", True),
    ("qcs::cvm:ap-guangzhou::instance/*", "qcs::cvm:ap-guangzhou:uin/200:instance/ins-1", False),
    ("qcs::cos:::photos/*", "qcs::cos:ap-beijing:uid/125:photos/a:b", True),
    ("qcs::cos:ap-beijing:uin/100:photos/*", "qcs::cos:ap-beijing:uid/125:photos/a", False),
    ("qcs::cmqqueue::uin/1:queueName/uin/${uin}/*", "qcs::cmqqueue:x:uin/1:queueName/uin/105/q", True),
    ("qcs::cmqqueue::uin/1:queueName/${nobody}", "qcs::cmqqueue:x:uin/1:queueName/105", False),
    ("qcs::cvm:*:instance/ins-1", "qcs::cvm:ap-guangzhou:uin/100:instance/ins-1", False),
    ("qcs::cam::uin/100:*", "*", False),
    ("*", "*", True),
]

TENCENT_ACTIONS = [
    ("name/cos:GetObject", "cos:GetObject", True),
    ("cos:*Bucket*", "cos:PutBucketACL", True),
    ("name/*:*", "cam:AttachUserPolicy", True),
    ("*", "cam:AttachUserPolicy", True),
    ("permid/280649", "cos:GetObject", False),
]

TENCENT_CHAINS: list[tuple[dict[str, str | None], str]] = [
    # 598/10605, 598/39425, the README of the public control policies
    ({"identity": "Allow", "boundary": "Deny"}, "ExplicitDeny"),
    ({"identity": "Allow", "boundary": None}, "ImplicitDeny"),
    ({"identity": "Allow", "member": "Allow", "node": None, "root": "Allow"}, "ImplicitDeny"),
    ({"identity": "Allow", "trust": None}, "ImplicitDeny"),
    ({"identity": None, "trust": "Allow"}, "ImplicitDeny"),
    ({"identity": "Allow", "trust": "Allow"}, "Allow"),
]

HUAWEI_CHAINS = [
    # usermanual-iam5 iam_01_1290: (identity, trust, same account, answer)
    (None, "Allow", True, "Allow"),
    (None, "Allow", False, "ImplicitDeny"),
    ("Allow", None, True, "Allow"),
    ("Allow", None, False, "ImplicitDeny"),
    ("Allow", "Allow", False, "Allow"),
    ("Allow", "Deny", True, "ExplicitDeny"),
]

ALIBABA_CHAINS = [
    # "evaluation when assuming a role": both
    ("Allow", None, True, "ImplicitDeny"),
    (None, "Allow", True, "ImplicitDeny"),
    ("Allow", "Allow", False, "Allow"),
    ("Allow", "Deny", True, "ExplicitDeny"),
]


@pytest.mark.parametrize(("operator", "key", "values", "context", "met"), HUAWEI_CONDITIONS)
def test_huawei_condition(
    operator: str, key: str, values: list[str], context: huawei.Context, *, met: bool
) -> None:
    assert huawei.holds(operator, key, values, context) is met


@pytest.mark.parametrize(("operator", "key", "values", "context", "met"), ALIBABA_CONDITIONS)
def test_alibaba_condition(
    operator: str, key: str, values: list[str], context: alibaba.Context, *, met: bool
) -> None:
    assert alibaba.holds(operator, key, values, context) is met


@pytest.mark.parametrize(("written", "context", "expected"), VARIABLES)
def test_huawei_variable(written: str, context: huawei.Context, expected: str | None) -> None:
    filled = huawei.fill(written, context)
    assert (None if filled is None else huawei.plain(filled)) == expected


@pytest.mark.parametrize(("pattern", "resource", "matches"), HUAWEI_RESOURCES)
def test_huawei_resource(pattern: str, resource: str, *, matches: bool) -> None:
    context: huawei.Context = {"g:domainid": "d1", "g:username": "alice"}
    assert huawei.resource_matches(pattern, resource, context) is matches


@pytest.mark.parametrize(("identity", "trust", "same_account", "answer"), HUAWEI_CHAINS)
def test_huawei_chain(identity: str | None, trust: str | None, answer: str, *, same_account: bool) -> None:
    said = huawei.decide(
        identity=policies(identity, "5.0", {}),
        session=None,
        trust=(policies(trust, "5.0", {"Principal": {"IAM": ["d2"]}}) or [EMPTY])[0],
        is_root=False,
        same_account=same_account,
        who={"account": "d2", "kind": "user", "name": "alice", "urn": "iam::d2:user:alice"},
        action="sts:agencies:assume",
        resource="iam::d1:agency:deploy",
        context={},
    )
    assert said == answer


@pytest.mark.parametrize(("identity", "trust", "same_account", "answer"), ALIBABA_CHAINS)
def test_alibaba_chain(identity: str | None, trust: str | None, answer: str, *, same_account: bool) -> None:
    said = alibaba.decide(
        identity=policies(identity, "1", {"Resource": "*"}),
        session=None,
        trust=(policies(trust, "1", {"Principal": {"RAM": ["acs:ram::1001:user/alice"]}}) or [EMPTY])[0],
        is_root=False,
        same_account=same_account,
        who={"account": "1001", "kind": "user", "name": "alice", "urn": "acs:ram::1001:user/alice"},
        action="sts:AssumeRole",
        resource="acs:ram::2002:role/deploy",
        context={},
    )
    assert said == answer


@pytest.mark.parametrize(("operator", "key", "values", "context", "met"), TENCENT_CONDITIONS)
def test_tencent_condition(
    operator: str, key: str, values: list[str], context: tencent.Context, *, met: bool
) -> None:
    assert tencent.holds(operator, key, values, context) is met


@pytest.mark.parametrize(("pattern", "resource", "matches"), TENCENT_RESOURCES)
def test_tencent_resource(pattern: str, resource: str, *, matches: bool) -> None:
    context: tencent.Context = {"qcs:uin": "105", "qcs:owner_uin": "100", "qcs:app_id": "125"}
    assert tencent.resource_matches(pattern, resource, context) is matches


@pytest.mark.parametrize(("pattern", "action", "matches"), TENCENT_ACTIONS)
def test_tencent_action(pattern: str, action: str, *, matches: bool) -> None:
    assert tencent.action_matches(pattern, action) is matches


@pytest.mark.parametrize(("layers", "answer"), TENCENT_CHAINS)
def test_tencent_chain(layers: dict[str, str | None], answer: str) -> None:
    def written(name: str, **beside: Any) -> str:
        effect = layers.get(name)
        statement = {"effect": (effect or "allow").lower(), "action": "*" if effect else "cos:None"}
        return json.dumps({"version": "2.0", "statement": [statement | beside]})

    said = tencent.decide(
        identity=[written("identity", resource="*")],
        session=None,
        trust=written("trust", principal={"qcs": "qcs::cam::uin/100:root"}) if "trust" in layers else None,
        boundary=written("boundary", resource="*") if "boundary" in layers else None,
        levels=tuple([written(one, resource="*")] for one in ("member", "node", "root") if one in layers),
        is_root=False,
        same_account=True,
        who={"account": "100", "kind": "user", "name": "alice", "urn": "qcs::cam::uin/100:uin/105"},
        action="sts:AssumeRole",
        resource="qcs::cam::uin/100:roleName/deploy",
        context={},
    )
    assert said == answer


EMPTY = json.dumps({"Version": "1", "Statement": []})


def policies(effect: str | None, version: str, beside: dict[str, Any]) -> list[str]:
    """Write one policy about every action, or none."""
    if effect is None:
        return []
    return [json.dumps({"Version": version, "Statement": [{"Effect": effect, "Action": ["*"]} | beside]})]
