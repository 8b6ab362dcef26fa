"""Further accounts and root keys, made while the server runs, sign at once."""

import json
from pathlib import Path

import pytest

from tests.server.process import Served, credentials, typed
from tests.signers import Key, Reply, alibaba, huawei, key_of, line_to

FIELDS = {
    "alibaba": ["account_id", "access_key_id", "access_key_secret"],
    "tencent": ["uin", "app_id", "secret_id", "secret_key"],
    "huawei": ["account_id", "access_key", "secret_key"],
}

ACCOUNT = {"alibaba": "account_id", "tencent": "uin", "huawei": "account_id"}


def who(server: Served, cloud: str, key: Key) -> Reply:
    """What the server says to the owner of a key."""
    with line_to(server.address) as line:
        if cloud == "huawei":
            return line.send(huawei(key, "GET", "/v5/caller-identity"))
        return line.send(alibaba(key, "GetCallerIdentity", {}, service="sts"))


@pytest.mark.parametrize("cloud", FIELDS)
def test_an_account_is_made_and_printed_as_json(server: Served, cloud: str) -> None:
    told = typed("account", "add", cloud, *server.place)
    assert (0, "") == (told.returncode, told.stderr)
    handed = json.loads(told.stdout)
    assert FIELDS[cloud] == list(handed)
    assert handed[ACCOUNT[cloud]] != credentials(server.folder)[cloud][ACCOUNT[cloud]]


@pytest.mark.parametrize("cloud", ["alibaba", "huawei"])
def test_a_new_accounts_key_signs_at_once(server: Served, cloud: str) -> None:
    handed = json.loads(typed("account", "add", cloud, *server.place).stdout)
    reply = who(server, cloud, key_of(handed))
    assert 200 == reply.status
    assert handed["account_id"] in reply.body.decode()


@pytest.mark.parametrize("cloud", ["alibaba", "huawei"])
def test_a_further_root_key_signs_at_once_beside_the_first(server: Served, cloud: str) -> None:
    first = credentials(server.folder)[cloud]
    told = typed("account", "key", cloud, first["account_id"], *server.place)
    assert 0 == told.returncode
    second = json.loads(told.stdout)
    assert first["account_id"] == second["account_id"]
    assert key_of(first) != key_of(second)
    assert [200, 200] == [who(server, cloud, key_of(handed)).status for handed in (first, second)]


@pytest.mark.parametrize("cloud", ["tencent"])
def test_a_key_of_a_cloud_that_is_not_spoken_can_be_made(server: Served, cloud: str) -> None:
    first = credentials(server.folder)[cloud]
    told = typed("account", "key", cloud, first["uin"], *server.place)
    second = json.loads(told.stdout)
    assert (first["uin"], first["app_id"]) == (second["uin"], second["app_id"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "azure"), "accepted: tencent, alibaba, huawei"),
        (("key", "azure", "1"), "accepted: tencent, alibaba, huawei"),
        (("key", "alibaba", "1"), "no alibaba account '1'"),
        (("key", "alibaba", "system"), "no alibaba account 'system'"),
    ],
)
def test_an_unknown_cloud_or_account_is_named(server: Served, words: tuple[str, ...], told: str) -> None:
    refused = typed("account", *words, *server.place)
    assert (1, "") == (refused.returncode, refused.stdout)
    assert told in refused.stderr


def test_a_folder_without_a_ledger_is_left_alone(tmp_path: Path) -> None:
    refused = typed("account", "add", "alibaba", "--data", str(tmp_path / "none"))
    assert 1 == refused.returncode
    assert "no ledger in" in refused.stderr
    assert not (tmp_path / "none").exists()
