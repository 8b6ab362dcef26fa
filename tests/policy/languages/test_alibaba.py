"""What RAM accepts in a document, what it refuses and where, and what its spellings mean."""

import json
from typing import Any

import pytest

from tests.policy.speech import ALICE, complaint, document, framed, request, speaks
from tigertally.policy.languages import alibaba
from tigertally.policy.request import Who

READ = {"Effect": "Allow", "Action": "ecs:Describe*", "Resource": "*"}
TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": "acs:ram::100:root"}}
ROLE = Who("100", "role", "Auditor", "acs:ram::100:assumed-role/auditor/session")
OTHERS = Who("200", "user", "Alice", "acs:ram::200:user/Alice")
OWNER = Who("100", "root", "", "acs:ram::100:root")
ECS = Who("", "service", "ecs.aliyuncs.com", "")
PROVIDER = Who("100", "federated", "acs:ram::100:saml-provider/x", "")
NAMED_AS_ECS, NAMED_AS_PROVIDER = (Who("100", "user", one.name, "") for one in (ECS, PROVIDER))


def written(**changes: Any) -> str:
    statement = {key: value for key, value in {**READ, **changes}.items() if value is not None}
    return json.dumps({"Version": "1", "Statement": [statement]})


def conditioned(operator: str, value: Any) -> str:
    return written(Condition={operator: {"acs:CurrentTime": value}})


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ('{"Statement":[]}', "document", "Version is missing; it is required here."),
        ('{"Version":"1"}', "document", "Statement is missing; it is required here."),
        (written(Effect=None), "Statement[0]", "Effect is missing; it is required here."),
        ('{"Version":"2"}', "Version", "Version '2' is not known; \"1\" is accepted."),
        ('{"Version":1}', "Version", "This is a number; a string is accepted."),
        ('{"Version":"1","Statement":{}}', "Statement", "This is an object; an array is accepted."),
        (
            '{"Version":"1","Statement":[]}',
            "Statement",
            "The array is empty; at least one element is accepted.",
        ),
        (
            '{"Version":"1","Id":"x"}',
            "Id",
            "There is no element 'Id' here; Version and Statement are accepted.",
        ),
        (
            written(Effect="allow"),
            "Statement[0].Effect",
            "Effect 'allow' is not known; Allow and Deny are accepted.",
        ),
        (
            written(NotAction="ecs:*"),
            "Statement[0]",
            "Both of Action and NotAction are given; exactly one is accepted.",
        ),
        (
            written(Action=None),
            "Statement[0]",
            "Neither of Action and NotAction are given; exactly one is accepted.",
        ),
        (
            written(Resource=None),
            "Statement[0]",
            "Neither of Resource and NotResource are given; exactly one is accepted.",
        ),
        (written(Action=[]), "Statement[0].Action", "The array is empty; at least one element is accepted."),
        (
            written(Action=["ecs:*", "ecs"]),
            "Statement[0].Action[1]",
            "'ecs' is no action; service:Name and * are accepted.",
        ),
        (
            written(Action="a:b:c"),
            "Statement[0].Action",
            "'a:b:c' is no action; service:Name and * are accepted.",
        ),
        (
            written(Action="ecs:"),
            "Statement[0].Action",
            "'ecs:' is no action; service:Name and * are accepted.",
        ),
        (
            written(Resource="acs:ecs:*:*"),
            "Statement[0].Resource",
            "'acs:ecs:*:*' is no resource; acs:service:region:account:relative-id and * are accepted.",
        ),
        (
            written(Resource="arn:ecs:*:*:x"),
            "Statement[0].Resource",
            "'arn:ecs:*:*:x' is no resource; acs:service:region:account:relative-id and * are accepted.",
        ),
        (
            conditioned("DateEquals", "soon"),
            "Statement[0].Condition.DateEquals.acs:CurrentTime",
            "'soon' is not a moment; write one such as 2026-01-31T08:00:00+08:00.",
        ),
        (
            conditioned("StringEquals", []),
            "Statement[0].Condition.StringEquals.acs:CurrentTime",
            "The array is empty; at least one element is accepted.",
        ),
        (
            conditioned("StringEquals", None),
            "Statement[0].Condition.StringEquals.acs:CurrentTime",
            "This is null; a string, number or boolean is accepted.",
        ),
        (
            written(Condition={"StringEquals": {}}),
            "Statement[0].Condition.StringEquals",
            "The operator compares no key; at least one is accepted.",
        ),
        (written(Condition=[]), "Statement[0].Condition", "This is an array; an object is accepted."),
    ],
)
def test_a_refusal_says_where_and_what_would_be_accepted(text: str, place: str, reason: str) -> None:
    assert (place, reason) == complaint("alibaba", text)


