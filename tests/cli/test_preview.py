"""What a change would do is told before it is made, from a ledger or from files, and nothing is changed."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_journal import account
from tests.server.process import Served, credentials, root_of, typed
from tests.signers import Key, Line, alibaba, line_to, tencent
from tigertally.cli.main import main

TOP = Path(__file__).parents[2]

LOGS = {"Effect": "Allow", "Action": "oss:Get*", "Resource": "acs:oss:*:*:logs/*"}
ALL_LOGS = {"Effect": "Allow", "Action": "oss:*", "Resource": "acs:oss:*:*:logs/*"}
NO_ACL = {"Effect": "Deny", "Action": "oss:GetBucketAcl", "Resource": "*"}


def policy(*statements: dict[str, Any]) -> str:
    """A document of Alibaba Cloud."""
    return json.dumps({"Version": "1", "Statement": list(statements)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Somebody who reads the logs, and for whom access lists are closed."""
    (tmp_path / "ReadLogs.json").write_text(policy(LOGS))
    (tmp_path / "NoAcl.json").write_text(policy(NO_ACL))
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    """A command in this process: its exit code, and what it prints."""
    code = main([str(word) for word in words])
    return code, capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    """The same as JSON."""
    code, out = run(capsys, *words, "--json")
    return code, json.loads(out)


# A folder.


