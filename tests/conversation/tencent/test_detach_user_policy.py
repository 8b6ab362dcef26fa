"""CAM 2019-01-16, DetachUserPolicy, as its page has it: parameters, signatures, errors, answers, its limit.

Alice may list users until the policy that says so is detached from her; bob carries no policy.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conversation.tencent.clients import DIALECTS, CommandLine, Sdk
from tests.conversation.tencent.scene import Scene, allow, document
from tests.home import Home
from tests.live import live_server
from tests.signers import FORM, JSON, Key, Line, Reply, Sent, line_to, tencent, tencent_v1
from tigertally.server.stage import Settings

REQUEST_ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NOBODY = 999_999_999_999

ERRORS: list[tuple[str, str, dict[str, Any]]] = [
    ("InvalidParameter.PolicyIdError", "The input parameter PolicyId is invalid.", {"PolicyId": 0}),
    ("InvalidParameter.ParamError", "Invalid input parameter.", {"DetachUin": 0}),
    (
        "ResourceNotFound.PolicyIdNotFound",
        "The resource specified by PolicyId does not exist.",
        {"PolicyId": 77},
    ),
    ("ResourceNotFound.UserNotExist", "The user does not exist.", {"DetachUin": NOBODY}),
    ("InvalidParameter", "The value type of parameter `PolicyId` is not valid.", {"PolicyId": -1}),
    ("InvalidParameter", "The value type of parameter `DetachUin` is not valid.", {"DetachUin": "alice"}),
    ("InvalidParameter", "The value type of parameter `PolicyId` is not valid.", {"PolicyId": 1.5}),
    ("MissingParameter", "The request is missing a required parameter `PolicyId`.", {"PolicyId": None}),
    ("MissingParameter", "The request is missing a required parameter `DetachUin`.", {"DetachUin": ""}),
    ("UnknownParameter", "The parameter `Uin` is not recognized.", {"Uin": 1}),
]
"""The page's codes that something can cause, and the common ones."""


@pytest.fixture
def attached(scene: Scene) -> Scene:
    """ReadUsers is attached to alice and not to bob."""
    scene.user("alice", allow("cam:ListUsers"))
    scene.user("bob")
    return scene


def named(scene: Scene) -> dict[str, Any]:
    """The parameters of the page."""
    policy = scene.held("alice")
    return {"PolicyId": policy[0], "DetachUin": scene.uins["alice"]}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_detached_policy_no_longer_allows_in_any_dialect(scene: Scene, dialect: str) -> None:
    speak = DIALECTS[dialect]
    alice = speak(scene.address, scene.user_key("alice", allow("cam:ListUsers")))
    root = speak(scene.address, scene.key)
    assert "ok" == alice.code("ListUsers")
    assert ["RequestId"] == list(root.do("DetachUserPolicy", **named(scene)))
    assert "AuthFailure.UnauthorizedOperation" == alice.code("ListUsers")
    assert [] == scene.held("alice")


def test_a_detached_policy_no_longer_allows_on_the_command_line(scene: Scene, tmp_path: Path) -> None:
    key = scene.user_key("alice", allow("cam:ListUsers"))
    alice = CommandLine(scene.address, key, tmp_path)
    root = CommandLine(scene.address, scene.key, tmp_path)
    assert ["alice"] == [user["Name"] for user in alice.do("ListUsers")["Data"]]
    assert ["RequestId"] == list(root.do("DetachUserPolicy", **named(scene)))
    assert "AuthFailure.UnauthorizedOperation" == alice.code("ListUsers")
    assert "ResourceNotFound.UserNotExist" == root.code("GetUser", Name="nobody")


def hear(scene: Scene, sent: Sent) -> Reply:
    """One raw call."""
    with line_to(scene.address) as line:
        return line.send(sent)


@pytest.mark.parametrize(("code", "sentence", "wrong"), ERRORS)
def test_each_error_is_an_http_200_in_plain_json(
    attached: Scene, code: str, sentence: str, wrong: dict[str, Any]
) -> None:
    reply = hear(attached, tencent(attached.key, "DetachUserPolicy", {**named(attached), **wrong}))
    assert (200, "application/json") == (reply.status, reply.headers["content-type"])
    response = reply.json["Response"]
    assert ["Response"] == list(reply.json)
    assert {"Error", "RequestId"} == set(response)
    assert code == response["Error"]["Code"]
    assert response["Error"]["Message"].startswith(sentence)
    assert re.fullmatch(REQUEST_ID, response["RequestId"])
    assert attached.held("alice")


def test_success_is_the_request_id_alone_in_plain_json(attached: Scene) -> None:
    reply = hear(attached, tencent(attached.key, "DetachUserPolicy", named(attached)))
    assert (200, "application/json") == (reply.status, reply.headers["content-type"])
    assert re.fullmatch(rf'{{"Response":{{"RequestId":"{REQUEST_ID}"}}}}', reply.body.decode())
    assert [] == attached.held("alice")