@pytest.mark.parametrize("name", ["Null", "StringEqualsIfExists", "ForAnyValue:StringEquals", "stringequals"])
def test_an_operator_that_ram_does_not_have_is_refused(name: str) -> None:
    place, reason = complaint("alibaba", conditioned(name, "x"))
    assert f"Statement[0].Condition.{name}" == place
    assert reason.startswith(f"There is no operator '{name}'; StringEquals, StringNotEquals,")


def test_every_operator_of_ram_is_spelled() -> None:
    compared = {"Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"}
    text = {"Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike"}
    assert set(alibaba.OPERATORS) == {
        *(f"String{name}" for name in text),
        *(f"Numeric{name}" for name in compared),
        *(f"Date{name}" for name in compared),
        "Bool",
        "IpAddress",
        "NotIpAddress",
    }


def test_actions_ignore_case_and_resources_do_not() -> None:
    held = document("alibaba", {**READ, "Resource": "acs:ecs:*:*:instance/A"})
    assert speaks(held, request("ECS:describezones", "acs:ecs:cn:100:instance/A"))
    assert not speaks(held, request("ecs:DescribeZones", "acs:ecs:cn:100:instance/a"))


def test_not_action_speaks_of_every_other_action() -> None:
    held = document("alibaba", {"Effect": "Allow", "NotAction": ["ram:*", "sts:*"], "Resource": "*"})
    assert speaks(held, request("ecs:StopInstance"))
    assert not speaks(held, request("RAM:ListUsers"))


def test_not_resource_speaks_of_every_other_resource() -> None:
    held = document("alibaba", {"Effect": "Deny", "Action": "*", "NotResource": "acs:oss:*:*:logs/*"})
    assert speaks(held, request("oss:GetObject", "acs:oss:*:100:photos/1"))
    assert not speaks(held, request("oss:GetObject", "acs:oss:*:100:logs/1"))


def test_comments_outside_strings_are_stripped() -> None:
    text = '/* who */ {"Version": "1", /* "Statement": */ "Statement": [' + json.dumps(READ) + "]}"
    assert 1 == len(alibaba.parse(text, "identity").statements)


def test_what_looks_like_a_comment_inside_a_string_is_text() -> None:
    held = document("alibaba", {**READ, "Resource": "acs:oss:*:*:a/*b*/c", "Action": "oss:*"})
    assert speaks(held, request("oss:GetObject", "acs:oss:cn:100:a/b/c"))
    assert not speaks(held, request("oss:GetObject", "acs:oss:cn:100:ac"))


def test_a_comment_without_an_end_is_refused() -> None:
    reason = "A comment has no end; /* and */ around it are accepted."
    assert ("document", reason) == complaint("alibaba", '{"Version": "1"} /* and so on')
    assert ("document", reason) == complaint("alibaba", '{"Version": "1"} /*/')


@pytest.mark.parametrize("text", ['"/*' * 100_001, "/*" * 100_000, '"' + "\\" * 100_000 + "/*"])
def test_reading_comments_takes_one_pass(text: str) -> None:
    assert "document" == complaint("alibaba", text)[0]


def test_a_variable_is_plain_text_in_ram() -> None:
    held = document("alibaba", {**READ, "Condition": {"StringEquals": {"k": "${acs:UserName}"}}})
    assert speaks(held, request("ecs:DescribeZones", context={"k": "${acs:UserName}"}))


