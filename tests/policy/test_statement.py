"""A document remembers which statements speak of an action, and does not remember without end."""

from tests.policy.speech import document
from tigertally.policy.actions import Actions
from tigertally.policy.pattern import Wild
from tigertally.policy.statement import REMEMBERED_ACTIONS_MAX, Malformed
from tigertally.policy.urn import Name, Resources

READS = {"Effect": "Allow", "Action": "ecs:Describe*", "Resource": "*"}
STOPS = {"Effect": "Deny", "Action": "ecs:StopInstance", "Resource": "*"}


def test_candidates_are_the_statements_that_speak_of_the_action() -> None:
    held = document("alibaba", READS, STOPS)
    assert [1] == [statement.index for statement in held.candidates("ecs:stopinstance")]
    assert () == held.candidates("oss:getobject")


def test_candidates_are_found_once() -> None:
    held = document("alibaba", READS)
    assert held.candidates("ecs:describezones") is held.candidates("ecs:describezones")


def test_what_is_remembered_is_bounded_and_forgetting_changes_no_answer() -> None:
    held = document("alibaba", READS)
    for number in range(3 * REMEMBERED_ACTIONS_MAX):
        assert 1 == len(held.candidates(f"ecs:describe{number}"))
        assert len(held._remembered) <= REMEMBERED_ACTIONS_MAX


def test_a_statement_keeps_what_was_written() -> None:
    condition = {"StringEquals": {"g:UserName": ["bob"]}, "Null": {"g:MFAAge": ["true"]}}
    written = {"Sid": "Own", "Effect": "Allow", "Action": ["OBS:*:*"], "NotResource": ["obs:::object:a"]}
    (held,) = document("huawei", {**written, "Condition": condition}).statements
    assert "Own" == held.sid
    assert Actions((("obs:", Wild.RUN, ":", Wild.RUN),), colons=2) == held.actions
    assert (
        Resources((Name((("obs",), (Wild.RUN,), (), ("object",), ("a",))),), negated=True) == held.resources
    )
    assert ["g:username", "g:mfaage"] == [cell.key for cell in held.cells]


def test_malformed_says_where_and_why() -> None:
    assert "Version: It is missing." == str(Malformed("Version", "It is missing."))


def test_malformed_names_a_part_only_where_its_language_does() -> None:
    assert Malformed("Version", "It is missing.").part is None
    assert "version" == Malformed("version", "It is missing.", "version").part
