"""IP addresses as servers write them in Received lines."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_PLAIN_V4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}", re.ASCII)
# Lower case, no group that is or begins with zero, one `::`: what RFC 5952 leaves as it is.
_GROUP = r"[1-9a-f][0-9a-f]{0,3}"
_PLAIN_V6 = re.compile(rf"{_GROUP}(?::{_GROUP}){{0,4}}::(?:{_GROUP}(?::{_GROUP}){{0,4}})?")


def canonical(written: str) -> str | None:
    """An address as `ipaddress` writes it; IPv4-mapped ones as IPv4, without `IPv6:` and zone. None when it is none."""
    if _PLAIN_V4.fullmatch(written):
        return written
    if written[:5].lower() == "ipv6:":
        written = written[5:]
    # Most addresses are canonical as they stand, and ipaddress takes longer than all the rest of a usual line.
    # With more than six colons `::` might stand for one group alone, which RFC 5952 writes out.
    if _PLAIN_V6.fullmatch(written) and written.count(":") <= 6:
        return written
    try:
        if ":" not in written:
            return str(IPv4Address(written))
        address = IPv6Address(written.partition("%")[0])
    except ValueError:
        return None
    return str(address.ipv4_mapped or address)
