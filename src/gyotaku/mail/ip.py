"""IP addresses as mail writes them, and how far they reach."""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from functools import cache, lru_cache

_LONGEST_ADDRESS = 64
_ADDRESS_LIKE = re.compile(r"[0-9A-Fa-f:.]++")
_NO_DIGITS = frozenset("ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ")
"""Letters that no address holds."""
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}")


class Scope(StrEnum):
    """How far an address reaches, by the IANA special-purpose registries (RFC 6890)."""

    LOOPBACK = "loopback"
    PRIVATE = "private"
    LINK_LOCAL = "link-local"
    CGNAT = "cgnat"
    DOCUMENTATION = "documentation"
    MULTICAST = "multicast"
    RESERVED = "reserved"
    GLOBAL = "global"


# The first network that holds the address decides, so a narrow one stands before a wide one.
_SCOPES = tuple(
    (ipaddress.ip_network(network), scope)
    for scope, networks in (
        (Scope.LOOPBACK, "127.0.0.0/8 ::1/128"),
        (Scope.PRIVATE, "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7"),
        (Scope.LINK_LOCAL, "169.254.0.0/16 fe80::/10"),
        (Scope.CGNAT, "100.64.0.0/10"),
        (Scope.DOCUMENTATION, "192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20"),
        (Scope.MULTICAST, "224.0.0.0/4 ff00::/8"),
        (Scope.GLOBAL, "192.0.0.9/32 192.0.0.10/32 64:ff9b::/96"),
        (Scope.RESERVED, "0.0.0.0/8 192.0.0.0/24 192.88.99.0/24 198.18.0.0/15 240.0.0.0/4"),
        (Scope.RESERVED, "2001:2::/48 2001:10::/28 5f00::/16"),
        (Scope.GLOBAL, "0.0.0.0/0 2000::/3"),
        (Scope.RESERVED, "::/0"),
    )
    for network in networks.split()
)


def address_of(text: str) -> str | None:
    """The canonical IP address of a literal, in the brackets of RFC 5321 section 4.1.3 or bare; None for anything else.

    A zone (`%eth0`) is left out; an IPv4-mapped IPv6 address is given as the IPv4 address that it stands for.
    """
    if _is_name(text):
        return None
    if _IPV4.fullmatch(text):
        return text
    address = parsed(text)
    return None if address is None else str(address)


def _is_name(text: str) -> bool:
    """By its last letter, as nearly every name is told from an address; a zone may end in one too."""
    return text[-1:] in _NO_DIGITS and "%" not in text


# First octets below which there is nothing but ordinary addresses: nearly all that mail names.
_ORDINARY = (
    frozenset(map(str, range(256))) - set("0 10 100 127 169 172 192 198 203".split()) - set(map(str, range(224, 256)))
)


# The few addresses of one mail are asked about again and again.
@lru_cache(maxsize=256)
def scope(address: str) -> Scope | None:
    """How far an address reaches; None for what is no address."""
    if _IPV4.fullmatch(address) and address.partition(".")[0] in _ORDINARY:
        return Scope.GLOBAL
    ip = parsed(address)
    if ip is None:
        return None
    return next(scope for network, scope in _scopes(ip.version, ip.packed[0]) if ip in network)


@cache
def _scopes(version: int, octet: int) -> tuple[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, Scope], ...]:
    """The rows that can hold an address whose first octet this is: mostly one."""
    return tuple(
        (network, scope)
        for network, scope in _SCOPES
        if network.version == version
        and network.network_address.packed[0] <= octet <= network.broadcast_address.packed[0]
    )


@lru_cache(maxsize=256)
def parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address of a literal; None for anything else."""
    if not text or len(text) > _LONGEST_ADDRESS or _is_name(text):
        return None
    if _IPV4.fullmatch(text):
        return ipaddress.IPv4Address(int.from_bytes(bytes(map(int, text.split(".")))))
    bare = text.strip(" \t\r\n")
    if bare.startswith("[") and bare.endswith("]"):
        bare = bare[1:-1].strip(" \t")
    if bare[:5].lower() == "ipv6:":
        bare = bare[5:]
    bare = bare.partition("%")[0]
    if not _ADDRESS_LIKE.fullmatch(bare):
        return None  # most are names, and the exception costs more than all else here
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped if isinstance(mapped, ipaddress.IPv4Address) else address
