"""Calling operations by name through the official SDKs, and keeping what was heard before it is a model.

The SDKs do the signing, the spelling and the reading; nothing of theirs is changed.
"""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from alibabacloud_tea_openapi.utils_models import Config
from darabonba.exceptions import ResponseException
from darabonba.runtime import RuntimeOptions
from huaweicloudsdkcore.auth.credentials import BasicCredentials, GlobalCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

from tests.contract import sdk_alibaba, sdk_huawei, sdk_tencent
from tests.contract.registry import Served, served
from tests.live import Live

Answers = dict[tuple[str, str], list[Any]]
"""What each operation answered, by cloud and service, and name."""


class Refused(NamedTuple):
    """A refusal as the SDK understood it; ``sealed`` is the message that can be decoded."""

    code: str
    status: int
    message: str
    request_id: str
    sealed: str


def refusal_of(call: Callable[[], object]) -> Refused:
    """How a call was refused. Raises AssertionError when it was not."""
    try:
        call()
    except ResponseException as error:
        detail = error.access_denied_detail or {}
        sealed = detail.get("EncodedDiagnosticMessage", "")
        return Refused(error.code, error.status_code, error.data["Message"], error.request_id, sealed)
    except ClientRequestException as error:
        sealed = error.encoded_auth_msg or ""
        return Refused(error.error_code, error.status_code, error.error_msg, error.request_id, sealed)
    except TencentCloudSDKException as error:
        return Refused(error.code, 200, error.message, error.requestId, "")
    raise AssertionError("the call was not refused")


class AlibabaCaller:
    """One key of one account: calls with parameters by their names on the wire."""

    def __init__(
        self, live: Live, account: str, key: str, secret: str, answers: Answers, token: str | None = None
    ) -> None:
        self.live = live
        self.account = account
        self.answers = answers
        self._config = Config(
            access_key_id=key,
            access_key_secret=secret,
            security_token=token,
            endpoint=live.address,
            protocol="HTTP",
        )

    def ram(self, name: str, **parameters: object) -> Any:
        """One call of RAM."""
        return self._call(served("alibaba", "ram", name), parameters)

    def sts(self, name: str, **parameters: object) -> Any:
        """One call of STS."""
        return self._call(served("alibaba", "sts", name), parameters)

    def resourcemanager(self, name: str, **parameters: object) -> Any:
        """One call of Resource Management."""
        return self._call(served("alibaba", "resourcemanager", name), parameters)

    def with_key(self, key: str, secret: str, token: str | None = None) -> "AlibabaCaller":
        """The same account with another key."""
        return AlibabaCaller(self.live, self.account, key, secret, self.answers, token)

    def as_user(self, name: str) -> "AlibabaCaller":
        """The same account with a fresh key of a user."""
        key = self.ram("CreateAccessKey", UserName=name)["AccessKey"]
        return self.with_key(key["AccessKeyId"], key["AccessKeySecret"])

    def _call(self, called: Served, parameters: dict[str, object]) -> Any:
        client_type, models = sdk_alibaba.SDKS[called.operation.service.name]
        client = _listening(client_type)(self._config)
        request = getattr(models, f"{called.operation.name}Request", None)
        arguments = [_without_empty_lists(request().from_map(parameters))] if request else []
        method = sdk_alibaba.methods(called.operation.service.name)[called.operation.name]
        getattr(client, method)(*arguments, RuntimeOptions())
        self.answers[called.key].append(client.heard["body"])
        return client.heard["body"]


def _without_empty_lists(request: Any) -> Any:
    """A request read from a map has an empty list where one made by hand has nothing."""
    for name, value in vars(request).items():
        setattr(request, name, None if value == [] else value)
    return request


def _listening(client: type[Any]) -> type[Any]:
    """A client that keeps what it hears before it becomes a model."""

    class Listening(client):  # type: ignore[misc]  # the SDK publishes no types
        heard: Any = None

        def call_api(self, *arguments: Any) -> Any:
            """Call, and keep the answer."""
            self.heard = super().call_api(*arguments)
            return self.heard

    return Listening


