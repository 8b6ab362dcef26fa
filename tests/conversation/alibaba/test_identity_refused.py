"""Requests that nobody known signed, or not so: each gets the cloud's own code and changes nothing."""

import random
import string
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.conversation.alibaba.clients import DIALECTS, Key, NewSdk, OldSdk
from tests.conversation.alibaba.raw import FORM, Heard, Sent, acs3, canonical, encoded, placed, rpc, stamp
from tests.conversation.alibaba.scene import Scene

MINUTE = 60
MANDATORY = (
    "AccessKeyId", "Action", "Signature", "SignatureMethod", "SignatureNonce", "SignatureVersion",
    "Timestamp", "Version",
)  # fmt: skip
MALLORY = {"UserName": "mallory"}


@pytest.fixture(autouse=True)
def nothing_changed(scene: Scene) -> Iterator[None]:
    """Every request here asks for the user mallory; there must be none in the end."""
    yield
    assert "EntityNotExist.User" == scene.root.code("GetUser", **MALLORY)


def _signed(scene: Scene, **more: str) -> dict[str, str]:
    return scene.raw().parameters("CreateUser", **{**MALLORY, **more})


def _sent(scene: Scene, sent: Sent) -> Heard:
    heard = sent.to(scene.address)
    assert "Traceback" not in heard.text
    return heard


def _refused(scene: Scene, sent: Sent) -> tuple[int, str]:
    heard = _sent(scene, sent)
    assert heard.json["RequestId"] == heard.headers["x-acs-request-id"]
    return heard.status, heard.json["Code"]


def _rpc(scene: Scene, **more: str) -> Sent:
    return rpc(scene.key, "POST", "query", _signed(scene, **more))


def _acs3(scene: Scene) -> Sent:
    return acs3(scene.key, scene.address, "CreateUser", MALLORY, at=time.time())


@pytest.mark.parametrize("minutes", [-16, 16])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_client_sixteen_minutes_off_is_refused(scene: Scene, dialect: str, minutes: int) -> None:
    speak = DIALECTS[dialect]
    with scene.live.later(-minutes * MINUTE * 1000):
        answer = speak(scene.address, scene.key).ask("CreateUser", **MALLORY)
    assert (400, "InvalidTimeStamp.Expired") == answer[:2]


@pytest.mark.parametrize("minutes", [-14, 14])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_client_fourteen_minutes_off_is_heard(scene: Scene, dialect: str, minutes: int) -> None:
    speak = DIALECTS[dialect]
    with scene.live.later(-minutes * MINUTE * 1000):
        assert "ok" == speak(scene.address, scene.key).code("ListUsers")


