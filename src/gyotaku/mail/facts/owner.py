"""What of the mail is the reader's own: told by the configuration, recorded by our servers, or else what stands in To and Cc.

Whoever writes a mail writes its To as well. So of a recipient that nothing else confirms, a domain is taken for ours only
where neither the sender nor a link of the mail has it: nobody hides his own domain by writing it into To.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.brands import brands
from gyotaku.mail.domains import registrable, suffix
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.recipients import ENVELOPE_FIELDS, Recipients
from gyotaku.mail.facts.salutation import Greeting, Salutation
from gyotaku.mail.facts.senders import Senders, mailboxes
from gyotaku.mail.house import is_bare, is_inside, organization
from gyotaku.mail.ip import address_of
from gyotaku.mail.message import Message
from gyotaku.mail.pattern import Pattern
from gyotaku.model.configuration import Config
from gyotaku.model.own_side import OwnSide
from gyotaku.model.owner import Bystander, Owner
from gyotaku.model.path import Path

MOST_RECIPIENTS = 2_000
_MOST_LINKS = 200
_MOST_FIELDS = 50
_LONGEST_ADDRESS = 320
_NOBODY = frozenset({"", "example", "test", "invalid", "localhost"})
_MACHINE = Pattern(r"(?:mx|smtp|imap|pop|mail|ns|host|sv|server|web|www)[0-9-]{0,4}")


class _Mailbox(Struct, frozen=True):
    name: str
    address: str

    @property
    def local(self) -> str:
        return self.address.rpartition("@")[0].strip('"')

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].rstrip(".").lower()


@cache
def _roles() -> frozenset[str]:
    return frozenset(table("role_accounts")["names"])


def read(
    config: Config,
    own: OwnSide,
    recipients: Recipients,
    senders: Senders,
    links: Links,
    path: Path,
    message: Message,
    salutation: Salutation,
) -> Owner:
    confirmed = [_Mailbox("", address) for address in own.addresses]
    written = [*_written(recipients, path, message), *_greeted(salutation)]
    confirmed += [box for box in written if own.owns(box.domain)]
    parties = [*senders.authors, *senders.reply_to, *filter(None, (senders.sender, senders.envelope))]
    told = {(party.address or "").lower() for party in parties}
    guessed = [box for box in written if box.address.lower() not in told]
    if not own.domains and not confirmed and not guessed:
        guessed, parties = written, []  # a mail from the reader to himself: what is forged is his address
    theirs = {party.organization for party in parties}
    theirs |= {organization(link.target.host) for link in links.clickable[:_MOST_LINKS]}
    domains = dict.fromkeys((*own.domains, *config.own_domains, *_domains(confirmed, set())))
    domains |= dict.fromkeys(_domains(guessed, theirs))
    domains |= dict.fromkeys([found for domain in domains if (found := registrable(domain)) and not freemail(found)])
    addresses, locals_ = _configured(config)
    addresses += [box.address for box in (*confirmed, *guessed)]
    locals_ += [box.local for box in confirmed]
    claimed = {(name or "").partition(".")[0] for name in theirs}
    locals_ += [box.local for box in guessed if box.local.lower() not in claimed]
    return Owner(
        domains=tuple(domains),
        labels=tuple(dict.fromkeys(label for domain in domains for label in _labels(domain))),
        addresses=tuple(dict.fromkeys(addresses)),
        local_parts=tuple(dict.fromkeys(part for local in locals_ for part in _telling(local[:_LONGEST_ADDRESS]))),
        names=tuple(dict.fromkeys((*config.own_names, *_names((*confirmed, *guessed), salutation, senders)))),
        hosts=tuple(dict.fromkeys(_hosts(config, path, theirs))),
        networks=tuple(dict.fromkeys(_networks(path))),
        bystanders=tuple(_bystanders(config, senders, links, set(domains))),
    )


def _bystanders(config: Config, senders: Senders, links: Links, ours: set[str]) -> Iterator[Bystander]:
    """Whoever holds these domains may be wronged like the reader; those of links are the attacker's, or his tools."""
    linked = {organization(link.target.host) for link in links.clickable[:_MOST_LINKS]}
    boxes: dict[str, list[_Mailbox]] = {}
    for party in filter(None, (*senders.authors[:_MOST_FIELDS], senders.sender, senders.envelope)):
        domain = organization(party.domain)
        if party.usable and domain and domain not in linked and domain not in ours and not freemail(domain):
            boxes.setdefault(domain, []).append(_Mailbox("", party.address or ""))
    for domain, written in boxes.items():
        yield Bystander(
            domain,
            tuple(_labels(domain)),
            tuple(dict.fromkeys(part for box in written for part in _telling(box.local[:_LONGEST_ADDRESS]))),
            next((brand.id for brand in brands(config.brands) if brand.holds(domain)), None),
        )


