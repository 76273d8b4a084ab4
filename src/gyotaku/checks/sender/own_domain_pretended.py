"""The display name claims to be the recipient's own domain, organization or address.

Innocent when: the reader's own systems send through an outside service.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.recipients import Recipients
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.wording import folded
from gyotaku.mail.lettering import one_word
from gyotaku.model.bearing import HypothesisName, speaks_against
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.path import Source
from gyotaku.model.text import Address, Quote, Text

OWN_DOMAIN_PRETENDED = Kind(
    id="own-domain-pretended",
    group=Group.SENDER,
    strength=Strength.STRONG,
    pretends="own-domain",
    bears=speaks_against(HypothesisName.HONEST),
    title=Text(
        en="The sender uses the name {name}, as if writing from inside your own organization, but the address is "
        "{address}.",
        ja="差出人は {name} と、自社の関係者であるかのように名乗っていますが、アドレスは外部の {address} です。",
    ),
    why=Text(
        en="Your own staff write from your own domain. An outsider who uses your name probably wants to be taken for "
        "one of them.",
        ja="自社の担当者であれば、自社のドメインから送るのが普通です。外部から自社の名前を名乗るのは、内部からの連絡と思わせる手口によく見られます。",
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
        if len(mark) < 3 or not _names(name, folded(mark)):
            continue
        yield OWN_DOMAIN_PRETENDED.found(
            party.quote_name(), party.quote_address(), evidence,
            name=Quote(party.name), address=Address(party.address),
        )  # fmt: skip
        return


def _names(name: str, mark: str) -> bool:
    """The mark stands in the name, and not as a piece of a longer Latin word ("mori" in "morimoto")."""
    at = name.find(mark)
    while at >= 0:
        end = at + len(mark)
        if not (one_word(name[at - 1 : at], mark[0]) or one_word(mark[-1], name[end : end + 1])):
            return True
        at = name.find(mark, at + 1)
    return False


def _own_marks(own: OwnSide, recipients: Recipients, config: Config) -> Iterator[tuple[str, Evidence]]:
    """What is ours, with what says so: one line of the configuration, or for each inferred domain its own recipient."""
    shown = own.evidence * len(own.domains) if own.source is Source.CONFIGURED else own.evidence
    yield from zip(own.domains, shown, strict=True)
    for name in config.own_names:
        yield name, Evidence.configured(f'own_names = ["{name}"]')
    for delivery in recipients.delivered:
        yield delivery.address, delivery.evidence
