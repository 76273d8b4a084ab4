"""Networks that a mail provider uses between its own servers, from a data file."""

from __future__ import annotations

import ipaddress
from functools import cache

from gyotaku.data.tables import table
from gyotaku.model.path import Hop

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@cache
def _providers() -> tuple[tuple[tuple[str, ...], tuple[Network, ...]], ...]:
    rows = table("provider_networks")["provider"]
    return tuple(
        (tuple("." + host for host in row["hosts"]), tuple(ipaddress.ip_network(net) for net in row["networks"]))
        for row in rows
    )


def inside_provider(hop: Hop) -> bool:
    """True when a provider's server took the mail from another server of the same provider.

    The host names must be the provider's on both sides and the client's address one of its own networks: a name alone
    is what the client says of itself.
    """
    if hop.address is None or hop.by is None:
        return False
    address = ipaddress.ip_address(hop.address)
    by = "." + hop.by.lower().rstrip(".")
    for hosts, networks in _providers():
        if by.endswith(hosts) and any(address in network for network in networks):
            return True
    return False
