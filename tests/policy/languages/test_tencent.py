"""What CAM accepts in a document, what it refuses and in which part, and what its spellings mean."""

import json
from typing import Any

import pytest

from tests.policy.speech import complaint, document, framed, speaks
from tests.policy.speech import request_as_spelled as request
from tigertally.policy.languages import tencent
from tigertally.policy.request import Who
from tigertally.policy.statement import Malformed, Purpose

READ = {"effect": "allow", "action": "cvm:Describe*", "resource": "*"}
TRUST = {"effect": "allow", "action": "name/sts:AssumeRole", "principal": {"qcs": "qcs::cam::uin/100:root"}}
IDS = {"qcs:uin": "101", "qcs:owner_uin": "100", "qcs:app_id": "125"}

BOB = Who("100", "user", "bob", "qcs::cam::uin/100:uin/101")
ROOT = Who("100", "root", "root", "qcs::cam::uin/100:uin/100")
ROLE = Who("100", "role", "deploy", "qcs::sts::uin/100:assumed-role/4611686018427397905/night")
OTHERS = Who("200", "user", "bob", "qcs::cam::uin/200:uin/201")
CVM = Who("", "service", "cvm.qcloud.com", "")
CORP = "qcs::cam::uin/100:saml-provider/corp"
PROVIDER = Who("100", "federated", CORP, "")
NAMED_AS_CVM, NAMED_AS_PROVIDER = (Who("100", "user", one.name, "") for one in (CVM, PROVIDER))


def written(**changes: Any) -> str:
    return framed("tencent", {key: value for key, value in {**READ, **changes}.items() if value is not None})


def conditioned(operator: str, value: Any, key: str = "qcs:ip") -> str:
    return written(condition={operator: {key: value}})


def part(text: str, purpose: Purpose = "identity") -> str | None:
    """The part that is named as being at fault."""
    with pytest.raises(Malformed) as refused:
        tencent.parse(text, purpose)
    return refused.value.part


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ('{"statement":[]}', "document", "version is missing; it is required here."),
        ('{"version":"2.0"}', "document", "statement is missing; it is required here."),
        ('{"version":"1"}', "version", "Version '1' is not known; \"2.0\" is accepted."),
        ('{"version":2.0}', "version", "This is a number; a string is accepted."),
        (
            '{"version":"2.0","Statement":[]}',
            "version",
            "There is no element 'version' here; Version, Statement and Principal are accepted.",
        ),
        (
            written(effect="Allow"),
            "statement[0].effect",
            "The effect 'Allow' is not known; allow and deny are accepted.",
        ),
        (
            written(action=["cvm:*", "cvm"]),
            "statement[0].action[1]",
            "'cvm' is no action; service:Name and * are accepted.",
        ),
        (
            written(not_action="cvm:*"),
            "statement[0].not_action",
            "There is no element 'not_action' here; effect, action, resource and condition are accepted.",
        ),
        (
            written(resource="acs::cvm:gz:uin/1:x"),
            "statement[0].resource",
            "'acs::cvm:gz:uin/1:x' is no resource; "
            "qcs:project:service:region:account:resource and * are accepted.",
        ),
        (
            written(resource="qcs::cvm:::"),
            "statement[0].resource",
            "'qcs::cvm:::' is no resource; qcs:project:service:region:account:resource and * are accepted.",
        ),
        (
            written(resource=["qcs::cos:ap-beijing:1250000001:photos/*"]),
            "statement[0].resource[0]",
            "'1250000001' is no account; uin/<account>, uid/<APPID>, * and nothing are accepted.",
        ),
        (
            conditioned("ip_equal", "office"),
            "statement[0].condition.ip_equal.qcs:ip",
            "'office' is no address or network; write one such as 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32.",
        ),
        (
            written(principal={"qcs": "*"}),
            "statement[0].principal",
            "Only the trust policy of a role names whom it is about.",
        ),
    ],
)
def test_a_refusal_says_where_and_what_would_be_accepted(text: str, place: str, reason: str) -> None:
    assert (place, reason) == complaint("tencent", text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{", "document"),
        ("[]", "document"),
        ('{"version":"2.0","statement":[],"id":"x"}', "document"),
        ('{"statement":[]}', "version"),
        ('{"version":"3.0","statement":[]}', "version"),
        ('{"version":"2.0"}', "statement"),
        ('{"version":"2.0","statement":[]}', "statement"),
        ('{"version":"2.0","statement":"x"}', "statement"),
        (written(not_resource="*"), "statement"),
        (written(effect=None), "effect"),
        (written(effect="permit"), "effect"),
        (written(action=None), "action_missing"),
        (written(action=[]), "action_missing"),
        (written(action="cvm"), "action"),
        (written(action=7), "action"),
        (written(action="permid/"), "action"),
        (written(resource=None), "resource"),
        (written(resource="cvm"), "resource"),
        (written(condition=[]), "condition"),
        (conditioned("string_is", "x"), "condition"),
        (conditioned("numeric_equal", "ten"), "condition"),
        (written(principal={"qcs": "*"}), "principal"),
        ('{"version":"2.0","principal":{},"statement":[{}]}', "principal"),
    ],
)
def test_a_refusal_names_the_part_that_is_at_fault(text: str, named: str) -> None:
    assert named == part(text)


