"""What is left open of a statement once one principal's facts are filled in."""

from msgspec import structs

from tests.policy.analysis.scene import ALIBABA, HUAWEI, TENCENT, Statement, allow, policy
from tests.policy.speech import document
from tigertally.policy.analysis import Facts
from tigertally.policy.analysis.globs import text
from tigertally.policy.analysis.ground import Ground, Term, term
from tigertally.policy.analysis.shapes import shape


def read(facts: Facts, statement: Statement) -> Term:
    return term(facts, shape(policy(facts, "P", statement).document.statements[0]))


def exact(facts: Facts, statement: Statement) -> Ground:
    found = read(facts, statement)
    assert found.is_exact
    assert found.wide is not None
    return found.wide


def spelled(ground: Ground) -> list[list[dict[int, str]]]:
    return [[{at: text(glob) for at, glob, _ in one.parts} for one in clause] for clause in ground.clauses]


def test_a_star_never_takes_a_colon() -> None:
    ground = exact(ALIBABA, allow("oss:Get*", "acs:oss:*:*:photos/*"))
    assert [[{0: "oss", 1: "get*"}], [{2: "acs", 3: "oss", 6: "photos/*"}]] == spelled(ground)


def test_a_lone_star_wants_nothing() -> None:
    assert [] == spelled(exact(HUAWEI, allow("*")))


def test_services_are_listed_where_all_are_named() -> None:
    assert frozenset({"oss", "ecs"}) == exact(ALIBABA, allow(["oss:*", "ecs:Get*"])).services
    assert None is exact(ALIBABA, allow(["oss:*", "*:Get*"])).services
    assert None is exact(ALIBABA, allow("*")).services


def test_an_empty_account_is_the_own_one_in_either_form() -> None:
    ground = exact(TENCENT, allow("cos:*", "qcs::cos::uid/125:photos/*"))
    assert [{2: "qcs", 4: "cos", 6: "uid/125", 7: "photos/*"}] == spelled(ground)[1]
    ground = exact(TENCENT, allow("cos:*", "qcs::cos:::photos/*"))
    assert ["uin/100", "uid/125"] == [one[6] for one in spelled(ground)[1]]


def test_a_variable_of_the_principal_is_filled_in() -> None:
    ground = exact(HUAWEI, allow("obs:*:*", "obs:*:*:object:home/${g:UserName}/*"))
    assert [{3: "obs", 6: "object", 7: "home/alice/*"}] == spelled(ground)[1]


def test_a_variable_that_the_principal_lacks_matches_nothing() -> None:
    assert read(HUAWEI, allow("obs:*:*", "obs:*:*:object:${g:UserId}")).wide is None


def test_a_variable_of_the_request_leaves_two_bounds() -> None:
    found = read(HUAWEI, allow("obs:*:*", "obs:*:*:object:${obs:Prefix}*"))
    assert not found.is_exact
    assert ("obs:prefix",) == found.blanks
    assert found.wide is not None
    assert [{3: "obs", 6: "object"}] == spelled(found.wide)[1]
    assert found.narrow is None


def test_a_condition_on_a_constant_key_is_settled() -> None:
    equals = {"StringEquals": {"g:PrincipalTag/team": ["web"]}}
    assert () == exact(HUAWEI, allow("*", **equals)).cells
    assert read(HUAWEI, allow("*", StringEquals={"g:PrincipalTag/team": ["ops"]})).wide is None
    assert read(HUAWEI, allow("*", StringEquals={"g:PrincipalTag/cost": ["web"]})).wide is None


def test_a_constant_of_the_facts_settles_any_key() -> None:
    facts = structs.replace(ALIBABA, context={"acs:sourceip": "10.0.0.1"})
    assert () == exact(facts, allow("*", IpAddress={"acs:SourceIp": ["10.0.0.0/8"]})).cells
    assert 1 == len(exact(ALIBABA, allow("*", IpAddress={"acs:SourceIp": ["10.0.0.0/8"]})).cells)


def test_a_key_that_follows_from_the_action_becomes_a_clause_about_it() -> None:
    ground = exact(TENCENT, allow("*", string_equal={"qcs:read_only_action": ["1"]}))
    assert {1: "describe*"} in spelled(ground)[0]
    ground = exact(TENCENT, allow("*", string_equal={"qcs:except_cam_finance": ["1"]}))
    assert ["cam", "finance"] == [text(one.parts[0][1]) for one in ground.negatives]
    assert read(TENCENT, allow("*", string_equal={"qcs:read_only_action": ["2"]})).wide is None
    assert [] == spelled(exact(TENCENT, allow("*", null_equal={"qcs:read_only_action": ["false"]})))


def test_a_trust_policy_speaks_of_whom_it_names() -> None:
    for account, expected in (("100", False), ("200", True)):
        trust = {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"RAM": f"acs:ram::{account}:root"},
        }
        (statement,) = document("alibaba", trust, purpose="trust").statements
        assert expected is (term(ALIBABA, shape(statement)).wide is None)


def test_statements_that_say_the_same_have_one_shape() -> None:
    one, other = (
        policy(ALIBABA, name, allow("oss:Get*", Bool={"acs:MFAPresent": ["true"]})).document.statements[0]
        for name in "AB"
    )
    assert shape(one) is shape(other)
