"""What IAM accepts in a document, what it refuses and where, and what its spellings mean."""

import json
from typing import Any

import pytest

from tests.policy.speech import complaint, document, framed, request, speaks
from tigertally.policy.languages import huawei
from tigertally.policy.request import Who

READ = {"Effect": "Allow", "Action": ["obs:bucket:list*"]}
TRUST = {"Effect": "Allow", "Action": ["sts:agencies:assume"], "Principal": {"IAM": ["100"]}}
BOB = Who("100", "user", "bob", "iam::100:user:bob")
AGENCY = Who("100", "role", "ops/deploy", "sts::100:assumed-agency:ops/deploy/night")
OTHERS = Who("200", "user", "bob", "iam::200:user:bob")
ECS = Who("", "service", "service.ECS", "")
PROVIDER = Who("100", "federated", "corp", "")
OWNER = Who("100", "root", "", "iam::100:root")
XAVER = Who("100", "user", "Xaver", "iam::100:user:Xaver")
OTHER_PROVIDER = Who("100", "federated", "other", "")
NAMED_AS_ECS, NAMED_AS_PROVIDER = (Who("100", "user", one.name, "") for one in (ECS, PROVIDER))


def written(**changes: Any) -> str:
    statement = {key: value for key, value in {**READ, **changes}.items() if value is not None}
    return json.dumps({"Version": "5.0", "Statement": [statement]})


def conditioned(operator: str, key: str, value: Any) -> str:
    return written(Condition={operator: {key: value}})


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("{}", "document", "Version is missing; it is required here."),
        ('{"Version":"5.0"}', "document", "Statement is missing; it is required here."),
        (written(Effect=None), "Statement[0]", "Effect is missing; it is required here."),
        (
            written(Action=None),
            "Statement[0]",
            "Neither of Action and NotAction are given; exactly one is accepted.",
        ),
        ('{"Version":"1.1"}', "Version", "Version '1.1' is not known; \"5.0\" is accepted."),
        (written(Action="obs:*:*"), "Statement[0].Action", "This is a string; an array is accepted."),
        (written(Resource="*"), "Statement[0].Resource", "This is a string; an array is accepted."),
        (
            written(Action=["obs:*"]),
            "Statement[0].Action[0]",
            "'obs:*' is no action; service:type:operation and * are accepted.",
        ),
        (
            written(Action=["obs:bucket:"]),
            "Statement[0].Action[0]",
            "'obs:bucket:' is no action; service:type:operation and * are accepted.",
        ),
        (
            written(Resource=["obs:*:*:bucket"]),
            "Statement[0].Resource[0]",
            "'obs:*:*:bucket' is no resource; service:region:account:type:path and * are accepted.",
        ),
        (
            written(Resource=["obs:*:*:bucket:${g:UserName"]),
            "Statement[0].Resource[0]",
            "A variable has no end; ${key} and ${key, 'default'} are accepted.",
        ),
        (
            conditioned("StringEquals", "g:UserName", "${}"),
            "Statement[0].Condition.StringEquals.g:UserName",
            "A variable names no key; ${key}, ${key, 'default'}, ${*}, ${?} and ${$} are accepted.",
        ),
        (
            conditioned("StringEquals", "g:UserName", "${g:UserName, bob}"),
            "Statement[0].Condition.StringEquals.g:UserName",
            "A default is not quoted; ${key, 'default'} is accepted, with '' for a quote inside.",
        ),
        (
            conditioned("StringEquals", "g:TagKeys", "a"),
            "Statement[0].Condition.StringEquals.g:TagKeys",
            "The key has several values; ForAllValues: or ForAnyValue: before the operator is accepted.",
        ),
        (
            conditioned("Null", "g:TagKeys", "maybe"),
            "Statement[0].Condition.Null.g:TagKeys",
            "'maybe' is not a boolean; write true or false.",
        ),
        (
            written(Resource=["*"], NotResource=["*"]),
            "Statement[0]",
            "Both of Resource and NotResource are given; exactly one is accepted.",
        ),
        (written(Sid=1), "Statement[0].Sid", "This is a number; a string is accepted."),
    ],
)
def test_a_refusal_says_where_and_what_would_be_accepted(text: str, place: str, reason: str) -> None:
    assert (place, reason) == complaint("huawei", text)


