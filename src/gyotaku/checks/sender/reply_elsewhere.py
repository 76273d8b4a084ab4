"""Reply-To leads to another organization than From.

Innocent when: a mailing list, a help desk or a form answers through another domain.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.message import Message
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Address, Host, Text

REPLY_ELSEWHERE = Kind(
    id="reply-elsewhere",
    group=Group.SENDER,
    title=Text(
        en="Replies go to {reply}, not to the sender's domain {domain}.",
        ja="返信先は {reply} で、差出人のドメイン {domain} とは別です。",
    ),
    why=Text(
        en="A sender who cannot receive mail at the address shown has the answers sent elsewhere. Taken alone, this "
        "is common.",
        ja="表示したアドレスでは返信を受け取れない者が、別の宛先に返信させることがあります。ただし、これだけなら珍しくありません。",
    ),
    innocent=Text(
        en="Mailing lists, help desks, contact forms and newsletters often answer through another domain.",
        ja="メーリングリスト、問い合わせ窓口、フォーム、メールマガジンでは、返信先が別のドメインになることがよくあります。",
    ),
)
REPLY_TO_FREEMAIL = Kind(
    id="reply-to-freemail",
    group=Group.SENDER,
    strength=Strength.MODERATE,
    title=Text(
        en="The sender's domain is {domain}, but replies go to the free mail address {reply}.",
        ja="差出人のドメインは {domain} ですが、返信先はフリーメールのアドレス {reply} です。",
    ),
    why=Text(
        en="A firm usually takes its answers at its own domain. Scams that depend on a reply often put free mail "
        "behind another sender.",
        ja="会社は自社のドメインで返信を受けるのが普通です。返信させて騙す詐欺では、差出人とは別のフリーメールが返信先によく使われます。",
    ),
    innocent=Text(
        en="Small firms and clubs that read their mail at a free provider, and contact forms that put the visitor's "
        "address there.",
        ja="フリーメールで受信している小さな会社や団体、訪問者のアドレスを返信先にする問い合わせフォームでも起こります。",
    ),
)


def check(senders: Senders, own: OwnSide, message: Message, bulk: Bulk) -> Iterator[Finding]:
    author = senders.author
    if author is None or not author.domain or not senders.reply_to or _automatic(senders, message, bulk):
        return
    away = [party for party in senders.reply_to if party.organization != author.organization]
    if len(away) < len(senders.reply_to):
        return  # an answer reaches the shown domain as well
    reply = away[0]
    to_freemail = freemail(reply.domain) and not freemail(author.domain)
    kind = REPLY_TO_FREEMAIL if to_freemail and not own.owns(author.domain) else REPLY_ELSEWHERE
    yield kind.found(
        reply.quote_address(), author.quote_address(), reply=Address(reply.address or ""), domain=Host(author.domain)
    )


def _automatic(senders: Senders, message: Message, bulk: Bulk) -> bool:
    """Lists, bounces and auto-replies answer where their programs say (RFC 2919, RFC 3834)."""
    headers = message.headers
    bounce = senders.return_path is not None and senders.envelope is None
    return bounce or bulk.lists or any(name in headers for name in ("Auto-Submitted", "X-Auto-Response-Suppress"))