@pytest.mark.parametrize(
    "name",
    [
        "StringEquals",
        "STRING_EQUAL",
        "null_equal_if_exist",
        "for_any_value:null_equal",
        "if_exist",
        "string_equal_if_exist_if_exist",
        "for_any_value:for_all_value:string_equal",
        "bool_not_equal",
    ],
)
def test_an_operator_that_cam_does_not_have_is_refused(name: str) -> None:
    place, reason = complaint("tencent", conditioned(name, "x"))
    assert f"statement[0].condition.{name}" == place
    assert reason.startswith(f"There is no operator '{name}'; null_equal and string_equal, string_not_equal,")
    assert reason.endswith(
        " are accepted, all but null_equal with for_all_value: or for_any_value: before and _if_exist behind."
    )


def test_every_operator_takes_either_qualifier_and_if_exist() -> None:
    compared = ("equal", "not_equal", "less_than", "less_than_equal", "greater_than", "greater_than_equal")
    names = {
        *("string_equal", "string_not_equal", "string_equal_ignore_case", "string_not_equal_ignore_case"),
        *("string_like", "string_not_like", "bool_equal", "binary_equal", "ip_equal", "ip_not_equal"),
        *(f"{family}_{name}" for family in ("numeric", "date") for name in compared),
    }
    qualifiers, endings = ("", "for_all_value:", "for_any_value:"), ("", "_if_exist")
    spelled = {f"{before}{name}{after}" for name in names for before in qualifiers for after in endings}
    assert spelled == set(tencent.OPERATORS)


@pytest.mark.parametrize("effect", ["allow", "Allow"])
def test_all_elements_may_be_capitalised(effect: str) -> None:
    statement = {"Effect": effect, "Action": "cvm:*", "Resource": "*", "Condition": {}}
    text = json.dumps({"Version": "2.0", "Statement": [statement]})
    assert ["Allow"] == [one.effect for one in tencent.parse(text, "identity").statements]


@pytest.mark.parametrize("mixed", [{**READ, "Effect": "allow"}, {"Effect": "allow"}])
def test_elements_of_both_cases_are_refused(mixed: dict[str, Any]) -> None:
    assert "statement[0].Effect" == complaint("tencent", framed("tencent", mixed))[0]


def test_a_lone_statement_needs_no_array() -> None:
    text = json.dumps({"version": "2.0", "statement": READ})
    assert 1 == len(tencent.parse(text, "identity").statements)


@pytest.mark.parametrize(
    "action",
    ["*", "name/*", "name/*:*", "cos:*Bucket*", "name/cos:GetBucket", "COS:getbucket", "cos:GetBucke?"],
)
def test_an_action_with_or_without_name_before_it(action: str) -> None:
    assert speaks(document("tencent", {**READ, "action": [action]}), request("cos:GetBucket"))


