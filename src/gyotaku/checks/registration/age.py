"""How old a domain was when the mail was sent: the sender's, or one to which a link leads.

Innocent when: new firms, events and campaigns have new domains too.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from gyotaku.mail.domains import registered
from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.senders import Senders
from gyotaku.model.answers import NotApplicable, Unavailable
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.holder import quote_date
from gyotaku.model.own_side import OwnSide
from gyotaku.model.registration import Dated, NoAnswer, Registration, Registrations
from gyotaku.model.text import Duration, Text, Url, Word

DOMAIN_YOUNG = Kind(
    id="domain-young",
    group=Group.REGISTRATION,
    strength=Strength.WEAK,
    title=Text(
        en="The domain {domain} ({role}) was registered {age} before this mail was sent.",
        ja="ドメイン {domain}（{role}）が登録されたのは、メールが送られる{age}前です。",
    ),
    why=Text(
        en="Domains for frauds are often registered shortly before they are used, since they are blocked soon. Firms and "
        "authorities that people know have held their domains for years.",
        ja="詐欺に使うドメインはすぐに遮断されるため、使う直前によく登録されます。名の知られた会社や官公庁は、何年も同じドメインを使っています。",
    ),
    innocent=Text(
        en="New firms, events and campaigns have new domains too, and a lapsed domain that is registered again counts as new.",
        ja="新しい会社、催し、キャンペーンのドメインも新しいものです。失効後に登録し直されたドメインも新しく見えます。",
    ),
)
REGISTERED_AFTER_MAIL = Kind(
    id="domain-registered-after-mail",
    group=Group.REGISTRATION,
    direction=Direction.INFORMS,
    title=Text(
        en="The domain {domain} ({role}) was registered {age} after this mail was sent, so its registration does not tell who "
        "held it then.",
        ja="ドメイン {domain}（{role}）が登録されたのは、メールが送られた{age}後です。送信時の持ち主は、この登録からはわかりません。",
    ),
    why=Text(
        en="The domain lapsed and was registered again, by the same holder or another, or nobody held it when the mail was sent.",
        ja="失効したあとで同じ持ち主か別の者が登録し直したか、送信の時点では誰も登録していなかったと考えられます。",
    ),
    innocent=Text(
        en="Old mail from or about a domain that has changed hands since.",
        ja="その後持ち主が変わったドメインからの、またはそのドメインへのリンクがある古いメールでは普通のことです。",
    ),
)

_NEW, _YOUNG = timedelta(days=30), timedelta(days=180)
_ZONES = timedelta(days=1)
"""A registry's day begins at an hour that it does not always tell."""
_SENDER = Text(en="the sender's", ja="差出人")
_LINKED = Text(en="to which a link leads", ja="リンク先")
_NO_TIME = Text(en="The mail tells no time at which it was sent.", ja="メールに送信の日時がありません。")
_NO_DATE = Text(
    en="No registry told when a domain of this mail was registered.",
    ja="このメールのドメインについて、登録日がわかる回答がありませんでした。",
)

_NO_ANSWER = Text(
    en="No registry gave an answer about a domain of this mail.",
    ja="このメールのドメインについて、登録機関の回答がないものがあります。",
)


def check(
    senders: Senders, links: Links, registrations: Registrations, own: OwnSide, clock: Clock
) -> Iterator[Finding]:
    sent = clock.received or clock.written
    if sent is None:
        raise NotApplicable(_NO_TIME)
    seen: set[str] = set()
    silent = False
    for domain, evidence, role in _domains(senders, links, own):
        found = registrations.get(domain)
        silent = silent or (isinstance(found, NoAnswer) and found.asked)
        if domain not in seen and isinstance(found, Registration) and found.created is not None:
            seen.add(domain)
            yield from _judged(found, found.created, sent, evidence, role)
    if silent:
        raise Unavailable(_NO_ANSWER)
    if not seen:
        raise NotApplicable(_NO_DATE)


def _domains(senders: Senders, links: Links, own: OwnSide) -> Iterator[tuple[str, Evidence, Text]]:
    """The registered domains of the mail that are not ours, each with where it stands."""
    author = senders.author
    if author and author.domain and not freemail(author.domain):
        domain = registered(author.domain)
        if domain is not None and not own.owns(domain):
            yield domain, author.quote_address(), _SENDER
    for link in links.clickable:
        target = link.end
        if target.domain == registered(target.host) and not own.owns(target.host):
            yield target.domain, link.evidence(), _LINKED


def _judged(
    registration: Registration, created: Dated, sent: datetime, evidence: Evidence, role: Text
) -> Iterator[Finding]:
    age = sent - created.moment
    quotes = evidence, quote_date(registration, created)
    domain, word = Url(registration.domain), Word(role)
    if age < -_ZONES:
        yield REGISTERED_AFTER_MAIL.found(*quotes, domain=domain, role=word, age=_days(-age))
    elif age < _YOUNG:
        strength = Strength.MODERATE if age < _NEW else Strength.WEAK
        yield DOMAIN_YOUNG.found(
            *quotes, strength=strength, domain=domain, role=word, age=_days(max(age, timedelta(0)))
        )


def _days(age: timedelta) -> Duration:
    """Whole days: many registries tell no time of day."""
    return Duration(timedelta(days=age.days) if age.days else age)
