"""Python's names and the wire's are the same words in two cases; this is the step between them."""

import string
from collections.abc import Callable
from functools import cache

MIXED = string.ascii_letters + string.digits
CAPITALS = string.ascii_uppercase + string.digits
DIGITS = string.digits

ACRONYMS = frozenset({"ip", "ma", "mfa", "oidc", "qcs", "saml", "scim", "sso"})
"""Words that the Tencent and Alibaba APIs spell in capitals."""


@cache
def pascal(name: str) -> str:
    """``policy_name`` as ``PolicyName``, ``mfa_device`` as ``MFADevice``."""
    words = name.split("_")
    return "".join(word.upper() if word in ACRONYMS else word[:1].upper() + word[1:] for word in words)


def unchanged(name: str) -> str:
    """Huawei's APIs spell parameters as Python does."""
    return name


def drawn(count: int, alphabet: str, random: Callable[[int], bytes]) -> str:
    """``count`` letters of an alphabet, drawn evenly from a source of random bytes."""
    number, letters = int.from_bytes(random(count + 8)), []
    for _ in range(count):
        number, at = divmod(number, len(alphabet))
        letters.append(alphabet[at])
    return "".join(letters)
