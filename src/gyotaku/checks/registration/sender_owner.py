"""Who registered the domain of the sender's address, as the registry says; or that nobody did.

Innocent when: always, where it only informs. A domain that is not registered today may have been when the mail was sent.
"""

from collections.abc import Iterator
from datetime import timedelta

from gyotaku.mail.domains import registered
from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.senders import Party, Senders
from gyotaku.model.answers import Ending, NotApplicable, Unavailable
from gyotaku.model.bearing import HypothesisName, speaks_for
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.holder import quote_holder, told
from gyotaku.model.lazy import Lazy
from gyotaku.model.names import Names
from gyotaku.model.own_side import OwnSide
from gyotaku.model.registration import NoAnswer, NotFound, Registrations
from gyotaku.model.text import Host, Text, Time

SENDER_DOMAIN_OWNER = Kind(
    id="sender-domain-owner",
    group=Group.REGISTRATION,
    direction=Direction.INFORMS,
    title=Text(
        en="For the sender's domain {domain} the registry's record names {holder} as holder (place given: {place}; as of {time}).",
        ja="登録機関の記録では、差出人のドメイン {domain} の登録者は {holder_ja} です（所在地: {place}、{time} 時点）。",
    ),
    why=Text(
        en="It tells whose domain stands in From, not who sent the mail. Where the sender is forged or an account was "
        "abused, whoever holds the domain has nothing to do with the mail and is a victim. In most registries holders write "
        "what they like, and many are behind a privacy service without any bad purpose.",
        ja="わかるのは From に書かれたドメインの持ち主で、メールを送った者ではありません。差出人の詐称やアカウントの不正利用であれば、ドメインの持ち主は無関係で、被害者です。多くの登録機関では、登録者が内容を自由に書けます。代理公開は正当な目的でも広く使われています。",
    ),
    innocent=Text(
        en="Every domain has a holder; this only informs.", ja="どのドメインにも登録者がいます。参考情報です。"
    ),
)
DOMAIN_NOT_REGISTERED = Kind(
    id="domain-not-registered",
    group=Group.REGISTRATION,
    strength=Strength.MODERATE,
    bears=speaks_for(HypothesisName.FORGED_SENDER),
    title=Text(
        en="The registry says that the sender's domain {domain} is not registered (as of {time}).",
        ja="登録機関によると、差出人のドメイン {domain} は登録されていません（{time} 時点）。",
    ),
    why=Text(
        en="Nobody can receive mail at such an address, and nobody holds it. It was made up, or the domain has lapsed since the "
        "mail was sent.",
        ja="登録されていないドメインのアドレスでは誰もメールを受け取れず、持ち主もいません。でたらめに書かれたか、送信のあとで登録が失効したと考えられます。",
    ),
    innocent=Text(
        en="Old mail from a domain that was given up later, and machines that send under an inner name.",
        ja="あとで手放されたドメインからの古いメールや、社内だけの名前で送る機器でも起こります。",
    ),
)

_NO_DOMAIN = Text(
    en="The sender's address is of no domain that somebody registers.",
    ja="差出人のアドレスに、登録の対象になるドメインがありません。",
)
_NO_ANSWER = Text(
    en="No registry gave an answer about the domain.", ja="このドメインについて登録機関の回答がありませんでした。"
)
_IN_DNS = Text(
    en="The registry answers that the domain is not registered, but DNS has it. One of them is mistaken.",
    ja="登録機関は登録がないと回答しましたが、DNS にはこのドメインがあります。どちらかの回答が誤っています。",
)
_RECENT = timedelta(days=30)


def check(
    senders: Senders, registrations: Registrations, own: OwnSide, clock: Clock, names: Lazy[Names]
) -> Iterator[Finding]:
    author = senders.author
    domain = registered(author.domain) if author and author.domain and not freemail(author.domain) else None
    if author is None or domain is None or own.owns(domain):
        raise NotApplicable(_NO_DOMAIN)
    found = registrations.get(domain)
    if found is None or (isinstance(found, NoAnswer) and not found.asked):
        raise NotApplicable(_NO_DOMAIN)
    if isinstance(found, NoAnswer):
        raise Unavailable(_NO_ANSWER)
    if isinstance(found, NotFound):
        if _in_dns(names):
            raise Unavailable(_IN_DNS)
        yield _unregistered(author, found, clock)
        return
    slots = told(found)
    yield SENDER_DOMAIN_OWNER.found(
        author.quote_address(),
        *quote_holder(found),
        domain=Host(domain),
        holder=slots.holder,
        holder_ja=slots.holder_ja,
        place=slots.place,
        time=slots.time,
    )


def _in_dns(names: Lazy[Names]) -> bool:
    """DNS was asked, and has addresses or mail servers of the author's domain."""
    try:
        author = names().author
    except Ending:
        return False
    return author is not None and bool(author.servers or author.host.addresses)


def _unregistered(author: Party, found: NotFound, clock: Clock) -> Finding:
    """What is said today holds for the day of the mail only where that is not long ago."""
    sent = clock.received or clock.written
    recent = sent is not None and abs(found.answer.time - sent) < _RECENT
    return DOMAIN_NOT_REGISTERED.found(
        author.quote_address(),
        Evidence.answered(found.answer, Principal.REGISTRY, found.answer.detail),
        strength=Strength.MODERATE if recent else Strength.WEAK,
        domain=Host(found.of),
        time=Time(found.answer.time),
    )
