"""How Tencent Cloud spells accounts and keys.

Source: Tencent Cloud CAM, "Access keys": a SecretId begins with ``AKID`` and has 36 characters, a SecretKey
has 32; a main account is a uin of 12 digits that begins with 1000, with an APPID of 10 digits beside it.
"""

from collections.abc import Callable

from tigertally.clouds.naming import DIGITS, MIXED, drawn


def mint(kind: str, random: Callable[[int], bytes]) -> str:
    """A fresh id of a kind."""
    match kind:
        case "access_key":
            return "AKID" + drawn(32, MIXED, random)
        case "secret":
            return drawn(32, MIXED, random)
        case _:
            return "1000" + drawn(8, DIGITS, random)


def app_id(uin: str) -> str:
    """The APPID of an account, taken from its uin so that the one is known when the other is."""
    return "125" + uin[-7:]


def credentials(account: str, key: str, secret: str) -> dict[str, str]:
    """An account and its root key as they are handed out."""
    return {"uin": account, "app_id": app_id(account), "secret_id": key, "secret_key": secret}
