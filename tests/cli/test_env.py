"""What ``tigertally env`` prints must be enough for an official client that is told nothing else."""

import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.live import Live

Told = Callable[..., subprocess.CompletedProcess[str]]

PYTHON = shlex.quote(sys.executable)

ALIBABA = """
import os
from alibabacloud_credentials.client import Client as Credentials
from alibabacloud_ram20150501 import models
from alibabacloud_ram20150501.client import Client
from alibabacloud_tea_openapi.utils_models import Config
config = Config(credential=Credentials(), endpoint=os.environ["ALIBABA_CLOUD_ENDPOINT_RAM"], protocol="HTTP")
print(Client(config).list_users(models.ListUsersRequest()).status_code)
"""

TENCENT = """
import os
from tencentcloud.cam.v20190116 import cam_client, models
from tencentcloud.common.credential import EnvironmentVariableCredential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=ADDRESS))
key = EnvironmentVariableCredential().get_credential()
cam_client.CamClient(key, os.environ["TENCENTCLOUD_REGION"], profile).ListUsers(models.ListUsersRequest())
print(200)
"""

HUAWEI = """
import os
from huaweicloudsdkiam.v5 import IamClient, ListUsersV5Request
from huaweicloudsdkcore.auth.credentials import GlobalCredentials
key = [os.environ[f"HUAWEICLOUD_SDK_{name}"] for name in ("AK", "SK", "DOMAIN_ID")]
client = (
    IamClient.new_builder()
    .with_credentials(GlobalCredentials(*key))
    .with_endpoint(os.environ["HUAWEICLOUD_SDK_IAM_ENDPOINT"])
    .build()
)
client.list_users_v5(ListUsersV5Request())
print(200)
"""


@pytest.fixture
def told(live: Live, tmp_path: Path) -> Told:
    """Run a shell line after the exports of a cloud."""

    def run(cloud: str, line: str) -> subprocess.CompletedProcess[str]:
        handed = {cloud: live.account(cloud)}
        (tmp_path / "credentials.json").write_text(json.dumps(handed))
        env = f"{PYTHON} -m tigertally.cli env {cloud} --url {live.url} --data {shlex.quote(str(tmp_path))}"
        script = f'set -e; exports="$({env})"; eval "$exports"; {line}'
        return subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)

    return run


@pytest.mark.parametrize(
    ("cloud", "program"), [("alibaba", ALIBABA), ("tencent", TENCENT), ("huawei", HUAWEI)]
)
def test_the_exports_are_enough_for_the_clouds_sdk(
    live: Live,
    told: Callable[..., subprocess.CompletedProcess[str]],
    cloud: str,
    program: str,
    tmp_path: Path,
) -> None:
    (tmp_path / "program.py").write_text(f"ADDRESS = {live.address!r}\n{program}")
    ended = told(cloud, f"{PYTHON} {shlex.quote(str(tmp_path / 'program.py'))}")
    assert ("200\n", 0) == (ended.stdout, ended.returncode), ended.stderr


@pytest.mark.parametrize(("cloud", "says"), [("alibaba", "no root key"), ("aws", "accepted: tencent")])
def test_what_cannot_be_told_is_said(tmp_path: Path, cloud: str, says: str) -> None:
    command = [sys.executable, "-m", "tigertally.cli", "env", cloud, "--data", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 1 == ended.returncode
    assert says in ended.stderr
    assert not ended.stdout
