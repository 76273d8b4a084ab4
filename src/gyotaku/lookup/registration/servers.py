"""Whom to ask about a domain or an address.

Where the configuration names servers that fit, nobody else is asked. Among them one of the very top-level domain goes before
`*`, and RDAP before WHOIS; `*` replaces whose server is asked, not how: a domain whose registry has no RDAP is asked about
by WHOIS first. Without configuration: the registry's RDAP by IANA's bootstrap registry (RFC 9224), then its WHOIS.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote

from gyotaku.data.tables import rows
from gyotaku.lookup.sources.whois import subject
from gyotaku.mail.ip import Scope, scope
from gyotaku.model.asks import Ask
from gyotaku.model.configuration import Config

IANA = "whois.iana.org"
JPNIC = "whois.nic.ad.jp"
# RFC 6761, 6762, 7686, 9476, 3172, ICANN for `internal`: nobody registers names there. Of the inner ones nobody is told.
_INNER = frozenset("invalid localhost local onion alt arpa internal".split())
_UNREGISTERED = _INNER | {"test", "example"}
_WHOIS_OF_RIR = {
    "rdap.arin.net": "whois.arin.net",
    "rdap.apnic.net": "whois.apnic.net",
    "rdap.db.ripe.net": "whois.ripe.net",
    "rdap.lacnic.net": "whois.lacnic.net",
    "rdap.afrinic.net": "whois.afrinic.net",
}
# Servers that want more than the name: DENIC gives status alone without, ARIN a list of handles.
_LINES = {
    "whois.denic.de": "-T dn,ace {}",
    "whois.arin.net": "n + {}",
    JPNIC: "NET {}",
    "whois.punktum.dk": "--show-handles {}",
}


def domain_asks(domain: str, config: Config) -> tuple[Ask, ...]:
    """The asks to try one after the other until one is answered. Empty for a name that no registry holds."""
    tld = domain.rpartition(".")[2]
    if tld in _INNER:
        return ()
    if configured := tuple(_configured(tld, "domain", domain, config)):
        return configured
    if is_unregistered(domain):
        return ()
    asks = [_rdap("domain", base, domain)] if (base := _bases().get(tld)) else []
    if server := _servers().get(tld):
        asks.append(whois(server, domain))
    return tuple(asks)


def is_unregistered(domain: str) -> bool:
    """A name below which nobody registers anything, or a single label."""
    return "." not in domain or domain.rpartition(".")[2] in _UNREGISTERED


def tld_ask(domain: str) -> Ask:
    """Which server the registry of a top-level domain has that no table of ours names: asked of IANA."""
    return Ask("whois", "tld", subject(IANA, domain.rpartition(".")[2]))


def network_asks(address: str, config: Config) -> tuple[Ask, ...]:
    """Empty for an address that is not on the public Internet: nobody is told of those."""
    reach = scope(address)
    if reach in {Scope.GLOBAL, Scope.DOCUMENTATION} and (configured := tuple(_configured("ip", "ip", address, config))):
        return configured
    base = _network_base(address) if reach is Scope.GLOBAL else None
    if base is None:
        return ()
    server = _WHOIS_OF_RIR[base.split("/")[2]]
    return _rdap("ip", base, address), whois(server, address, "ip")


def whois(server: str, of: str, what: str = "domain") -> Ask:
    return Ask("whois", what, subject(server, _LINES.get(server, "{}").format(of)))


def _configured(key: str, what: str, of: str, config: Config) -> Iterator[Ask]:
    speaks_rdap = key == "ip" or key in _bases() or key not in _servers()
    for name in (key, "*"):
        base, server = config.rdap_servers.get(name), config.whois_servers.get(name)
        asks = [_rdap(what, base, of)] if base else []
        if server:
            asks.append(whois(server, of, what))
        yield from asks if name != "*" or speaks_rdap else reversed(asks)


def _rdap(what: str, base: str, of: str) -> Ask:
    return Ask("rdap", what, f"{base.rstrip('/')}/{what}/{quote(of, safe=':')}")


@cache
def _bases() -> dict[str, str]:
    return {row["tld"]: row["base"] for row in rows("rdap_domains")}


@cache
def _servers() -> dict[str, str]:
    return {row["tld"]: row["server"] for row in rows("whois_servers")}


@cache
def _network_base(address: str) -> str | None:
    ip = ipaddress.ip_address(address)
    fitting = (
        (network.prefixlen, row["base"])
        for row in rows("rdap_networks")
        if (network := ipaddress.ip_network(row["network"])).version == ip.version and ip in network
    )
    return max(fitting, default=(0, None), key=lambda pair: pair[0])[1]
