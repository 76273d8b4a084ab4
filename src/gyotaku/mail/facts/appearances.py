"""Where a mail has the names of known organizations: sender, subject, text, pictures, files, links."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.brands import Brand, Mention, disguises, mentions, namings
from gyotaku.mail.facts.claims import Claims, Place
from gyotaku.mail.facts.depicted import Depicted
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.senders import Party, Senders
from gyotaku.mail.facts.stamps import Stamps
from gyotaku.mail.facts.wording import Body, Passage, Wording
from gyotaku.mail.holding import holder
from gyotaku.mail.links.mark import Place as LinkPlace
from gyotaku.mail.links.services import real
from gyotaku.mail.links.shown import shown_host
from gyotaku.mail.links.warned import warned_of
from gyotaku.mail.lookalike import Likeness, lookalike
from gyotaku.mail.message import Message
from gyotaku.mail.vocabulary import Vocabulary, vocabulary
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence, Layer, Principal
from gyotaku.model.own_brands import OwnBrands

_MOST = 200
"""Links and pictures that are looked at."""
_LONGEST = 200
_EDGE = 300
"""Letters at the beginning and the end of a text in which disguised names are looked for."""
_LONGEST_LINE = 80
_ODD = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u0370-\u052f\U0001d400-\U0001d7ff]")
_WORDS = re.compile(r"[^\W\d_]+")


class Where(StrEnum):
    """A place in a mail; `data/identity.toml` says how much a name there says."""

    NAME = "name"
    WITHIN_NAME = "within-name"
    SUBJECT = "subject"
    WITHIN_SUBJECT = "within-subject"
    ADDRESS = "address"
    TEXT = "text"
    HEADING = "heading"
    SIGNATURE = "signature"
    IMAGE = "image"
    FILE = "file"
    SHOWN_HOST = "shown-host"
    LINK_HOST = "link-host"
    OWN_LINK = "own-link"
    PREHEADER = "preheader"
    MENTION = "mention"

    @property
    def of_sender(self) -> bool:
        """Where a reader looks for who wrote the mail."""
        return self in (Where.NAME, Where.SUBJECT, Where.ADDRESS)


class Appearance(Struct, frozen=True):
    """A brand's name in one place of the mail."""

    brand: Brand
    where: Where
    evidence: Evidence
    disguised: bool = False


class Appearances(Struct, frozen=True):
    """In the order of the places of `Where`, then of the mail."""

    all: tuple[Appearance, ...]


def read(
    senders: Senders,
    stamps: Stamps,
    claims: Claims,
    wording: Wording,
    depicted: Depicted,
    links: Links,
    message: Message,
    config: Config,
) -> Appearances:
    own = config.brands
    found = [
        *_of_sender(senders.author, own),
        *_of_subject(stamps, claims, own),
        *_of_claims(claims),
        *(one for passage in (*wording.bodies, *depicted.passages) for one in _of_text(passage, own)),
        *_of_hidden(wording.laid_out, own),
        *_of_pictures(links, own),
        *_of_files(message, own),
        *_of_links(links, wording, own),
    ]
    return Appearances(tuple(found))


def _of_sender(author: Party | None, own: OwnBrands) -> Iterator[Appearance]:
    if author is None:
        return
    name = author.name
    if name and name in author.field.text:
        for naming in namings(name[:_LONGEST], own):
            where = Where.NAME if naming.leads else Where.WITHIN_NAME
            quote = author.quote_name(piece=name[naming.start : naming.end])
            yield Appearance(naming.brand, where, quote, naming.disguised)
    if not author.address or not author.domain or author.address not in author.field.text:
        return
    local = (author.mailbox.local or "").lower()
    servers = table("identity")["servers"]["ids"]
    for naming in namings(local[:_LONGEST], own):
        if (
            naming.leads
            and naming.brand.id not in servers
            and not _gives_mailboxes(naming.brand, author.domain.lower())
        ):
            yield Appearance(naming.brand, Where.ADDRESS, author.quote_address(), naming.disguised)
    like = lookalike(author.domain.lower(), own)
    if like is not None and like.likeness >= Likeness.SUFFIX:
        yield Appearance(like.brand, Where.ADDRESS, author.quote_address())


def _gives_mailboxes(brand: Brand, domain: str) -> bool:
    """The domain is the brand's own, or one where it lets anybody have a mailbox."""
    return brand.holds(domain) or brand.shares(domain)


def _of_subject(stamps: Stamps, claims: Claims, own: OwnBrands) -> Iterator[Appearance]:
    if not stamps.subject:
        return
    passage = Passage("Subject", Layer.HEADER, stamps.subject, stamps.subject_start)
    heads = {claim.brand.id for claim in claims.all if claim.place is Place.SUBJECT}
    for naming in namings(stamps.subject[:_LONGEST], own):
        where = Where.SUBJECT if naming.brand.id in heads else Where.WITHIN_SUBJECT
        yield Appearance(naming.brand, where, passage.evidence(naming.start, naming.end), naming.disguised)


def _of_claims(claims: Claims) -> Iterator[Appearance]:
    for claim in claims.all:
        if claim.place is Place.TEXT:
            yield Appearance(claim.brand, Where.TEXT, claim.evidence)


