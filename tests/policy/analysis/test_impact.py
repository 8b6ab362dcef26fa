"""A policy of Alice's is taken away: which of her doors close, and which do not, and why."""

from tests.policy.analysis.scene import ALIBABA, HUAWEI, TENCENT, allow, deny, held, policy
from tigertally.policy.analysis import Row, Verdict, rows, verdict
from tigertally.policy.decide import Grants

PHOTOS = "acs:oss:*:*:photos/*"
READER = policy(ALIBABA, "reader", allow(["oss:Get*", "oss:List*"], PHOTOS))
ADMIN = policy(ALIBABA, "admin", allow("oss:*"))
GUARD = policy(ALIBABA, "guard", deny("oss:*", NotIpAddress={"acs:SourceIp": ["10.0.0.0/8"]}))


def outcomes(before: Grants, after: Grants) -> list[tuple[str, str, str, list[str]]]:
    return [
        (row.outcome, row.grant.policy, row.action, [match.grant.policy for match in row.by])
        for row in rows(ALIBABA, before, after)
    ]


def the(row: Row | None) -> Row:
    assert row is not None
    return row


def test_an_allow_that_nobody_else_gives_is_lost() -> None:
    found = verdict(ALIBABA, held(READER, GUARD), held(GUARD))
    lost = the(found.lost)
    assert (READER, 0, "oss:get*", PHOTOS, "lost") == (
        lost.grant,
        lost.statement,
        lost.action,
        lost.resource,
        lost.outcome,
    )
    assert lost.witness is not None
    assert "10.0.0.1" == lost.witness.context["acs:sourceip"]
    assert (True, False) == (the(lost).before.allowed, the(lost).after.allowed)  # type: ignore[union-attr]
    assert None is found.gained
    assert () == found.unknown


def test_a_deny_that_goes_is_something_gained() -> None:
    found = verdict(ALIBABA, held(READER, GUARD), held(READER))
    gained = the(found.gained)
    assert (GUARD, "oss:*", "*") == (gained.grant, gained.action, gained.resource)
    assert gained.witness is not None
    assert "192.0.2.1" == gained.witness.context["acs:sourceip"]
    assert None is found.lost


def test_what_another_policy_gives_too_is_kept() -> None:
    assert Verdict(None, None) == verdict(ALIBABA, held(READER, ADMIN), held(ADMIN))
    assert [
        ("kept", "reader", "oss:get*", ["admin"]),
        ("kept", "reader", "oss:list*", ["admin"]),
    ] == outcomes(held(READER, ADMIN), held(ADMIN))


def test_the_same_policy_by_another_door_keeps_everything() -> None:
    again = policy(ALIBABA, "reader by group", allow(["oss:Get*", "oss:List*"], PHOTOS))
    assert Verdict(None, None) == verdict(ALIBABA, held(READER, again), held(again))
    assert {"kept"} == {outcome for outcome, *_ in outcomes(held(READER, again), held(again))}


def test_what_was_denied_already_says_by_what() -> None:
    stop = policy(ALIBABA, "stop", deny("oss:*"))
    assert [
        ("denied", "reader", "oss:get*", ["stop"]),
        ("denied", "reader", "oss:list*", ["stop"]),
    ] == outcomes(held(READER, stop), held(stop))


def test_what_a_layer_is_silent_about_says_which() -> None:
    ceiling = (policy(ALIBABA, "session", allow("ecs:*")),)
    (first, _) = rows(ALIBABA, held(READER, session=ceiling), held(session=ceiling))
    assert ("denied", "nothing in the layer session allows it") == (first.outcome, first.why)


def test_a_condition_that_cannot_be_met_is_denied_all_along() -> None:
    both = {"StringEquals": {"oss:Prefix": ["a"]}, "StringLike": {"oss:Prefix": ["b*"]}}
    never = policy(ALIBABA, "never", allow("oss:*", **both))
    ((row),) = rows(ALIBABA, held(never), held())
    assert ("denied", "no request meets its conditions") == (row.outcome, row.why)


def test_a_policy_that_is_split_in_two_rows_loses_only_what_is_lost() -> None:
    lists = policy(ALIBABA, "lists", allow("oss:List*"))
    assert [
        ("lost", "reader", "oss:get*", ["reader"]),
        ("kept", "reader", "oss:list*", ["lists"]),
    ] == outcomes(held(READER, lists), held(lists))


def test_one_policy_in_another_s_place_both_loses_and_gains() -> None:
    assert [
        ("lost", "reader", "oss:get*", ["reader"]),
        ("lost", "reader", "oss:list*", ["reader"]),
        ("gained", "ecs", "ecs:*", ["ecs"]),
    ] == outcomes(held(READER), held(policy(ALIBABA, "ecs", allow("ecs:*"))))


