"""IP addresses as servers write them in Received lines."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address


@lru_cache(maxsize=1024)
def canonical(written: str) -> str | None:
    """An address as `ipaddress` writes it; IPv4-mapped ones as IPv4, without `IPv6:` and zone. None when it is none."""
    if written[:5].lower() == "ipv6:":
        written = written[5:]
    try:
        address: IPv4Address | IPv6Address = ip_address(written.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(address)