def _of_text(passage: Passage, own: OwnBrands) -> Iterator[Appearance]:
    text = passage.text
    for mention in mentions(passage.folded, own):
        yield Appearance(mention.brand, _of_line(passage.folded, mention), passage.evidence(mention.start, mention.end))
    edges = [(0, len(text))] if len(text) <= 2 * _EDGE else [(0, _EDGE), (len(text) - _EDGE, len(text))]
    odd = _ODD.search(text)
    if odd is not None:
        edges.append((max(0, odd.start() - _LONGEST), odd.end() + 10 * _EDGE))
    for start, end in edges:
        for naming in disguises(text[start:end], own):
            quote = passage.evidence(start + naming.start, start + naming.end)
            yield Appearance(naming.brand, Where.HEADING, quote, disguised=True)


def _of_line(text: str, mention: Mention) -> Where:
    """Whether the name stands on its line as a sender's does: alone, or with an organization's words."""
    start = text.rfind("\n", max(0, mention.start - _LONGEST_LINE), mention.start) + 1
    end = text.find("\n", mention.end, mention.end + _LONGEST_LINE)
    if (not start and mention.start > _LONGEST_LINE) or (end < 0 and len(text) - mention.end > _LONGEST_LINE):
        return Where.MENTION
    beside = f"{text[start : mention.start]} {text[mention.end : end if end >= 0 else len(text)]}"
    company = _company_words()
    left = company.without(beside)
    if any(word not in company for word in _WORDS.findall(left)):
        return Where.MENTION
    return Where.HEADING if left == beside and not _WORDS.search(beside) and "©" not in beside else Where.SIGNATURE


@cache
def _company_words() -> Vocabulary:
    return vocabulary(table("identity")["line"]["company"])


def _of_hidden(laid_out: tuple[Body, ...], own: OwnBrands) -> Iterator[Appearance]:
    """Text before all others that only the list of mails shows."""
    for body in laid_out:
        for hidden in body.visible.hidden[:3] if body.visible else ():
            text = hidden.text[:_LONGEST]
            named = namings(text, own)
            source = body.part.text() if named else ""
            for naming in named:
                written = text[naming.start : naming.end]
                at = source.find(written, hidden.start, hidden.end)
                if at >= 0:
                    passage = Passage(body.part.body_section, Layer.BODY, written, at)
                    yield Appearance(naming.brand, Where.PREHEADER, passage.evidence(0, len(written)), naming.disguised)


def _of_pictures(links: Links, own: OwnBrands) -> Iterator[Appearance]:
    seen: set[str] = set()
    for link in links:
        if link.place is not LinkPlace.IMAGE or len(seen) >= _MOST:
            continue
        alt = link.mark.alt if link.mark else None
        if alt is not None and alt[0] and alt[0] not in seen:
            seen.add(alt[0])
            passage = Passage(f"{link.part}/img@{alt[1]}/alt", Layer.ATTRIBUTE, alt[0][:_LONGEST])
            for naming in namings(passage.text, own):
                quote = passage.evidence(naming.start, naming.end)
                yield Appearance(naming.brand, Where.IMAGE, quote, naming.disguised)
        name = link.target.written.partition("?")[0].rpartition("/")[2][:_LONGEST]
        if name and name not in seen and link.target.scheme != "data":
            seen.add(name)
            for naming in namings(name, own):
                at = link.target.written.find(name)
                yield Appearance(naming.brand, Where.FILE, link.evidence(at + naming.start, at + naming.end))


def _of_files(message: Message, own: OwnBrands) -> Iterator[Appearance]:
    for part in message.root.walk():
        name = part.filename
        if not name:
            continue
        for header in ("Content-Disposition", "Content-Type"):
            field = part.headers.get(header)
            if field is not None and name in field.text:
                for naming in namings(name[:_LONGEST], own):
                    quote = field.quote(name[naming.start : naming.end], Principal.SENDER)
                    yield Appearance(naming.brand, Where.FILE, quote)
                break


def _of_links(links: Links, wording: Wording, own: OwnBrands) -> Iterator[Appearance]:
    hosts: set[str] = set()
    for link in links:
        if len(hosts) >= _MOST:
            return
        target = real(link.target)
        if not target.host or target.host in hosts:
            continue
        hosts.add(target.host)
        brand = holder(target.host, own)
        if brand is not None:
            yield Appearance(brand, Where.OWN_LINK, link.evidence_of(target.host))
            continue
        like = lookalike(target.host, own) if link.clickable else None
        if (
            like is not None
            and like.likeness >= Likeness.SUFFIX
            and not warned_of(link, (text.text for text in wording.bodies))
        ):
            yield Appearance(like.brand, Where.LINK_HOST, link.evidence_of(target.host))
        shown = shown_host(link.shown) if link.shown and link.clickable else None
        claimed = holder(shown.target.host, own) if shown else None
        quote = link.shown_evidence(shown.start, shown.end) if shown else None
        if claimed is not None and quote is not None:
            yield Appearance(claimed, Where.SHOWN_HOST, quote)
