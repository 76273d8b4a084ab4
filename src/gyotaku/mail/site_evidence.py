"""Visits of sites as evidence: which link led there, and whose words are quoted."""

from __future__ import annotations

from gyotaku.mail.brands import brands
from gyotaku.mail.facts.destinations import Destination, Destinations
from gyotaku.mail.facts.links import Links
from gyotaku.mail.house import organization
from gyotaku.mail.links.link import Link
from gyotaku.mail.links.target import read_target
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.own_brands import OwnBrands
from gyotaku.model.visit import Look, Visit


def link_of(links: Links, look: Look) -> Link | None:
    """The first link of the mail that was visited."""
    return next((link for link in links.clickable if link.end.url == look.url), None)


def said(look: Look, visit: Visit, words: str) -> Evidence:
    """Words of the site: whoever holds its name could have written them."""
    host = read_target(visit.final or look.url).host
    return Evidence.answered(look.answer_of(visit), Principal.DOMAIN_HOLDER, words, organization(host) or host)


def stranger(look: Look, visit: Visit, destinations: Destinations, own: OwnBrands) -> Destination | None:
    """The link that led to a page of somebody who is neither the sender nor an organization of the table; None for others."""
    final = read_target(visit.final or look.url).host
    led = next((one for one in destinations.elsewhere if one.target.host == read_target(look.url).host), None)
    if led is None or not final or organization(final) in destinations.home:
        return None
    return None if any(brand.holds(final) or brand.shares(final) for brand in brands(own)) else led
