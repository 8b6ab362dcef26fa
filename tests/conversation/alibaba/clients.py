"""The official SDKs under one call, so that a test can put the same question through each of them.

RAM and Resource Management have operations of the same names: a client speaks to one of the two.

``client.ask("GetUser", UserName="alice")`` gives an Answer whatever the cloud said; ``client.do`` is for what
must succeed. Names and parameters are the API's own; how they travel is the SDK's business.
"""

import importlib
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from alibabacloud_ram20150501 import models as ram_models
from alibabacloud_ram20150501.client import Client as RamClient
from alibabacloud_resourcemanager20200331 import models as resourcemanager_models
from alibabacloud_resourcemanager20200331.client import Client as ResourceManagerClient
from alibabacloud_sts20150401 import models as sts_models
from alibabacloud_sts20150401.client import Client as StsClient
from alibabacloud_tea_openapi.utils_models import Config
from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import AccessKeyCredential, StsTokenCredential
from aliyunsdkcore.client import AcsClient
from darabonba.exceptions import DaraException
from darabonba.runtime import ExtendsParameters, RuntimeOptions

STS_ACTIONS = ("AssumeRole", "GetCallerIdentity")

Service = Literal["ram", "resourcemanager"]

OLD_PACKAGES = {
    "ram": "aliyunsdkram.request.v20150501",
    "sts": "aliyunsdksts.request.v20150401",
    "resourcemanager": "aliyunsdkresourcemanager.request.v20200331",
}


class Key(NamedTuple):
    """An access key; a temporary one has a token."""

    id: str
    secret: str
    token: str = ""


class Answer(NamedTuple):
    """What was answered; ``code`` is ``ok`` when the call was done."""

    status: int
    code: str
    message: str
    body: dict[str, Any]

    @property
    def detail(self) -> dict[str, Any]:
        """AccessDeniedDetail."""
        found: dict[str, Any] = self.body["AccessDeniedDetail"]
        return found


class Client(ABC):
    """Whoever can ask."""

    @abstractmethod
    def ask(self, action: str, **parameters: Any) -> Answer:
        """One call and its answer."""

    def do(self, action: str, **parameters: Any) -> dict[str, Any]:
        """One call that must be done; the answer's body."""
        answer = self.ask(action, **parameters)
        assert "ok" == answer.code, answer
        return answer.body

    def code(self, action: str, **parameters: Any) -> str:
        """One call; ``ok`` or the error's code."""
        return self.ask(action, **parameters).code


class NewSdk(Client):
    """alibabacloud_ram20150501 or alibabacloud_resourcemanager20200331, and alibabacloud_sts20150401;
    ``algorithm="v2"`` signs as RPC version 1.0.
    """

    def __init__(
        self,
        address: str,
        key: Key,
        *,
        service: Service = "ram",
        algorithm: str | None = None,
        protocol: str = "HTTP",
        ca: str | None = None,
        queries: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        config = Config(
            access_key_id=key.id,
            access_key_secret=key.secret,
            security_token=key.token or None,
            endpoint=address,
            protocol=protocol,
            signature_algorithm=algorithm,
            ca=ca,
        )
        self._sdks = {
            "ram": (RamClient(config), ram_models),
            "resourcemanager": (ResourceManagerClient(config), resourcemanager_models),
            "sts": (StsClient(config), sts_models),
        }
        self._service = service
        self._extra = RuntimeOptions(extends_parameters=ExtendsParameters(headers=headers, queries=queries))

    def ask(self, action: str, **parameters: Any) -> Answer:
        """One call by the SDK's own method and models."""
        client, models = self._sdks["sts" if action in STS_ACTIONS else self._service]
        method = getattr(client, f"{_snake(action)}_with_options")
        model = getattr(models, f"{action}Request", None)  # GetCallerIdentity has none
        given = (model(**_attributes(models, action, parameters)),) if model else ()
        try:
            response = method(*given, self._extra)
        except DaraException as error:
            return _refused_new(error)
        return Answer(response.status_code, "ok", "", response.body.to_map())


def _snake(action: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", action).lower()


def _attributes(models: Any, action: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Parameters as the SDK's models name them; a tag is a model of its own."""
    tag = getattr(models, f"{action}RequestTag", None)
    return {
        _snake(name): [tag().from_map(one) for one in value] if name == "Tag" and tag else value
        for name, value in parameters.items()
    }


def _refused_new(error: Any) -> Answer:
    message = error.message.removeprefix(f"code: {error.status_code}, ").rpartition(" request id: ")[0]
    body = {**error.data, "AccessDeniedDetail": getattr(error, "access_denied_detail", None)}
    return Answer(error.status_code, error.code, message, body)


class OldSdk(Client):
    """aliyun-python-sdk-ram or -resourcemanager, and -sts, by GET or by POST: RPC signature version 1.0."""

    def __init__(self, address: str, key: Key, method: str = "POST", service: Service = "ram") -> None:
        credential = (
            StsTokenCredential(key.id, key.secret, key.token)
            if key.token
            else AccessKeyCredential(key.id, key.secret)
        )
        self._client = AcsClient(region_id="cn-hangzhou", credential=credential, auto_retry=False)
        self._address = address
        self._method = method
        self._service = service

    def ask(self, action: str, **parameters: Any) -> Answer:
        """One call by the SDK's own request class and setters."""
        package = OLD_PACKAGES["sts" if action in STS_ACTIONS else self._service]
        name = f"{action}Request"
        request = getattr(importlib.import_module(f"{package}.{name}"), name)()
        request.set_endpoint(self._address)
        request.set_protocol_type("http")
        request.set_method(self._method)
        for parameter, value in parameters.items():
            getattr(request, f"set_{parameter}")(value)
        try:
            body = json.loads(self._client.do_action_with_exception(request))
        except ServerException as error:
            return Answer(error.get_http_status(), error.get_error_code(), error.get_error_msg(), {})
        return Answer(200, "ok", "", body)


DIALECTS: dict[str, Callable[[str, Key], Client]] = {
    "new SDK, ACS3": NewSdk,
    "new SDK, RPC": lambda address, key: NewSdk(address, key, algorithm="v2"),
    "old SDK, GET": lambda address, key: OldSdk(address, key, "GET"),
    "old SDK, POST": lambda address, key: OldSdk(address, key, "POST"),
}
"""Every way in which an official Python SDK speaks."""

MANAGERS: dict[str, Callable[[str, Key], Client]] = {
    "new SDK, ACS3": lambda address, key: NewSdk(address, key, service="resourcemanager"),
    "new SDK, RPC": lambda address, key: NewSdk(address, key, service="resourcemanager", algorithm="v2"),
    "old SDK, GET": lambda address, key: OldSdk(address, key, "GET", "resourcemanager"),
    "old SDK, POST": lambda address, key: OldSdk(address, key, "POST", "resourcemanager"),
}
"""The same for Resource Management."""