@pytest.mark.parametrize("action", ["permid/280649", "actionName/cosRead", "name/cos:Get", "cam:*"])
def test_an_action_that_is_not_meant(action: str) -> None:
    assert not speaks(document("tencent", {**READ, "action": action}), request("cos:GetBucket"))


INSTANCE = "qcs::cvm:ap-guangzhou:uin/100:instance/ins-1"
OBJECT = "qcs::cos:ap-beijing:uid/125:photos-125/a:b.jpg"


@pytest.mark.parametrize(
    ("resource", "asked"),
    [
        ("*", "*"),
        ("*", INSTANCE),
        ("qcs::cvm::uin/100:instance/*", INSTANCE),
        ("qcs:::ap-guangzhou:uin/100:instance/*", INSTANCE),
        ("qcs:::::*", INSTANCE),
        ("qcs::cvm:ap-*:uin/1*:instance/ins-?", INSTANCE),
        ("qcs::cvm::*:instance/*", INSTANCE),
        ("qcs::cvm:::instance/*", INSTANCE),
        ("qcs::cvm:::instance/*", "qcs:id/7:cvm:ap-guangzhou:uin/100:instance/ins-1"),
        ("qcs::cos:::photos-125/*", OBJECT),
        ("qcs::cos::uid/125:photos-125/a:*", OBJECT),
        ("qcs::cam::uin/100:uin/${uin}", "qcs::cam::uin/100:uin/101"),
        ("qcs::cos:::photos-${app_id}/*", OBJECT),
        ("qcs::cam::uin/100:x/${owner_uin}/*", "qcs::cam::uin/100:x/100/y"),
    ],
)
def test_a_resource_that_is_meant(resource: str, asked: str) -> None:
    held = document("tencent", {**READ, "action": "*", "resource": ["qcs::x:::y", resource]})
    assert speaks(held, request("cvm:Stop", asked, IDS))


@pytest.mark.parametrize(
    ("resource", "asked"),
    [
        ("qcs::cam::uin/100:*", "*"),
        ("qcs::cvm:::instance/*", "qcs::cvm:ap-guangzhou:uin/200:instance/ins-1"),
        ("qcs::cos:::photos-125/*", "qcs::cos:ap-beijing:uid/252:photos-125/a"),
        ("qcs::cos::uin/100:photos-125/*", OBJECT),
        ("qcs:id/0:cvm:::instance/*", INSTANCE),
        ("qcs::cvm::uin/*:ins-1", INSTANCE),
        ("qcs::cos::uid/*:b.jpg", OBJECT),
        ("qcs::cvm:::Instance/*", INSTANCE),
        ("qcs::cvm::uin/${owner_uin}:instance/*", INSTANCE),
        ("qcs::cam::uin/100:uin/${nobody}", "qcs::cam::uin/100:uin/101"),
        ("qcs::cam:::uin/101", "acs::cam::uin/100:uin/101"),
    ],
)
def test_a_resource_that_is_not_meant(resource: str, asked: str) -> None:
    assert not speaks(
        document("tencent", {**READ, "action": "*", "resource": resource}), request("cvm:Stop", asked, IDS)
    )


@pytest.mark.parametrize("context", [{}, {"qcs:owner_uin": ("100",)}, {"qcs:app_id": "100"}])
def test_an_empty_account_is_nobodys_where_the_callers_is_not_known(context: dict[str, Any]) -> None:
    held = document("tencent", {**READ, "action": "*", "resource": "qcs::cvm:::instance/*"})
    assert not speaks(held, request("cvm:Stop", INSTANCE, context))


def test_what_a_variable_fills_in_is_no_wildcard() -> None:
    held = document("tencent", {**READ, "action": "*", "resource": "qcs::cam:::uin/${uin}"})
    asked = "qcs::cam::uin/100:uin/101"
    assert speaks(held, request("cam:GetUser", asked, IDS))
    assert not speaks(held, request("cam:GetUser", asked, {**IDS, "qcs:uin": "*"}))
    assert not speaks(held, request("cam:GetUser", asked, {**IDS, "qcs:uin": ("101",)}))