@pytest.mark.parametrize("purpose", ["identity", "session"])
def test_only_a_trust_policy_names_principals(purpose: str) -> None:
    text = written(Principal={"RAM": "*"})
    assert "Statement[0].Principal" == complaint("alibaba", text, purpose)[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"Principal": None}, "Statement[0]"),
        ({"Resource": "*"}, "Statement[0].Resource"),
        ({"Action": "ecs:*"}, "Statement[0].Action"),
        ({"Action": ["sts:AssumeRole", "sts:GetCallerIdentity"]}, "Statement[0].Action[1]"),
        ({"Action": None, "NotAction": "ecs:*"}, "Statement[0].NotAction"),
        ({"Action": None}, "Statement[0]"),
        ({"Principal": {}}, "Statement[0].Principal"),
        ({"Principal": ["100"]}, "Statement[0].Principal"),
        ({"Principal": {"AWS": "x"}}, "Statement[0].Principal.AWS"),
        ({"Principal": {"RAM": ["acs:ram::*:root"]}}, "Statement[0].Principal.RAM[0]"),
        ({"Principal": {"RAM": "100"}}, "Statement[0].Principal.RAM"),
        ({"Principal": {"RAM": "acs:ram::100:user/a?"}}, "Statement[0].Principal.RAM"),
        ({"Principal": {"RAM": "acs:ram::100:group/x"}}, "Statement[0].Principal.RAM"),
        ({"Principal": {"RAM": "acs:ram:::user/x"}}, "Statement[0].Principal.RAM"),
    ],
)
def test_a_trust_policy_speaks_of_assuming_the_role_only(changes: dict[str, Any], place: str) -> None:
    statement = {key: value for key, value in {**TRUST, **changes}.items() if value is not None}
    text = json.dumps({"Version": "1", "Statement": [statement]})
    assert place == complaint("alibaba", text, "trust")[0]


@pytest.mark.parametrize(
    ("principal", "named", "unnamed"),
    [
        ({"RAM": "acs:ram::100:root"}, [ALICE, ROLE, OWNER], [OTHERS, ECS, PROVIDER]),
        ({"RAM": ["acs:ram::100:user/alice"]}, [ALICE], [ROLE, OTHERS]),
        ({"RAM": ["acs:ram::100:user/Xaver"]}, [Who("100", "user", "xaver", "")], [ALICE]),
        ({"RAM": "acs:ram::100:role/auditor"}, [ROLE], [ALICE]),
        ({"RAM": "*"}, [ALICE, ROLE, OWNER, OTHERS], [ECS, PROVIDER]),
        ({"Service": ["ecs.aliyuncs.com"]}, [ECS], [ALICE, NAMED_AS_ECS, Who("", "service", "oss", "")]),
        ({"Federated": PROVIDER.name}, [PROVIDER], [ALICE, ECS, NAMED_AS_PROVIDER]),
        ({"Service": "ecs.aliyuncs.com", "RAM": "acs:ram::200:root"}, [ECS, OTHERS], [ALICE]),
    ],
)
def test_a_trust_statement_applies_to_whom_it_names(
    principal: dict[str, Any], named: list[Who], unnamed: list[Who]
) -> None:
    held = document("alibaba", {**TRUST, "Principal": principal}, purpose="trust")
    assert all(speaks(held, request("sts:AssumeRole", who=who)) for who in named)
    assert not any(speaks(held, request("sts:AssumeRole", who=who)) for who in unnamed)


def test_a_trust_policy_that_says_too_much_says_what_it_could_say() -> None:
    text = framed("alibaba", {**TRUST, "Action": "ecs:*"})
    reason = "A trust policy cannot say 'ecs:*'; sts:AssumeRole, sts:* and * are accepted."
    assert ("Statement[0].Action", reason) == complaint("alibaba", text, "trust")


@pytest.mark.parametrize(
    ("principal", "reason"),
    [
        ({}, "Nobody is named; RAM, Service and Federated are accepted."),
        (
            {"RAM": "100"},
            "'100' is no principal; acs:ram::<account>:root, acs:ram::<account>:user/<name>, "
            "acs:ram::<account>:role/<name> and * are accepted.",
        ),
    ],
)
def test_a_principal_that_names_nobody_is_told_who_can_be_named(
    principal: dict[str, Any], reason: str
) -> None:
    text = framed("alibaba", {**TRUST, "Principal": principal})
    assert reason == complaint("alibaba", text, "trust")[1]
