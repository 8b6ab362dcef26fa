"""Within one set an explicit deny beats an allow; across layers every one has to allow."""

from tests.policy.speech import document, grant, request
from tigertally.policy.decide import (
    GRANTED,
    REMEMBERED_ACTIONS_MAX,
    UNGRANTED,
    Decision,
    Policies,
    Verdict,
    judge,
    settle,
)

ALLOW = document("alibaba", {"Effect": "Allow", "Action": "ecs:*", "Resource": "*"})
DENY = document("alibaba", {"Effect": "Deny", "Action": "ECS:StopInstance", "Resource": "*"})
STOP, START = request("ecs:StopInstance"), request("ecs:startinstance")


def test_a_deny_beats_an_allow_in_whatever_order() -> None:
    for documents in ((ALLOW, DENY), (DENY, ALLOW)):
        verdict = judge(map(grant, documents), STOP)
        assert (False, True) == (verdict.allowed, verdict.explicit)
        assert ["Deny"] == [match.statement.effect for match in verdict.determining]


def test_an_allow_names_every_statement_that_allows() -> None:
    first, second = grant(ALLOW, "first"), grant(ALLOW, "second")
    verdict = judge((first, second), START)
    assert ["first", "second"] == [match.grant.policy for match in verdict.determining]


def test_silence_is_an_implicit_deny() -> None:
    assert UNGRANTED == judge((grant(DENY),), START)
    assert UNGRANTED == judge((), START)


def test_an_explicit_deny_of_a_later_layer_beats_an_implicit_one_of_an_earlier() -> None:
    layers = (("session", UNGRANTED), ("identity", Verdict(False, True)))
    assert Decision(False, True, "identity") == settle(layers)  # type: ignore[arg-type]


def test_the_first_layer_that_does_not_allow_is_named() -> None:
    assert Decision(False, False, "session") == settle((("session", UNGRANTED), ("identity", UNGRANTED)))


def test_when_all_allow_the_last_asked_is_named() -> None:
    assert Decision(True, False, "trust") == settle((("identity", GRANTED), ("trust", GRANTED)))


def test_a_set_that_is_judged_again_remembers_what_speaks_of_an_action() -> None:
    held = Policies((grant(ALLOW), grant(DENY)))
    assert judge((grant(ALLOW), grant(DENY)), STOP) == judge(held, STOP) == judge(held, STOP)
    assert held.candidates("ecs:stopinstance") is held.candidates("ecs:stopinstance")


def test_its_memory_is_bounded() -> None:
    held = Policies((grant(ALLOW),))
    for number in range(2 * REMEMBERED_ACTIONS_MAX):
        assert len(held.candidates(f"ecs:{number}")) == len(held[0].document.candidates(f"ecs:{number}"))
    assert len(held._remembered) <= REMEMBERED_ACTIONS_MAX
