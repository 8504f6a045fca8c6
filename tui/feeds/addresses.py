"""Which addresses are the public Internet, and which names mean a place of the user's own. Pure.

Knows no resolver and no socket: what a name leads to is the caller's to find out, at the moment of
connecting and not before, since a second answer may differ from the first (DNS rebinding).
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All that has been given out of IPv6 (IANA, IPv6 Global Unicast Address Assignments)."""
_NAT64 = IPv6Network("64:ff9b::/96")
_NOT_ROUTED = tuple(
    IPv6Network(block)
    for block in (
        "2001::/32",  # Teredo: carries an IPv4 address that nobody can check (RFC 4380)
        "2001:20::/28",  # ORCHIDv2 (RFC 7343)
        "3fff::/20",  # documentation (RFC 9637)
    )
)
_OWN_SUFFIXES = ("localhost", "local", "internal", "home.arpa", "lan", "home", "test")
"""Ends of names that the public DNS never has (RFC 6761, 6762, 8375; ICANN for internal), or not in use."""


def is_public(address: str) -> bool:
    """Whether an IP address, as a resolver gives it, is one of the public Internet.

    Everything else is refused to a stranger: loopback, link-local with the clouds' metadata
    (169.254.169.254), private and shared ranges (RFC 1918, 6598), multicast, reserved blocks; and
    IPv6 addresses that carry such an IPv4 address (mapped, NAT64, 6to4), since they lead to it.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return _is_public_v4(parsed)
    carried = _carried(parsed)
    if carried is not None:
        return _is_public_v4(carried)
    if parsed not in _GLOBAL_UNICAST or any(parsed in block for block in _NOT_ROUTED):
        return False
    return parsed.is_global


def _is_public_v4(address: IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to (RFC 4291, 2.5.5; 6052; 3056)."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour


def means_own_network(host: str) -> bool:
    """Whether who writes this host into a configuration means a machine of their own network.

    An address that is not public, a name without a dot, or one under a suffix that is never public.
    Any other name must lead to a public address: a publisher who answers with a private one, today
    or years after, would have the poller ask the user's router.
    """
    name = host.rstrip(".").lower()
    try:
        return not is_public(str(ip_address(name.partition("%")[0])))
    except ValueError:
        return "." not in name or name.endswith(tuple(f".{suffix}" for suffix in _OWN_SUFFIXES))