@pytest.mark.parametrize(
    "name",
    [
        "NumericEquals",
        "DateEquals",
        "NullIfExists",
        "ForAnyValue:Null",
        "IfExists",
        ":StringEquals",
        "StringEqualsIfExistsIfExists",
        "ForAnyValue:ForAllValues:StringEquals",
    ],
)
def test_an_operator_that_iam_does_not_have_is_refused(name: str) -> None:
    place, reason = complaint("huawei", conditioned(name, "g:UserName", "x"))
    assert f"Statement[0].Condition.{name}" == place
    assert reason.startswith(f"There is no operator '{name}'; Null and StringEquals, StringNotEquals,")
    assert reason.endswith(
        " and NotIpAddress are accepted, "
        "all but Null with ForAllValues: or ForAnyValue: before and IfExists behind."
    )


def test_every_operator_takes_either_qualifier_and_if_exists() -> None:
    for name in ("StringMatch", "NumberLessThan", "DateGreaterThan", "Bool", "NotIpAddress"):
        for qualifier in ("", "ForAllValues:", "ForAnyValue:"):
            assert {f"{qualifier}{name}", f"{qualifier}{name}IfExists"} <= set(huawei.OPERATORS)


@pytest.mark.parametrize("name", ["ForAllValues:StringEquals", "ForAnyValue:StringNotMatchIfExists", "Null"])
def test_a_key_with_several_values_is_compared_under_a_qualifier_or_null(name: str) -> None:
    value = "true" if name == "Null" else "a"
    held = document("huawei", {**READ, "Condition": {name: {"g:TagKeys": [value]}}})
    assert 1 == len(held.statements)


def test_a_statement_without_resource_speaks_of_every_resource() -> None:
    assert speaks(document("huawei", READ), request("OBS:bucket:ListBucket", "obs:::bucket:photos"))


def test_the_type_of_an_action_may_be_empty() -> None:
    held = document("huawei", {"Effect": "Allow", "Action": ["iam::tagForResourceV5"]})
    assert speaks(held, request("iam::tagForResourceV5"))


def test_a_star_in_an_action_stays_in_its_segment() -> None:
    held = document("huawei", {"Effect": "Allow", "Action": ["obs:*:get*"]})
    assert speaks(held, request("obs:object:getObject"))
    assert not speaks(held, request("obs:object:extra:getObject"))


@pytest.mark.parametrize("region", ["", "*"])
def test_an_empty_region_and_a_star_are_the_same(region: str) -> None:
    held = document("huawei", {**READ, "Resource": [f"obs:{region}:100:bucket:photos"]})
    assert speaks(held, request("obs:bucket:list", "obs::100:bucket:photos"))
    assert speaks(held, request("obs:bucket:list", "obs:cn-north-4:100:bucket:photos"))
    assert not speaks(held, request("obs:bucket:list", "obs:cn-north-4:200:bucket:photos"))


def test_an_empty_region_has_no_letter_for_a_question_mark() -> None:
    held = document("huawei", {**READ, "Resource": ["obs:?:100:bucket:photos"]})
    assert speaks(held, request("obs:bucket:list", "obs:a:100:bucket:photos"))
    assert not speaks(held, request("obs:bucket:list", "obs::100:bucket:photos"))


@pytest.mark.parametrize(("region", "speaking"), [("", True), ("cn-north-4", False)])
def test_a_variable_that_fills_in_nothing_is_no_region_and_not_any(region: str, *, speaking: bool) -> None:
    held = document("huawei", {**READ, "Resource": ["obs:${g:RequestedRegion}:100:bucket:photos"]})
    asked = request("obs:bucket:list", f"obs:{region}:100:bucket:photos", {"g:RequestedRegion": ""})
    assert speaking is speaks(held, asked)