def test_what_is_lost_is_shown_with_a_request_and_ends_with_three(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = told(capsys, "preview", "detach", "alibaba", "ReadLogs", "--policies", folder)
    (row,) = found["impacts"][0]["rows"]
    assert (3, "lost", "ReadLogs", 0) == (code, row["outcome"], row["policy"], row["statement"])
    assert row["witness"]["action"].startswith("oss:get")
    assert "logs/" in row["witness"]["resource"]


def test_the_request_that_is_shown_is_allowed_before_and_denied_after(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, found = told(capsys, "preview", "detach", "alibaba", "ReadLogs", "--policies", folder)
    witness = found["impacts"][0]["rows"][0]["witness"]
    context = [word for key, value in witness["context"].items() for word in ("--context", f"{key}={value}")]
    asked = ("explain", "alibaba", witness["action"], witness["resource"], "--policies", folder, *context)
    assert 0 == run(capsys, *asked)[0]
    (folder / "ReadLogs.json").unlink()
    assert 3 == run(capsys, *asked)[0]


def test_what_another_policy_still_grants_is_not_lost_and_ends_with_zero(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "AllLogs.json").write_text(policy(ALL_LOGS))
    code, out = run(capsys, "preview", "detach", "alibaba", "ReadLogs", "--policies", folder, "--all")
    assert 0 == code
    assert "still granted by AllLogs statement 0" in out
    assert "nothing is lost" in out


def test_detaching_a_deny_gains(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "AllLogs.json").write_text(policy(ALL_LOGS))
    code, found = told(capsys, "preview", "detach", "alibaba", "NoAcl", "--policies", folder)
    assert (0, ["gained"]) == (code, [row["outcome"] for row in found["impacts"][0]["rows"]])


def test_attaching_a_deny_takes_away(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added = folder / "aside"
    added.mkdir()
    (added / "NoLogs.json").write_text(policy(LOGS | {"Effect": "Deny"}))
    words = ("preview", "attach", "alibaba", added / "NoLogs.json", "--policies", folder)
    assert 3 == run(capsys, *words)[0]


def test_another_text_is_told_by_what_it_newly_allows(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = tmp_path / "aside.txt"
    new.write_text(policy(ALL_LOGS))
    code, found = told(capsys, "preview", "edit", "alibaba", "ReadLogs", new, "--policies", folder)
    outcomes = {row["outcome"] for row in found["impacts"][0]["rows"]}
    assert (0, True, False) == (code, "gained" in outcomes, "lost" in outcomes)


def test_a_boundary_that_closes_a_door_already_makes_its_loss_none(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = {"version": "2.0", "statement": [{"effect": "allow", "action": "cos:*", "resource": "*"}]}
    (folder / "boundary").mkdir()
    (folder / "boundary" / "OnlyServers.json").write_text(json.dumps(document).replace("cos", "cvm"))
    for file in folder.glob("*.json"):
        file.unlink()
    (folder / "Storage.json").write_text(json.dumps(document))
    code, out = run(capsys, "preview", "detach", "tencent", "Storage", "--policies", folder, "--all")
    assert 0 == code
    assert "was denied already" in out


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("preview", "detach", "alibaba", "Nope"), "accepted: NoAcl, ReadLogs"),
        (("preview", "edit", "alibaba", "ReadLogs", "nowhere.json"), "nowhere.json cannot be read"),
    ],
)
def test_what_is_not_there_is_named_with_what_is(
    folder: Path, words: tuple[str, ...], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--policies", str(folder)])
    assert 2 == ended.value.code
    assert what in capsys.readouterr().err


def test_an_answer_that_hangs_on_an_assumption_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = {"StringNotEquals": {"acs:ResourceTag/team": ["web"]}}
    (tmp_path / "Logs.json").write_text(policy(LOGS))
    (tmp_path / "NotWeb.json").write_text(policy({**LOGS, "Condition": elsewhere}))
    (tmp_path / "Web.json").write_text(
        policy({**LOGS, "Condition": {"StringEquals": {"acs:ResourceTag/team": ["web"]}}})
    )
    command = ("preview", "detach", "alibaba", "Logs", "--policies", tmp_path)
    code, found = told(capsys, *command)
    assert (3, ["absent_key"]) == (code, found["impacts"][0]["assumptions"])
    assert "depends on the assumption absent_key" in run(capsys, *command)[1]
    (tmp_path / "Web.json").unlink()
    assert [] == told(capsys, *command)[1]["impacts"][0]["assumptions"]


def test_a_folder_without_policies_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["what-can", "alibaba", "--policies", str(tmp_path)])
    assert 2 == ended.value.code
    assert "holds no *.json" in capsys.readouterr().err


def test_a_document_of_another_language_is_refused_with_the_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "Bad.json").write_text('{"Version": "5.0", "Statement": []}')
    with pytest.raises(SystemExit) as ended:
        main(["what-can", "alibaba", "--policies", str(folder)])
    assert 2 == ended.value.code
    assert "Bad.json: Version" in capsys.readouterr().err


def test_the_readme_shows_what_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(TOP)
    _, _, shown = (TOP / "README.md").read_text().partition("$ scripts/tigertally ")
    command, _, rest = shown.partition("\n")
    printed, _, _ = rest.partition("```")
    assert (3, printed) == run(capsys, *command.split())


# A ledger, while its server runs.


@pytest.fixture(scope="module")
def furnished(server: Served) -> Served:
    """Alice reads users herself and by a group; Bob by the group alone."""
    root = root_of(server.folder, "alibaba")
    with line_to(server.address) as line:
        reading = policy({"Effect": "Allow", "Action": "ram:List*", "Resource": "*"})
        _made(line, root, "CreatePolicy", PolicyName="ReadUsers", PolicyDocument=reading)
        _made(line, root, "CreateUser", UserName="bob")
        _made(line, root, "CreateGroup", GroupName="staff")
        for name in ("alice", "bob"):
            _made(line, root, "AddUserToGroup", UserName=name, GroupName="staff")
        named = {"PolicyType": "Custom", "PolicyName": "ReadUsers"}
        _made(line, root, "AttachPolicyToUser", UserName="alice", **named)
        _made(line, root, "AttachPolicyToGroup", GroupName="staff", **named)
    return server


def _made(line: Line, root: Key, name: str, **given: str) -> None:
    assert 200 == line.send(alibaba(root, name, given)).status


def ask(server: Served, *words: str) -> tuple[int, Any]:
    """A command on the server's ledger, in a process of its own."""
    done = typed(*words, "--json", *server.place)
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr


def test_what_a_group_still_gives_is_not_lost(furnished: Served) -> None:
    code, found = ask(furnished, "preview", "detach", "alibaba", "ReadUsers", "--from", "user/alice")
    (impact,) = found["impacts"]
    assert (0, ["user alice"], ["kept"]) == (
        code,
        impact["principals"],
        [row["outcome"] for row in impact["rows"]],
    )
    (by,) = {json.dumps(match["attached_to"]) for match in impact["rows"][0]["by"]}
    assert {"kind": "group", "name": "staff"} == json.loads(by)


def test_a_detach_from_a_group_concerns_its_members(furnished: Served) -> None:
    code, found = ask(furnished, "preview", "detach", "alibaba", "ReadUsers", "--from", "group/staff")
    lost = {
        name
        for impact in found["impacts"]
        for name in impact["principals"]
        if any(row["outcome"] == "lost" for row in impact["rows"])
    }
    assert (3, {"user bob"}) == (code, lost)


def test_leaving_a_group_takes_away_what_it_alone_gives(furnished: Served) -> None:
    assert 3 == ask(furnished, "preview", "leave", "alibaba", "bob", "staff")[0]
    assert 0 == ask(furnished, "preview", "leave", "alibaba", "alice", "staff")[0]


def test_looking_ahead_changes_nothing(furnished: Served) -> None:
    listed = ("journal", "list", "alibaba", account(furnished), "--json", *furnished.place)
    before = typed(*listed).stdout
    ask(furnished, "preview", "detach", "alibaba", "ReadUsers", "--from", "group/staff")
    assert before == typed(*listed).stdout


def test_who_can_and_what_can_and_cut_and_redundant_agree(furnished: Served) -> None:
    _, who = ask(furnished, "who-can", "alibaba", "ram:ListUsers")
    assert {"user alice", "user bob"} < {one["principal"] for one in who}
    _, what = ask(furnished, "what-can", "alibaba", "--principal", "user/bob")
    assert ["ReadUsers"] == [row["policy"] for row in what]
    _, cut = ask(furnished, "cut", "alibaba", "ram:ListUsers", "--principal", "user/alice")
    assert {"user", "group"} == {one["attached_to"]["kind"] for one in cut["detach"]}
    _, redundant = ask(furnished, "redundant", "alibaba", "--principal", "user/alice")
    assert 2 == len(redundant)


def test_a_cut_tells_what_it_costs_others(furnished: Served) -> None:
    region = ("ram:ListUsers", "--principal", "user/alice")
    _, cut = ask(furnished, "cut", "alibaba", *region)
    lost = {
        name
        for impact in cut["impacts"]
        for name in impact["principals"]
        if any(row["outcome"] == "lost" for row in impact["rows"])
    }
    assert {"user alice", "user bob"} == lost
    shown = typed("cut", "alibaba", *region, *furnished.place).stdout
    assert "detach ReadUsers from group staff\n" in shown
    assert "  lost  ram:list" in shown


def test_who_can_finds_what_is_attached_in_a_resource_group(furnished: Served) -> None:
    root = root_of(furnished.folder, "alibaba")
    with line_to(furnished.address) as line:
        listed = line.send(alibaba(root, "ListResourceGroups", {}, service="resourcemanager"))
        group = listed.json["ResourceGroups"]["ResourceGroup"][0]["Id"]
        _made(line, root, "CreateUser", UserName="carol")
        named = {"PolicyType": "Custom", "PolicyName": "ReadUsers", "ResourceGroupId": group}
        _made(line, root, "AttachPolicyToUser", UserName="carol", **named)
    _, found = ask(furnished, "who-can", "alibaba", "ram:ListUsers")
    assert {group} == {one["resource_group"] for one in found if one["principal"] == "user carol"}
    in_group = ("--principal", "user/carol", "--resource-group")
    assert [] == ask(furnished, "what-can", "alibaba", *in_group[:2])[1]
    assert 1 == len(ask(furnished, "what-can", "alibaba", *in_group, group)[1])
    code, told = ask(furnished, "what-can", "alibaba", *in_group, "rg-nowhere")
    assert (2, True) == (code, "there is no 'rg-nowhere'" in told)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("preview", "detach", "alibaba", "ReadUsers", "--from", "user/eve"), "no user 'eve'"),
        (("preview", "detach", "alibaba", "Nope", "--from", "user/alice"), "no policy 'Nope'"),
        (("preview", "detach", "alibaba", "ReadUsers", "--from", "alice"), "accepted: user/NAME"),
        (("preview", "detach", "alibaba", "ReadUsers"), "--from: is missing; accepted: user/NAME"),
        (("preview", "attach", "alibaba", "ReadUsers", "--to", "user/alice"), "would be refused"),
        (("what-can", "alibaba", "--principal", "group/staff"), "user/NAME and role/NAME"),
        (("what-can", "alibaba", "--account", "7", "--principal", "user/bob"), "no account '7'"),
    ],
)
def test_what_the_ledger_does_not_have_is_named(furnished: Served, words: tuple[str, ...], what: str) -> None:
    code, told = ask(furnished, *words)
    assert (2, True) == (code, what in told), told