def test_a_condition_value_may_hold_a_variable() -> None:
    held = document("tencent", {**READ, "condition": {"string_equal": {"qcs:resource_tag/owner": "${uin}"}}})
    assert speaks(held, request("cvm:Describe", context={**IDS, "qcs:resource_tag/owner": "101"}))
    assert not speaks(held, request("cvm:Describe", context={**IDS, "qcs:resource_tag/owner": "102"}))


def test_names_of_condition_keys_count_case() -> None:
    held = document("tencent", {**READ, "condition": {"string_equal": {"cvm:InstanceType": "S5"}}})
    assert speaks(held, request("cvm:Describe", context={"cvm:InstanceType": "S5"}))
    assert not speaks(held, request("cvm:Describe", context={"cvm:instancetype": "S5"}))


@pytest.mark.parametrize(
    ("operator", "value", "found", "met"),
    [
        ("string_equal", "a*", "a*", True),
        ("string_equal", "a*", "ab", False),
        ("string_like", "image/*", "image/png", True),
        ("string_not_like", "image/*", "Image/png", True),
        ("string_not_equal_ignore_case", "A", "a", False),
        ("numeric_equal", 1, "1.0", True),
        ("date_greater_than", "2016-06-01T00:01:00Z", "2016-06-01T08:01:01+08:00", True),
        ("bool_equal", True, "TRUE", True),
        ("binary_equal", "QmluYXJ5", "QmluYXJ5", True),
        ("ip_not_equal", ["10.121.2.10/24", "10.121.3.0/24"], "10.121.2.200", False),
        ("null_equal", "false", "x", True),
        ("string_equal_if_exist", "x", "", False),
    ],
)
def test_operators_compare_as_their_names_say(operator: str, value: Any, found: str, met: bool) -> None:
    held = document("tencent", {**READ, "condition": {operator: {"k": value}}})
    assert met is speaks(held, request("cvm:Describe", context={"k": found}))


@pytest.mark.parametrize("operator", list(tencent.OPERATORS))
def test_an_absent_key_meets_only_what_asks_if_it_exists(operator: str) -> None:
    values = {"numeric": 1, "date": "2016-06-01T00:01:00Z", "bool": True, "ip": "10.0.0.1", "binary": "YQ=="}
    family = operator.rpartition(":")[2].partition("_")[0]
    held = document("tencent", {**READ, "condition": {operator: {"k": values.get(family, "x")}}})
    for context in ({}, {"k": ()}):
        assert operator.endswith("_if_exist") is speaks(held, request("cvm:Describe", context=context))


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"principal": None}, "statement[0]"),
        ({"resource": "*"}, "statement[0].resource"),
        ({"action": "*"}, "statement[0].action"),
        ({"action": ["sts:AssumeRole", "cam:GetRole"]}, "statement[0].action[1]"),
        ({"action": "permid/1"}, "statement[0].action"),
        ({"principal": {}}, "statement[0].principal"),
        ({"principal": ["100"]}, "statement[0].principal"),
        ({"principal": {"RAM": "x"}}, "statement[0].principal.RAM"),
        ({"principal": {"qcs": ["100"]}}, "statement[0].principal.qcs[0]"),
        ({"principal": {"qcs": "qcs::cam::uin/*:root"}}, "statement[0].principal.qcs"),
        ({"principal": {"qcs": "qcs::cam:::root"}}, "statement[0].principal.qcs"),
        ({"principal": {"qcs": "qcs::cam::uin/100:groupid/7"}}, "statement[0].principal.qcs"),
        ({"principal": {"qcs": "qcs::cam::anonymous:anonymous"}}, "statement[0].principal.qcs"),
    ],
)
def test_a_trust_policy_speaks_of_assuming_the_role_only(changes: dict[str, Any], place: str) -> None:
    statement = {key: value for key, value in {**TRUST, **changes}.items() if value is not None}
    assert place == complaint("tencent", framed("tencent", statement), "trust")[0]


