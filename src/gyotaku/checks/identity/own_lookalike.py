"""The sender's domain, or the host of a link, looks like the reader's own domain.

Innocent when: the reader's organization holds that domain as well.
"""

from collections.abc import Iterator
from itertools import islice

from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.links.services import real
from gyotaku.mail.lookalike import Likeness, Lookalike, own_lookalike
from gyotaku.model.bearing import HypothesisName, speaks_against, speaks_for
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.path import Source
from gyotaku.model.text import Host, Slot, Text, Url

OWN_LOOKALIKE = Kind(
    id="own-domain-lookalike",
    group=Group.IDENTITY,
    strength=Strength.STRONG,
    pretends="own-domain",
    bears=(*speaks_for(HypothesisName.LOOKALIKE_DOMAIN), *speaks_against(HypothesisName.HONEST)),
    title=Text(
        en="The sender's domain {domain} looks like your own {own}, but is another.",
        ja="差出人のドメイン {domain} は自社の {own} に似ていますが、別のドメインです。",
    ),
    why=Text(
        en="A domain that differs from yours by a letter, an ending or an added word is taken for yours at a glance. Orders to pay and password "
        "mails are sent from such domains.",
        ja="一文字違い、末尾違い、語の付け足しといったドメインは、一目では自社のものと見分けがつきません。送金の指示やパスワードを狙うメールに使われます。",
    ),
    innocent=Text(
        en="A second domain of your own; add it to own_domains.",
        ja="自社の別ドメインの場合は、own_domains に加えてください。",
    ),
)
LINK_OWN_LOOKALIKE = Kind(
    id="link-own-lookalike",
    group=Group.IDENTITY,
    strength=Strength.STRONG,
    pretends="own-domain",
    bears=speaks_against(HypothesisName.HONEST),
    title=Text(
        en="A link leads to {host}, which looks like your own {own}, but is another's.",
        ja="リンク先の {host} は自社の {own} に似ていますが、別のドメインです。",
    ),
    why=Text(
        en="Pages that ask for your organization's passwords are put on hosts that bear its name.",
        ja="社内のパスワードを入力させる偽の画面は、自社の名前を含むホストに置かれることがあります。",
    ),
    innocent=Text(
        en="A service that gives your organization a host of its own name; add it to own_domains.",
        ja="自社名のホストを割り当てる外部サービスでも起こります。その場合は own_domains に加えてください。",
    ),
)

_MOST = 2
_STRENGTHS = {
    Likeness.SUFFIX: Strength.WEAK,
    Likeness.WORDS: Strength.MODERATE,
    Likeness.MISSPELT: Strength.STRONG,
    Likeness.LETTERS: Strength.STRONG,
    Likeness.DOMAIN: Strength.STRONG,
}


def check(senders: Senders, links: Links, own: OwnSide) -> Iterator[Finding]:
    domains = tuple(domain for domain in own.domains if not freemail(domain))
    if not domains:
        return
    author = senders.author
    if author is not None and author.domain and not own.owns(author.domain):
        domain = author.domain.lower()
        like = _looks(domain, domains, own)
        if like is not None:
            yield _found(OWN_LOOKALIKE, like, own, author.quote_address(), domain=Host(domain))
    yield from islice(_of_links(links, own, domains), _MOST)


def _of_links(links: Links, own: OwnSide, domains: tuple[str, ...]) -> Iterator[Finding]:
    seen: set[str] = set()
    for link in links.clickable:
        target = real(link.target)
        if not target.host or target.host in seen or own.owns(target.host):
            continue
        seen.add(target.host)
        like = _looks(target.host, domains, own)
        if like is not None:
            yield _found(LINK_OWN_LOOKALIKE, like, own, link.evidence(), host=Url(target.host))


def _looks(host: str, domains: tuple[str, ...], own: OwnSide) -> Lookalike | None:
    like = own_lookalike(host, domains)
    # Where the reader's domain was inferred, another with its name may well be his too.
    least = Likeness.SUFFIX if own.source is Source.CONFIGURED else Likeness.MISSPELT
    return like if like is not None and like.likeness >= least else None


def _found(kind: Kind, like: Lookalike, own: OwnSide, evidence: Evidence, **slots: Slot) -> Finding:
    strength = _STRENGTHS[like.likeness]
    if own.source is not Source.CONFIGURED and strength is Strength.STRONG:
        strength = Strength.MODERATE  # whose domain it is was inferred
    return kind.found(
        evidence, strength=strength, direction=None, bears=None, pretends=None, own=Host(like.brand.name), **slots
    )
