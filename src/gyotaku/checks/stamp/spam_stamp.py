"""Our own server's filter called the mail spam.

Innocent when: the filter was wrong, as filters now and then are with newsletters and foreign mail.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.stamps import Stamp, Stamps
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

SPAM_STAMP = Kind(
    id="spam-stamp",
    group=Group.STAMP,
    strength=Strength.MODERATE,
    title=Text(
        en="Your own server's filter marked this mail as spam: {stamp}.",
        ja="自社サーバーの迷惑メールフィルターが、このメールにスパムスタンプ {stamp} を付けています。",
    ),
    why=Text(
        en="The stamp was put there on arrival; the sender did not write it. Where it stands in the subject, it is "
        "not part of the sender's subject. A filter's judgment is a reason to look closer, not a proof.",
        ja="スパムスタンプは受信時に付いたもので、差出人が書いたものではありません。件名に付いていても、本来の件名の一部ではありません。フィルターの判断は詳しく調べる理由になりますが、証明にはなりません。",
    ),
    innocent=Text(
        en="Filters also catch honest newsletters and mail in other languages.",
        ja="正当なメールマガジンや外国語のメールも、フィルターに止められることがあります。",
    ),
)


def check(stamps: Stamps) -> Iterator[Finding]:
    told = [stamp for stamp in stamps.ours if stamp.says_spam]
    if told:
        yield SPAM_STAMP.found(*[_evidence(stamp) for stamp in told], stamp=Quote(_shown(told[0])))


def _shown(stamp: Stamp) -> str:
    return stamp.quote if stamp.in_subject else f"{stamp.field.name}: {stamp.quote}"


def _evidence(stamp: Stamp) -> Evidence:
    return stamp.field.quote(stamp.quote, Principal.US)