def test_an_empty_account_matches_an_empty_account_only() -> None:
    held = document("huawei", {**READ, "Resource": ["obs:::bucket:photos"]})
    assert speaks(held, request("obs:bucket:list", "obs:::bucket:photos"))
    assert not speaks(held, request("obs:bucket:list", "obs::100:bucket:photos"))


HOME = {"Effect": "Allow", "Action": ["obs:*:*"], "Resource": ["obs:*:*:object:home/${g:UserName}/*"]}


def test_a_variable_in_a_resource_is_the_callers_own() -> None:
    own = request("obs:object:get", "obs:::object:home/bob/letter", {"g:UserName": "bob"})
    foreign = request("obs:object:get", "obs:::object:home/bob/letter", {"g:UserName": "eve"})
    assert speaks(document("huawei", HOME), own)
    assert not speaks(document("huawei", HOME), foreign)


@pytest.mark.parametrize("context", [{}, {"g:UserName": ("bob",)}])
def test_a_resource_whose_variable_has_no_value_does_not_match(context: dict[str, Any]) -> None:
    asked = request("obs:object:get", "obs:::object:home/bob/letter", context)
    assert not speaks(document("huawei", HOME), asked)


def test_a_not_resource_whose_variable_has_no_value_excepts_nothing() -> None:
    held = document("huawei", {"Effect": "Deny", "Action": ["*"], "NotResource": HOME["Resource"]})
    assert speaks(held, request("obs:object:get", "obs:::object:home/bob/letter"))


def test_what_a_variable_fills_in_is_no_wildcard_and_cuts_no_field() -> None:
    held = document("huawei", {**HOME, "Resource": ["obs:*:*:${k}:x"]})
    assert not speaks(held, request("obs:object:get", "obs:::object:x", {"k": "*"}))
    assert not speaks(held, request("obs:object:get", "obs:::object:x", {"k": "object:x"}))
    assert speaks(held, request("obs:object:get", "obs:::*:x", {"k": "*"}))


def test_an_escaped_star_is_a_star() -> None:
    held = document("huawei", {**READ, "Condition": {"StringMatch": {"k": ["a${*}*"]}}})
    assert speaks(held, request("obs:bucket:list", context={"k": "a*b"}))
    assert not speaks(held, request("obs:bucket:list", context={"k": "abb"}))


def test_a_condition_value_may_hold_a_variable() -> None:
    held = document(
        "huawei", {**READ, "Condition": {"StringEquals": {"g:ResourceTag/owner": "${g:UserName}"}}}
    )
    owner = {"g:ResourceTag/owner": "bob"}
    assert speaks(held, request("obs:bucket:list", context={**owner, "g:UserName": "bob"}))
    assert not speaks(held, request("obs:bucket:list", context={**owner, "g:UserName": "eve"}))
    assert not speaks(held, request("obs:bucket:list", context=owner))


