"""Everything that tells where the machines of a mail are: gathered, each word with who said it. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gyotaku.lookup.place import host_name, registry
from gyotaku.model.asks import Answer
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.history import DnsHistory
from gyotaku.model.names import HostNames, Names
from gyotaku.model.path import Hop, Path
from gyotaku.model.place import AddressPlaces, Places, PlaceSaid

if TYPE_CHECKING:
    from gyotaku.lookup.place.database import PlaceFile

_NO_NAMES = Names()
_UNKNOWN = "unknown"


def of_hop(hop: Hop, address: str, path: Path, names: Names, files: Iterable[PlaceFile]) -> AddressPlaces:
    """The client of one hop: the name that its line has for it, or that DNS has now, and its address."""
    said = list(_named(hop, address, path, names))
    return _of(address, files, said)


def _named(hop: Hop, address: str, path: Path, names: Names) -> Iterator[PlaceSaid]:
    reverse = names.reverse_of(address)
    name = hop.reverse_name
    if name and name != _UNKNOWN and (told := host_name.told(name)) is not None:
        # Whoever holds the address chose the name; on a line of others we have only the relay's word for it.
        principal = Principal.ADDRESS_HOLDER if path.ours(hop) else Principal.RELAY
        confirmed = reverse is not None and name.lower().rstrip(".") in reverse.confirmed
        yield told.said(hop.quote("reverse_name", principal), confirmed=confirmed)
    elif reverse is not None:
        for now in reverse.names:
            if (told := host_name.told(now)) is not None:
                evidence = Evidence.answered(reverse.answers[0], Principal.ADDRESS_HOLDER)
                yield told.said(evidence, confirmed=now in reverse.confirmed)
                return


def of_address(address: str, files: Iterable[PlaceFile]) -> AddressPlaces:
    return _of(address, files, [])


def _of(address: str, files: Iterable[PlaceFile], said: list[PlaceSaid]) -> AddressPlaces:
    answers: list[Answer] = []
    for file in files:
        found = file.ask(address)
        answers.append(found.answer)
        if found.place is not None:
            said.append(found.place)
    registered = registry.country(address)
    if registered is not None:
        said.append(registered)
    return AddressPlaces(address, tuple(said), tuple(answers))


def of_host(
    host: str, names: HostNames | None, evidence: Evidence, files: tuple[PlaceFile, ...]
) -> AddressPlaces | None:
    """A link's host: by its first address where DNS told one, and by its name where that is a cloud's."""
    said: list[PlaceSaid] = []
    told = host_name.told(host)
    if told is not None and told.region is not None:
        # The name belongs to the provider's own domain, which gives it to none but machines of that region.
        said.append(told.said(evidence, confirmed=True))
    if names is not None and names.addresses:
        return _of(names.addresses[0], files, said)
    return AddressPlaces(host, tuple(said)) if said else None


def places(
    path: Path,
    address: str | None,
    first: str | None,
    names: Names | None,
    links: Iterable[tuple[str, str | None, Evidence]],
    history: DnsHistory,
    files: tuple[PlaceFile, ...],
    unread: tuple[tuple[str, str], ...],
) -> Places:
    """`links` are hosts, with the address where the host is one, and where the mail names them."""
    known = names or _NO_NAMES
    handed, oldest = path.handed_over_by, path.first
    found: list[tuple[str, AddressPlaces]] = []
    past: list[tuple[str, AddressPlaces]] = []
    for host, literal, evidence in links:
        of = of_address(literal, files) if literal else of_host(host, known.link(host), evidence, files)
        if of is not None:
            found.append((host, of))
        seen = history.last(host)
        if seen is not None:
            past.append((host, of_address(seen.address, files)))
    return Places(
        handed_over=of_hop(handed, address, path, known, files) if handed and address else None,
        first=of_hop(oldest, first, path, known, files) if oldest and first else None,
        links=tuple(found),
        past=tuple(past),
        unread=unread,
    )
