"""A network is a range of numbers, and asking whether an address is inside is two comparisons, not a
parser's work.

IPv4 and IPv6 never meet, except that an IPv4 address written as IPv6 (`::ffff:192.0.2.1`) is the IPv4
address that it is: a server that listens on both sees its callers so. Host bits in a network are accepted
(`10.217.182.3/24`).
"""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from tigertally.policy.pattern import Pattern, Pieces, plain

Point = tuple[int, int]
"""IP version, then the address as a number."""


def within(value: Pieces) -> Pattern:
    """The address lies in the network."""
    first, last = read(plain(value))

    def test(text: str) -> bool:
        found = _point(text)
        return found is not None and first <= found <= last

    return test


def read(text: str) -> tuple[Point, Point]:
    """The first and the last address of a network. Raises ValueError."""
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        network = None
    if network is None or ("/" in text and not text.partition("/")[2].isdecimal()):
        raise ValueError(
            f"{text!r} is no address or network; write one such as 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32."
        )
    return _numbered(network.network_address), _numbered(network.broadcast_address)


@lru_cache(maxsize=4096)
def _point(text: str) -> Point | None:
    """Callers come from few addresses, and reading one costs more than deciding on it."""
    try:
        return _numbered(ip_address(text))
    except ValueError:
        return None


def _numbered(address: IPv4Address | IPv6Address) -> Point:
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.version, int(address)