@pytest.mark.parametrize(
    ("principal", "named", "unnamed"),
    [
        ({"qcs": "qcs::cam::uin/100:root"}, [BOB, ROLE, ROOT], [OTHERS, CVM, PROVIDER]),
        ({"qcs": ["qcs::cam::uin/100:uin/101"]}, [BOB], [ROOT, ROLE, OTHERS]),
        ({"qcs": ["qcs::cam::uin/100:uin/100"]}, [ROOT], [BOB, ROLE]),
        ({"qcs": ["qcs::cam::uin/100:roleName/deploy"]}, [ROLE], [BOB]),
        ({"qcs": "qcs::cam::anyone:anyone"}, [BOB, ROLE, ROOT, OTHERS], [CVM, PROVIDER]),
        ({"qcs": "qcs::cam::uin/100:roleName/Xaver:2"}, [Who("100", "role", "Xaver:2", "")], [ROLE]),
        ({"service": ["cvm.qcloud.com"]}, [CVM], [BOB, NAMED_AS_CVM, Who("", "service", "cos", "")]),
        ({"federated": CORP}, [PROVIDER], [BOB, CVM, NAMED_AS_PROVIDER, Who("1", "federated", "other", "")]),
        ({"service": "cvm.qcloud.com", "qcs": ["qcs::cam::uin/200:root"]}, [CVM, OTHERS], [BOB]),
    ],
)
def test_a_trust_statement_applies_to_whom_it_names(
    principal: dict[str, Any], named: list[Who], unnamed: list[Who]
) -> None:
    held = document("tencent", {**TRUST, "principal": principal}, purpose="trust")
    assert all(speaks(held, request("sts:AssumeRole", who=who)) for who in named)
    assert not any(speaks(held, request("sts:AssumeRole", who=who)) for who in unnamed)


def test_a_principal_beside_the_statements_is_every_statements() -> None:
    statement = {"effect": "allow", "action": "sts:AssumeRole"}
    text = {"version": "2.0", "principal": TRUST["principal"], "statement": [statement]}
    held = tencent.parse(json.dumps(text), "trust")
    assert speaks(held, request("sts:AssumeRole", who=BOB))
    assert not speaks(held, request("sts:AssumeRole", who=OTHERS))
    assert "principal" == part(json.dumps({**text, "statement": [TRUST]}), "trust")


def test_a_trust_policy_that_grants_too_much_says_what_it_could_grant() -> None:
    text = framed("tencent", {**TRUST, "action": "cam:GetRole"})
    reason = "A trust policy does not grant 'cam:GetRole'; actions of sts are accepted."
    assert ("statement[0].action", reason) == complaint("tencent", text, "trust")


@pytest.mark.parametrize(
    ("principal", "reason"),
    [
        ({}, "Nobody is named; qcs, service and federated are accepted."),
        (
            {"qcs": "100"},
            "'100' is no principal; qcs::cam::uin/<account>:root, qcs::cam::uin/<account>:uin/<user>, "
            "qcs::cam::uin/<account>:roleName/<name> and qcs::cam::anyone:anyone are accepted.",
        ),
    ],
)
def test_a_principal_that_names_nobody_is_told_who_can_be_named(
    principal: dict[str, Any], reason: str
) -> None:
    text = framed("tencent", {**TRUST, "principal": principal})
    assert reason == complaint("tencent", text, "trust")[1]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ({"statement": [{"effect": "allow", "action": "sts:AssumeRole"}]}, "missing"),
        ({"statement": [TRUST], "principal": TRUST["principal"]}, "given twice"),
    ],
)
def test_a_trust_policy_names_somebody_in_one_place(text: dict[str, Any], how: str) -> None:
    reason = f"principal is {how}; one beside the statements or one in each of them is accepted."
    assert ("statement[0]", reason) == complaint("tencent", json.dumps({"version": "2.0", **text}), "trust")