@pytest.mark.parametrize(
    "text",
    ["yesterday", "0", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01 00:00:00", "2026-01-01"],
)
def test_a_time_that_is_none_is_refused(scene: Scene, text: str) -> None:
    assert (400, "InvalidTimeStamp.Format") == _refused(scene, _rpc(scene, Timestamp=text))


@pytest.mark.parametrize("scheme", ["rpc", "acs3"])
def test_a_request_is_good_once(scene: Scene, scheme: str) -> None:
    sent = (
        rpc(scene.key, "POST", "query", scene.raw().parameters("ListUsers"))
        if scheme == "rpc"
        else acs3(scene.key, scene.address, "ListUsers", {}, at=time.time())
    )
    assert 200 == _sent(scene, sent).status
    assert (400, "SignatureNonceUsed") == _refused(scene, sent)
    with scene.live.later(14 * MINUTE * 1000):
        assert (400, "SignatureNonceUsed") == _refused(scene, sent)
    with scene.live.later(16 * MINUTE * 1000):
        assert (400, "InvalidTimeStamp.Expired") == _refused(scene, sent)


def test_two_keys_may_use_one_nonce(scene: Scene) -> None:
    alice = scene.raw(scene.user_key("alice"))
    for speaker in (scene.raw(), alice):
        assert "ok" == speaker.code("GetCallerIdentity", Version="2015-04-01", SignatureNonce="same")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_unknown_key_is_not_found(scene: Scene, dialect: str) -> None:
    speak = DIALECTS[dialect]
    answer = speak(scene.address, Key("LTAI5tNobodyHasThisKey00", scene.key.secret)).ask(
        "CreateUser", **MALLORY
    )
    assert (404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.") == answer[:3]


def test_a_key_of_another_cloud_is_not_found(scene: Scene) -> None:
    foreign = scene.live.account("huawei")
    key = Key(foreign["access_key"], foreign["secret_key"])
    assert (404, "InvalidAccessKeyId.NotFound") == scene.speaking(key).ask("CreateUser", **MALLORY)[:2]


def test_a_wrong_secret_does_not_match(scene: Scene) -> None:
    wrong = scene.key._replace(secret="x" * 30)
    for speaker in (NewSdk(scene.address, wrong), NewSdk(scene.address, wrong, algorithm="v2")):
        answer = speaker.ask("CreateUser", **MALLORY)
        assert (400, "SignatureDoesNotMatch") == answer[:2]
        assert answer.message.startswith(
            "Specified signature is not matched with our calculation. server string to sign is:"
        )
    assert (400, "InvalidAccessKeySecret") == OldSdk(scene.address, wrong).ask("CreateUser", **MALLORY)[:2], (
        "the old SDK compares the server's string to sign with its own and then knows that it is the secret"
    )


def test_a_mismatch_tells_the_string_that_the_server_signed(scene: Scene) -> None:
    said = _signed(scene, Comments="值班 *~+ &=")
    heard = _sent(scene, placed("POST", "query", {**said, "Signature": "A" * 27 + "="}))
    told = heard.json["Message"].partition(" server string to sign is:")[2]
    assert f"POST&%2F&{encoded(canonical(said))}" == told


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_altered_parameter_does_not_match(scene: Scene, method: str) -> None:
    sent = rpc(scene.key, method, "query", _signed(scene) | {"UserName": "nobody"})
    altered = sent._replace(target=sent.target.replace("UserName=nobody", "UserName=mallory"))
    assert (400, "SignatureDoesNotMatch") == _refused(scene, altered)
    added = sent._replace(target=f"{sent.target}&Comments=x".replace("UserName=nobody", "UserName=mallory"))
    assert (400, "SignatureDoesNotMatch") == _refused(scene, added)


def test_a_get_is_no_post(scene: Scene) -> None:
    assert (400, "SignatureDoesNotMatch") == _refused(scene, _rpc(scene)._replace(method="GET"))


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("x-acs-signature-nonce", "another"),
        ("x-acs-date", ""),
        ("x-acs-content-sha256", "0" * 64),
        ("Host", "elsewhere"),
    ],
)
def test_an_altered_header_is_refused(scene: Scene, header: str, value: str) -> None:
    sent = _acs3(scene)
    altered = {**sent.headers, header: value or stamp(time.time() + 5)}
    status, code = _refused(scene, sent._replace(headers=altered))
    assert (400, "SignatureDoesNotMatch" if header != "x-acs-content-sha256" else "IncompleteSignature") == (
        status,
        code,
    )


def test_an_action_put_in_another_s_place_is_refused(scene: Scene) -> None:
    sent = acs3(scene.key, scene.address, "GetUser", MALLORY, at=time.time())
    altered = {**sent.headers, "x-acs-action": "CreateUser"}
    assert (400, "SignatureDoesNotMatch") == _refused(scene, sent._replace(headers=altered))


@pytest.mark.parametrize("name", MANDATORY)
def test_each_parameter_that_signs_is_mandatory(scene: Scene, name: str) -> None:
    said = _signed(scene)
    said["Signature"] = rpc(scene.key, "POST", "query", said).target.rpartition("Signature=")[2]
    for left in ({key: value for key, value in said.items() if key != name}, {**said, name: ""}):
        heard = _sent(scene, placed("POST", "query", left))
        assert (400, f"Missing{name}", f"{name} is mandatory for this action.") == (
            heard.status,
            heard.json["Code"],
            heard.json["Message"],
        )


