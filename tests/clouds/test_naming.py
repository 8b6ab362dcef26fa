"""Python's names and the wire's are the same words in two cases."""

from collections import Counter
from hashlib import sha512

import pytest

from tigertally.clouds.naming import CAPITALS, DIGITS, MIXED, drawn, pascal, unchanged


@pytest.mark.parametrize(
    ("python", "wire"),
    [
        ("policy_name", "PolicyName"),
        ("tag", "Tag"),
        ("mfa_device", "MFADevice"),
        ("source_ip", "SourceIP"),
        ("oidc_provider_arn", "OIDCProviderArn"),
        ("attach_policy_to_user", "AttachPolicyToUser"),
    ],
)
def test_words_begin_with_capitals_and_acronyms_are_capitals(python: str, wire: str) -> None:
    assert wire == pascal(python)


def test_some_names_stay_as_they_are() -> None:
    assert "policy_name" == unchanged("policy_name")


@pytest.mark.parametrize("alphabet", [MIXED, CAPITALS, DIGITS], ids=["mixed", "capitals", "digits"])
@pytest.mark.parametrize("count", [1, 16, 125])
def test_as_many_letters_as_asked_for_are_drawn(alphabet: str, count: int) -> None:
    text = drawn(count, alphabet, lambda size: bytes(range(size)))
    assert count == len(text)
    assert set(text) <= set(alphabet)


def test_the_same_randomness_draws_the_same_letters_and_other_randomness_others() -> None:
    assert drawn(16, MIXED, bytes) == drawn(16, MIXED, bytes)
    assert drawn(16, MIXED, bytes) != drawn(16, MIXED, lambda size: b"\x01" * size)


def test_the_source_is_asked_for_more_than_the_letters_hold() -> None:
    """Eight bytes more, so that no letter comes noticeably more often than another."""
    asked: list[int] = []

    def source(size: int) -> bytes:
        asked.append(size)
        return bytes(size)

    drawn(16, MIXED, source)
    assert [24] == asked


def test_letters_come_about_equally_often() -> None:
    text = "".join(
        drawn(32, DIGITS, lambda size, at=at: sha512(str(at).encode()).digest()[:size])  # type: ignore[misc]
        for at in range(300)
    )
    counts = Counter(text)
    assert set(DIGITS) == set(counts)
    assert max(counts.values()) < 1.2 * min(counts.values())
