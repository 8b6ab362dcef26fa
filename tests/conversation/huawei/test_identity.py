"""Whoever did not sign, or signed something else, is refused by the gateway in its own words.

Sources: API gateway user guide, "Error codes" (APIGW.0301, .0101, .0201); API signing guide.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from huaweicloudsdkcore.auth.credentials import GlobalCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkcore.signer.algorithm import SigningAlgorithm
from huaweicloudsdkiam.v5 import IamClient, ListUsersV5Request

from tests.conversation.huawei.clients import Account, Answer, Caller, Key, refused, send, signed, spoiled
from tests.live import Live

BAD_IDENTITY = "Incorrect IAM authentication information: "
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
MINUTE_MS = 60_000


def is_refused(answer: Answer) -> bool:
    """401 in the gateway's form."""
    if answer.status == 401:
        assert ["error_code", "error_msg", "request_id"] == sorted(answer.told)
        assert "APIGW.0301" == answer.code
        assert answer.headers["x-request-id"] == answer.told["request_id"]
        assert answer.told["error_msg"].startswith(BAD_IDENTITY)
        assert "api-gateway" == answer.headers["server"]
    return answer.status == 401


# When


@pytest.mark.parametrize("minutes", [-14, 14])
def test_a_clock_may_be_a_quarter_of_an_hour_off(live: Live, account: Account, minutes: int) -> None:
    with live.later(minutes * MINUTE_MS):
        assert account.say("ListUsersV5").users


@pytest.mark.parametrize("minutes", [-16, 16])
def test_a_clock_further_off_is_told_both_times(live: Live, account: Account, minutes: int) -> None:
    with live.later(minutes * MINUTE_MS):
        told = refused(account, "ListUsersV5")
    assert (401, "APIGW.0301") == told[:2]
    assert re.fullmatch(
        BAD_IDENTITY + r"calc aksk signature fail:signature expired, "
        r"signature time:[0-9]{8}T[0-9]{6}Z,server time:[0-9]{8}T[0-9]{6}Z",
        told.message,
    )


@pytest.mark.parametrize("date", ["20211217T064303Z", "20991217T064303Z"])
def test_a_date_of_another_year_is_refused(account: Account, date: str) -> None:
    answer = send(signed(account, "GET", "/v5/users", X_Sdk_Date=date))
    assert is_refused(answer)
    assert f"signature time:{date},server time:" in answer.told["error_msg"]


def test_the_same_request_passes_twice_within_the_window(account: Account) -> None:
    request = signed(account, "GET", "/v5/users")
    assert [200, 200] == [send(request).status, send(request).status]


# Who


def test_an_unknown_key_is_told_so(account: Account) -> None:
    told = refused(account.holding(Key("NOBODYSKEY", "secret")), "ListUsersV5")
    message = f"{BAD_IDENTITY}Get secretKey failed,ak:NOBODYSKEY,err:ak not exist"
    assert (401, "APIGW.0301", message) == told[:3]


def test_a_key_of_another_cloud_is_unknown(live: Live, account: Account) -> None:
    other = live.account("alibaba")
    told = refused(account.holding(Key(other["access_key_id"], other["access_key_secret"])), "ListUsersV5")
    assert told.message.endswith("err:ak not exist")


def test_a_wrong_secret_is_shown_what_should_have_been_signed(account: Account) -> None:
    wrong = account.holding(Key(account.key.id, "wrong"))
    answer = send(signed(wrong, "GET", "/v5/users", query=[("limit", "5")]))
    assert is_refused(answer)
    start = f"{BAD_IDENTITY}verify aksk signature fail, canonicalRequest:GET|/v5/users/|limit=5|"
    message = answer.told["error_msg"]
    assert message.startswith(f"{start}content-type:application/json|host:")
    assert message.endswith(f"||content-type;host;x-sdk-date|{EMPTY}")
    assert "\n" not in message


def test_no_refusal_of_identity_tells_a_secret(account: Account) -> None:
    wrong = account.holding(Key(account.key.id, "wrong"))
    assert account.key.secret not in refused(wrong, "ListUsersV5").message


def test_the_account_is_the_keys_whatever_x_domain_id_says(account: Account, stranger: Account) -> None:
    lying = Caller(account.url, stranger.account_id, account.key)
    assert [f"iam::{account.account_id}:root"] == [one.urn for one in lying.say("ListUsersV5").users]
    nonsense = Caller(account.url, "nonsense", account.key)
    assert account.account_id == nonsense.say("GetCallerIdentity").account_id


# What was signed


def _set(name: str, value: Any) -> Callable[[Any], object]:
    return lambda request: setattr(request, name, value)


def _header(name: str, value: str) -> Callable[[Any], object]:
    return lambda request: request.header_params.update({name: value})


@pytest.mark.parametrize(
    "spoil",
    [
        _set("body", b'{"user_id": "b"}'),
        _set("body", b'{"user_id": "a"} '),
        _set("body", b""),
        _set("uri", "/v5/policies/p/attach-user?limit=1"),
        _set("uri", "/v5/policies/q/detach-user?limit=1"),
        _set("uri", "/v5/policies/p/detach-user?limit=2"),
        _set("uri", "/v5/policies/p/detach-user?limit=1&a=b"),
        _set("uri", "/v5/policies/p/detach-user"),
        _set("method", "PUT"),
        _header("content-type", "application/json;charset=utf8"),
        _header("X-Sdk-Date", "20211217T064303Z"),
        _header("Host", "iam.myhuaweicloud.com"),
        _header("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD"),
        _header("X-Auth-Token", "token"),
        _header("X-Security-Token", "token"),
    ],
    ids=range(15),
)
def test_what_is_changed_after_signing_is_refused(account: Account, spoil: Callable[[Any], object]) -> None:
    request = signed(account, "POST", "/v5/policies/p/detach-user", {"user_id": "a"}, [("limit", "1")])
    assert 404 == send(request).status
    changed = send(spoiled(request, spoil))
    assert is_refused(changed) or (changed.status, request.method) == (404, "PUT")


