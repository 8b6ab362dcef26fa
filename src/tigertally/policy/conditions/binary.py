"""Bytes travel as base64, and two spellings that decode alike are the same bytes.

Source: Tencent CAM, "condition" (598/10608), binary_equal; that both sides are base64 is taken from the name.
"""

from binascii import a2b_base64

from tigertally.policy.pattern import Pattern, Pieces, plain


def equals(value: Pieces) -> Pattern:
    """The same bytes."""
    wanted = _decoded(plain(value))
    if wanted is None:
        raise ValueError(f"{plain(value)!r} is not base64; write bytes such as QmluYXJ5.")
    return lambda text: _decoded(text) == wanted


def _decoded(text: str) -> bytes | None:
    if len(text) % 4:  # Python forgives padding that is too long
        return None
    try:
        return a2b_base64(text, strict_mode=True)
    except ValueError:
        return None
