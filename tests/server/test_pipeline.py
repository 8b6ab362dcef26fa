"""The life of a call: who may sign, what is spent, and in which order a refusal comes."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.live import Live
from tests.server.ear import heard
from tests.server.house import House, everything, furnished, identity_document
from tests.signers import Key, Sent, alibaba, huawei
from tigertally.server.pipeline import EDGE, TRANSACTION

MINUTE = 60_000


@pytest.fixture
def alibaba_house(live: Live) -> House:
    """A house of Alibaba Cloud."""
    return furnished(live, "alibaba")


@pytest.fixture
def huawei_house(live: Live) -> House:
    """A house of Huawei Cloud."""
    return furnished(live, "huawei")


def code(live: Live, sent: Sent) -> str:
    """What a call is told."""
    return heard(live, sent).code


def who(key: Key) -> Sent:
    """The call that everybody who signs may make."""
    return alibaba(key, "GetCallerIdentity", {}, service="sts")


def test_the_steps_are_two_visible_lists() -> None:
    assert ["route", "identify", "limit", "read"] == [step.__name__ for step in EDGE]
    steps = ["recognise", "resolve", "authorise", "require", "act"]
    assert steps == [step.__name__ for step in TRANSACTION]


def test_a_request_is_good_once(live: Live, alibaba_house: House) -> None:
    call = who(alibaba_house.root)
    assert "" == code(live, call)
    assert "SignatureNonceUsed" == code(live, call)


def test_a_nonce_belongs_to_its_key(live: Live, alibaba_house: House) -> None:
    for key in (alibaba_house.root, alibaba_house.busy):
        changed = {"SignatureNonce": "the same"}
        assert "" == code(live, alibaba(key, "GetCallerIdentity", {}, service="sts", changed=changed))


def test_a_refusal_does_not_give_the_nonce_back(live: Live, alibaba_house: House) -> None:
    call = alibaba(alibaba_house.root, "GetUser", {"UserName": "nobody"})
    assert "EntityNotExist.User" == code(live, call)
    assert "SignatureNonceUsed" == code(live, call)


def test_a_forger_cannot_spend_the_nonces_of_others(live: Live, alibaba_house: House) -> None:
    changed, root = {"SignatureNonce": "guessed"}, alibaba_house.root
    forger = root._replace(secret="wrong")
    forged = alibaba(forger, "GetCallerIdentity", {}, service="sts", changed=changed)
    assert "SignatureDoesNotMatch" == code(live, forged)
    assert "" == code(live, alibaba(root, "GetCallerIdentity", {}, service="sts", changed=changed))


@pytest.mark.parametrize("minutes", [-16, 16])
def test_a_signature_is_good_for_a_quarter_of_an_hour(
    live: Live, alibaba_house: House, huawei_house: House, minutes: int
) -> None:
    calls = [who(alibaba_house.root), huawei(huawei_house.root, "GET", "/v5/caller-identity")]
    with live.later(minutes * MINUTE):
        assert ["InvalidTimeStamp.Expired", "APIGW.0301"] == [code(live, call) for call in calls]
    with live.later(minutes * MINUTE * 14 // 16):
        assert ["", ""] == [code(live, call) for call in calls]


def test_an_inactive_key_signs_nothing_until_it_is_active_again(live: Live, alibaba_house: House) -> None:
    house = alibaba_house
    given = {"UserName": "busy", "UserAccessKeyId": house.busy.id}
    for status, told in (("Inactive", "InvalidAccessKeyId.Inactive"), ("Active", "")):
        assert "" == code(live, alibaba(house.root, "UpdateAccessKey", given | {"Status": status}))
        assert told == code(live, who(house.busy))


def test_a_disabled_user_signs_nothing(live: Live, huawei_house: House) -> None:
    path = f"/v5/users/{huawei_house.ids['busy', 'user']}"
    assert 200 == heard(live, huawei(huawei_house.root, "PUT", path, body={"enabled": False})).status
    assert "APIGW.0301" == code(live, huawei(huawei_house.busy, "GET", "/v5/caller-identity"))


@pytest.mark.parametrize(
    ("token", "told"),
    [("", "MissingSecurityToken"), ("CAISwrong", "InvalidSecurityToken.MismatchWithAccessKey")],
)
def test_a_temporary_key_comes_with_its_own_token(
    live: Live, alibaba_house: House, token: str, told: str
) -> None:
    assert "" == code(live, who(alibaba_house.powerless_role))
    assert told == code(live, who(alibaba_house.powerless_role._replace(token=token)))


def test_a_long_term_key_comes_with_none(live: Live, alibaba_house: House) -> None:
    told = code(live, who(alibaba_house.root._replace(token=alibaba_house.powerless_role.token)))
    assert "InvalidSecurityToken.MismatchWithAccessKey" == told


def test_a_session_ends_with_its_time(live: Live, alibaba_house: House) -> None:
    for minutes, told in ((59, ""), (61, "InvalidSecurityToken.Expired")):
        then = datetime.now(UTC) + timedelta(minutes=minutes)
        stamp = {"Timestamp": then.strftime("%Y-%m-%dT%H:%M:%SZ")}
        key = alibaba_house.powerless_role
        with live.later(minutes * MINUTE):
            assert told == code(live, alibaba(key, "GetCallerIdentity", {}, service="sts", changed=stamp))


def test_a_session_ends_with_its_role(live: Live, alibaba_house: House) -> None:
    assert "" == code(live, alibaba(alibaba_house.root, "DeleteRole", {"RoleName": "powerless"}))
    assert "InvalidAccessKeyId.NotFound" == code(live, who(alibaba_house.powerless_role))


def test_a_bad_parameter_is_told_before_the_denial_and_a_bad_signature_before_both(
    live: Live, alibaba_house: House
) -> None:
    powerless = alibaba_house.powerless_user
    bad, absent = {"UserName": "?"}, {"UserName": "nobody"}
    assert "SignatureDoesNotMatch" == code(live, alibaba(powerless._replace(secret="x"), "GetUser", bad))
    assert "InvalidParameter.UserName.InvalidChars" == code(live, alibaba(powerless, "GetUser", bad))
    assert "NoPermission" == code(live, alibaba(powerless, "GetUser", absent))
    assert "EntityNotExist.User" == code(live, alibaba(alibaba_house.root, "GetUser", absent))


def test_a_detach_takes_effect_with_the_next_call(live: Live, huawei_house: House) -> None:
    house = huawei_house
    user = {"user_id": house.ids["idle", "user"]}
    document = identity_document("huawei", "iam:*:*")
    wanted = {"policy_name": "all", "policy_document": document}
    policy = heard(live, huawei(house.root, "POST", "/v5/policies", body=wanted)).json["policy"]["policy_id"]
    key = heard(live, huawei(house.root, "POST", f"/v5/users/{user['user_id']}/access-keys")).json[
        "access_key"
    ]
    idle = Key(key["access_key_id"], key["secret_access_key"])
    told = []
    for verb in ("attach-user", "detach-user"):
        assert (
            200 == heard(live, huawei(house.root, "POST", f"/v5/policies/{policy}/{verb}", body=user)).status
        )
        told.append(code(live, huawei(idle, "GET", "/v5/users")))
    assert ["", "PAP5.0001"] == told


def test_a_denial_can_be_read_by_its_own_account_alone(live: Live, alibaba_house: House) -> None:
    denied = heard(live, alibaba(alibaba_house.powerless_user, "ListUsers", {})).json
    sealed = {"EncodedDiagnosticMessage": denied["AccessDeniedDetail"]["EncodedDiagnosticMessage"]}
    told = heard(live, alibaba(alibaba_house.root, "DecodeDiagnosticMessage", sealed)).json
    assert "ram:ListUsers" == told["DecodedDiagnosticMessage"]["AuthAction"]
    other = furnished(live, "alibaba").root
    assert "EntityNotExist" == code(live, alibaba(other, "DecodeDiagnosticMessage", sealed))


def test_a_denial_is_not_journalled_and_a_change_is_under_its_request_id(
    live: Live, alibaba_house: House
) -> None:
    before = everything(live)["changes"]
    assert "NoPermission" == code(
        live, alibaba(alibaba_house.powerless_user, "DeleteUser", {"UserName": "idle"})
    )
    assert before == everything(live)["changes"]
    done = heard(live, alibaba(alibaba_house.root, "DeleteUser", {"UserName": "idle"}))
    entries = live.stage.store.read(lambda reading: reading.entry_of(done.request_id))
    assert [("ram:DeleteUser", "idle")] == [(entry.action, entry.change.what.name) for entry in entries]  # type: ignore[union-attr]