def test_a_deny_that_comes_takes_away() -> None:
    assert [("lost", "guard", "oss:*", ["reader"])] == outcomes(held(READER), held(READER, GUARD))


def test_what_a_resource_group_gave_is_lost_with_it() -> None:
    assert [
        ("lost", "reader", "oss:get*", ["reader"]),
        ("lost", "reader", "oss:list*", ["reader"]),
    ] == outcomes(held(resource_group=(READER,)), held())


def test_a_boundary_that_comes_is_told_by_what_is_held() -> None:
    works = policy(TENCENT, "works", allow(["cos:*", "cvm:*"]))
    ceiling = policy(TENCENT, "ceiling", allow("cos:*"))
    found = [
        (row.outcome, row.grant.policy, row.action)
        for row in rows(TENCENT, held(works), held(works, boundary=ceiling))
    ]
    assert [("kept", "works", "cos:*"), ("lost", "works", "cvm:*")] == found


def test_a_level_of_an_organization_takes_away_what_it_denies() -> None:
    works = policy(TENCENT, "works", allow("cos:*"))
    everything = policy(TENCENT, "everything", allow("*"))
    stops = policy(TENCENT, "stops", deny("cos:Delete*"))
    found = verdict(TENCENT, held(works, levels=((everything,),)), held(works, levels=((everything, stops),)))
    assert ("stops", "cos:delete*") == (the(found.lost).grant.policy, the(found.lost).action)


def test_root_loses_only_what_its_organization_takes() -> None:
    works = policy(TENCENT, "works", allow("cos:*"))
    assert Verdict(None, None) == verdict(TENCENT, held(works, is_root=True), held(is_root=True))
    levels = ((policy(TENCENT, "level", allow("cos:*")),),)
    found = verdict(TENCENT, held(is_root=True), held(is_root=True, levels=levels))
    assert the(found.lost).witness is not None


def test_a_variable_that_only_a_request_fills_is_unknown_where_it_decides() -> None:
    own = policy(HUAWEI, "own", allow("obs:*:*", "obs:*:*:object:${obs:Owner}/*"))
    wider = policy(HUAWEI, "wider", allow("obs:*:*", "obs:*:*:object:${obs:Owner}*"))
    (row,) = verdict(HUAWEI, held(own, wider), held(wider)).unknown
    assert ("unknown", "lost: a variable stands for obs:owner, which only a request tells") == (
        row.outcome,
        row.why,
    )
    assert "own" == row.grant.policy
    everything = policy(HUAWEI, "everything", allow("*"))
    assert Verdict(None, None) == verdict(HUAWEI, held(own, everything), held(everything))


def test_a_variable_that_only_a_request_fills_is_filled_in_an_example() -> None:
    own = policy(HUAWEI, "own", allow("obs:*:*", "obs:*:*:object:${obs:Owner}/*"))
    lost = the(verdict(HUAWEI, held(own), held()).lost)
    assert lost.witness is not None
    assert ("value", "obs:cn-north-4:d1:object:value/any") == (
        lost.witness.context["obs:owner"],
        lost.witness.resource,
    )


def test_an_answer_that_hangs_on_the_order_of_alibaba_names_it() -> None:
    stops = policy(ALIBABA, "stops", deny("oss:Delete*"))
    deletes = policy(ALIBABA, "deletes", allow("oss:Delete*"))
    found = verdict(ALIBABA, held(deletes, resource_group=(stops,)), held(resource_group=(stops,)))
    assert "resource_group_order" == the(found.lost).assumption
    found = verdict(ALIBABA, held(deletes, resource_group=()), held(resource_group=()))
    assert "" == the(found.lost).assumption


def test_rows_are_told_one_at_a_time() -> None:
    many = policy(ALIBABA, "many", *(allow(f"oss:Get{at}") for at in range(200)))
    assert "oss:get0" == next(rows(ALIBABA, held(many), held())).action


def test_a_deny_that_may_speak_of_what_stays_allowed_is_unknown_and_not_denied() -> None:
    works = policy(HUAWEI, "works", allow("obs:*:*", "*"))
    one, other = (
        policy(HUAWEI, name, deny("obs:*:*", "obs:*:*:object:${obs:Owner}/*")) for name in ("one", "other")
    )
    found = list(rows(HUAWEI, held(works, one), held(works, other)))
    assert {"unknown"} == {row.outcome for row in found}
    assert all("variable" in row.why for row in found)
