"""The subject addresses the reader by his bare mail address.

Innocent when: a notice about a mailbox, a bounce or a form result names the address it is about.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.recipients import Recipients
from gyotaku.mail.facts.stamps import Stamps
from gyotaku.mail.headers import Headers
from gyotaku.mail.message import Message
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Address, Text

SUBJECT_NAMES_RECIPIENT = Kind(
    id="subject-names-recipient",
    group=Group.RECIPIENT,
    strength=Strength.MODERATE,
    title=Text(
        en="The subject contains the recipient's bare mail address, {address}.",
        ja="件名に、受信者のメールアドレス {address} がそのまま書かれています。",
    ),
    why=Text(
        en="Somebody who knows you uses your name. Mass mailers often know nothing but the address and put it where "
        "a name belongs.",
        ja="面識のある相手なら名前を書くのが普通です。大量に送る側はアドレスしか知らないことが多く、名前の代わりにアドレスを入れます。",
    ),
    innocent=Text(
        en="Bounces, invitations from calendars, and notices from your own mail server about one of its mailboxes.",
        ja="エラー通知、カレンダーの招待、自社のメールサーバーが特定のメールボックスについて知らせる通知でも起こります。",
    ),
)


def check(stamps: Stamps, recipients: Recipients, own: OwnSide, message: Message) -> Iterator[Finding]:
    subject = message.headers.get("Subject")
    if subject is None or not stamps.subject or _automatic(message.headers):
        return
    text = stamps.subject.lower()
    known = bool(own.domains or own.addresses)
    # Others in To and Cc are not the reader; where nothing tells who he is, all of them may be.
    mine = [party.address for party in recipients.addressed if party.address and (own.owns(party.domain) or not known)]
    mine += own.addresses
    for address in dict.fromkeys(mine):
        if "@" in address and address.lower() in text:
            start = stamps.subject_start + text.index(address.lower())
            quote = subject.evidence(Principal.SENDER, start, start + len(address))
            # Calendars name in the subject whom they invite.
            invites = any(part.content_type == "text/calendar" for part in message.root.walk())
            strength = Strength.WEAK if invites else None
            yield SUBJECT_NAMES_RECIPIENT.found(quote, strength=strength, address=Address(address))
            return


def _automatic(headers: Headers) -> bool:
    """A bounce or a receipt says so by its type (RFC 6522). An empty Return-Path does not count: anybody can send with one."""
    content_type = headers.get("Content-Type")
    return content_type is not None and content_type.value.lower().startswith("multipart/report")
