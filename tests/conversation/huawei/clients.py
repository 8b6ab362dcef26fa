"""Huawei Cloud's own SDKs pointed at the live server, and the few words in which these tests speak.

``caller.say("DetachUserPolicyV5", policy_id=..., user_id=...)`` is one call of an unchanged SDK: the
operation's own request and body classes are filled by name. ``send`` is for what no SDK would send: the SDK's
signer signs it, the test may spoil it, and it goes out byte for byte.
"""

import json
import re
import ssl
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from functools import cached_property
from http.client import HTTPConnection, HTTPSConnection
from typing import Any, NamedTuple

import huaweicloudsdkiam.v3 as iam_v3
import huaweicloudsdkiam.v5 as iam_v5
import huaweicloudsdksts.v1 as sts_v1
import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials, GlobalCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkcore.http.http_handler import HttpHandler
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer

Json = dict[str, Any]


class Key(NamedTuple):
    """What a caller signs with; a temporary key has a token."""

    id: str
    secret: str
    token: str | None = None


class Caller:
    """Somebody who calls: one key, and an SDK client for each API."""

    def __init__(self, url: str, account_id: str, key: Key, config: HttpConfig | None = None) -> None:
        self.url = url
        self.account_id = account_id
        self.key = key
        self.config = config
        self.heard: Any = None
        """The HTTP response to the latest call."""

    def say(self, operation: str, **given: Any) -> Any:
        """One call: ``given`` is shared out between the request's own fields and its body's."""
        module, client = self._spoken(operation)
        request = getattr(module, f"{operation}Request")
        types = request.openapi_types
        filled = {name: given.pop(name) for name in list(given) if name in types}
        if given:
            filled["body"] = getattr(module, types["body"])(**given)
        return getattr(client, _snake(operation))(request(**filled))

    def may(self, operation: str, **given: Any) -> bool:
        """Whether the call is done or denied; any other end is the test's failure."""
        try:
            self.say(operation, **given)
        except ClientRequestException as error:
            if (403, "PAP5.0001") != (error.status_code, error.error_code):
                raise
            return False
        return True

    def _spoken(self, operation: str) -> tuple[Any, Any]:
        if hasattr(iam_v5, f"{operation}Request"):
            return iam_v5, self.iam
        if hasattr(sts_v1, f"{operation}Request"):
            return sts_v1, self.sts
        return iam_v3, self.classic_iam

    @cached_property
    def iam(self) -> Any:
        """IAM v5."""
        return self._client(iam_v5.IamClient, GlobalCredentials, self.account_id)

    @cached_property
    def classic_iam(self) -> Any:
        """IAM v3."""
        return self._client(iam_v3.IamClient, GlobalCredentials, self.account_id)

    @cached_property
    def sts(self) -> Any:
        """STS, which takes no other kind of credentials than those of a project."""
        return self._client(sts_v1.StsClient, BasicCredentials, "a-project")

    def _client(self, client: Any, credentials: Any, belonging: str) -> Any:
        signing = credentials(self.key.id, self.key.secret, belonging)
        if self.key.token:
            signing = signing.with_security_token(self.key.token)
        builder = client.new_builder().with_credentials(signing).with_endpoint(self.url)
        listening = HttpHandler().add_response_handler(self._listen)
        return builder.with_http_config(self.config or HttpConfig()).with_http_handler(listening).build()

    def _listen(self, response: Any, **_: Any) -> None:
        self.heard = response

    def holding(self, key: Key) -> "Caller":
        """The same account with another key."""
        return Caller(self.url, self.account_id, key, self.config)

    def assume(self, urn: str, **given: Any) -> "Caller":
        """A session of an agency."""
        named = {"agency_urn": urn, "agency_session_name": "night-shift"}
        made = self.say("AssumeAgency", **named | given).credentials
        key = Key(made.access_key_id, made.secret_access_key, made.security_token)
        return Caller(self.url, urn.split(":")[2], key, self.config)


class Holder(NamedTuple):
    """Who can have policies; ``caller`` acts with them."""

    kind: str
    id: str
    urn: str
    caller: Caller


