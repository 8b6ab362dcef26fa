"""STS 2015-04-01: who may act as a role, how far, how long, and who one is then."""

from typing import Any

import pytest

from tests.conversation.alibaba.clients import DIALECTS, Key
from tests.conversation.alibaba.scene import Scene, allow, assumed, deny, document, trust

MAY_ASSUME = allow("sts:AssumeRole")
MINUTE = 60_000


@pytest.fixture
def neighbour(scene: Scene) -> Scene:
    """A second account on the same server."""
    return Scene(scene.live, scene.live.account("alibaba"))


def _assume(arn: str, **more: Any) -> dict[str, Any]:
    return {"RoleArn": arn, "RoleSessionName": "shift", **more}


def test_trust_and_permission_together_open_a_role(scene: Scene) -> None:
    arn = scene.role("Reader", allow("ram:ListUsers"))
    session = scene.speaking(assumed(scene.user("alice", MAY_ASSUME), arn))
    assert "ok" == session.code("ListUsers")
    assert "NoPermission" == session.code("ListGroups")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_sdk_assumes_a_role_and_acts_with_its_key(scene: Scene, dialect: str) -> None:
    speak = DIALECTS[dialect]
    arn = scene.role("Reader", allow("ram:ListUsers"))
    key = assumed(speak(scene.address, scene.user_key("alice", MAY_ASSUME)), arn)
    session = speak(scene.address, key)
    assert f"acs:ram::{scene.id}:assumed-role/Reader/shift" == session.do("GetCallerIdentity")["Arn"]
    assert ("ok", "NoPermission") == (session.code("ListUsers"), session.code("ListGroups"))
    assert "MissingSecurityToken" == speak(scene.address, key._replace(token="")).code("ListUsers")


def test_a_trusted_user_without_permission_does_not_assume(scene: Scene) -> None:
    arn = scene.role("Reader", trusting=trust(f"acs:ram::{scene.id}:user/alice"))
    answer = scene.user("alice").ask("AssumeRole", **_assume(arn))
    assert (403, "NoPermission") == answer[:2]
    assert f"Resource: acs:ram:*:{scene.id}:role/Reader Action: sts:AssumeRole" in answer.message
    assert "AccountLevelIdentityBasedPolicy" == answer.detail["PolicyType"]


def test_a_permitted_user_who_is_not_trusted_does_not_assume(scene: Scene) -> None:
    arn = scene.role("Reader", trusting=trust(f"acs:ram::{scene.id}:user/bob"))
    alice, bob = scene.user("alice", MAY_ASSUME), scene.user("bob", MAY_ASSUME)
    answer = alice.ask("AssumeRole", **_assume(arn))
    assert (403, "NoPermission") == answer[:2]
    assert "AssumeRolePolicy" == answer.detail["PolicyType"]
    assert "ok" == bob.code("AssumeRole", **_assume(arn))


def test_permission_on_one_role_opens_no_other(scene: Scene) -> None:
    reader, writer = scene.role("Reader"), scene.role("Writer")
    alice = scene.user("alice", allow("sts:AssumeRole", on=f"acs:ram:*:{scene.id}:role/reader*"))
    assert "NoPermission" == alice.code("AssumeRole", **_assume(reader)), "resources are told apart by case"
    scene.attach("User", "alice", scene.policy("R", allow("sts:AssumeRole", on="acs:ram:*:*:role/Reader")))
    assert "ok" == alice.code("AssumeRole", **_assume(reader))
    assert "NoPermission" == alice.code("AssumeRole", **_assume(writer))


def test_the_owner_of_an_account_assumes_no_role(scene: Scene) -> None:
    arn = scene.role("Reader")
    answer = scene.root.ask("AssumeRole", **_assume(arn))
    assert (403, "NoPermission", "Roles may not be assumed by root accounts.") == answer[:3]


def test_the_owner_of_another_account_assumes_no_role(scene: Scene, neighbour: Scene) -> None:
    arn = scene.role("Reader", trusting=trust(f"acs:ram::{neighbour.id}:root"))
    answer = neighbour.root.ask("AssumeRole", **_assume(arn))
    assert (403, "NoPermission", "Roles may not be assumed by root accounts.") == answer[:3]


def test_a_role_can_trust_another_account(scene: Scene, neighbour: Scene) -> None:
    arn = scene.role("Audit", allow("ram:ListUsers"), trusting=trust(f"acs:ram::{neighbour.id}:root"))
    scene.root.do("CreateUser", UserName="only-here")
    session = scene.speaking(assumed(neighbour.user("auditor", MAY_ASSUME), arn))
    assert ["only-here"] == [one["UserName"] for one in session.do("ListUsers")["Users"]["User"]]
    assert scene.id == session.do("GetCallerIdentity")["AccountId"]


