"""Addresses: in the range or not, whatever the spelling."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tigertally.policy.conditions import address
from tigertally.policy.pattern import pieces


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [
        ("192.168.0.0/16", "192.168.3.4", True),
        ("192.168.0.0/16", "192.169.0.0", False),
        ("172.16.215.218", "172.16.215.218", True),
        ("10.217.182.3/24", "10.217.182.200", True),
        ("2001:db8::/32", "2001:DB8:0::1", True),
        ("::/0", "192.0.2.1", False),
        ("0.0.0.0/0", "2001:db8::1", False),
        ("192.0.2.0/24", "::ffff:192.0.2.7", True),
        ("::ffff:192.0.2.0/120", "192.0.2.7", True),
        ("192.0.2.0/24", "unknown", False),
        ("192.0.2.0/24", "", False),
    ],
)
def test_an_address_is_inside_or_not(value: str, text: str, expected: bool) -> None:
    assert expected is address.within(pieces(value))(text)


@given(st.ip_addresses(v=4), st.integers(0, 32), st.ip_addresses(v=4))
def test_ranges_agree_with_the_standard_library(base: object, prefix: int, asked: object) -> None:
    network = ip_network(f"{base}/{prefix}", strict=False)
    assert (ip_address(str(asked)) in network) == address.within(pieces(f"{base}/{prefix}"))(str(asked))


@pytest.mark.parametrize(
    "value", ["", "42.120.XX.X/24", "10.0.0.0/255.0.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.*"]
)
def test_what_is_no_network_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"is no address or network; write one such as 192\.0\.2\.1"):
        address.within(pieces(value))
