"""What could be asked of the world about a mail: the whole list, before anything is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from gyotaku.lookup.one_recipient import made_for_one
from gyotaku.lookup.special_names import is_special
from gyotaku.mail.domains import registered
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.recorded import Recorded
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.house import organization
from gyotaku.mail.ip import Scope, parsed, scope
from gyotaku.mail.message import Message
from gyotaku.model.answers import Permission, Question
from gyotaku.model.bearing import HypothesisName as H
from gyotaku.model.configuration import Config
from gyotaku.model.names import Names
from gyotaku.model.own_side import OwnSide
from gyotaku.model.path import Path
from gyotaku.model.text import Host, Slot, Text, Url

_SPF = Text(
    en="Does {domain} let {address} send its mail (SPF)?",
    ja="{domain} は {address} からの送信を認めているか（SPF）",
)
_SPF_ANY = Text(
    en="Which servers may send mail of {domain} (SPF)?", ja="{domain} はどのサーバーからの送信を認めているか（SPF）"
)
_MX = Text(
    en="Which servers take mail for {domain} (MX)? If that provider is on the path as well, an account there may "
    "have been used.",
    ja="{domain} 宛てのメールはどのサーバーが受けるか（MX）。配送経路と同じ事業者であれば、そこのアカウントが使われた可能性があります。",
)
_DMARC = Text(
    en="What does {domain} ask to be done with mail it did not authorize (DMARC)?",
    ja="{domain} は認証に失敗したメールの扱いをどう定めているか（DMARC）",
)
_REVERSE = Text(
    en="Does the reverse name of {address} lead back to it?", ja="{address} の逆引きホスト名は正引きと一致するか"
)
_OWNER = Text(en="Who registered {domain}, and when?", ja="{domain} はいつ、誰が登録したか")
_DKIM = Text(
    en="Which keys does {domain} publish for the mail's DKIM signature?",
    ja="{domain} が公開している DKIM 署名の鍵は何か",
)
_ARC = Text(
    en="Which keys does {domain} publish for the seals of the mail's ARC chain?",
    ja="{domain} が公開している ARC の封印の鍵は何か",
)
_NETWORK = Text(en="To whom is the network of {address} registered?", ja="{address} のネットワークの登録者は誰か")
_FIRST_NETWORK = Text(
    en="To whom is the network of {address} registered, from which the first server says it took the mail?",
    ja="最初のサーバーが記録した {address} のネットワークの登録者は誰か",
)
_PLACE = Text(en="Roughly where is {address}?", ja="{address} はおおよそどこにあるか")
_LISTED = Text(en="Is {address} on a list of abusers?", ja="{address} は悪用の報告リストに載っているか")

_HOST = Text(en="Which addresses does {host} have?", ja="{host} のIPアドレスは何か")
_LINK_OWNER = Text(en="Who registered {domain}, and when?", ja="{domain} はいつ、誰が登録したか")
_LINK_LISTED = Text(en="Is {host} on a list of phishing sites?", ja="{host} はフィッシングサイトのリストに載っているか")
_SITE = Text(
    en="What does {host} show, and where do the links lead in the end?",
    ja="{host} には何が表示され、リンクは最終的にどこへ誘導するか",
)
MOST_LINK_DOMAINS = 3
"""Domains of links about which questions are raised, in the order of the mail."""


_NAMES = {
    "host": Text(en="addresses", ja="IPアドレス"),
    "site": Text(en="visit", ja="アクセス"),
    "spf": Text(en="SPF", ja="SPF"),
    "mx": Text(en="MX", ja="MX"),
    "dmarc": Text(en="DMARC", ja="DMARC"),
    "ptr": Text(en="reverse name", ja="逆引き"),
    "dkim": Text(en="DKIM keys", ja="DKIM の鍵"),
    "arc": Text(en="ARC keys", ja="ARC の鍵"),
    "network": Text(en="network", ja="ネットワーク"),
    "place": Text(en="place", ja="位置"),
    "listed": Text(en="reputation", ja="評判"),
    "owner": Text(en="registration", ja="登録情報"),
}
_ANSWERS = frozenset({"pass", "fail", "softfail", "hardfail"})
# Enough to raise a question; the evaluator reads the tags by their grammar (RFC 6376 section 3.2).
_SIGNER = re.compile(r"(?:^|;)\s*d\s*=\s*([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+)")
MOST_SIGNING_DOMAINS = 3
"""Domains of DKIM signatures about which questions are raised."""
_PLACEABLE = frozenset({Scope.GLOBAL, Scope.DOCUMENTATION})


class Raised(Struct, frozen=True):
    """What raises questions, of one mail."""

    senders: Senders
    path: Path
    own: OwnSide
    recorded: Recorded
    links: Links
    message: Message
    config: Config = Config()
    """Whose servers to ask, where the reader names some."""

    @property
    def signers(self) -> tuple[str, ...]:
        """Domains that say they signed it (DKIM), in the order of the fields."""
        return self._named_by("DKIM-Signature")

    @property
    def sealers(self) -> tuple[str, ...]:
        """Domains that say they sealed it (ARC)."""
        return self._named_by("ARC-Seal")

    def _named_by(self, name: str) -> tuple[str, ...]:
        fields = self.message.headers.first(name, MOST_SIGNING_DOMAINS)
        found = (match[1].lower() for field in fields if (match := _SIGNER.search(field.value)))
        return tuple(dict.fromkeys(found))

    @property
    def address(self) -> str | None:
        """The address that handed the mail to our side: which one that is, the trust boundary tells."""
        hop = self.path.handed_over_by
        return hop.address if hop and hop.address and scope(hop.address) in _PLACEABLE else None

    @property
    def first_address(self) -> str | None:
        """The address from which the first server says it took the mail, where it is another one."""
        first = self.path.first.address if self.path.first else None
        return first if first and first != self.address and scope(first) in _PLACEABLE else None

    @property
    def readers(self) -> tuple[str, ...]:
        """Mail addresses of the one who reads it, as far as the mail tells."""
        return self.own.addresses

    @property
    def domain(self) -> str | None:
        """The author's domain."""
        author = self.senders.author
        return author.domain if author and author.domain and askable(author.domain) else None

    @property
    def spf_domain(self) -> str | None:
        """Whose SPF policy is about this delivery: the envelope sender's, of a bounce the HELO name's (RFC 7208 section 2.4)."""
        if self.senders.envelope is not None:
            domain = self.senders.envelope.domain
            return domain if domain and askable(domain) else None
        if self.senders.return_path is not None and askable(self.helo.lower()):
            return self.helo.lower()
        return self.domain

    @property
    def helo(self) -> str:
        """What the machine that handed the mail over called itself."""
        hop = self.path.handed_over_by
        return (hop.helo if hop else None) or ""

    def mail_from_of(self, domain: str) -> str:
        """The mailbox of this domain that SPF is evaluated for; empty for a bounce."""
        for party in (self.senders.envelope, self.senders.author):
            if party is not None and party.domain == domain:
                return party.address or ""
        return "" if domain == self.spf_domain else f"postmaster@{domain}"