def test_detaching_twice_is_no_error(attached: Scene) -> None:
    given = named(attached)
    for _ in range(2):
        assert "ok" == attached.root.code("DetachUserPolicy", **given)
    assert "ok" == attached.root.code("DetachUserPolicy", **given | {"DetachUin": attached.uins["bob"]})


def test_the_owner_of_the_account_is_no_sub_user(attached: Scene) -> None:
    given = named(attached) | {"DetachUin": int(attached.uin)}
    assert "ResourceNotFound.UserNotExist" == attached.root.code("DetachUserPolicy", **given)


def test_a_policy_held_by_a_group_stays(attached: Scene) -> None:
    given = named(attached)
    group = attached.group("staff", "alice")
    attached.root.do("AttachGroupPolicy", PolicyId=given["PolicyId"], AttachGroupId=group)
    attached.root.do("DetachUserPolicy", **given)
    listed = attached.root.do(
        "ListAttachedUserAllPolicies", TargetUin=given["DetachUin"], Rp=20, Page=1, AttachType=0
    )
    (left,) = listed["PolicyList"]
    assert [{"GroupId": group, "GroupName": "staff"}] == left["Groups"]
    assert str(given["PolicyId"]) == left["PolicyId"]


def multipart(given: dict[str, Any]) -> tuple[bytes, str]:
    """The parameters in parts, one as JSON and one as text."""
    first, second = given
    body = (
        f'--b\r\nContent-Disposition: form-data; name="{first}"\r\nContent-Type: application/json\r\n\r\n'
        f'{given[first]}\r\n--b\r\nContent-Disposition: form-data; name="{second}"\r\n\r\n'
        f"{given[second]}\r\n--b--\r\n"
    )
    return body.encode(), "multipart/form-data; boundary=b"


def test_parameters_may_come_as_json_form_or_multipart(attached: Scene) -> None:
    given = named(attached)
    form = "&".join(f"{name}={value}" for name, value in given.items()).encode()
    bodies = [
        (form, FORM),
        multipart(given),
        (json.dumps({k: str(v) for k, v in given.items()}).encode(), JSON),
    ]
    for body, content_type in bodies:
        attached.attach("alice", given["PolicyId"])
        sent = tencent(attached.key, "DetachUserPolicy", {}, body=body, content_type=content_type)
        assert "" == hear(attached, sent).code
        assert [] == attached.held("alice")


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (b"", JSON, "InvalidParameter"),
        (b"[]", JSON, "InvalidParameter"),
        (b"{", JSON, "InvalidParameter"),
        (b"\x00\x01", "application/octet-stream", "InvalidParameter"),
        (b"--b\r\n\r\nx", "multipart/form-data; boundary=b", "InvalidRequest"),
        (b"x", "multipart/form-data", "InvalidRequest"),
        (b"{}", JSON, "MissingParameter"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    scene: Scene, body: bytes, content_type: str, code: str
) -> None:
    sent = tencent(scene.key, "DetachUserPolicy", {}, body=body, content_type=content_type)
    assert code == hear(scene, sent).code


def test_a_denial_names_operation_and_resource_in_the_language_asked_for(attached: Scene) -> None:
    key = attached.user_key("carol")
    told = {
        language: Sdk(attached.address, key, language=language).ask("DetachUserPolicy", **named(attached))
        for language in ("en-US", "zh-CN")
    }
    for language, begins in (("en-US", "You are not authorized"), ("zh-CN", "操作未授权")):
        answer = told[language]
        assert "AuthFailure.UnauthorizedOperation" == answer.code
        assert answer.message.startswith(begins)
        assert answer.message.endswith(
            f"[[request id:{answer.body['RequestId']}]you are not authorized to perform operation "
            "(cam:DetachUserPolicy)\nresource (*) has no permission\n]"
        )


def test_a_statement_about_one_user_does_not_speak_of_the_operation(attached: Scene) -> None:
    on = f"qcs::cam::uin/{attached.uin}:uin/{attached.uins['alice']}"
    carol = attached.user("carol", allow("cam:DetachUserPolicy", on=on))
    assert "AuthFailure.UnauthorizedOperation" == carol.code("DetachUserPolicy", **named(attached))
    dave = attached.user("dave", allow("cam:DetachUserPolicy"))
    assert "ok" == dave.code("DetachUserPolicy", **named(attached))


def test_the_powerless_are_denied_before_they_learn_what_exists(attached: Scene) -> None:
    carol = attached.user("carol")
    assert "AuthFailure.UnauthorizedOperation" == carol.code(
        "DetachUserPolicy", PolicyId=77, DetachUin=NOBODY
    )


# The limit of ten a second


