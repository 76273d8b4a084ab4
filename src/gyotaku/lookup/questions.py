"""What could be asked of the world about a mail: the whole list, before anything is asked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.recorded import Recorded
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.house import organization
from gyotaku.mail.ip import Scope, parsed, scope
from gyotaku.model.answers import Permission, Question
from gyotaku.model.bearing import HypothesisName as H
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
_NETWORK = Text(
    en="In whose network is {address}, and roughly where?", ja="{address} は誰のネットワークで、おおよそどこにあるか"
)
_FIRST_NETWORK = Text(
    en="In whose network, and roughly where, is {address}, from which the first server says it took the mail?",
    ja="最初のサーバーが記録した {address} は誰のネットワークで、おおよそどこにあるか",
)
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
    "network": Text(en="network and place", ja="ネットワークと位置"),
    "listed": Text(en="reputation", ja="評判"),
    "owner": Text(en="registration", ja="登録情報"),
}
_ANSWERS = frozenset({"pass", "fail", "softfail", "hardfail"})


def link_domains(links: Links, own: OwnSide) -> dict[str, str]:
    """The registrable domains to which a person can follow links, none of ours, each with the first host of it."""
    found: dict[str, str] = {}
    for link in links.clickable:
        if not own.owns(link.target.host):
            found.setdefault(link.target.domain, link.target.host)
    return found


def questions(senders: Senders, path: Path, own: OwnSide, recorded: Recorded, links: Links) -> tuple[Question, ...]:
    """Every question that our own server has not answered yet, each once, those that decide between hypotheses first."""
    answered = {result.method for result in recorded.results if result.ours and result.result in _ANSWERS}
    found = {
        question.id: question for question in _all(senders, path, own) if question.id.partition(":")[0] not in answered
    }
    for question in _of_links(links, own):
        found.setdefault(question.id, question)
    return tuple(found.values())


def _of_links(links: Links, own: OwnSide) -> Iterator[Question]:
    for domain, host in islice(link_domains(links, own).items(), MOST_LINK_DOMAINS):
        if parsed(host) is None:
            yield _ask("host", host, Permission.DNS, _HOST, host=Url(host))
            if domain != host or "." in domain:
                yield _ask("owner", domain, Permission.REGISTRATION, _LINK_OWNER, domain=Url(domain))
        else:
            yield _ask("network", host, Permission.PLACE, _NETWORK, address=Host(host))
        yield _ask("listed", host, Permission.REPUTATION, _LINK_LISTED, host=Url(host))
        yield _ask("site", host, Permission.SITE, _SITE, host=Url(host))


def _all(senders: Senders, path: Path, own: OwnSide) -> Iterator[Question]:
    hop = path.handed_over_by
    address = hop.address if hop and hop.address and scope(hop.address) in {Scope.GLOBAL, Scope.DOCUMENTATION} else None
    author = senders.author
    domain = author.domain if author and author.domain and "." in author.domain else None
    if domain and not own.owns(domain):
        yield from _of_domain(domain, address)
    envelope = senders.envelope.domain if senders.envelope else None
    if envelope and "." in envelope and organization(envelope) != organization(domain):
        yield _spf(envelope, address)
    first = path.first.address if path.first else None
    if first and first != address and scope(first) in {Scope.GLOBAL, Scope.DOCUMENTATION}:
        yield _ask("network", first, Permission.PLACE, _FIRST_NETWORK, address=Host(first))
    if address:
        yield _ask("ptr", address, Permission.DNS, _REVERSE, address=Host(address))
        yield _ask("network", address, Permission.PLACE, _NETWORK, address=Host(address))
        yield _ask("listed", address, Permission.REPUTATION, _LISTED, address=Host(address))
    if domain and not freemail(domain) and (registered := organization(domain)):
        yield _ask(
            "owner",
            registered,
            Permission.REGISTRATION,
            _OWNER,
            (H.LOOKALIKE_DOMAIN, H.OWN_NAME),
            domain=Host(registered),
        )


def _of_domain(domain: str, address: str | None) -> Iterator[Question]:
    yield _spf(domain, address)
    sender_or_account = (H.FORGED_SENDER, H.ABUSED_ACCOUNT)
    if not freemail(domain):
        yield _ask("mx", domain, Permission.DNS, _MX, sender_or_account, domain=Host(domain))
    yield _ask("dmarc", domain, Permission.DNS, _DMARC, (H.FORGED_SENDER, H.HONEST), domain=Host(domain))


def _spf(domain: str, address: str | None) -> Question:
    decides = (H.FORGED_SENDER, H.ABUSED_ACCOUNT, H.OWN_NAME, H.HONEST)
    if address is None:
        return _ask("spf", domain, Permission.DNS, _SPF_ANY, decides, domain=Host(domain))
    return _ask("spf", domain, Permission.DNS, _SPF, decides, domain=Host(domain), address=Host(address))


def _ask(
    what: str, of: str, permission: Permission, text: Text, decides: tuple[H, ...] = (), **slots: Slot
) -> Question:
    return Question(f"{what}:{of}", _NAMES[what], permission, text.filled(**slots), decides)