class HuaweiCaller:
    """One key of one account: calls with path, query and body by their names on the wire."""

    def __init__(self, live: Live, account: str, key: str, secret: str, answers: Answers) -> None:
        self.live = live
        self.account = account
        self.answers = answers
        self.named: dict[str, str] = {}
        self._key = (key, secret)

    def iam(self, name: str, body: object = None, **parameters: object) -> Any:
        """One call of IAM."""
        return self._call(
            served("huawei", "iam", name), GlobalCredentials(*self._key, self.account), body, parameters
        )

    def sts(self, name: str, body: object = None) -> Any:
        """One call of STS."""
        return self._call(served("huawei", "sts", name), BasicCredentials(*self._key, "project"), body, {})

    def as_user(self, name: str) -> "HuaweiCaller":
        """The same account with a fresh key of a user."""
        key = self.iam("CreateAccessKeyV5", user_id=self.named[name])["access_key"]
        return HuaweiCaller(
            self.live, self.account, key["access_key_id"], key["secret_access_key"], self.answers
        )

    def _call(self, called: Served, credentials: Any, body: object, parameters: dict[str, object]) -> Any:
        found = sdk_huawei.known(called.operation)
        client = found.client.new_builder().with_credentials(credentials).with_endpoint(self.live.url).build()
        message = parameters if body is None else {**parameters, "body": body}
        request = sdk_huawei.read(found, message, f"{called.operation.name}Request")
        heard = getattr(client, found.method)(request).to_json_object() or {}
        self.answers[called.key].append(heard)
        return heard


class TencentCaller:
    """One key of one account: calls with parameters by their names on the wire."""

    def __init__(
        self, live: Live, account: str, key: str, secret: str, answers: Answers, token: str | None = None
    ) -> None:
        self.live = live
        self.account = account
        self.answers = answers
        self.named: dict[str, int] = {}
        self._key = (key, secret, token)

    def cam(self, name: str, **parameters: object) -> Any:
        """One call of CAM."""
        return self._call(served("tencent", "cam", name), parameters)

    def sts(self, name: str, **parameters: object) -> Any:
        """One call of STS."""
        return self._call(served("tencent", "sts", name), parameters)

    def organization(self, name: str, **parameters: object) -> Any:
        """One call of Organization."""
        return self._call(served("tencent", "organization", name), parameters)

    def with_key(self, key: str, secret: str, token: str | None = None) -> "TencentCaller":
        """The same account with another key."""
        return TencentCaller(self.live, self.account, key, secret, self.answers, token)

    def as_user(self, name: str) -> "TencentCaller":
        """The same account with a fresh key of a user."""
        key = self.cam("CreateAccessKey", TargetUin=self.named[name])["AccessKey"]
        return self.with_key(key["AccessKeyId"], key["SecretAccessKey"])

    def _call(self, called: Served, parameters: dict[str, object]) -> Any:
        client_type, models = sdk_tencent.SDKS[called.operation.service.name]
        http = HttpProfile(protocol="http", endpoint=self.live.address)
        profile = ClientProfile(httpProfile=http, language="en-US")
        client = type("Listening", (_Listening, client_type), {})(Credential(*self._key), "", profile)
        request = getattr(models, f"{called.operation.name}Request")()
        request._deserialize(parameters)
        getattr(client, called.operation.name)(request)
        self.answers[called.key].append(client.heard["Response"])
        return client.heard["Response"]


class _Listening:
    """A client that keeps what it hears before it becomes a model."""

    heard: Any = None

    def call(self, *arguments: Any, **options: Any) -> Any:
        """Call, and keep the answer."""
        body = super().call(*arguments, **options)  # type: ignore[misc]  # of the SDK's client
        self.heard = json.loads(body)
        return body