def test_across_accounts_both_sides_must_allow(scene: Scene, neighbour: Scene) -> None:
    trusting = scene.role("Audit", trusting=trust(f"acs:ram::{neighbour.id}:root"))
    private = scene.role("Private")
    assert "NoPermission" == neighbour.user("powerless").code("AssumeRole", **_assume(trusting))
    assert "NoPermission" == neighbour.user("permitted", MAY_ASSUME).code("AssumeRole", **_assume(private))


def test_a_namesake_in_another_account_is_not_trusted(scene: Scene, neighbour: Scene) -> None:
    arn = scene.role("Audit", trusting=trust(f"acs:ram::{scene.id}:user/alice"))
    assert "NoPermission" == neighbour.user("alice", MAY_ASSUME).code("AssumeRole", **_assume(arn))


def test_a_role_can_assume_the_next_when_that_one_trusts_it(scene: Scene) -> None:
    first = scene.role("First", MAY_ASSUME)
    second = scene.role("Second", trusting=trust(f"acs:ram::{scene.id}:role/First"))
    alice = scene.user("alice", MAY_ASSUME)
    session = scene.speaking(assumed(alice, first))
    arn = scene.speaking(assumed(session, second)).do("GetCallerIdentity")["Arn"]
    assert f"acs:ram::{scene.id}:assumed-role/Second/shift" == arn
    assert "NoPermission" == alice.code("AssumeRole", **_assume(second))


def test_an_external_id_that_the_trust_asks_for_must_be_given(scene: Scene) -> None:
    asks = trust(f"acs:ram::{scene.id}:root", when={"StringEquals": {"sts:ExternalId": "ticket-7"}})
    arn = scene.role("Audit", trusting=asks)
    alice = scene.user("alice", MAY_ASSUME)
    assert "NoPermission" == alice.code("AssumeRole", **_assume(arn))
    assert "NoPermission" == alice.code("AssumeRole", **_assume(arn, ExternalId="ticket-8"))
    assert "ok" == alice.code("AssumeRole", **_assume(arn, ExternalId="ticket-7"))


def test_a_session_policy_narrows_and_never_widens(scene: Scene) -> None:
    arn = scene.role("Reader", allow("ram:ListUsers", "ram:ListGroups"))
    alice = scene.user("alice", MAY_ASSUME)
    narrow = document(allow("ram:ListUsers", "ram:ListRoles"))
    session = scene.speaking(assumed(alice, arn, Policy=narrow))
    assert "ok" == session.code("ListUsers")
    refused = session.ask("ListGroups")
    assert ("NoPermission", "SessionPolicy") == (refused.code, refused.detail["PolicyType"])
    assert "NoPermission" == session.code("ListRoles")
    barred = scene.speaking(assumed(alice, arn, Policy=document(allow("*"), deny("ram:ListUsers"))))
    assert ("NoPermission", "ok") == (barred.code("ListUsers"), barred.code("ListGroups"))


def test_detaching_a_role_s_policy_ends_what_its_sessions_may(scene: Scene) -> None:
    arn = scene.role("Reader", allow("ram:ListUsers"))
    session = scene.speaking(assumed(scene.user("alice", MAY_ASSUME), arn))
    assert "ok" == session.code("ListUsers")
    scene.detach("Role", "Reader", "of-Reader")
    assert "NoPermission" == session.code("ListUsers")
    assert "ok" == session.code("GetCallerIdentity")


def test_a_deleted_role_s_sessions_sign_nothing(scene: Scene) -> None:
    arn = scene.role("Reader")
    key = assumed(scene.user("alice", MAY_ASSUME), arn)
    scene.root.do("DeleteRole", RoleName="Reader")
    scene.role("Reader", allow("ram:*"))
    answer = scene.speaking(key).ask("GetCallerIdentity")
    assert (404, "InvalidAccessKeyId.NotFound") == answer[:2]


def test_a_session_goes_on_when_its_maker_is_gone(scene: Scene) -> None:
    arn = scene.role("Reader", allow("ram:ListUsers"))
    key = scene.user_key("alice", MAY_ASSUME)
    session = scene.speaking(assumed(scene.speaking(key), arn))
    scene.root.do("DeleteAccessKey", UserName="alice", UserAccessKeyId=key.id)
    assert "ok" == session.code("ListUsers")


@pytest.fixture
def temporary(scene: Scene) -> Key:
    """A session of fifteen minutes that may list users."""
    arn = scene.role("Reader", allow("ram:ListUsers"))
    return assumed(scene.user("alice", MAY_ASSUME), arn, DurationSeconds=900)


