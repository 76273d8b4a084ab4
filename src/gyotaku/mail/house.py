"""Whether a mail came from inside one house: from a machine, a network or a provider of the line's own writer.

What a client says of itself (HELO) never counts where the server looked for its name and found none, and a reverse name
counts only where the server also looked forward (Postfix, Exim and sendmail do, and say so).
"""

from __future__ import annotations

import ipaddress
from functools import cache, lru_cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.domains import registrable
from gyotaku.mail.hosts import looks_generic
from gyotaku.mail.ip import Scope, parsed, scope
from gyotaku.model.configuration import Config
from gyotaku.model.path import Hop

_INSIDE = frozenset({Scope.LOOPBACK, Scope.PRIVATE, Scope.LINK_LOCAL, Scope.CGNAT})
_LOOKS_FORWARD = frozenset({"postfix", "proxmox", "exim", "sendmail"})

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def organization(domain: str | None) -> str | None:
    """The registrable domain of a host, or the host itself where the public suffix list knows none."""
    if not domain:
        return None
    return registrable(domain) or domain.rstrip(".").lower()


def is_inside(address: str) -> bool:
    """An address that no stranger on the Internet can connect from."""
    return scope(address) in _INSIDE


def is_bare(host: str | None) -> bool:
    """A name that tells nothing about whose server it is: none, an address or a single label."""
    return (
        host is None or "." not in host.rstrip(".") or scope(host) is not None or _same(host, "localhost.localdomain")
    )


def listed(host: str | None, config: Config) -> bool:
    """True when `trusted_hosts` names this host."""
    if not host:
        return False
    host = host.rstrip(".").lower()
    return any(host == entry or (entry.startswith("*.") and host.endswith(entry[1:])) for entry in config.trusted_hosts)


def trusted(host: str | None, config: Config) -> bool:
    """True when the configuration makes this host ours: listed, or within an own domain."""
    if listed(host, config):
        return True
    host = (host or "").rstrip(".").lower()
    return any(host == domain or host.endswith("." + domain) for domain in config.own_domains)


def confirmed(hop: Hop) -> bool:
    """The server that wrote the line found the client's reverse name to lead back to its address."""
    known = hop.reverse_name not in {None, "unknown"} and hop.form in _LOOKS_FORWARD
    return known and "may be forged" not in hop.text


def from_inside(newer: Hop, older: Hop, config: Config | None) -> bool:
    """True when `newer`, which is ours, got the mail from a machine of ours that wrote `older`.

    `config` is None where the newest line is not a configured server's; then houses are told by their own names alone.
    """
    if newer.retrieved:
        return True
    if newer.address is None:
        return newer.helo is None and _same_machine(newer, older, config)
    if scope(newer.address) is Scope.LOOPBACK:
        return _same_machine(newer, older, config)
    if is_inside(newer.address):
        return (newer.protocol or "").upper().startswith("LMTP") or _same_network(newer, older, config)
    if config is not None:
        name = newer.reverse_name
        return trusted(older.by, config) and confirmed(newer) and (listed(name, config) or _same(name, older.by))
    return _same_provider(newer, older) or _same_organization(newer, older)


def _same_machine(newer: Hop, older: Hop, config: Config | None) -> bool:
    """Handed over within one machine, or by a line that names no client (pickup, qmail, a provider's inner step)."""
    if is_bare(older.by) and not _is_provider_address(newer.by):
        return True
    if config is not None:
        return trusted(older.by, config)
    if _is_provider_address(newer.by):
        return _provider_of(older.by, older.by) is _provider_of(newer.by, newer.by)
    return is_bare(newer.by) or organization(older.by) == organization(newer.by)


def _same_network(newer: Hop, older: Hop, config: Config | None) -> bool:
    """Taken from an inner address. A proxy or a router may stand there, so the older line has to fit as well."""
    if older.by is None or _named(newer, older.by):
        return True
    if is_bare(older.by) or _same(older.by, newer.by):
        return False
    if config is not None:
        return trusted(older.by, config)
    return not is_bare(newer.by) and organization(older.by) == organization(newer.by)


def _named(newer: Hop, host: str) -> bool:
    """The client of `newer` bears this name, as far as the server that wrote the line could tell."""
    if newer.reverse_name == "unknown":
        return False
    return _same(newer.reverse_name or newer.helo, host)


def _same_organization(newer: Hop, older: Hop) -> bool:
    """Two public servers of one house: the client, by its confirmed name, is the server that wrote the older line."""
    if is_bare(newer.by) or not confirmed(newer) or looks_generic(newer.reverse_name or "", newer.address or ""):
        return False
    return organization(newer.reverse_name) == organization(newer.by) and _same(newer.reverse_name, older.by)


class _Provider(Struct, frozen=True):
    hosts: tuple[str, ...]
    networks: tuple[Network, ...]
    owned_fields: tuple[str, ...]
    authserv_ids: tuple[str, ...]


@cache
def _providers() -> tuple[_Provider, ...]:
    return tuple(
        _Provider(
            tuple("." + host for host in row["hosts"]),
            tuple(ipaddress.ip_network(network) for network in row["networks"]),
            tuple(row.get("owned_fields", ())),
            tuple(row.get("authserv_ids", ())),
        )
        for row in table("provider_networks")["provider"]
    )


@lru_cache(maxsize=256)
def _provider_of(host: str | None, address: str | None) -> _Provider | None:
    """The provider whose host or whose inner address this is."""
    ip = parsed(address) if address else None
    name = "." + (host or "").lower().rstrip(".")
    for provider in _providers():
        if name.endswith(provider.hosts):
            return provider
        if ip is not None and any(ip.version == network.version and ip in network for network in provider.networks):
            return provider
    return None


def same_provider(one: str | None, other: str | None) -> bool:
    """Both hosts are of one organization, or of one provider whose servers bear several names."""
    if organization(one) == organization(other):
        return one is not None
    provider = _provider_of(one, None)
    return provider is not None and provider is _provider_of(other, None)


def owned_fields(host: str | None) -> tuple[str, ...]:
    """Beginnings of field names, in lower case, that the provider of this host lets nobody else write."""
    provider = _provider_of(host, None)
    return provider.owned_fields if provider else ()


def owns_authserv_id(host: str | None, server: str | None) -> bool:
    """True when the provider of this host strips results in this name from what comes in (RFC 8601 section 5)."""
    provider = _provider_of(host, None)
    return provider is not None and (server or "").lower() in provider.authserv_ids


def _is_provider_address(host: str | None) -> bool:
    return host is not None and scope(host) is not None and _provider_of(None, host) is not None


def _same_provider(newer: Hop, older: Hop) -> bool:
    """A provider's server took the mail from another server of its own, which wrote the older line.

    The client's address must be one of the provider's inner networks, and the older line must be by the host that the
    client called itself: Microsoft's servers have one label in several domains.
    """
    provider = _provider_of(newer.by, None)
    if provider is None or provider is not _provider_of(None, newer.address) or older.by is None:
        return False
    if older.by_address is not None and older.by_address == newer.address:
        return True
    return provider is _provider_of(older.by, older.by_address) and _label(older.by) == _label(newer.helo)


def _label(host: str | None) -> str:
    return (host or "").lower().split(".", 1)[0]


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one.lower().rstrip(".") == other.lower().rstrip(".")
