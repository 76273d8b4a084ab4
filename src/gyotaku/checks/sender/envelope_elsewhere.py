"""Return-Path belongs to another organization than From.

Innocent when: a bulk mail service or a mailing list takes the bounces, which is the rule rather than the exception.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.senders import Senders
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.text import Address, Host, Text

ENVELOPE_ELSEWHERE = Kind(
    id="envelope-elsewhere",
    group=Group.SENDER,
    direction=Direction.INFORMS,
    title=Text(
        en="The envelope sender {envelope} belongs to a different organization than the From domain {domain}.",
        ja="エンベロープ差出人（Return-Path）の {envelope} は、From のドメイン {domain} とは別の組織のものです。",
    ),
    why=Text(
        en="An SPF result speaks for the envelope's domain alone, so here it would say nothing of the sender that is "
        "shown.",
        ja="SPF の結果が示すのはエンベロープのドメインについてだけです。そのため、表示されている差出人について SPF からわかることはありません。",
    ),
    innocent=Text(
        en="Bulk mail services and mailing lists take the bounces under their own domain; most newsletters look like "
        "this.",
        ja="配信サービスやメーリングリストは自分のドメインでエラーを受けるため、多くのメールマガジンがこうなっています。",
    ),
)


def check(senders: Senders) -> Iterator[Finding]:
    author, envelope = senders.author, senders.envelope
    if author is None or envelope is None or not author.domain or not envelope.domain:
        return
    if author.organization != envelope.organization:
        yield ENVELOPE_ELSEWHERE.found(
            envelope.quote_address(),
            author.quote_address(),
            envelope=Address(envelope.address or ""),
            domain=Host(author.domain),
        )
