"""Where the machines of a mail are, for reports: of each the closest word, and every other that names another country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gyotaku.mail.whereabouts import around, country_name
from gyotaku.model.place import AddressPlaces, Known, Located, Places, PlaceSaid, Role
from gyotaku.model.text import Word

MOST = 8
"""Machines that are told."""


def located(places: Places | None) -> tuple[Located, ...]:
    """The sender's side first. A country of registration is told of senders alone, and only where nothing closer is known."""
    if places is None:
        return ()
    rows: list[Located] = []
    senders = ((Role.HANDED_OVER, places.handed_over), (Role.FIRST, places.first))
    for role, of in senders:
        if of is not None and (
            role is Role.HANDED_OVER or places.handed_over is None or of.of != places.handed_over.of
        ):
            rows += _machine(role, of.of, _said(of, registered=True))
    for role, hosts in ((Role.LINK, places.links), (Role.PAST, places.past)):
        for host, of in hosts:
            rows += _machine(role, host, _said(of, registered=False))
    return tuple(rows[:MOST])


def _machine(role: Role, of: str, said: Iterable[PlaceSaid]) -> Iterator[Located]:
    for one in said:
        registered = one.known is Known.REGISTRY and one.country is not None
        place = Word(country_name(one.country)) if registered and one.country else around(one)
        yield Located(role=role, of=of, said=one, around=place)


def _said(of: AddressPlaces, *, registered: bool) -> list[PlaceSaid]:
    placed = sorted((said for said in of.said if said.placed), key=_roughness)
    kept: list[PlaceSaid] = []
    for said in placed:
        if said.country not in {one.country for one in kept}:
            kept.append(said)
    if not kept and registered and of.registered is not None and of.registered.country is not None:
        kept.append(of.registered)
    return kept


def _roughness(said: PlaceSaid) -> float:
    return said.point.radius_km if said.point is not None else float("inf")
