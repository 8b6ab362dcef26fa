"""Bytes: base64 on both sides, compared as what it spells."""

import pytest

from tigertally.policy.conditions import binary
from tigertally.policy.pattern import pieces


def test_the_same_bytes_are_equal() -> None:
    test = binary.equals(pieces("QmluYXJ5"))
    assert test("QmluYXJ5")
    assert not test("QmluYXJ6")


@pytest.mark.parametrize("text", ["", "Binary!", "QmluYXJ5=", "字"])
def test_what_is_no_base64_or_no_such_bytes_is_not_equal(text: str) -> None:
    assert not binary.equals(pieces("QmluYXJ5"))(text)


@pytest.mark.parametrize("value", ["Binary!", "Binary!!", "YQ==YQ=="])
def test_a_value_of_a_policy_has_to_be_base64(value: str) -> None:
    with pytest.raises(ValueError, match=rf"^'{value}' is not base64; write bytes such as QmluYXJ5\.$"):
        binary.equals(pieces(value))
