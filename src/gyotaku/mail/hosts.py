"""What an address, a reverse name or a HELO name says by its form alone, without asking anybody."""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.domains import registrable
from gyotaku.model.text import Text

_LONGEST_NAME = 255
_LONGEST_ADDRESS = 64
_ADDRESS_LIKE = re.compile(r"[0-9A-Fa-f:.]++")


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
    address = _address(text)
    return None if address is None else str(address)


def scope(address: str) -> Scope | None:
    """How far an address reaches; None for what is no address."""
    parsed = _address(address)
    if parsed is None:
        return None
    return next(scope for network, scope in _scopes(parsed.version, parsed.packed[0]) if parsed in network)


@cache
def _scopes(version: int, octet: int) -> tuple[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, Scope], ...]:
    """The rows that can hold an address whose first octet this is: mostly one."""
    return tuple(
        (network, scope)
        for network, scope in _SCOPES
        if network.version == version
        and network.network_address.packed[0] <= octet <= network.broadcast_address.packed[0]
    )


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if len(text) > _LONGEST_ADDRESS:
        return None
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


# Words that providers put into the names of lines they rent out; whole words between digits, dots and hyphens.
_LINE_WORDS = frozenset(
    "dynamic dyn dynamicip dynip dhcp pool pools ppp pppoe dsl adsl vdsl xdsl hdsl ftth fttx cable catv "
    "dialup dial broadband bband cust customer customers client clients nat cgn cgnat res residential flets "
    "ipngn hsi wimax unassigned dynamically hsd hfc gpon docsis".split()
)
_WORD = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"[0-9]+")
_HEX = re.compile(r"[0-9a-f]+")


def looks_generic(reverse_name: str, address: str) -> bool:
    """True for a reverse name given out with the address, not chosen for a machine.

    It holds the address (three or more octets in a row, either way round, padded or in hexadecimal; half of an IPv6
    address), or says in the part before the registrable domain that it belongs to a rented line.
    """
    if len(reverse_name) > _LONGEST_NAME:
        return False
    name = reverse_name.lower().rstrip(".")
    own = name.removesuffix(registrable(name) or "")
    parsed = _address(address)
    if not _LINE_WORDS.isdisjoint(_WORD.findall(own)):
        return True
    if isinstance(parsed, ipaddress.IPv4Address):
        return _holds_ipv4(own, parsed)
    return parsed is not None and _holds_ipv6(own, parsed)


def _holds_ipv4(own: str, address: ipaddress.IPv4Address) -> bool:
    octets = tuple(address.packed)
    numbers = tuple(int(number) if len(number) <= 3 else -1 for number in _NUMBER.findall(own))
    for row in (octets, octets[::-1]):
        if any(numbers[at : at + 3] in (row[:3], row[1:]) for at in range(len(numbers) - 2)):
            return True
        if "".join(f"{octet:03}" for octet in row) in own or bytes(row).hex() in _HEX.findall(own):
            return True
    return False


def _holds_ipv6(own: str, address: ipaddress.IPv6Address) -> bool:
    nibbles = address.packed.hex()
    if sum(nibble != "0" for nibble in nibbles) < 6:
        return False
    written = re.sub(r"[.:_-]", "", own)
    padded = "".join(part.rjust(4, "0") for part in re.split(r"[.:_-]", own) if 0 < len(part) <= 4)
    halves = (nibbles[:16], nibbles[16:])
    return any(
        half.strip("0") and (half in text or half[::-1] in text) for half in halves for text in (written, padded)
    )


class MachineName(Struct, frozen=True):
    """A form of host name that a machine gets when nobody names it, and who gives it."""

    id: str
    by: Text
    source: str
    date: str
    """When the row was written, YYYY-MM-DD."""
    rented: bool
    """A server's name, as installed or as its cloud gives it; no person's own computer has one."""


def is_machine_name(helo: str) -> MachineName | None:
    """The form of a HELO name that no mail server bears; None for names that one may bear, and for literals."""
    name = helo.strip().removesuffix(".")
    if not name or len(name) > _LONGEST_NAME or name[0] == "[" or _address(name) is not None:
        return None
    lower = name.lower()
    for hints, pattern, machine in _machine_names():
        # `re` keeps what it compiles, so a start pays only for the patterns it tries.
        if any(hint in lower for hint in hints) and re.fullmatch(pattern[0], name, pattern[1]):
            return machine
    return None


@cache
def _machine_names() -> tuple[tuple[tuple[str, ...], tuple[str, int], MachineName], ...]:
    return tuple(
        (
            tuple(row["hints"]),
            (row["pattern"], re.IGNORECASE if row.get("any_case", True) else 0),
            MachineName(row["id"], Text(en=row["en"], ja=row["ja"]), row["source"], row["date"], row["rented"]),
        )
        for row in table("machine_names")["machine"]
    )
