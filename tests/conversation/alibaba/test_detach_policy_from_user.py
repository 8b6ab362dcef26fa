"""RAM 2015-05-01, DetachPolicyFromUser, as its page has it: parameters, permissions, errors, answers.

The names are the page's own: zhangqiang and OSS-Administrator. lisi carries no policy.
"""

import re

import pytest

from tests.conversation.alibaba.clients import Client
from tests.conversation.alibaba.raw import Raw
from tests.conversation.alibaba.scene import Scene, allow

NAMED = {"PolicyType": "Custom", "PolicyName": "OSS-Administrator", "UserName": "zhangqiang"}

ERRORS = [
    ("InvalidParameter.PolicyType", 400, 'The parameter - "PolicyType" is incorrect.', {"PolicyType": "Own"}),
    (
        "InvalidParameter.PolicyType",
        400,
        'The parameter - "PolicyType" is incorrect.',
        {"PolicyType": "custom"},
    ),
    (
        "InvalidParameter.UserName.InvalidChars",
        400,
        'The parameter - "UserName" contains invalid chars.',
        {"UserName": "zhang qiang"},
    ),
    (
        "InvalidParameter.UserName.Length",
        400,
        'The parameter - "UserName" beyond the length limit.',
        {"UserName": "z" * 65},
    ),
    ("EntityNotExist.User", 404, "The user does not exist.", {"UserName": "wangwu"}),
    (
        "InvalidParameter.PolicyName.InvalidChars",
        400,
        'The parameter - "PolicyNam" contains invalid chars.',
        {"PolicyName": "OSS_Administrator"},
    ),
    (
        "InvalidParameter.PolicyName.Length",
        400,
        'The parameter - "PolicyName" beyond the length limit.',
        {"PolicyName": "p" * 129},
    ),
    ("EntityNotExist.Policy", 404, "The policy does not exist.", {"PolicyName": "OSS-Nobody"}),
    ("EntityNotExist.Policy", 404, "The policy does not exist.", {"PolicyType": "System"}),
    (
        "EntityNotExist.User.Policy",
        404,
        "The indicate policy of the user does not exist.",
        {"UserName": "lisi"},
    ),
    ("MissingPolicyType", 400, "PolicyType is mandatory for this action.", {"PolicyType": ""}),
    ("MissingPolicyName", 400, "PolicyName is mandatory for this action.", {"PolicyName": ""}),
    ("MissingUserName", 400, "UserName is mandatory for this action.", {"UserName": ""}),
]

REPAIRS = [
    ("InvalidParameter.PolicyType", {"PolicyType": "Own", "PolicyName": "OSS_", "UserName": "zhang qiang"}),
    ("InvalidParameter.UserName.InvalidChars", {"PolicyType": "Custom"}),
    ("InvalidParameter.UserName.Length", {"UserName": "z" * 65}),
    ("InvalidParameter.PolicyName.InvalidChars", {"UserName": "wangwu"}),
    ("InvalidParameter.PolicyName.Length", {"PolicyName": "p" * 129}),
    ("EntityNotExist.User", {"PolicyName": "OSS-Nobody"}),
    ("EntityNotExist.Policy", {"UserName": "lisi"}),
    ("EntityNotExist.User.Policy", {"PolicyName": "OSS-Administrator"}),
    ("ok", {"UserName": "zhangqiang"}),
]
"""Each line repairs one thing; what is told next is the next in line."""

REQUEST_ID = "[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}"


@pytest.fixture
def attached(scene: Scene) -> Scene:
    """OSS-Administrator is attached to zhangqiang and not to lisi."""
    for name in ("zhangqiang", "lisi"):
        scene.root.do("CreateUser", UserName=name)
    scene.policy("OSS-Administrator", allow("oss:*"))
    scene.attach("User", "zhangqiang", "OSS-Administrator")
    return scene


def _is_attached(scene: Scene) -> bool:
    held = scene.root.do("ListPoliciesForUser", UserName="zhangqiang")["Policies"]["Policy"]
    return bool(held)


@pytest.mark.parametrize(("code", "status", "message", "wrong"), ERRORS)
def test_each_error_has_the_page_s_words_in_json(
    attached: Scene, code: str, status: int, message: str, wrong: dict[str, str]
) -> None:
    heard = attached.raw().hear("DetachPolicyFromUser", **{**NAMED, **wrong})
    said = heard.json
    assert (status, code, message) == (heard.status, said["Code"], said["Message"])
    assert {"RequestId", "HostId", "Code", "Message", "Recommend"} == set(said)
    assert "ram.aliyuncs.com" == said["HostId"]
    assert said["RequestId"] == heard.headers["x-acs-request-id"]
    assert _is_attached(attached)


@pytest.mark.parametrize(("code", "status", "message", "wrong"), ERRORS)
def test_each_error_has_the_page_s_words_in_xml(
    attached: Scene, code: str, status: int, message: str, wrong: dict[str, str]
) -> None:
    heard = attached.raw().hear("DetachPolicyFromUser", **{**NAMED, **wrong, "Format": "XML"})
    said = {child.tag: child.text for child in heard.xml}
    assert "Error" == heard.xml.tag
    assert (status, code, message) == (heard.status, said["Code"], said["Message"])
    assert {"RequestId", "HostId", "Code", "Message", "Recommend"} == set(said)


def test_the_first_thing_wrong_is_what_is_told(attached: Scene) -> None:
    asked = dict(NAMED)
    for code, repair in REPAIRS:
        asked |= repair
        assert code == attached.root.code("DetachPolicyFromUser", **asked), asked


