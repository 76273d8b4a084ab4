"""The display name claims to be the recipient's own domain, organization or address.

Innocent when: the reader's own systems send through an outside service.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.recipients import Recipients
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.wording import folded
from gyotaku.model.bearing import HypothesisName, speaks_against
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Address, Quote, Text

OWN_DOMAIN_PRETENDED = Kind(
    id="own-domain-pretended",
    group=Group.SENDER,
    strength=Strength.STRONG,
    pretends="own-domain",
    bears=speaks_against(HypothesisName.HONEST),
    title=Text(
        en="The sender calls himself {name}, as if he wrote from inside your own organization, but his address is {address}.",
        ja="差出人は {name} と、自社の関係者であるかのように名乗っていますが、アドレスは外部の {address} です。",
    ),
    why=Text(
        en="Your own support writes from your own domain. A stranger who signs with your name wants to be taken for it.",
        ja="自社の担当者であれば自社のドメインから送ります。外部の差出人が自社の名前を名乗るのは、内部からの連絡と思わせるためです。",
    ),
    innocent=Text(
        en="An outside service that sends on your behalf; add it to known_senders.",
        ja="自社に代わって送信する外部サービスでも起こります。その場合は known_senders に加えてください。",
    ),
)


def check(senders: Senders, own: OwnSide, recipients: Recipients, config: Config) -> Iterator[Finding]:
    party = senders.author
    if party is None or not party.name or not party.address or own.owns(party.domain):
        return
    name = folded(party.name)
    for mark, evidence in _own_marks(own, recipients, config):
        found = name.find(folded(mark))
        if found < 0 or len(mark) < 3:
            continue
        yield OWN_DOMAIN_PRETENDED.found(
            party.quote_name(), party.quote_address(), *evidence[:1],
            name=Quote(party.name), address=Address(party.address),
        )  # fmt: skip
        return


def _own_marks(own: OwnSide, recipients: Recipients, config: Config) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    for domain in own.domains:
        yield domain, own.evidence
    for name in config.own_names:
        yield name, (Evidence.configured(f'own_names = ["{name}"]'),)
    for delivery in recipients.delivered:
        yield delivery.address, (delivery.evidence,)