def calls(line: Line, key: Key, action: str, count: int) -> list[str]:
    """The codes of as many calls as fast as can be."""
    return [line.send(tencent(key, action, {"PolicyId": 77, "DetachUin": 5})).code for _ in range(count)]


def test_the_eleventh_call_in_a_second_is_refused(tmp_path: Path) -> None:
    """The clock stands still, so that all of them are in one second."""
    with live_server(Home(tmp_path), Settings(), frozen=True) as live, line_to(live.address) as line:
        first, second = (live.account("tencent") for _ in range(2))
        keys = [Key(one["secret_id"], one["secret_key"]) for one in (first, second)]
        assert ["ResourceNotFound.PolicyIdNotFound"] * 10 == calls(line, keys[0], "DetachUserPolicy", 10)
        reply = line.send(tencent(keys[0], "DetachUserPolicy", {}))
        assert "RequestLimitExceeded" == reply.code
        assert reply.json["Response"]["Error"]["Message"].startswith(
            "Your current request times equals to `11` in a second, which exceeds the frequency limit `10`"
        )
        assert ["UnknownParameter"] == calls(line, keys[0], "ListUsers", 1), "another operation"
        assert ["ResourceNotFound.PolicyIdNotFound"] == calls(line, keys[1], "DetachUserPolicy", 1)
        with live.later(1000):
            assert ["ResourceNotFound.PolicyIdNotFound"] == calls(line, keys[0], "DetachUserPolicy", 1)


def test_calls_that_nobody_signed_use_nothing_up(tmp_path: Path) -> None:
    with live_server(Home(tmp_path), Settings(), frozen=True) as live, line_to(live.address) as line:
        handed = live.account("tencent")
        key = Key(handed["secret_id"], handed["secret_key"])
        forged = key._replace(secret="another")
        assert ["AuthFailure.SignatureFailure"] * 20 == calls(line, forged, "DetachUserPolicy", 20)
        assert ["ResourceNotFound.PolicyIdNotFound"] == calls(line, key, "DetachUserPolicy", 1)


# What the signature covers


def test_the_older_signature_is_good_once(attached: Scene) -> None:
    given = {name: str(value) for name, value in named(attached).items()}
    sent = tencent_v1(attached.key, "DetachUserPolicy", given)
    assert ["", "AuthFailure.SignatureFailure"] == [hear(attached, sent).code for _ in range(2)]


def test_a_value_that_would_sign_like_two_parameters_is_refused(attached: Scene) -> None:
    sent = tencent_v1(attached.key, "AddUser", {"Name": "eve", "Remark": "x&UseApi=1"})
    assert "InvalidParameterValue" == hear(attached, sent).code
    tc3 = tencent(attached.key, "AddUser", {"Name": "eve", "Remark": "x&UseApi=1"})
    assert "" == hear(attached, tc3).code


def test_a_server_can_require_that_the_action_is_signed(tmp_path: Path) -> None:
    settings = Settings(rate_limits="off", require_signed_action=True)
    with live_server(Home(tmp_path), settings) as live, line_to(live.address) as line:
        handed = live.account("tencent")
        key = Key(handed["secret_id"], handed["secret_key"])
        assert "AuthFailure.InvalidAuthorization" == line.send(tencent(key, "ListUsers", {})).code
        covering = ("content-type", "host", "x-tc-action", "x-tc-version")
        signed = tencent(key, "ListUsers", {}, signing=covering)
        assert "" == line.send(signed).code
        turned = Sent("POST", "/", {**signed.headers, "x-tc-action": "ListGroups"}, signed.body)
        assert "AuthFailure.SignatureFailure" == line.send(turned).code
        assert "" == line.send(tencent_v1(key, "ListUsers", {})).code


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"x-tc-action": "Nonsense"}, "InvalidAction"),
        ({"x-tc-action": ""}, "MissingParameter"),
        ({"x-tc-version": "2017-03-12"}, "NoSuchVersion"),
        ({"x-tc-version": ""}, "MissingParameter"),
        ({"x-tc-timestamp": "1500000000"}, "AuthFailure.SignatureExpire"),
        ({"x-tc-token": "token"}, "AuthFailure.TokenFailure"),
    ],
)
def test_what_is_wrong_around_a_call_is_told_in_common_codes(
    scene: Scene, changed: dict[str, str], code: str
) -> None:
    assert code == hear(scene, tencent(scene.key, "ListUsers", {}, changed=changed)).code


def test_only_get_and_post_are_heard(scene: Scene) -> None:
    sent = tencent(scene.key, "ListUsers", {})
    assert "UnsupportedProtocol" == hear(scene, Sent("PUT", "/", sent.headers, sent.body)).code


def test_a_document_may_name_what_is_not_an_operation_here(scene: Scene) -> None:
    body = document(allow("cam:DetachUsersPolicy", "cam:AttachUserPolicies"))
    assert "ok" == scene.root.code("CreatePolicy", PolicyName="batch", PolicyDocument=body)
