"""Roughly where an address is, as different sources say it. No point without a radius."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from gyotaku.model.asks import Answer
from gyotaku.model.evidence import Evidence
from gyotaku.model.text import Text, Word


class Known(StrEnum):
    """How a source knows it."""

    REGISTRY = "registry"
    """The country in which the address block is registered: where its holder filled in a form, no place."""
    HOST_NAME = "host-name"
    """A region that stands in a host name: as good as the word of whoever gave the name."""
    DATABASE = "database"
    """A file that maps addresses to places."""


class Point(Struct, frozen=True):
    """A point on the map and how far the truth may lie from it. There is none without the other."""

    latitude: float
    longitude: float
    radius_km: int


class PlaceSaid(Struct, frozen=True, kw_only=True):
    """What one source says of one address or host."""

    source: str
    date: datetime
    """Of the source's data, not of our reading it."""
    known: Known
    evidence: Evidence
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    near: Text | None = None
    """City and region, as the source names them."""
    point: Point | None = None
    network: str | None = None
    """The name of the network or of its operator."""
    asn: int | None = None
    region: str | None = None
    """The operator's own word for it (`ap-northeast-1`)."""
    operator: Text | None = None
    """Whose region it is (Amazon EC2)."""
    confirmed: bool = False
    """The host name leads back to the address; or it is the name that was asked for itself."""

    @property
    def placed(self) -> bool:
        """It says where the machine is, and not only where its address is registered."""
        return self.known is not Known.REGISTRY and self.country is not None


class AddressPlaces(Struct, frozen=True):
    """Everything that was said of one address (or of a host, where no address is known)."""

    of: str
    said: tuple[PlaceSaid, ...]
    answers: tuple[Answer, ...] = ()
    """What each file of places said, also where it does not know the address."""

    def by(self, known: Known) -> tuple[PlaceSaid, ...]:
        return tuple(said for said in self.said if said.known is known)

    @property
    def registered(self) -> PlaceSaid | None:
        return next((said for said in self.said if said.known is Known.REGISTRY), None)

    @property
    def best(self) -> PlaceSaid | None:
        """The closest point of a database, else a country."""
        found = self.by(Known.DATABASE)
        pointed = [said for said in found if said.point is not None]
        if pointed:
            return min(pointed, key=lambda said: said.point.radius_km if said.point else 0)
        return next((said for said in found if said.country), None)

    @property
    def network(self) -> PlaceSaid | None:
        """Who says whose network it is."""
        return next((said for said in self.said if said.network), None)

    @property
    def countries(self) -> tuple[str, ...]:
        """Where the machine is said to be; more than one where the sources disagree."""
        return tuple(dict.fromkeys(said.country for said in self.said if said.placed and said.country))


class Places(Struct, frozen=True):
    """All that is known offline, or from files on this machine, of where the mail came from and where its links lead."""

    handed_over: AddressPlaces | None = None
    """Of the address that handed the mail to our side."""
    first: AddressPlaces | None = None
    """Of the address from which the first server says it took the mail, where it is another one."""
    links: tuple[tuple[str, AddressPlaces], ...] = ()
    """Hosts of links, each with one of its addresses (DNS, or the host is one), or itself where only its name tells."""
    past: tuple[tuple[str, AddressPlaces], ...] = ()
    """Hosts of links that another source saw in DNS at another time, each with the address it had then."""
    unread: tuple[tuple[str, str], ...] = ()
    """Files that could not be used, each with why."""

    def link(self, host: str) -> AddressPlaces | None:
        return next((of for named, of in self.links if named == host), None)

    def once(self, host: str) -> AddressPlaces | None:
        """Where the address was that a host had when it was seen last."""
        return next((of for named, of in self.past if named == host), None)

    @property
    def senders(self) -> tuple[AddressPlaces, ...]:
        return tuple(one for one in (self.handed_over, self.first) if one is not None)


class Role(StrEnum):
    """What the mail has to do with a machine."""

    HANDED_OVER = "handed-over"
    FIRST = "first"
    LINK = "link"
    PAST = "past"


class Located(Struct, frozen=True, kw_only=True):
    """One machine and one source's word of where it is, or of where its address is registered; as reports tell and draw it."""

    role: Role
    of: str
    """Its address; of a link, the host."""
    said: PlaceSaid
    around: Word
    """The place in words, never without how rough it is; of a registration, the country."""
