"""The mail speaks for an organization whose customer the reader would be, and does not greet him by his name.

Innocent when: the organization does not know its readers by name, or greets them all alike. Many honest notices do, in Japanese above all; so what a mail is
told for is the name of an organization together with an address that is not known to be that organization's.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.identity import Identity
from gyotaku.mail.facts.recorded import Recorded, proof
from gyotaku.mail.facts.salutation import Greeting, Salutation
from gyotaku.mail.facts.senders import Party, Senders
from gyotaku.mail.facts.tongue import Tongue
from gyotaku.mail.facts.wording import folded, speaks_for_organization
from gyotaku.model.answers import NotApplicable
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Quote, Text

GENERIC = Kind(
    id="salutation-generic",
    group=Group.LANGUAGE,
    title=Text(
        en="The mail speaks for {organization} and greets its reader by no name: {greeting}.",
        ja="{organization} を名乗るメールですが、宛名は {greeting} で、読む人の名前がありません。",
    ),
    why=Text(
        en="Whoever sends to lists of bought or stolen addresses does not know the names. Honest notices that go to many are written alike, so this "
        "is a weak hint. It is told because the address is not known to be one of that organization's.",
        ja="売買されたり盗まれたりしたアドレスに送る者は、相手の名前を知りません。多くの人に送る正規の案内も同じように書くため、弱い手がかりです。"
        "アドレスがその組織のものとして知られていないため、併せて示します。",
    ),
    innocent=Text(
        en="Notices to all customers, and services that know no names.",
        ja="利用者全員への案内や、名前を登録しないサービスの通知でも見られます。",
    ),
)
ADDRESS = Kind(
    id="salutation-address",
    group=Group.LANGUAGE,
    title=Text(
        en="The mail speaks for {organization} and takes a mail address, or a part of one, for its reader's name: {greeting}.",
        ja="{organization} を名乗るメールですが、宛名が {greeting} と、メールアドレスまたはその一部になっています。",
    ),
    why=Text(
        en="Programs that send frauds fill in the only thing they know of a reader, his address. Banks, card companies and shops know their customers' "
        "names.",
        ja="詐欺メールの送信プログラムは、相手について唯一知っているアドレスを宛名に埋め込みます。銀行、カード会社、通販会社は利用者の名前を知っています。",
    ),
    innocent=Text(
        en="Services where the address or a user name is all that is registered.",
        ja="メールアドレスやユーザー名だけで登録するサービスの通知でも見られます。",
    ),
)
MISSING = Kind(
    id="salutation-missing",
    group=Group.LANGUAGE,
    direction=Direction.INFORMS,
    when_bad=True,
    title=Text(
        en="The mail speaks for {organization} and greets nobody; its text begins with {beginning}.",
        ja="{organization} を名乗るメールですが、宛名がありません。本文は {beginning} で始まります。",
    ),
    why=Text(
        en="An organization that knows its customers' names usually greets them by name. Of the mails measured, honest notices left the greeting out "
        "as often as frauds, so this weighs nothing.",
        ja="利用者の名前を知っている組織は、名前で呼びかけるのが普通です。ただし調べた範囲では、正規の通知にも詐欺メールと同じくらい宛名のないものがあったため、判定には数えません。",
    ),
    innocent=Text(
        en="Automatic notices, which often begin with the matter itself.",
        ja="いきなり用件から始まる自動通知でも、よく見られます。",
    ),
)

_KNOWS_NAMES = frozenset({"bank", "card", "securities", "shopping", "carrier", "payment", "parcel", "government"})
_LEAST_TEXT = 150
_NO_ORGANIZATION = Text(
    en="The mail does not speak for an organization whose address this would not be.",
    ja="別の組織を名乗るメールではありません。",
)


def check(
    senders: Senders,
    identity: Identity,
    bulk: Bulk,
    recorded: Recorded,
    own: OwnSide,
    salutation: Lazy[Salutation],
    tongue: Lazy[Tongue],
) -> Iterator[Finding]:
    author = senders.author
    if author is None or not author.usable or own.owns(author.domain):
        raise NotApplicable(_NO_ORGANIZATION)
    pretended, knows_names = _pretended(identity, author)
    if pretended is None and (_backed(identity, author) or not _speaks(author) or proof(recorded, senders) is not None):
        raise NotApplicable(_NO_ORGANIZATION)
    greeted = salutation()
    organization = Quote(pretended or author.name or "")
    for evidence in greeted.evidence():
        if greeted.greeting is Greeting.ADDRESS:
            strength = Strength.MODERATE if knows_names else Strength.WEAK
            yield ADDRESS.found(evidence, strength=strength, organization=organization, greeting=Quote(evidence.quote))
        elif pretended is None or bulk.unsubscribes:
            return
        elif greeted.greeting is Greeting.ANYBODY:
            yield GENERIC.found(evidence, organization=organization, greeting=Quote(evidence.quote))
        elif greeted.greeting is Greeting.NONE and knows_names and len(evidence.quote) > 1 and _long(greeted):
            tongue().must_be_read()
            yield MISSING.found(evidence, organization=organization, beginning=Quote(evidence.quote))


def _pretended(identity: Identity, author: Party) -> tuple[str | None, bool]:
    """The organization that the mail speaks for from an address not known to be its own, and whether it knows its customers' names."""
    if not identity.claimed or _backed(identity, author):
        return None, False
    brand = identity.claimed[0].brand
    host = (author.domain or "").lower()
    if brand.named_by(host):
        return None, False
    return brand.name, brand.sector in _KNOWS_NAMES


def _backed(identity: Identity, author: Party) -> bool:
    host, local = (author.domain or "").lower(), (author.mailbox.local or "").lower()
    return any(claimed.brand.holds(host, local) for claimed in identity.claimed)


def _speaks(author: Party) -> bool:
    return bool(author.name) and speaks_for_organization(folded(author.name or ""))


def _long(salutation: Salutation) -> bool:
    return salutation.passage is not None and len(salutation.passage.text) >= _LEAST_TEXT
