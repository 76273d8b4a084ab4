"""A notice signed with an organization's name that gives no address, telephone or office.

Innocent when: automatic notices whose readers know the sender.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.japanese import Japanese
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text

SIGNATURE = Kind(
    id="signature-bare",
    group=Group.LANGUAGE,
    title=Text(
        en="The notice is signed {name} and gives neither an address nor a telephone number.",
        ja="署名は {name} だけで、住所も電話番号も書かれていません。",
    ),
    why=Text(
        en="Firms in Japan end their notices with an address or with where to ask. Who only wants a link to be opened leaves that out, or does not know it.",
        ja="日本の会社のお知らせには、住所や問い合わせ先が書かれているのが普通です。リンクを開かせることだけが目的の文面では、省かれることがあります。",
    ),
    innocent=Text(
        en="Notices within a firm or school, and automatic ones of services on the Web.",
        ja="社内や学内のお知らせ、Web サービスの自動通知でも見られます。",
    ),
)


def check(japanese: Japanese) -> Iterator[Finding]:
    for slip in japanese.slips("signature")[:1]:
        yield SIGNATURE.found(slip.evidence(), name=Quote(slip.quote))