def _written(recipients: Recipients, path: Path, message: Message) -> Iterator[_Mailbox]:
    """Recipients by the words of anybody: header fields, and the `for` of every Received line."""
    for party in (recipients.to + recipients.cc)[:MOST_RECIPIENTS]:
        if party.address and "@" in party.address:
            yield _Mailbox(party.name or "", party.address)
    for name in ENVELOPE_FIELDS:
        for field in message.headers.first(name, _MOST_FIELDS):
            for mailbox in mailboxes(field)[:_MOST_FIELDS]:
                if mailbox.address and mailbox.domain:
                    yield _Mailbox("", mailbox.address)
    for hop in path.hops:
        if hop.recipient and "@" in hop.recipient:
            yield _Mailbox("", hop.recipient)


def _greeted(salutation: Salutation) -> Iterator[_Mailbox]:
    """The address that the text greets its reader by: a sender knows whom he writes to, whatever stands in To."""
    if salutation.greeting is Greeting.ADDRESS and "@" in salutation.name:
        yield _Mailbox("", salutation.name)


def _names(boxes: Iterable[_Mailbox], salutation: Salutation, senders: Senders) -> Iterator[str]:
    """Names that recipients are given, and the one that the text greets, unless it is the sender's own."""
    yield from (box.name for box in boxes if box.name)
    if salutation.greeting is Greeting.NAME:
        theirs = " ".join(party.name or "" for party in senders.authors[:_MOST_FIELDS]).casefold()
        if salutation.name not in theirs:
            yield salutation.name


def _configured(config: Config) -> tuple[list[str], list[str]]:
    """Addresses and local parts of the configured mailboxes."""
    boxes = config.mailboxes or ()
    whole = [box for box in boxes if "@" in box]
    whole += [f"{box}@{domain}" for box in boxes if "@" not in box for domain in config.own_domains]
    return whole, [box.rpartition("@")[0] or box for box in boxes]


def _domains(boxes: Iterable[_Mailbox], theirs: set[str | None]) -> Iterator[str]:
    for box in boxes:
        if not freemail(box.domain) and organization(box.domain) not in theirs and not address_of(box.domain):
            yield box.domain


def _labels(domain: str) -> Iterator[str]:
    """Labels left of the public suffix that are more than the name of a role or a machine."""
    ending = suffix(domain) or ""
    for label in domain.removesuffix(ending).strip(".").split("."):
        if label not in _NOBODY and label not in _roles() and not _MACHINE.compiled.fullmatch(label):
            yield label


def _telling(local: str) -> Iterator[str]:
    """The local part and the words it is made of (taro.yamada+shop), without names of roles."""
    words = [local, local.partition("+")[0]]
    for mark in "._-+":
        words = [piece for word in words for piece in (word, *word.split(mark))]
    for word in dict.fromkeys(words):
        if word and word.lower() not in _roles():
            yield word


def _hosts(config: Config, path: Path, theirs: set[str | None]) -> Iterator[str]:
    for host in config.trusted_hosts:
        yield host.removeprefix("*.")
    boundary = path.boundary.index if path.boundary else -1
    for hop in path.hops[: boundary + 1]:
        inner = (hop.helo, hop.reverse_name) if hop.index < boundary else ()
        for host in (hop.by, *inner):
            if host and not is_bare(host) and organization(host) not in theirs:
                yield host.rstrip(".").lower()


def _networks(path: Path) -> Iterator[str]:
    """Public addresses of our servers. That of the machine which handed the mail over is the sender's."""
    handed = path.handed_over_by
    if handed is None:
        return
    for hop in path.hops[: handed.index + 1]:
        client = hop.address if hop.index < handed.index else None
        for address in (hop.by_address, client):
            if address and not is_inside(address) and address != handed.address:
                yield address
