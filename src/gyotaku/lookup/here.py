"""What this machine itself knows of what a mail names: asked of nobody, so without a permission."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from gyotaku.lookup.local import Local, local
from gyotaku.lookup.looked import Looked
from gyotaku.lookup.place.places import places
from gyotaku.lookup.questions import Raised
from gyotaku.mail.ip import address_of
from gyotaku.mail.links.link import Link
from gyotaku.mail.links.services import steps
from gyotaku.model.answers import Permission, Question
from gyotaku.model.asks import Answer, Outcome
from gyotaku.model.history import DnsHistory
from gyotaku.model.names import Names
from gyotaku.model.place import Places
from gyotaku.model.reputation import DnsListed, Listings
from gyotaku.model.text import Text

MOST_URLS = 200
"""URLs of a mail that are looked for in lists."""
_NO_PLACE_FILE = Text(
    en="No file of places is on this machine; `gyotaku data fetch dbip-city-lite` gets one.",
    ja="位置のデータがこのパソコンにありません。`gyotaku data fetch dbip-city-lite` で取得できます。",
)
_NOT_IN_PLACE_FILES = Text(
    en="The files of places on this machine do not know it.", ja="手元の位置データには載っていません。"
)
_NO_LIST = Text(
    en="No list is configured, neither a file (`lists`) nor one in DNS (`dns_lists`) nor a service (`keys`).",
    ja="リストが設定されていません（ファイルは `lists`、DNS は `dns_lists`、サービスは `keys` で設定します）。",
)
_NOT_ON_LISTS = Text(
    en="The lists on this machine do not have it; to ask others is not permitted.",
    ja="手元のリストには載っていません。外部のリストへの照会は許可されていません。",
)


class Here(Struct, frozen=True):
    """The facts, and whether anything on this machine could be asked at all."""

    places: Places
    listings: Listings
    history: DnsHistory
    local: Local

    @property
    def unread(self) -> tuple[tuple[str, str], ...]:
        """Files that could not be used, each with why."""
        return (*self.places.unread, *self.listings.unread, *self.history.unread)

    def with_results(self, results: Iterable[object]) -> Listings:
        """The lists on this machine, and those that were asked."""
        found = self.listings
        for one in results:
            if isinstance(one, DnsListed):
                found = replace(
                    found,
                    hits=found.hits + one.hits,
                    refusals=found.refusals + one.refusals,
                    consulted=found.consulted + one.consulted,
                )
        return found

    def completed(self, looked: Looked) -> Looked:
        """What became of a question, with what this machine answered to it, or why it could not."""
        of = looked.question.of
        if looked.question.permission is Permission.PLACE:
            answers = tuple(answer for answer in self._place(of) if answer.outcome is Outcome.FOUND)
            silent = _NOT_IN_PLACE_FILES if self.local.places else _NO_PLACE_FILE
            return replace(looked, answers=looked.answers + answers, why=None if answers else silent)
        if looked.question.permission is Permission.REPUTATION:
            answers = tuple(answer for asked, answer in self.listings.answers if asked == of)
            if looked.permitted:
                why = None if answers or looked.answers else _NO_LIST
                return replace(looked, answers=looked.answers + answers, why=why)
            hits = tuple(answer for answer in answers if answer.outcome is Outcome.FOUND)
            return replace(looked, answers=hits, why=_NOT_ON_LISTS if answers and not hits else None)
        return looked

    def _place(self, of: str) -> Iterator[Answer]:
        for one in (*self.places.senders, *(place for _, place in self.places.links)):
            if one.of == of:
                yield from one.answers


def gathered(raised: Raised, asked: Iterable[Question], names: Names | None, as_of: datetime | None) -> Here:
    """Everything this machine knows of what the questions ask about. With `as_of` no row and no observation that is newer."""
    held = local(raised.config)
    links = _links(raised, [question.of for question in asked if question.permission is Permission.SITE])
    history = _history(held, links, as_of)
    located = places(
        raised.path,
        raised.address,
        raised.first_address,
        names,
        ((host, address_of(host), link.evidence()) for host, link in links.items()),
        history,
        held.places,
        held.unread_places,
    )
    return Here(located, _listings(held, raised, as_of), history, held)


def _links(raised: Raised, hosts: list[str]) -> dict[str, Link]:
    """The hosts of links about which questions are raised, each with the first link to it, or to one below it."""
    found: dict[str, Link] = {}
    wanted = set(hosts)
    for link in raised.links.clickable if wanted else ():
        target = link.end
        host = target.host if target.host in wanted else target.domain
        if host in wanted:
            found[host] = link
            wanted.discard(host)
            if not wanted:
                break
    return found


def _history(held: Local, hosts: Iterable[str], as_of: datetime | None) -> DnsHistory:
    if not held.histories:
        return DnsHistory()
    from gyotaku.lookup import history

    return history.look(held.histories, hosts, as_of)


def _listings(held: Local, raised: Raised, as_of: datetime | None) -> Listings:
    unread = held.unread_lists
    if raised.config.dns_lists:
        from gyotaku.lookup.reputation import dns_lists

        unread += dns_lists.unknown(raised.config.dns_lists)
    if not held.lists:
        return Listings(unread=unread)
    from gyotaku.lookup.reputation import lists

    urls: dict[str, str] = {}
    for link in raised.links.clickable:
        if len(urls) >= MOST_URLS:
            break
        for target in steps(link.target):
            if not raised.own.owns(target.host):
                urls.setdefault(target.url, address_of(target.host) or target.host)
    addresses = [address for address in (raised.address, raised.first_address) if address]
    return replace(lists.look(held.lists, urls, addresses, as_of), unread=unread)
