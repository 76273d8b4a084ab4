"""What a reverse name or a HELO name says by its form alone, without asking anybody."""

from __future__ import annotations

import ipaddress
import re
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.domains import registrable
from gyotaku.mail.ip import parsed
from gyotaku.model.text import Text

_LONGEST_NAME = 255


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
    own = _own_part(reverse_name)
    ip = parsed(address)
    if not _LINE_WORDS.isdisjoint(_WORD.findall(own)):
        return True
    if isinstance(ip, ipaddress.IPv4Address):
        return _holds_ipv4(own, ip)
    return ip is not None and _holds_ipv6(own, ip)


def names_line(reverse_name: str) -> bool:
    """True where the name says that it belongs to a rented line, whose address somebody else may have tomorrow."""
    return len(reverse_name) <= _LONGEST_NAME and not _LINE_WORDS.isdisjoint(_WORD.findall(_own_part(reverse_name)))


def _own_part(reverse_name: str) -> str:
    """What stands before the registrable domain."""
    name = reverse_name.lower().rstrip(".")
    return name.removesuffix(registrable(name) or "")


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
    telling: bool
    """A name that hardly any mail server keeps; others are common enough on small honest servers."""
    rented: bool
    """A server's name, as installed or as its cloud gives it; no person's own computer has one."""


def is_machine_name(helo: str) -> MachineName | None:
    """The form of a HELO name that no mail server bears; None for names that one may bear, and for literals."""
    name = helo.strip().removesuffix(".")
    if not name or len(name) > _LONGEST_NAME or name[0] == "[" or parsed(name) is not None:
        return None
    lower = name.lower()
    for hint, pattern, machine in _machine_names():
        # `re` keeps what it compiles, so a start pays only for the patterns it tries.
        if hint in lower and re.fullmatch(pattern[0], name, pattern[1]):
            return machine
    return None


@cache
def _machine_names() -> tuple[tuple[str, tuple[str, int], MachineName], ...]:
    """Of each row one for each of its hints."""
    return tuple(
        (
            hint,
            (row["pattern"], re.IGNORECASE if row.get("any_case", True) else 0),
            MachineName(
                row["id"],
                Text(en=row["en"], ja=row["ja"]),
                row["source"],
                row["date"],
                row.get("telling", False),
                row["rented"],
            ),
        )
        for row in table("machine_names")["machine"]
        for hint in row["hints"]
    )