class Account(Caller):
    """An account seen by its root user, who makes what a test needs."""

    def __init__(self, url: str, root: Mapping[str, str], config: HttpConfig | None = None) -> None:
        super().__init__(url, root["account_id"], Key(root["access_key"], root["secret_key"]), config)
        self._made = 0

    def policy(self, *statements: Json) -> str:
        """A new custom policy; gives its id."""
        made = self.say(
            "CreatePolicyV5", policy_name=self._name("Policy"), policy_document=document(*statements)
        )
        policy_id: str = made.policy.policy_id
        return policy_id

    def user(self, *statements: Json, name: str = "") -> Holder:
        """A new user with a key of its own."""
        user = self.say("CreateUserV5", name=name or self._name("user"), enabled=True).user
        caller = self.holding(self.access_key(user.user_id))
        return self._given(Holder("user", user.user_id, user.urn, caller), statements)

    def access_key(self, user_id: str) -> Key:
        """A further key of a user."""
        made = self.say("CreateAccessKeyV5", user_id=user_id).access_key
        return Key(made.access_key_id, made.secret_access_key)

    def group(self, *statements: Json) -> Holder:
        """A new group; its one member acts."""
        group = self.say("CreateGroupV5", group_name=self._name("group")).group
        member = self.user()
        self.say("AddUserToGroupV5", group_id=group.group_id, user_id=member.id)
        return self._given(Holder("group", group.group_id, group.urn, member.caller), statements)

    def agency(self, *statements: Json, trust: str = "", **given: Any) -> Holder:
        """A new trust agency, which by default trusts its account; a session that root assumes acts."""
        ours = trusting(self.account_id, actions=ASSUME)
        trust = trust or ours
        given = {"agency_name": self._name("agency"), **given}
        made = self.say("CreateAgencyV5", trust_policy=trust, **given).agency
        session = self.assume(made.urn) if trust == ours else self
        return self._given(Holder("agency", made.agency_id, made.urn, session), statements)

    def classic_agency(self, *statements: Json, trusts: str = "") -> Holder:
        """A new classic agency; a session that root assumes acts."""
        name = self._name("classic")
        option = iam_v3.CreateAgencyOption(
            name=name, domain_id=self.account_id, trust_domain_id=trusts or self.account_id
        )
        made = self.say("CreateAgency", agency=option).agency
        urn = f"iam::{self.account_id}:agency:{name}"
        session = self if trusts else self.assume(urn)
        return self._given(Holder("agency", made.id, urn, session), statements)

    def attach(self, policy_id: str, holder: Holder) -> None:
        """Attach a policy to a user, a group or an agency."""
        self.say(f"Attach{holder.kind.title()}PolicyV5", policy_id=policy_id, **named(holder))

    def detach(self, policy_id: str, holder: Holder) -> None:
        """Detach a policy from a user, a group or an agency."""
        self.say(f"Detach{holder.kind.title()}PolicyV5", policy_id=policy_id, **named(holder))

    def give(self, holder: Holder, *statements: Json) -> str:
        """Attach a new policy of these statements; gives its id."""
        policy_id = self.policy(*statements)
        self.attach(policy_id, holder)
        return policy_id

    def policy_urn(self, policy_id: str) -> str:
        """The URN of a policy."""
        urn: str = self.say("GetPolicyV5", policy_id=policy_id).policy.urn
        return urn

    def _given(self, holder: Holder, statements: Iterable[Json]) -> Holder:
        if statements := tuple(statements):
            self.give(holder, *statements)
        return holder

    def _name(self, kind: str) -> str:
        self._made += 1
        return f"{kind}-{self._made}"


class Refusal(NamedTuple):
    """How a call was refused, as the SDK tells it."""

    status: int
    code: str
    message: str
    request_id: str
    sealed: str | None


def refused(caller: Caller, operation: str, **given: Any) -> Refusal:
    """The refusal of a call that must not be done."""
    with pytest.raises(ClientRequestException) as raised:
        caller.say(operation, **given)
    error = raised.value
    return Refusal(
        error.status_code, error.error_code, error.error_msg, error.request_id, error.encoded_auth_msg
    )


def refused_with(caller: Caller, operation: str, **given: Any) -> tuple[int, str]:
    """The status and code of the refusal."""
    return refused(caller, operation, **given)[:2]


class Answer(NamedTuple):
    """An HTTP answer as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def code(self) -> str:
        """The error code, or nothing."""
        return str(self.told["error_code"]) if self.status >= 400 else ""

    @property
    def told(self) -> Json:
        """The body as JSON."""
        told: Json = json.loads(self.body)
        return told


def signed(
    caller: Caller,
    method: str,
    path: str,
    body: bytes | str | Json | None = None,
    query: Iterable[tuple[str, str]] = (),
    **headers: str,
) -> Any:
    """A request that the SDK's signer has signed; underscores in names of headers are hyphens."""
    sent = {"content-type": "application/json"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    if caller.key.token:
        sent.setdefault("X-Security-Token", caller.key.token)
    request = SdkRequest(
        method=method,
        schema="http",
        host=caller.url.partition("//")[2],
        resource_path=path,
        query_params=list(query),
        header_params=sent,
        body=json.dumps(body).encode() if isinstance(body, dict | list) else body,
    )
    return Signer(BasicCredentials(caller.key.id, caller.key.secret)).sign(request)


def send(request: Any, authority: str | None = None) -> Answer:
    """The answer to a request, sent as it is, over TLS where a certificate authority is given."""
    connected = (
        HTTPSConnection(request.host, timeout=20, context=ssl.create_default_context(cafile=authority))
        if authority
        else HTTPConnection(request.host, timeout=20)
    )
    with closing(connected) as connection:
        connection.request(request.method, request.uri, request.body, request.header_params)
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, answer.read())


def spoiled(request: Any, spoil: Callable[[Any], object]) -> Any:
    """The request, changed after it was signed."""
    spoil(request)
    return request


def document(*statements: Json) -> str:
    """A policy document."""
    return json.dumps({"Version": "5.0", "Statement": statements})


def allow(*actions: str, **elements: Any) -> Json:
    """A statement that allows: ``Resource``, ``Condition`` and others as given."""
    return {"Effect": "Allow", "Action": actions, **elements}


def deny(*actions: str, **elements: Any) -> Json:
    """A statement that denies."""
    return {"Effect": "Deny", "Action": actions, **elements}


def where(operator: str, key: str, *values: str) -> Json:
    """A condition of one operator and one key."""
    return {operator: {key: values}}


ASSUME = ("sts:agencies:assume", "sts::tagSession", "sts::setSourceIdentity")


def trusting(*principals: str, actions: tuple[str, ...] = ASSUME[:1], **elements: Any) -> str:
    """A trust policy for these accounts or URNs."""
    return document(allow(*actions, Principal={"IAM": principals}, **elements))


def named(holder: Holder) -> dict[str, str]:
    """``user_id=...``, ``group_id=...`` or ``agency_id=...``."""
    return {f"{holder.kind}_id": holder.id}


def tags(**values: str) -> list[Any]:
    """Tags as IAM spells them."""
    return [iam_v5.Tag(tag_key=key, tag_value=text) for key, text in values.items()]


def session_tags(**values: str) -> list[Any]:
    """Tags as STS spells them."""
    return [sts_v1.TagDto(key=key, value=text) for key, text in values.items()]


def _snake(operation: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", operation).lower()
