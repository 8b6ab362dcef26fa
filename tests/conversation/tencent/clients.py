"""The official SDK and the command line under one call, so that a test can put a question through each.

``client.ask("GetUser", Name="alice")`` gives an Answer whatever the cloud said; ``client.do`` is for what
must succeed. Names and parameters are the API's own; how they travel is the client's business. A client
speaks CAM unless told another service, for CAM and Organization have operations of one name.
"""

import json
import os
import re
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from tencentcloud.cam.v20190116 import models as cam_models
from tencentcloud.cam.v20190116.cam_client import CamClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.organization.v20210331 import models as organization_models
from tencentcloud.organization.v20210331.organization_client import OrganizationClient
from tencentcloud.sts.v20180813 import models as sts_models
from tencentcloud.sts.v20180813.sts_client import StsClient

from tests.signers import Key

STS_ACTIONS = ("AssumeRole", "GetCallerIdentity")

SDKS = {
    "cam": (CamClient, cam_models),
    "organization": (OrganizationClient, organization_models),
    "sts": (StsClient, sts_models),
}
"""The SDK's client and models of each service."""


class Answer(NamedTuple):
    """What a call was told."""

    code: str
    message: str
    body: Any


class Client(ABC):
    """One way to speak one service (and STS), with one key."""

    service: str

    def service_of(self, action: str) -> str:
        """The service that has an operation."""
        return "sts" if action in STS_ACTIONS else self.service

    @abstractmethod
    def ask(self, action: str, **parameters: Any) -> Answer:
        """One call, whatever comes of it."""

    def code(self, action: str, **parameters: Any) -> str:
        """``ok``, or the code of the refusal."""
        return self.ask(action, **parameters).code

    def do(self, action: str, **parameters: Any) -> Any:
        """One call that must succeed; its answer."""
        answer = self.ask(action, **parameters)
        assert "ok" == answer.code, f"{action}: {answer.code} {answer.message}"
        return answer.body


class Sdk(Client):
    """tencentcloud-sdk-python, with any of its signatures and methods."""

    def __init__(
        self,
        address: str,
        key: Key,
        algorithm: str = "TC3-HMAC-SHA256",
        method: str = "POST",
        language: str = "en-US",
        service: str = "cam",
    ) -> None:
        http = HttpProfile(protocol="http", endpoint=address, reqMethod=method)
        profile = ClientProfile(algorithm, httpProfile=http, language=language)
        credential = Credential(key.id, key.secret, key.token or None)
        self.service = service
        self._clients = {name: made(credential, "ap-guangzhou", profile) for name, (made, _) in SDKS.items()}

    def ask(self, action: str, **parameters: Any) -> Answer:
        """One call by the SDK's own models."""
        service = self.service_of(action)
        client, (_, models) = self._clients[service], SDKS[service]
        request = getattr(models, f"{action}Request")()
        request.from_json_string(json.dumps(parameters))
        try:
            response = getattr(client, action)(request)
        except TencentCloudSDKException as error:
            return Answer(error.code, error.message, {"RequestId": error.requestId})
        return Answer("ok", "", json.loads(response.to_json_string()))


class CommandLine(Client):
    """tccli, as a process of its own."""

    def __init__(self, address: str, key: Key, home: Path, service: str = "cam") -> None:
        self.service = service
        self._address = address
        self._environment = {
            **os.environ,
            "HOME": str(home),
            "TENCENTCLOUD_SECRET_ID": key.id,
            "TENCENTCLOUD_SECRET_KEY": key.secret,
            "TENCENTCLOUD_REGION": "ap-guangzhou",
        }

    def ask(self, action: str, **parameters: Any) -> Answer:
        """One call as somebody types it."""
        words = [Path(sys.executable).with_name("tccli"), self.service_of(action), action]
        words += ["--endpoint", f"http://{self._address}"]
        for name, value in parameters.items():
            words += [f"--{name}", value if isinstance(value, str) else json.dumps(value)]
        told = subprocess.run(
            [str(word) for word in words], env=self._environment, capture_output=True, text=True, check=False
        )
        if told.returncode == 0:
            return Answer("ok", "", json.loads(told.stdout))
        found = re.search(r"code:(\S+) message:(.*) requestId:(\S+)", told.stderr, re.DOTALL)
        assert found, told.stderr
        return Answer(found[1], found[2], {"RequestId": found[3]})


Speaker = Callable[..., Client]

DIALECTS: dict[str, Speaker] = {
    f"{algorithm}, {method}": partial(Sdk, algorithm=algorithm, method=method)
    for algorithm in ("TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256")
    for method in ("POST", "GET")
}
"""Every way in which the official Python SDK speaks."""
