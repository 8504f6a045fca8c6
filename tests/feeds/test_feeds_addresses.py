"""tui.feeds.addresses: what is public, and what is meant as one's own."""

from __future__ import annotations

import pytest

from tui.feeds.addresses import is_public, means_own_network


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
     "2002:808:808::1"],
)  # fmt: skip
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "0.1.2.3",  # noqa: S104
        "10.0.0.1", "172.16.0.1", "172.31.255.255",
        "192.168.1.1", "100.64.0.1", "100.127.255.255", "169.254.169.254", "192.0.0.1", "192.0.2.1",
        "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::ffff:169.254.169.254", "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::808:808",
        "2002:7f00:1::", "2002:a00:1::1", "2001::1", "2001:0:808:808::1", "2001:db8::1", "2001:20::1",
        "3fff::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "100::1",
        "5f00::1", "4000::1", "not an address", "",
    ],
)  # fmt: skip
def test_everything_else_is_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True), ("192.168.1.5", True), ("::1", True), ("fd00::1", True), ("localhost", True),
        ("nas", True), ("nas.local", True), ("NAS.Lan.", True), ("feed.home.arpa", True),
        ("a.internal", True),
        ("8.8.8.8", False), ("2606:4700::1111", False), ("news.example", False), ("127.1", False),
        ("local.example.org", False), ("mylocal", True), ("10.0.0.1.nip.io", False),
    ],
)  # fmt: skip
def test_a_name_means_the_users_own_network_or_it_does_not(host: str, own: bool) -> None:
    assert means_own_network(host) is own