@pytest.mark.parametrize(
    "header",
    ["host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"],
)
def test_acs3_signs_host_and_each_x_acs_header(scene: Scene, header: str) -> None:
    sent = acs3(scene.key, scene.address, "CreateUser", MALLORY, at=time.time(), leave_unsigned=(header,))
    assert (400, "IncompleteSignature") == _refused(scene, sent)


@pytest.mark.parametrize("header", ["x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"])
def test_acs3_without_a_header_that_it_needs_is_refused(scene: Scene, header: str) -> None:
    sent = acs3(scene.key, scene.address, "CreateUser", MALLORY, at=time.time(), leave_unsigned=(header,))
    left = {name: value for name, value in sent.headers.items() if name != header}
    assert 400 == _refused(scene, sent._replace(headers=left))[0]


@pytest.mark.parametrize(
    "authorization",
    [
        "ACS3-HMAC-SM3 Credential=a,SignedHeaders=host,Signature=00",
        "ACS3-RSA-SHA256 x",
        "Bearer x",
        "ACS3-HMAC-SHA256",
        "",
    ],
)
def test_an_authorization_of_another_kind_is_refused(scene: Scene, authorization: str) -> None:
    sent = _acs3(scene)
    headers = {**sent.headers, "Authorization": authorization}
    assert 400 == _refused(scene, sent._replace(headers=headers))[0]


def test_two_credentials_in_one_request_are_refused(scene: Scene) -> None:
    both = _acs3(scene)._replace(target=_rpc(scene).target)
    assert (400, "IncompleteSignature") == _refused(scene, both)


@pytest.mark.parametrize(
    ("name", "value"), [("UserName", "mallory"), ("UserName", "nobody"), ("Action", "CreateUser")]
)
def test_a_parameter_given_twice_is_refused(scene: Scene, name: str, value: str) -> None:
    twice = urlencode({name: value})
    sent = _rpc(scene)
    in_query = sent._replace(target=f"{sent.target}&{twice}")
    in_form = sent._replace(headers={"Content-Type": FORM}, body=twice.encode())
    for one in (in_query, in_form):
        assert (400, "IncompleteSignature") == _refused(scene, one)


@pytest.mark.parametrize(
    ("header", "value"), [("x-acs-action", "DeleteUser"), ("x-acs-version", "2015-04-01")]
)
def test_an_unsigned_header_that_says_otherwise_is_refused(scene: Scene, header: str, value: str) -> None:
    assert 400 == _refused(scene, _rpc(scene)._replace(headers={header: value}))[0]


@pytest.mark.parametrize(
    ("status", "code", "wrong"),
    [
        (404, "InvalidAction.NotFound", {"Action": "CreateUsers"}),
        (404, "InvalidAction.NotFound", {"Action": "createuser"}),
        (404, "InvalidAction.NotFound", {"Action": "__init__"}),
        (404, "InvalidAction.NotFound", {"Version": "2015-04-01"}),
        (400, "InvalidVersion", {"Version": "2014-05-26"}),
        (400, "InvalidParameter.Format", {"Format": "YAML"}),
        (400, "InvalidSignatureMethod", {"SignatureMethod": "HMAC-MD5"}),
        (400, "InvalidSignatureMethod", {"SignatureType": "BEARERTOKEN"}),
        (400, "InvalidSignatureVersion", {"SignatureVersion": "2.0"}),
    ],
)
def test_common_parameters_are_checked(scene: Scene, status: int, code: str, wrong: dict[str, str]) -> None:
    assert (status, code) == _refused(scene, _rpc(scene, **wrong))


def test_a_bad_format_beside_another_mistake_is_still_refused(scene: Scene) -> None:
    status, _ = _refused(scene, _rpc(scene, Format="YAML", Action="CreateUsers"))
    assert status in (400, 404)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_get_and_post_are_the_methods(scene: Scene, method: str) -> None:
    signed = rpc(scene.key, method, "query", _signed(scene))
    assert (405, "UnsupportedHTTPMethod") == _refused(scene, signed)


