"""Who holds a host: the organizations of the table at the same registrable name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from gyotaku.mail.brands import Brand, brands
from gyotaku.mail.domains import registrable
from gyotaku.model.own_brands import OwnBrands

_NO_OWN = OwnBrands()
_KEPT = 4
_HOSTS = 4096
"""Hosts of one process whose answers are kept, unless they are longer than a name can be."""
_LONGEST = 253

Below = dict[str, list[tuple[str, Brand]]]
"""Of each name the domains of the table at and below it, with the organization."""


def held(host: str, own: OwnBrands = _NO_OWN) -> bool:
    """Some organization of the table holds the host, or lets it to others."""
    return bool(_candidates(host, own))


def holder(host: str, own: OwnBrands = _NO_OWN) -> Brand | None:
    """The first organization of the table whose own domain the host is below."""
    return next((brand for brand in _candidates(host, own) if brand.holds(host)), None)


def _candidates(host: str, own: OwnBrands) -> tuple[Brand, ...]:
    return _known(host, own) if len(host) <= _LONGEST else among(host, _below(own))


@lru_cache(_HOSTS)
def _known(host: str, own: OwnBrands) -> tuple[Brand, ...]:
    return among(host, _below(own))


def among(host: str, domains: Below) -> tuple[Brand, ...]:
    """The organizations that have a domain with the same registrable name."""
    name = registrable(host) or host
    return tuple([brand for domain, brand in domains.get(name, ()) if (registrable(domain) or domain) == name])


@lru_cache(_KEPT)
def _below(own: OwnBrands) -> Below:
    return below(brands(own))


def below(bearers: Iterable[Brand]) -> Below:
    """Under every name above a domain, since asking for the registrable name of each costs 20 ms at every start."""
    found: Below = {}
    for brand in bearers:
        for domain in brand.domains + brand.shared:
            whole = domain.removeprefix(".")
            name = whole if is_plain(whole) else registrable(whole) or whole
            found.setdefault(name, []).append((whole, brand))
            name = name.partition(".")[2]
            while "." in name:
                found.setdefault(name, []).append((whole, brand))
                name = name.partition(".")[2]
    return found


def is_plain(domain: str) -> bool:
    """Written as `registrable` would write it."""
    return domain.isascii() and domain == domain.lower() and domain[-1:] != "."
