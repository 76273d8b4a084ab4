"""Lists of bad URLs, hosts and addresses on this machine, asked about what a mail names.

A URL that is listed is one thing, its host another: where one page of a host was reported, another page of it may be anybody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from gyotaku.lookup.reputation.forms import Row, key
from gyotaku.lookup.reputation.index import ListFile
from gyotaku.lookup.reputation.shared import domains_above, shared
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.reputation import Consulted, Listing, Listings, Match

_LONGEST = 300


class KnownList(Struct, frozen=True):
    """A list and the name under which reports give it."""

    name: str
    file: ListFile


def look(
    lists: Iterable[KnownList], urls: Mapping[str, str], addresses: Iterable[str], as_of: datetime | None
) -> Listings:
    """What the lists have of these URLs (each with its host) and addresses. With `as_of` nothing that is newer is used."""
    hits: list[Listing] = []
    answers: list[tuple[str, Answer]] = []
    consulted: list[Consulted] = []
    addresses = tuple(addresses)
    for one in lists:
        consulted.append(Consulted(one.name, one.file.date, one.file.keys))
        for asked, found in _of(one, urls, addresses, as_of):
            hits += found
            answers.append((asked, _answer(one, asked, found)))
    return Listings(tuple(hits), tuple(consulted), answers=tuple(answers))


def _of(
    one: KnownList, urls: Mapping[str, str], addresses: tuple[str, ...], as_of: datetime | None
) -> Iterator[tuple[str, list[Listing]]]:
    """What was looked for, and what was found: by the URL where that is listed, else by the host."""
    by_host: dict[str, list[str]] = {}
    for url, host in urls.items():
        by_host.setdefault(host, []).append(url)
    for host, of_host in by_host.items():
        found = [hit for url in of_host for hit in _url(one, url, as_of)]
        yield host, found or _host(one, host, as_of)
    for address in addresses:
        yield address, _listing(one, Match.ADDRESS, address, one.file.rows(address), as_of)


def _url(one: KnownList, url: str, as_of: datetime | None) -> list[Listing]:
    place = key(url)
    if place is None or not place[1]:
        return []
    return _listing(one, Match.URL, url, one.file.rows(*place), as_of)


def _host(one: KnownList, host: str, as_of: datetime | None) -> list[Listing]:
    rows = [] if shared(host) else one.file.rows(host)
    if rows:
        whole = [row for row in rows if _is_host(row)]
        return _listing(one, Match.HOST, host, whole, as_of) or _listing(one, Match.SAME_HOST, host, rows, as_of)
    for domain in domains_above(host):
        # A URL at the domain says nothing of other hosts below it; the domain itself as a row does.
        whole = [row for row in one.file.rows(domain) if _is_host(row)]
        if whole and not shared(domain):
            return _listing(one, Match.DOMAIN, host, whole, as_of)
    return []


def _is_host(row: Row) -> bool:
    """It lists a name, no URL."""
    place = key(row.what)
    return place is not None and not place[1]


def _listing(one: KnownList, match: Match, asked: str, rows: list[Row], as_of: datetime | None) -> list[Listing]:
    if as_of is not None:
        # A row without a date is as old as it may be: no older than the list's file.
        rows = [row for row in rows if (row.date or one.file.date) <= as_of]
    if not rows:
        return []
    dates = sorted(row.date for row in rows if row.date is not None)
    last = max(rows, key=lambda row: row.date or one.file.date)
    written = ", ".join(
        piece for piece in (last.what, last.category, str(last.date.date()) if last.date else "") if piece
    )
    answer = Answer(
        ask=Ask("list", match.value, asked), outcome=Outcome.FOUND, time=one.file.date, expires=one.file.date,
        by=one.name, records=(written[:_LONGEST],),
    )  # fmt: skip
    return [
        Listing(
            match=match,
            asked=asked,
            listed=last.what[:_LONGEST],
            listed_by=one.name,
            category=last.category[:_LONGEST],
            first=dates[0] if dates else None,
            last=dates[-1] if dates else None,
            rows=len(rows),
            list_date=one.file.date,
            evidence=Evidence.answered(answer, Principal.THIRD_PARTY, written[:_LONGEST], one.name),
        )
    ]


def _answer(one: KnownList, asked: str, found: list[Listing]) -> Answer:
    outcome = Outcome.FOUND if found else Outcome.NOTHING
    records = tuple(hit.evidence.quote for hit in found)
    return Answer(
        ask=Ask("list", one.name, asked), outcome=outcome, time=one.file.date, expires=one.file.date, by=one.name, records=records
    )  # fmt: skip
