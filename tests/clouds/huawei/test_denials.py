"""The sealed message of a denial, which fits what the decoder accepts."""

import json
from base64 import urlsafe_b64encode

from tests.store.stage import ACCOUNT, ALICE, KEY, NOW
from tigertally.clouds.huawei.denials import MESSAGE_BYTES_MAX, evidence
from tigertally.model.principals import Caller
from tigertally.model.refusals import Denied, Evidence

SEAL_BYTES = 1 + 12 + 16
"""The data key's number, the nonce and the tag around a message."""


def denied(*, statements: int = 1, condition: str = "192.0.2.7", resource: str = "iam::1:user:x") -> Denied:
    """A denial."""
    return Denied(
        caller=Caller(account=ACCOUNT, principal=ALICE, credential=KEY), action="iam:users:getUserV5",
        resource=resource, explicit=True, layer="identity",
        evidence=(Evidence("Deny", "Stop", "Custom", "v2", "group", "Staff", 0),) * statements,
        conditions=(("g:sourceip", (condition,)),),
    )  # fmt: skip


def test_the_message_says_what_made_the_decision() -> None:
    told = json.loads(evidence(denied(), NOW))
    assert "explicit deny by identity-based policy" == told["failure"]
    assert ("iam:users:getUserV5", "iam::1:user:x") == (told["action"], told["resource"])
    assert "Stop" == told["matched_statements"][0]["policy"]
    assert {"g:sourceip": ["192.0.2.7"]} == told["context"]["conditions"]
    assert ALICE.id == told["context"]["user_profile"]["principal_id"]


def test_what_makes_it_too_long_is_left_out_the_conditions_first() -> None:
    told = json.loads(evidence(denied(condition="x" * MESSAGE_BYTES_MAX), NOW))
    assert ({}, 1) == (told["context"]["conditions"], len(told["matched_statements"]))
    told = json.loads(evidence(denied(statements=200), NOW))
    assert [] == told["matched_statements"]


def test_a_sealed_message_is_never_longer_than_the_decoder_accepts() -> None:
    for told in (denied(), denied(statements=500), denied(condition="\u00e9" * 20_000)):
        assert len(urlsafe_b64encode(bytes(SEAL_BYTES) + evidence(told, NOW))) <= 10_240