@pytest.mark.parametrize("operator", ["StringStartWith", "StringNotEndWith"])
def test_the_edges_of_a_text_ignore_case(operator: str) -> None:
    held = document("huawei", {**READ, "Condition": {operator: {"g:UserName": "ADMIN"}}})
    assert speaks(held, request("obs:bucket:list", context={"g:UserName": "admin-bob"}))


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"Principal": None}, "Statement[0]"),
        ({"NotPrincipal": {"IAM": ["100"]}}, "Statement[0]"),
        ({"Action": ["*"]}, "Statement[0].Action[0]"),
        ({"Action": ["sts:agencies:assume", "obs:*:*"]}, "Statement[0].Action[1]"),
        ({"Action": None, "NotAction": ["sts::tagSession"]}, "Statement[0].NotAction"),
        ({"Principal": {}}, "Statement[0].Principal"),
        ({"Principal": {"RAM": ["100"]}}, "Statement[0].Principal.RAM"),
        ({"Principal": {"IAM": ["*"]}}, "Statement[0].Principal.IAM[0]"),
        ({"Principal": {"IAM": ["iam::100:group:x"]}}, "Statement[0].Principal.IAM[0]"),
        ({"Principal": {"IAM": ["iam:::agency:x"]}}, "Statement[0].Principal.IAM[0]"),
        ({"Principal": {"IAM": ["iam:::user:x"]}}, "Statement[0].Principal.IAM[0]"),
        ({"Action": None}, "Statement[0]"),
    ],
)
def test_a_trust_policy_speaks_of_sts_only(changes: dict[str, Any], place: str) -> None:
    statement = {key: value for key, value in {**TRUST, **changes}.items() if value is not None}
    text = json.dumps({"Version": "5.0", "Statement": [statement]})
    assert place == complaint("huawei", text, "trust")[0]


@pytest.mark.parametrize(
    ("principal", "named", "unnamed"),
    [
        ({"IAM": ["100"]}, [BOB, AGENCY, OWNER], [OTHERS, ECS, PROVIDER]),
        ({"IAM": ["iam::100:root"]}, [BOB, AGENCY, OWNER], [OTHERS]),
        ({"IAM": [XAVER.urn]}, [XAVER], [BOB]),
        ({"IAM": ["iam::100:user:bob"]}, [BOB], [AGENCY, OTHERS]),
        ({"IAM": ["iam::100:agency:ops/deploy"]}, [AGENCY], [BOB]),
        ({"IAM": ["sts::100:assumed-agency:ops/deploy/night"]}, [AGENCY], [BOB]),
        ({"IAM": ["sts::100:assumed-agency:ops/deploy/day"]}, [], [AGENCY]),
        ({"Service": ["service.ECS"]}, [ECS], [BOB, NAMED_AS_ECS, Who("", "service", "service.OBS", "")]),
        ({"Identity_provider": ["corp"]}, [PROVIDER], [BOB, ECS, NAMED_AS_PROVIDER, OTHER_PROVIDER]),
    ],
)
def test_a_trust_statement_applies_to_whom_it_names(
    principal: dict[str, Any], named: list[Who], unnamed: list[Who]
) -> None:
    held = document("huawei", {**TRUST, "Principal": principal}, purpose="trust")
    assert all(speaks(held, request("sts:agencies:assume", who=who)) for who in named)
    assert not any(speaks(held, request("sts:agencies:assume", who=who)) for who in unnamed)


def test_not_principal_names_everybody_else() -> None:
    statement = {"Effect": "Deny", "Action": ["sts:*:*"], "NotPrincipal": {"IAM": ["100"]}}
    held = document("huawei", statement, purpose="trust")
    assert speaks(held, request("sts:agencies:assume", who=OTHERS))
    assert not speaks(held, request("sts:agencies:assume", who=BOB))


def test_a_trust_policy_that_grants_too_much_says_what_it_could_grant() -> None:
    text = framed("huawei", {**TRUST, "Action": ["obs:*:*"]})
    reason = "A trust policy does not grant 'obs:*:*'; actions of sts are accepted."
    assert ("Statement[0].Action[0]", reason) == complaint("huawei", text, "trust")


@pytest.mark.parametrize(
    ("principal", "reason"),
    [
        ({}, "Nobody is named; IAM, Service and Identity_provider are accepted."),
        (
            {"IAM": "*"},
            "'*' is no principal; an account id, iam::<account>:root, iam::<account>:user:<name>, "
            "iam::<account>:agency:<name> and sts::<account>:assumed-agency:<name>/<session> are accepted.",
        ),
    ],
)
def test_a_principal_that_names_nobody_is_told_who_can_be_named(
    principal: dict[str, Any], reason: str
) -> None:
    text = framed("huawei", {**TRUST, "Principal": principal})
    assert reason == complaint("huawei", text, "trust")[1]