def test_a_temporary_key_needs_its_own_token(scene: Scene, temporary: Key) -> None:
    other = assumed(scene.user("bob", MAY_ASSUME), f"acs:ram::{scene.id}:role/Reader")
    expected = {
        temporary: "ok",
        temporary._replace(token=""): "MissingSecurityToken",
        temporary._replace(token=temporary.token[::-1]): "InvalidSecurityToken.MismatchWithAccessKey",
        temporary._replace(token=other.token): "InvalidSecurityToken.MismatchWithAccessKey",
        temporary._replace(secret=other.secret): "SignatureDoesNotMatch",
        scene.key._replace(token=temporary.token): "InvalidSecurityToken.MismatchWithAccessKey",
    }
    assert list(expected.values()) == [scene.speaking(key).code("ListUsers") for key in expected]
    assert list(expected.values()) == [scene.raw(key).code("ListUsers") for key in expected]


def test_a_temporary_key_is_good_until_its_expiration(scene: Scene, temporary: Key) -> None:
    session = scene.raw(temporary)
    with scene.live.later(14 * MINUTE):
        assert "ok" == session.code("ListUsers")
    with scene.live.later(15 * MINUTE):
        assert (400, "InvalidSecurityToken.Expired") == session.ask("ListUsers")[:2]
    assert "ok" == session.code("ListUsers")


def test_a_session_lasts_no_longer_than_its_role_allows(scene: Scene) -> None:
    arn = scene.role("Reader", MaxSessionDuration=7200)
    alice = scene.user("alice", MAY_ASSUME)
    codes = {
        seconds: alice.code("AssumeRole", **_assume(arn, DurationSeconds=seconds))
        for seconds in (899, 900, 7200, 7201, 43201)
    }
    wrong = "InvalidParameter.DurationSeconds"
    assert {899: wrong, 900: "ok", 7200: "ok", 7201: wrong, 43201: wrong} == codes


@pytest.mark.parametrize(
    ("status", "code", "wrong"),
    [
        (404, "EntityNotExist.Role", {"RoleArn": "acs:ram::{id}:role/Nobody"}),
        (403, "NoPermission", {"RoleArn": "acs:ram::1000000000000000:role/Reader"}),
        (400, "InvalidParameter.RoleArn", {"RoleArn": "Reader"}),
        (400, "InvalidParameter.RoleArn", {"RoleArn": "acs:ram::{id}:user/alice"}),
        (400, "InvalidParameter.RoleSessionName", {"RoleSessionName": "a"}),
        (400, "InvalidParameter.RoleSessionName", {"RoleSessionName": "a b"}),
        (400, "InvalidParameter.PolicyGrammar", {"Policy": "{}"}),
        (400, "MissingRoleArn", {"RoleArn": ""}),
        (400, "MissingRoleSessionName", {"RoleSessionName": ""}),
    ],
)
def test_what_is_asked_of_sts_is_checked(scene: Scene, status: int, code: str, wrong: dict[str, str]) -> None:
    arn = scene.role("Reader")
    filled = {
        name: value.format(id=scene.id) if name == "RoleArn" else value for name, value in wrong.items()
    }
    answer = scene.user("alice", MAY_ASSUME).ask("AssumeRole", **{**_assume(arn), **filled})
    assert (status, code) == answer[:2]


def test_everybody_may_ask_who_they_are(scene: Scene) -> None:
    arn = scene.role("Reader")
    alice = scene.user("alice", MAY_ASSUME)
    user_id = scene.root.do("GetUser", UserName="alice")["User"]["UserId"]
    role_id = scene.root.do("GetRole", RoleName="Reader")["Role"]["RoleId"]
    session = scene.speaking(assumed(alice, arn))
    told = [
        {name: value for name, value in who.do("GetCallerIdentity").items() if name != "RequestId"}
        for who in (scene.root, alice, session)
    ]
    assert [
        {
            "AccountId": scene.id,
            "Arn": f"acs:ram::{scene.id}:root",
            "IdentityType": "Account",
            "PrincipalId": scene.id,
            "UserId": scene.id,
        },
        {
            "AccountId": scene.id,
            "Arn": f"acs:ram::{scene.id}:user/alice",
            "IdentityType": "RAMUser",
            "PrincipalId": user_id,
            "UserId": user_id,
        },
        {
            "AccountId": scene.id,
            "Arn": f"acs:ram::{scene.id}:assumed-role/Reader/shift",
            "IdentityType": "AssumedRoleUser",
            "PrincipalId": f"{role_id}:shift",
            "RoleId": role_id,
        },
    ] == told


def test_a_role_s_session_has_no_keys_of_its_own(scene: Scene) -> None:
    arn = scene.role("Admin", allow("ram:*"))
    session = scene.speaking(assumed(scene.user("alice", MAY_ASSUME), arn))
    assert "MissingUserName" == session.code("CreateAccessKey")
    assert "ok" == session.code("ListAccessKeys", UserName="alice")
