"""A short mail from a free mail address asks whether its reader is there for a favor or a task.

Innocent when: a friend or colleague writes so from his private address.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.said import Sayings
from gyotaku.mail.facts.senders import Party, Senders
from gyotaku.mail.facts.tongue import Tongue
from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.links.target import WEB
from gyotaku.mail.message import Message
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Address, Quote, Text

FAVOR_OPENER = Kind(
    id="favor-opener",
    group=Group.LANGUAGE,
    title=Text(
        en="A short mail, answered to the free mail address {address}, asks for the reader's time: {words}.",
        ja="短いメールが {words} と声をかけ、返信はフリーメールのアドレス {address} に届きます。",
    ),
    why=Text(
        en="Frauds in the name of a superior or a friend open like this, to see who answers; gift cards or a transfer are asked for next. A friend may write so too: "
        "ask him in another way.",
        ja="上司や友人を装う詐欺は、まずこのように声をかけ、返信した人にギフトカードの購入や送金を頼みます。本当の知り合いも同じように書くため、別の手段で本人に確かめてください。",
    ),
    innocent=Text(
        en="Friends and colleagues who write from a private address.",
        ja="知り合いが個人のアドレスから送ったメールでも見られます。",
    ),
)

_LONGEST = 700
"""Characters of a mail that says hardly more than this."""


def check(
    sayings: Sayings,
    senders: Senders,
    own: OwnSide,
    bulk: Bulk,
    message: Message,
    wording: Lazy[Wording],
    links: Lazy[Links],
    tongue: Lazy[Tongue],
) -> Iterator[Finding]:
    said = sayings.of("opener")
    if not said:
        tongue().must_be_read()
        return
    answered = _answered(senders, own)
    if answered is None or bulk.any or "In-Reply-To" in message.headers or "References" in message.headers:
        return
    if max((len(passage.text.strip()) for passage in wording().bodies), default=0) > _LONGEST:
        return
    if any(link.target.scheme in WEB for link in links().clickable):
        return
    evidence = max(said, key=lambda one: len(one.hit.phrase)).evidence()
    yield FAVOR_OPENER.found(
        evidence,
        answered.quote_address(),
        strength=Strength.MODERATE if own.owns(senders.author.domain if senders.author else None) else Strength.WEAK,
        words=Quote(evidence.quote),
        address=Address(answered.address or ""),
    )


def _answered(senders: Senders, own: OwnSide) -> Party | None:
    """The free mail address that an answer goes to; another one than the reader's own."""
    party = senders.reply_to[0] if senders.reply_to else senders.author
    if party is None or not party.usable or party.address in own.addresses or not freemail(party.domain):
        return None
    return party