def link_domains(links: Links, own: OwnSide) -> dict[str, str]:
    """The registrable domains to which links lead in the end, none of ours, each with the first host of it."""
    found: dict[str, str] = {}
    for link in links.clickable:
        target = link.end
        if not own.owns(target.host):
            found.setdefault(target.domain, target.host)
    return found


def questions(raised: Raised) -> tuple[Question, ...]:
    """Every question of the mail, each once, those that decide between hypotheses first."""
    found: dict[str, Question] = {}
    for question in (*_of_senders(raised), *_of_addresses(raised), *_of_links(raised)):
        found.setdefault(question.id, question)
    return tuple(found.values())


def answered_on_arrival(recorded: Recorded) -> frozenset[str]:
    """The methods (`spf`, `dkim`, `dmarc`) that our own server tried when the mail came, and recorded an answer."""
    return frozenset(result.method for result in recorded.results if result.ours and result.result in _ANSWERS)


def askable(host: str) -> bool:
    """The world can be asked about this host: no private address, no name that is special or has one label alone."""
    if parsed(host) is not None:
        return scope(host) in _PLACEABLE
    return "." in host and not is_special(host)


def _of_senders(raised: Raised) -> Iterator[Question]:
    domain, address = raised.domain, raised.address
    if raised.spf_domain and not raised.own.owns(raised.spf_domain):
        yield _spf(raised.spf_domain, address)
    if domain and not raised.own.owns(domain):
        if organization(raised.spf_domain) != organization(domain):
            yield _spf(domain, address)
        if not freemail(domain):
            decides = (H.FORGED_SENDER, H.ABUSED_ACCOUNT)
            yield _ask("mx", domain, Permission.DNS, _MX, decides, domain=Host(domain))
        yield _ask("dmarc", domain, Permission.DNS, _DMARC, (H.FORGED_SENDER, H.HONEST), domain=Host(domain))
    for signer in raised.signers:
        same = organization(signer) == organization(domain)
        yield _ask("dkim", signer, Permission.DNS, _DKIM, _SENDER if same else (), domain=Host(signer))
    for sealer in raised.sealers:
        yield _ask("arc", sealer, Permission.DNS, _ARC, domain=Host(sealer))
    if domain and not freemail(domain) and (held := organization(domain)):
        hypotheses = (H.LOOKALIKE_DOMAIN, H.OWN_NAME)
        yield _ask("owner", held, Permission.REGISTRATION, _OWNER, hypotheses, domain=Host(held))