def test_a_control_policy_is_previewed_for_the_members_below(server: Served) -> None:
    manager = root_of(server.folder, "tencent")

    def call(line: Line, name: str, **given: object) -> Any:
        return line.send(tencent(manager, name, given, service="organization")).json["Response"]

    with line_to(server.address) as line:
        whole = call(line, "CreateOrganization")["OrgId"]
        call(line, "EnablePolicyType", OrganizationId=whole, PolicyType="SERVICE_CONTROL_POLICY")
        root = call(line, "DescribeOrganization")["RootNodeId"]
        bills = {"PolicyType": "Financial", "PermissionIds": [1, 2]}
        uin = call(line, "CreateOrganizationMember", Name="m", AccountName="m", NodeId=root, **bills)["Uin"]
        narrow = json.dumps(
            {"version": "2.0", "statement": [{"effect": "allow", "action": "cos:*", "resource": "*"}]}
        )
        made = call(line, "CreatePolicy", Name="Narrow", Content=narrow, Type="SERVICE_CONTROL_POLICY")
        call(line, "AttachPolicy", TargetId=uin, TargetType="MEMBER", PolicyId=made["PolicyId"])
    here = credentials(server.folder)["tencent"]["uin"]
    words = ("preview", "detach", "tencent", "FullQcloudAccess", "--from", f"member/{uin}", "--account", here)
    code, found = ask(server, *words)
    outcomes = {row["outcome"] for impact in found["impacts"] for row in impact["rows"]}
    assert (3, {"lost"}) == (code, outcomes)
