"""The edge: what is too long or speaks no cloud's language is told so, and a failure tells nothing."""

import json
import logging

import pytest

from tests.live import Live
from tests.server.ear import heard
from tests.signers import FORM, Line, Sent, alibaba, huawei, key_of
from tigertally.model.refusals import LimitReached, Throttled
from tigertally.server import pipeline
from tigertally.server.app import BODY_BYTES_MAX
from tigertally.store import Reading, Writing

TOO_LONG = b"a" * (BODY_BYTES_MAX + 1)
LONGEST = b" " * BODY_BYTES_MAX


def test_a_request_that_speaks_no_cloud_is_told_what_is_served_here(line: Line) -> None:
    reply = line.send(Sent("GET", "/favicon.ico", {}))
    assert 404 == reply.status
    assert b"/_tigertally/health" in reply.body


def test_health_needs_no_signature(line: Line) -> None:
    reply = line.send(Sent("GET", "/_tigertally/health", {}))
    assert (200, "ready") == (reply.status, reply.json["status"])


@pytest.mark.parametrize("pieces", [1, 7])
def test_huawei_refuses_a_body_that_is_too_long(live: Live, huawei_root: dict[str, str], pieces: int) -> None:
    reply = heard(live, huawei(key_of(huawei_root), "POST", "/v5/users", raw=TOO_LONG), pieces=pieces)
    assert (413, "APIGW.0201") == (reply.status, reply.code)


@pytest.mark.parametrize("pieces", [1, 7])
def test_alibaba_refuses_a_body_that_is_too_long(
    live: Live, caplog: pytest.LogCaptureFixture, pieces: int
) -> None:
    target = "/?Action=ListUsers&Version=2015-05-01"
    reply = heard(live, Sent("POST", target, {"content-type": FORM}, TOO_LONG), pieces=pieces)
    assert 400 <= reply.status < 500
    assert reply.code
    assert [] == caplog.records


def test_a_body_that_is_too_long_is_refused_on_the_wire_and_the_server_goes_on(
    line: Line, huawei_root: dict[str, str]
) -> None:
    root = key_of(huawei_root)
    assert 413 == line.send(huawei(root, "POST", "/v5/users", raw=TOO_LONG)).status
    line.close()
    assert 200 == line.send(huawei(root, "GET", "/v5/users")).status


def test_the_longest_body_is_read(live: Live, huawei_root: dict[str, str]) -> None:
    wish = json.dumps({"name": "alice", "enabled": True}).encode()
    root = key_of(huawei_root)
    reply = heard(live, huawei(root, "POST", "/v5/users", raw=wish + LONGEST[len(wish) :]), pieces=5)
    assert 201 == reply.status


def test_a_head_request_is_answered_without_a_body(live: Live) -> None:
    reply = heard(live, Sent("HEAD", "/v5/users", {}))
    assert (404, b"") == (reply.status, reply.body)


@pytest.mark.parametrize(("cloud", "code"), [("alibaba", "InternalError"), ("huawei", "IAM.0006")])
def test_a_failure_is_told_in_the_clouds_words_and_only_the_log_knows_why(
    live: Live,
    cloud: str,
    code: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_hearing: pipeline.Hearing, _reading: Reading) -> None:
        raise RuntimeError("the cause")

    monkeypatch.setattr("tigertally.server.app.TRANSACTION", (fail,))
    root = key_of(live.account(cloud))
    call = alibaba(root, "ListUsers", {}) if cloud == "alibaba" else huawei(root, "GET", "/v5/users")
    reply = heard(live, call)
    assert (500, code) == (reply.status, reply.code)
    assert b"cause" not in reply.body
    assert reply.request_id in caplog.text
    assert "the cause" in caplog.text
    assert logging.ERROR == caplog.records[0].levelno


def test_a_call_refused_in_the_writer_changes_nothing(
    live: Live, alibaba_root: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(_hearing: pipeline.Hearing, _writing: Writing) -> None:
        raise LimitReached("user", limit=0)

    root = key_of(alibaba_root)
    with monkeypatch.context() as patch:
        patch.setattr("tigertally.server.app.TRANSACTION", (*pipeline.TRANSACTION, late))
        reply = heard(live, alibaba(root, "CreateUser", {"UserName": "alice"}))
    assert "LimitExceeded.User" == reply.code
    assert [] == heard(live, alibaba(root, "ListUsers", {})).json["Users"]["User"]


@pytest.mark.parametrize(
    ("cloud", "status", "code"), [("alibaba", 400, "Throttling.User"), ("huawei", 429, "APIGW.0308")]
)
def test_too_much_at_once_is_told_in_the_clouds_words(
    live: Live, cloud: str, status: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_hearing: pipeline.Hearing) -> None:
        raise Throttled("nonces")

    monkeypatch.setattr("tigertally.server.app.EDGE", (*pipeline.EDGE, busy))
    root = key_of(live.account(cloud))
    call = alibaba(root, "ListUsers", {}) if cloud == "alibaba" else huawei(root, "GET", "/v5/users")
    reply = heard(live, call)
    assert (status, code) == (reply.status, reply.code)