def _of_addresses(raised: Raised) -> Iterator[Question]:
    for address, network in ((raised.address, _NETWORK), (raised.first_address, _FIRST_NETWORK)):
        if address:
            yield _ask("ptr", address, Permission.DNS, _REVERSE, address=Host(address))
            yield _ask("network", address, Permission.REGISTRATION, network, address=Host(address))
            yield _ask("place", address, Permission.PLACE, _PLACE, address=Host(address))
            yield _ask("listed", address, Permission.REPUTATION, _LISTED, address=Host(address))


def _of_links(raised: Raised) -> Iterator[Question]:
    for domain, named in islice(link_domains(raised.links, raised.own).items(), MOST_LINK_DOMAINS):
        host = domain if made_for_one(named, domain, raised.readers) else named
        if not askable(host):
            continue
        if parsed(host) is None:
            yield _ask("host", host, Permission.DNS, _HOST, host=Url(host))
            if domain == registered(host):  # else its holder is known to a provider and to no registry
                yield _ask("owner", domain, Permission.REGISTRATION, _LINK_OWNER, domain=Url(domain))
        else:
            yield _ask("network", host, Permission.REGISTRATION, _NETWORK, address=Host(host))
            yield _ask("place", host, Permission.PLACE, _PLACE, address=Host(host))
        yield _ask("listed", host, Permission.REPUTATION, _LINK_LISTED, host=Url(host))
        yield _ask("site", host, Permission.SITE, _SITE, host=Url(host))


_SENDER = (H.FORGED_SENDER, H.ABUSED_ACCOUNT, H.OWN_NAME, H.HONEST)


def questions_of_links(names: Names) -> tuple[Question, ...]:
    """What the addresses of link hosts raise, once DNS has told them: of each host the first."""
    found: dict[str, Question] = {}
    for host in names.links:
        for address in host.addresses[:1]:
            if scope(address) in _PLACEABLE:
                network = _ask("network", address, Permission.REGISTRATION, _NETWORK, address=Host(address))
                place = _ask("place", address, Permission.PLACE, _PLACE, address=Host(address))
                found |= {network.id: network, place.id: place}
    return tuple(found.values())


def _spf(domain: str, address: str | None) -> Question:
    if address is None:
        return _ask("spf", domain, Permission.DNS, _SPF_ANY, _SENDER, domain=Host(domain))
    return _ask("spf", domain, Permission.DNS, _SPF, _SENDER, domain=Host(domain), address=Host(address))


def _ask(
    what: str, of: str, permission: Permission, text: Text, decides: tuple[H, ...] = (), **slots: Slot
) -> Question:
    return Question(f"{what}:{of}", _NAMES[what], permission, text.filled(**slots), decides)
