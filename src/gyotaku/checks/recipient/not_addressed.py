"""The mail does not name the mailbox it was delivered to, or names nobody, or its own sender.

Innocent when: a blind copy, a newsletter or a mailing list.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.recipients import Recipients
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.whole_header import WholeHeader
from gyotaku.mail.message import Message
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.lazy import Lazy
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Address, Text

UNDISCLOSED = Kind(
    id="undisclosed-recipients",
    group=Group.RECIPIENT,
    title=Text(
        en="The mail names no recipient: neither To nor Cc holds an address.",
        ja="To にも Cc にもアドレスがなく、宛先が書かれていません。",
    ),
    why=Text(
        en="It came to you as a blind copy, perhaps one of many. A notice about your own account is usually "
        "addressed to you; mass mail hides whom else it went to.",
        ja="隠された宛先（BCC）として届いています。ほかにも多数の相手に送られた可能性があります。自分の契約についての通知なら、自分宛てに届くのが普通です。",
    ),
    innocent=Text(
        en="Circulars of clubs and firms go out as blind copies to protect their readers' addresses.",
        ja="団体や会社の案内は、受信者のアドレスを守るために BCC で送られることがあります。",
    ),
)
NOT_ADDRESSED = Kind(
    id="not-addressed-to-us",
    group=Group.RECIPIENT,
    direction=Direction.INFORMS,
    title=Text(
        en="The mail was delivered to {address}, which neither To nor Cc names.",
        ja="{address} に届いていますが、To にも Cc にもこのアドレスはありません。",
    ),
    why=Text(
        en="The envelope decides where a mail goes; what To shows is the sender's choice.",
        ja="配送先を決めるのはエンベロープで、To の表示は差出人が自由に決められます。",
    ),
    innocent=Text(
        en="Blind copies, mailing lists and forwarding.",
        ja="BCC、メーリングリスト、転送では正当なメールでもこうなります。",
    ),
)
TO_HIMSELF = Kind(
    id="addressed-to-himself",
    group=Group.RECIPIENT,
    title=Text(
        en="From and To are the same address, {address}, and it is not yours.",
        ja="差出人と宛先は同じ {address} で、自社のアドレスではありません。",
    ),
    why=Text(
        en="The mail is addressed back to its sender and came to you as a blind copy, so its real recipients cannot "
        "be seen.",
        ja="差出人自身に宛てた形で、こちらには BCC で届いています。本当の宛先は見えません。",
    ),
    innocent=Text(en="Some people send their circulars this way.", ja="案内状をこの方法で送る人もいます。"),
)


def check(
    recipients: Recipients, senders: Senders, own: OwnSide, message: Message, bulk: Bulk, whole: Lazy[WholeHeader]
) -> Iterator[Finding]:
    if recipients.undisclosed:
        if not bulk.any:
            field = recipients.to_field
            if field is None or message.partial is not None:
                whole()
            yield UNDISCLOSED.found(
                field.evidence(Principal.SENDER) if field else Evidence.absent("To, Cc", Principal.SENDER)
            )
        return
    named = {(party.address or "").lower() for party in recipients.addressed}
    author = senders.author
    if (
        author
        and author.address
        and not bulk.any
        and not own.owns(author.domain)
        and named == {author.address.lower()}
        and own.addresses
        and author.address.lower() not in {address.lower() for address in own.addresses}
    ):
        yield TO_HIMSELF.found(
            author.quote_address(), recipients.addressed[0].quote_address(), address=Address(author.address)
        )
        return
    delivered = recipients.delivered
    if delivered and not bulk.any and not any(delivery.address.lower() in named for delivery in delivered):
        yield NOT_ADDRESSED.found(delivered[0].evidence, address=Address(delivered[0].address))
