"""The journal is shown, and verified: a row that was edited behind the server's back is named."""

import json
import shutil
from pathlib import Path

import psycopg
import pytest

from tests.home import Home
from tests.server.process import Served, credentials, served, typed

EDITS = {
    "an entry": ("update changes set actor = 'nobody' where rev = 2", "it was edited"),
    "a payload": ("update changes set payload = replace(payload, 'alice', 'mallory')", "it was edited"),
    "a user": (
        "update principals set image = replace(image, 'alice', 'mallory')",
        "not what the journal says",
    ),
    "a column": (
        "update principals set name_key = 'mallory' where name_key = 'alice'",
        "other columns than its image",
    ),
    "the last entry": (
        "delete from changes where seq = (select max(seq) from changes)",
        "does not end where the account says",
    ),
    "a row": ("delete from policy_versions", "is in the journal only"),
}


@pytest.fixture
def copy(server: Served, home: Home) -> Home:
    """The running server's ledger, copied."""
    shutil.copytree(server.folder, home.folder)
    if home.database:
        *_, theirs = server.place
        ours, there = (url.rpartition("%3D")[2] for url in (home.database, theirs))
        with psycopg.connect(theirs) as db:
            tables = db.execute(TABLES).fetchall()
        for (table,) in tables:
            home.tamper(f"create table {ours}.{table} (like {there}.{table} including all)")
            home.tamper(f"insert into {ours}.{table} select * from {there}.{table}")
    return home


TABLES = "select table_name from information_schema.tables where table_schema = current_schema()"


def account(server: Served) -> str:
    """The first account of Alibaba Cloud."""
    return credentials(server.folder)["alibaba"]["account_id"]


def test_a_whole_journal_is_told_while_the_server_runs(server: Served) -> None:
    told = typed("journal", "verify", *server.place)
    assert (0, "The journal is whole.\n", "") == (told.returncode, told.stdout, told.stderr)


def test_a_whole_journal_is_told_as_json(server: Served) -> None:
    told = typed("journal", "verify", "--json", *server.place)
    assert (0, {"whole": True, "problems": []}) == (told.returncode, json.loads(told.stdout))


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_ledger_is_told_and_the_place_named(copy: Home, edit: str) -> None:
    statement, problem = EDITS[edit]
    copy.tamper(statement)
    told = typed("journal", "verify", "--data", str(copy.folder), *copy.options)
    assert 1 == told.returncode
    assert problem in told.stdout
    assert "problem" in told.stdout.splitlines()[-1]
    as_json = typed("journal", "verify", "--json", "--data", str(copy.folder), *copy.options)
    found = json.loads(as_json.stdout)
    assert (1, False) == (as_json.returncode, found["whole"])
    assert any(problem in str(one) for one in found["problems"])


def test_the_latest_changes_of_an_account_are_shown_the_newest_first(server: Served) -> None:
    told = typed("journal", "list", "alibaba", account(server), *server.place)
    assert (0, "") == (told.returncode, told.stderr)
    rev, at, action, noun, change, actor = told.stdout.splitlines()[0].split()
    assert ("ram:CreateUser", "user", "added") == (action, noun, change)
    assert actor.endswith(f"{account(server)}:root")
    assert int(rev) > 0
    assert at.endswith("+00:00")


def test_the_latest_changes_are_shown_as_json(server: Served) -> None:
    words = ("journal", "list", "alibaba", account(server), "--last", "1", "--json")
    (entry,) = json.loads(typed(*words, *server.place).stdout)
    assert "alice" == entry["change"]["what"]["name"]
    assert ("ram:CreateUser", "user added") == (entry["action"], entry["what"])
    assert entry["request_id"]


def test_no_more_are_shown_than_asked_for(server: Served) -> None:
    words = ("journal", "list", "alibaba", account(server), *server.place, "--last")
    shown = [len(typed(*words, str(last)).stdout.splitlines()) for last in (1, 2, 1000)]
    assert [1, 2] == shown[:2]
    assert shown[2] > 2


def test_no_secret_is_in_the_journal(server: Served) -> None:
    for cloud, name in (("alibaba", "account_id"), ("huawei", "account_id"), ("tencent", "uin")):
        handed = credentials(server.folder)[cloud]
        told = typed("journal", "list", cloud, handed[name], "--json", *server.place).stdout
        secret = handed.get("access_key_secret") or handed["secret_key"]
        assert "access_key" in told
        assert secret not in told


def test_an_unknown_account_is_named(server: Served) -> None:
    told = typed("journal", "list", "alibaba", "1", *server.place)
    assert (1, "tigertally: no alibaba account '1'\n") == (told.returncode, told.stderr)


@pytest.mark.parametrize("words", [("verify",), ("list", "alibaba", "1")], ids=" ".join)
def test_a_folder_without_a_ledger_is_left_alone(tmp_path: Path, words: tuple[str, ...]) -> None:
    told = typed("journal", *words, "--data", str(tmp_path / "none"))
    assert 1 == told.returncode
    assert "no ledger in" in told.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("words", [("verify",), ("list", "alibaba", "1")], ids=" ".join)
def test_a_file_that_is_no_ledger_is_refused_in_words(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"this is no database, and it is long enough to tell" * 20)
    told = typed("journal", *words, "--data", str(tmp_path))
    assert 1 == told.returncode
    assert "Traceback" not in told.stderr
    assert str(tmp_path) in told.stderr


def test_a_ledger_of_a_later_program_is_refused_in_words(copy: Home) -> None:
    copy.tamper("insert into migrations values (9999, '9999_later.sql', 'x', 0)")
    for words in (("journal", "verify"), ("journal", "list", "alibaba", "1"), ("account", "add", "alibaba")):
        told = typed(*words, "--data", str(copy.folder), *copy.options)
        assert 1 == told.returncode
        assert "Traceback" not in told.stderr
        assert told.stderr


def test_an_edited_ledger_is_still_served(copy: Home) -> None:
    """Finding an edit is the operator's question; the server does not walk the whole journal at its start."""
    copy.tamper("update changes set actor = 'nobody' where rev = 2")
    with served(copy.folder, *copy.options) as server:
        assert 0 == server.stop()