def test_the_query_may_come_in_another_order(account: Account) -> None:
    request = signed(account, "GET", "/v5/users", query=[("group_id", "g"), ("limit", "1")])
    assert 200 == send(spoiled(request, _set("uri", "/v5/users?limit=1&group_id=g"))).status


def test_a_header_that_was_not_signed_changes_nothing(account: Account) -> None:
    request = signed(account, "GET", "/v5/users")
    assert 200 == send(spoiled(request, _header("X-Trace", "7"))).status


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Basic YTpi",
        "Bearer token",
        "SDK-HMAC-SHA256",
        "SDK-HMAC-SHA256 Access=KEY",
        "SDK-HMAC-SHA256 Access=KEY, SignedHeaders=x-sdk-date, Signature=",
        f"SDK-HMAC-SHA256 Access=KEY, SignedHeaders=, Signature={'0' * 64}",
        f"SDK-HMAC-SHA256 Access=KEY, SignedHeaders=host, Signature={'0' * 64}",
        f"SDK-HMAC-SHA256 Access=KEY, SignedHeaders=host;absent;x-sdk-date, Signature={'0' * 64}",
        f"SDK-HMAC-SHA256 Access=KEY, SignedHeaders=host;x-sdk-date, Signature={'0' * 64}",
        f"ACS3-HMAC-SHA256 Credential=KEY,SignedHeaders=host,Signature={'0' * 64}",
    ],
)
def test_a_request_without_a_whole_authorization_is_refused(
    account: Account, authorization: str | None
) -> None:
    request = signed(account, "GET", "/v5/users")
    del request.header_params["Authorization"]
    if authorization is not None:
        request.header_params["Authorization"] = authorization.replace("KEY", account.key.id)
    assert is_refused(send(request))


@pytest.mark.parametrize("date", ["", "2021-12-17T06:43:03Z", "20211317T064303Z", "now"])
def test_a_date_that_is_none_is_refused(account: Account, date: str) -> None:
    request = signed(account, "GET", "/v5/users")
    assert is_refused(send(spoiled(request, _header("X-Sdk-Date", date))))


@pytest.mark.parametrize(
    "algorithm",
    [SigningAlgorithm.HMAC_SM3, SigningAlgorithm.ECDSA_P256_SHA256, SigningAlgorithm.SM2_SM3],
    ids=lambda algorithm: algorithm.name,
)
def test_the_other_algorithms_are_refused(account: Account, algorithm: SigningAlgorithm) -> None:
    other = Caller(account.url, account.account_id, account.key, HttpConfig(signing_algorithm=algorithm))
    assert (401, "APIGW.0301") == refused(other, "ListUsersV5")[:2]


def test_a_derived_key_is_refused(account: Account) -> None:
    credentials = GlobalCredentials(account.key.id, account.key.secret, account.account_id)
    derived = credentials.with_derived_predicate(GlobalCredentials.get_default_derived_predicate())
    derived._process_derived_auth_params("iam", "here-1")
    client = IamClient.new_builder().with_credentials(derived).with_endpoint(account.url).build()
    with pytest.raises(ClientRequestException) as raised:
        client.list_users_v5(ListUsersV5Request())
    assert (401, "APIGW.0301") == (raised.value.status_code, raised.value.error_code)


# Where


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v5/nothing"),
        ("GET", "/v5/users/a/b/c/d"),
        ("DELETE", "/v5/users"),
        ("PATCH", "/v5/users/a"),
        ("GET", "/v5/policies/p/detach-agency"),
        ("POST", "/v5/Policies/p/detach-agency"),
        ("GET", "/v3/users"),
    ],
)
def test_an_unknown_path_is_no_api_signed_or_not(account: Account, method: str, path: str) -> None:
    request = signed(account, method, path)
    for unsigned in (False, True):
        if unsigned:
            del request.header_params["Authorization"]
        answer = send(request)
        assert (404, "APIGW.0101") == (answer.status, answer.code)
        message = "The API does not exist or has not been published in the environment."
        assert message == answer.told["error_msg"]
        assert answer.headers["x-request-id"] == answer.told["request_id"]


def test_an_operation_that_is_not_served_is_no_api(account: Account) -> None:
    told = refused(account, "ShowPasswordPolicyV5")
    assert (404, "APIGW.0101") == told[:2]


def test_a_body_beyond_all_measure_is_refused(account: Account) -> None:
    answer = send(signed(account, "POST", "/v5/policies", b" " * (1024 * 1024 + 1)))
    assert (413, "APIGW.0201") == (answer.status, answer.code)


def test_a_parameter_given_twice_is_refused(account: Account) -> None:
    answer = send(signed(account, "GET", "/v5/users", query=[("limit", "1"), ("limit", "2")]))
    assert (400, "APIGW.0201") == (answer.status, answer.code)