def test_success_in_json_is_the_request_id_alone(attached: Scene) -> None:
    heard = attached.raw().hear("DetachPolicyFromUser", **NAMED)
    assert 200 == heard.status
    assert ["RequestId"] == list(heard.json)
    assert re.fullmatch(REQUEST_ID, heard.json["RequestId"])
    assert not _is_attached(attached)


def test_success_in_xml_is_the_request_id_alone(attached: Scene) -> None:
    heard = attached.raw().hear("DetachPolicyFromUser", **NAMED, Format="xml")
    body = f"<DetachPolicyFromUserResponse><RequestId>{REQUEST_ID}</RequestId></DetachPolicyFromUserResponse>"
    assert 200 == heard.status
    assert re.fullmatch(rf"(<\?xml [^>]*\?>)?\s*{body}", heard.text)
    assert "DetachPolicyFromUserResponse" == heard.xml.tag
    assert not _is_attached(attached)


@pytest.mark.parametrize("algorithm", ["HMAC-SHA1", "HMAC-SHA256"])
@pytest.mark.parametrize(
    ("method", "place"),
    [
        ("GET", "query"),
        ("POST", "query"),
        ("POST", "form"),
        ("POST", "mixed"),
        ("GET", "form"),
        ("GET", "mixed"),
    ],
)
def test_parameters_may_come_in_query_and_form(
    attached: Scene, algorithm: str, method: str, place: str
) -> None:
    speaker = attached.raw(method=method, place=place)
    assert "ok" == speaker.code("DetachPolicyFromUser", **NAMED, SignatureMethod=algorithm)
    assert not _is_attached(attached)


def test_system_and_custom_are_two_policies_of_one_name(attached: Scene) -> None:
    name = attached.policy("AliyunOSSFullAccess", allow("oss:*"))
    for policy_type in ("System", "Custom"):
        attached.attach("User", "lisi", name, policy_type)
    attached.detach("User", "lisi", name, "System")
    (left,) = attached.root.do("ListPoliciesForUser", UserName="lisi")["Policies"]["Policy"]
    assert "Custom" == left["PolicyType"]
    named = {"UserName": "lisi", "PolicyName": name}
    again = attached.root.code("DetachPolicyFromUser", **named, PolicyType="System")
    assert "EntityNotExist.User.Policy" == again
    assert "ok" == attached.root.code("DetachPolicyFromUser", **named, PolicyType="Custom")


def _denied_resource(caller: Client | Raw, **named: str) -> str:
    answer = caller.ask("DetachPolicyFromUser", **{**NAMED, **named})
    assert (403, "NoPermission") == answer[:2]
    found = re.fullmatch(
        r"You are not authorized to do this action\. "
        r"Resource: (\S+) Action: ram:DetachPolicyFromUser",
        answer.message,
    )
    assert found, answer.message
    return found[1]


def test_permission_on_the_user_alone_does_not_detach(attached: Scene) -> None:
    on = f"acs:ram:*:{attached.id}:user/zhangqiang"
    caller = attached.user("caller", allow("ram:DetachPolicyFromUser", on=on))
    assert f"acs:ram:*:{attached.id}:policy/OSS-Administrator" == _denied_resource(caller)
    assert _is_attached(attached)


def test_permission_on_the_policy_alone_does_not_detach(attached: Scene) -> None:
    on = f"acs:ram:*:{attached.id}:policy/OSS-Administrator"
    caller = attached.user("caller", allow("ram:DetachPolicyFromUser", on=on))
    assert f"acs:ram:*:{attached.id}:user/zhangqiang" == _denied_resource(caller)
    assert _is_attached(attached)


def test_permission_on_both_detaches(attached: Scene) -> None:
    on = [f"acs:ram:*:{attached.id}:user/zhangqiang", f"acs:ram:*:{attached.id}:policy/OSS-Administrator"]
    caller = attached.user("caller", allow("ram:DetachPolicyFromUser", on=on))
    assert "ok" == caller.code("DetachPolicyFromUser", **NAMED)
    assert not _is_attached(attached)


def test_a_system_policy_s_resource_is_under_system(attached: Scene) -> None:
    attached.attach("User", "zhangqiang", "AliyunOSSFullAccess", "System")
    users = f"acs:ram:*:{attached.id}:user/*"
    own = allow("ram:DetachPolicyFromUser", on=[users, f"acs:ram:*:{attached.id}:policy/*"])
    system = allow("ram:DetachPolicyFromUser", on="acs:ram:*:system:policy/AliyunOSSFullAccess")
    named = {"PolicyType": "System", "PolicyName": "AliyunOSSFullAccess"}
    caller = attached.user("caller", own)
    assert "acs:ram:*:system:policy/AliyunOSSFullAccess" == _denied_resource(caller, **named)
    attached.attach("User", "caller", attached.policy("Also", system))
    assert "ok" == caller.code("DetachPolicyFromUser", **{**NAMED, **named})


def test_the_powerless_are_denied_before_they_learn_what_exists(attached: Scene) -> None:
    caller = attached.user("caller")
    on = f"acs:ram:*:{attached.id}:user/wangwu"
    assert on == _denied_resource(caller, UserName="wangwu", PolicyName="OSS-Nobody")
    assert on.replace("wangwu", "lisi") == _denied_resource(caller, UserName="lisi")


def test_a_wrong_parameter_is_told_before_a_missing_permission(attached: Scene) -> None:
    caller = attached.user("caller")
    assert "InvalidParameter.PolicyType" == caller.code(
        "DetachPolicyFromUser", **{**NAMED, "PolicyType": "Own"}
    )


def test_names_are_found_in_any_case(attached: Scene) -> None:
    assert "ok" == attached.root.code(
        "DetachPolicyFromUser", **{**NAMED, "UserName": "ZhangQiang", "PolicyName": "oss-administrator"}
    )
    assert not _is_attached(attached)
