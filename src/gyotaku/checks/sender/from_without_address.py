"""From holds no address that could be answered, or is not there at all.

Innocent when: a program on the reader's own machine writes to its keeper ("From: root").
"""

from collections.abc import Iterator

from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.whole_header import WholeHeader
from gyotaku.mail.message import Message
from gyotaku.model.answers import NotApplicable
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.path import Path
from gyotaku.model.text import Quote, Text

FROM_WITHOUT_ADDRESS = Kind(
    id="from-without-address",
    group=Group.SENDER,
    strength=Strength.MODERATE,
    title=Text(
        en="From says {shown}, which is not a mail address.",
        ja="差出人（From）は {shown} で、メールアドレスになっていません。",
    ),
    why=Text(
        en="A mail must say whose it is (RFC 5322 section 3.6.2). Broken addresses often come from bulk programs, "
        "and some mail programs then show the name alone.",
        ja="メールには差出人のアドレスが必要です（RFC 5322 3.6.2）。壊れたアドレスは、一斉送信プログラムによく見られます。メールソフトによっては、名前だけが表示されます。",
    ),
    innocent=Text(
        en="Programs on your own machines that write to their keeper, and damaged mail.",
        ja="自社のマシンのプログラムが管理者に送る通知や、壊れたメールでも起こります。",
    ),
)
FROM_MISSING = Kind(
    id="from-missing",
    group=Group.SENDER,
    title=Text(en="The mail has no From field, or an empty one.", ja="差出人（From）がないか、空です。"),
    why=Text(
        en="Every mail must have one (RFC 5322 section 3.6). So this mail does not say who wrote it.",
        ja="メールに必須の項目です（RFC 5322 3.6）。誰が書いたのかが示されていません。",
    ),
    innocent=Text(en="Old devices and hand-written scripts.", ja="古い機器や手作りのスクリプトでも起こります。"),
)


def check(senders: Senders, path: Path, message: Message, whole: Lazy[WholeHeader]) -> Iterator[Finding]:
    if not any(field.text.strip() for field in senders.from_fields):
        whole()
        yield FROM_MISSING.found(Evidence.absent("From", Principal.SENDER))
        return
    if any(party.usable for party in senders.authors):
        return
    if message.partial is not None:
        raise NotApplicable(message.partial)  # programs show and record names without addresses
    field = senders.from_fields[0]
    # A bare user name is what programs of the machine itself write; without any word there is nothing to judge.
    word = field.text.strip()
    strength = Strength.WEAK if (word.isascii() and word.isalnum()) or len(path.hops) < 2 else Strength.MODERATE
    yield FROM_WITHOUT_ADDRESS.found(field.evidence(Principal.SENDER), strength=strength, shown=Quote(word[:80]))
