"""A suffix that ends names of one country stands in the middle of a host, or a whole domain before the @ of an address.

Innocent when: proxies, archives and test systems take other sites' hosts into their own.
"""

from collections.abc import Iterator
from itertools import islice, pairwise

from gyotaku.mail.domains import is_listed, registrable, suffix
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.senders import Party, Senders
from gyotaku.mail.links.services import real
from gyotaku.model.bearing import HypothesisName, speaks_against
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Address, Host, Quote, Text, Url

SUFFIX_INSIDE = Kind(
    id="suffix-inside",
    group=Group.IDENTITY,
    strength=Strength.MODERATE,
    bears=speaks_against(HypothesisName.HONEST),
    title=Text(
        en="{host} reads like a name that ends in {ending}, but belongs to {domain}.",
        ja="{host} は {ending} で終わる名前のように見えますが、実際のドメインは {domain} です。",
    ),
    why=Text(
        en="Whose a host is, its last part alone says. Who puts the ending of one country's firms in the middle wants it to be taken for the end, "
        "most of all where the screen of a phone cuts the rest off.",
        ja="ホストの持ち主を示すのは末尾だけです。企業用の末尾を途中に置くのは、そこで終わる名前だと思わせるためです。スマートフォンの画面では後ろの部分が切れて見えないこともあります。",
    ),
    innocent=Text(
        en="Proxies, archives and test systems that take other hosts' names into their own.",
        ja="ほかのホストの名前を取り込むプロキシ、アーカイブ、検証用の環境でも見られます。",
    ),
)
DOMAIN_BEFORE_AT = Kind(
    id="domain-before-at",
    group=Group.IDENTITY,
    strength=Strength.MODERATE,
    bears=speaks_against(HypothesisName.HONEST),
    title=Text(
        en="The address {address} shows a domain before the @, {shown}; its real domain is {domain}.",
        ja="アドレス {address} は @ の前にドメイン名 {shown} を置いていますが、実際のドメインは {domain} です。",
    ),
    why=Text(
        en="What stands before the @ is chosen freely. A whole domain there is to be read as the sender's.",
        ja="@ の前には好きな文字を並べられます。そこにドメイン名を丸ごと置くのは、差出人のドメインだと思わせるためです。",
    ),
    innocent=Text(
        en="Services that give each customer's domain an address of its own.",
        ja="利用者のドメインごとにアドレスを割り当てるサービスでも起こります。",
    ),
)

_MOST = 3


def check(senders: Senders, links: Links, own: OwnSide) -> Iterator[Finding]:
    author = senders.author
    if author is not None and author.domain and not own.owns(author.domain):
        yield from _of_author(author)
    yield from islice(_of_links(links, own), _MOST)


def _of_author(author: Party) -> Iterator[Finding]:
    host, local = (author.domain or "").lower(), (author.mailbox.local or "").lower()
    ending = _inside(host)
    if ending is not None:
        yield _suffix_inside(host, ending, author.quote_address())
    shown = registrable(local) if "." in local and is_listed(local) else None
    if shown is not None and shown != registrable(host) and suffix(local) != local and _is_domain(local):
        yield DOMAIN_BEFORE_AT.found(
            author.quote_address(), address=Address(author.address or ""), shown=Host(local), domain=Host(host)
        )


def _of_links(links: Links, own: OwnSide) -> Iterator[Finding]:
    seen: set[str] = set()
    for link in links.clickable:
        target = real(link.target)
        if not target.host or target.domain in seen or own.owns(target.host):
            continue
        ending = _inside(target.host)
        if ending is not None:
            seen.add(target.domain)
            yield _suffix_inside(target.host, ending, link.evidence_of(target.host))


def _suffix_inside(host: str, ending: str, evidence: Evidence) -> Finding:
    return SUFFIX_INSIDE.found(
        evidence, host=Url(host), ending=Quote("." + ending), domain=Url(registrable(host) or host)
    )


def _inside(host: str) -> str | None:
    """A public suffix of two labels (`co.jp`, `com.br`), hyphens taken for dots, in front of the registrable domain."""
    domain = registrable(host)
    if domain is None or host == domain or not host.endswith("." + domain):
        front, domain = "", host
    else:
        front = host[: -len(domain) - 1]
    words = f"{front}.{domain.partition('.')[0]}".replace("-", ".").strip(".").split(".")
    for one, other in pairwise(words[1:]):
        pair = f"{one}.{other}"
        if one in _SECOND and len(other) == 2 and suffix("x." + pair, private=False) == pair:
            return pair
    return None


_SECOND = frozenset({"co", "com", "ne", "or", "go", "ac", "gov", "org", "net"})


def _is_domain(local: str) -> bool:
    """The part before the @ ends as names of organizations do, not as given names may (`jane.me`, `k.sato.io`)."""
    ending = suffix(local, private=False) or ""
    return ending in _ENDINGS or ending.partition(".")[0] in _SECOND


_ENDINGS = frozenset({"com", "net", "org", "jp", "de", "fr", "nl"})
