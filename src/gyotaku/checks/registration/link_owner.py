"""Who registered the domains to which links lead, as the registries say.

Innocent when: always; it only informs.
"""

from collections.abc import Iterator

from gyotaku.mail.domains import registered
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.senders import Senders
from gyotaku.model.answers import Ending, NotApplicable, Unavailable
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.holder import quote_holder
from gyotaku.model.holder import told as told_of
from gyotaku.model.lazy import Lazy
from gyotaku.model.names import Names
from gyotaku.model.own_side import OwnSide
from gyotaku.model.registration import NoAnswer, NotFound, Registration, Registrations
from gyotaku.model.text import Text, Time, Url

LINK_DOMAIN_OWNER = Kind(
    id="link-domain-owner",
    group=Group.REGISTRATION,
    direction=Direction.INFORMS,
    title=Text(
        en="For {domain}, to which a link leads, the registry's record names {holder} as holder (place given: {place}; as of {time}).",
        ja="登録機関の記録では、リンク先のドメイン {domain} の登録者は {holder_ja} です（所在地: {place}、{time} 時点）。",
    ),
    why=Text(
        en="It tells whom the registry names, not who put the page there: a site may have been broken into, and its holder is a "
        "victim then. In most registries holders write what they like, and many are behind a privacy service without any bad purpose; "
        "the place of such a service is not the holder's.",
        ja="わかるのは登録機関の記録にある登録者で、そのページを置いた者とは限りません。サイトが改ざんされた場合、持ち主は被害者です。多くの登録機関では、登録者が内容を自由に書けます。代理公開は正当な目的でも広く使われ、その場合の所在地は登録者のものではありません。",
    ),
    innocent=Text(
        en="Every domain has a holder; this only informs.", ja="どのドメインにも登録者がいます。参考情報です。"
    ),
)
LINK_DOMAIN_NOT_REGISTERED = Kind(
    id="link-domain-not-registered",
    group=Group.REGISTRATION,
    direction=Direction.INFORMS,
    title=Text(
        en="The registry says that {domain}, to which a link leads, is not registered (as of {time}).",
        ja="登録機関によると、リンク先のドメイン {domain} は登録されていません（{time} 時点）。",
    ),
    why=Text(
        en="The link leads nowhere now, and anybody could register the name. Who held it when the mail was sent is not told.",
        ja="現在、このリンクはどこにもつながらず、この名前は誰でも登録できます。送信時の持ち主はわかりません。",
    ),
    innocent=Text(
        en="Domains lapse; in an old mail such links are common.",
        ja="ドメインは失効することがあります。古いメールでは珍しくありません。",
    ),
)

_NO_LINK = Text(
    en="No link leads to a domain about which a registry has answered.",
    ja="登録機関から回答のあったドメインへのリンクがありません。",
)

_NO_ANSWER = Text(
    en="No registry gave an answer about a domain to which a link leads.",
    ja="リンク先のドメインについて、登録機関の回答がないものがあります。",
)


def check(
    links: Links, registrations: Registrations, own: OwnSide, senders: Senders, names: Lazy[Names]
) -> Iterator[Finding]:
    seen: set[str] = set()
    author = senders.author.domain if senders.author else None
    told_already = None if author is None or freemail(author) else registered(author)
    for link in links.clickable:
        # Below a suffix where others give out names, the holder of the name is not in the registry.
        domain = link.end.domain
        if domain in seen or own.owns(link.end.host) or domain != registered(link.end.host):
            continue
        seen.add(domain)
        found = registrations.get(domain)
        # Whoever holds the sender's domain is told by a finding of its own.
        if isinstance(found, Registration) and domain != told_already:
            slots = told_of(found)
            yield LINK_DOMAIN_OWNER.found(
                link.evidence(),
                *quote_holder(found),
                domain=Url(domain),
                holder=slots.holder,
                holder_ja=slots.holder_ja,
                place=slots.place,
                time=slots.time,
            )
        elif isinstance(found, NotFound) and not _in_dns(names, domain):
            answered = Evidence.answered(found.answer, Principal.REGISTRY, found.answer.detail)
            time = Time(found.answer.time)
            yield LINK_DOMAIN_NOT_REGISTERED.found(link.evidence(), answered, domain=Url(domain), time=time)
    told = [found for domain in seen if (found := registrations.get(domain)) is not None]
    if any(isinstance(found, NoAnswer) and found.asked for found in told):
        raise Unavailable(_NO_ANSWER)
    if not any(isinstance(found, Registration | NotFound) for found in told):
        raise NotApplicable(_NO_LINK)


def _in_dns(names: Lazy[Names], domain: str) -> bool:
    """DNS was asked, and has an address of a host in this domain: then the registry's answer is not to be relied on."""
    try:
        hosts = names().links
    except Ending:
        return False
    return any(host.addresses and registered(host.host) == domain for host in hosts)