def test_head_is_refused_without_a_body(scene: Scene) -> None:
    heard = _sent(scene, rpc(scene.key, "HEAD", "query", _signed(scene)))
    assert (405, "") == (heard.status, heard.text)


def test_a_huge_body_is_refused(scene: Scene) -> None:
    body = urlencode({"Comments": "x" * (2 * 1024 * 1024)}).encode()
    sent = _rpc(scene)._replace(headers={"Content-Type": FORM}, body=body)
    status, code = _refused(scene, sent)
    assert status in (400, 413)
    assert "InternalError" != code


def test_a_body_that_no_signature_covers_is_refused(scene: Scene) -> None:
    for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x"):
        sent = _rpc(scene)._replace(headers={"Content-Type": kind}, body=b'{"UserName": "mallory"}')
        assert (400, "IncompleteSignature") == _refused(scene, sent)


def test_a_body_s_checksum_must_be_its_own(scene: Scene) -> None:
    sent = rpc(scene.key, "POST", "form", _signed(scene))
    headers = {**sent.headers, "Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg=="}
    assert (400, "ContentMD5NotMatched") == _refused(scene, sent._replace(headers=headers))


GARBAGE = {
    "a broken escape in the query": lambda sent: sent._replace(target=f"{sent.target}&x=%zz"),
    "no UTF-8 in the query": lambda sent: sent._replace(target=f"{sent.target}&x=%ff%fe"),
    "a NUL in a name": lambda sent: sent._replace(target=f"{sent.target}&%00=%00"),
    "bytes in a form": lambda sent: sent._replace(headers={"Content-Type": FORM}, body=bytes(range(256))),
    "bytes in a body": lambda sent: sent._replace(body=bytes(range(256))),
    "bytes in Authorization": lambda sent: sent._replace(headers={"Authorization": "ACS3-\xff\xfe"}),
    "a signature that is none": lambda sent: sent._replace(
        target=sent.target.replace("Signature=", "Signature=%C3%A9")
    ),
    "many parameters": lambda sent: sent._replace(
        target=sent.target + "".join(f"&{a}{b}=1" for a in string.ascii_letters for b in string.ascii_letters)
    ),
    "deep list": lambda sent: sent._replace(target=f"{sent.target}&Tag.1.Key.2.3=x&Tag.=1&.=1&=1"),
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_is_refused_in_good_order(scene: Scene, kind: str) -> None:
    status, code = _refused(scene, GARBAGE[kind](_rpc(scene)))
    assert 400 == status, code


def _mutated(chance: random.Random, sent: Sent) -> Sent:
    """One character of the target or of a header changed."""
    letters = string.ascii_letters + string.digits + "%&=+-_~.;,/:"
    where = chance.choice(["", *sent.headers])
    text = sent.headers[where] if where else sent.target[2:]
    at = chance.randrange(len(text))
    changed = text[:at] + chance.choice(letters) + text[at + 1 :]
    if where:
        return sent._replace(headers={**sent.headers, where: changed})
    return sent._replace(target=f"/?{changed}")


@pytest.mark.parametrize("scheme", ["rpc", "acs3"])
def test_no_mutated_request_does_what_was_not_signed(scene: Scene, scheme: str) -> None:
    chance = random.Random(7)
    named = {"UserName": "alice", "Comments": "on call"}
    for _ in range(150):
        sent = (
            rpc(scene.key, "GET", "query", scene.raw().parameters("CreateUser", **named))
            if scheme == "rpc"
            else acs3(scene.key, scene.address, "CreateUser", named, at=time.time())
        )
        heard = _sent(scene, _mutated(chance, sent))
        assert heard.status < 500, heard
    users = scene.root.do("ListUsers")["Users"]["User"]
    assert {(one["UserName"], one["Comments"]) for one in users} <= {("alice", "on call")}
