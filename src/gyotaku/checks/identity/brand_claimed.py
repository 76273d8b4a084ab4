"""The places of a mail, taken together, speak in a known organization's name.

Innocent when: the mail is about the organization, a partner's, or its own from an address we do not know.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.appearances import Appearance, Where
from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.identity import Claimed, Identity
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.own_voice import OwnVoice
from gyotaku.mail.facts.recorded import Recorded, proof
from gyotaku.mail.facts.senders import Party, Senders
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Address, Quote, Text, Word

BRAND_CLAIMED = Kind(
    id="brand-claimed",
    group=Group.IDENTITY,
    title=Text(
        en="The mail speaks in the name of {brand} ({places}), but its address {address} is not known to be one of {brand}'s.",
        ja="このメールは {brand} を名乗る書き方をしています（{places}）が、アドレス {address} は {brand} のものとして知られていません。",
    ),
    why=Text(
        en="Anybody can name an organization. Who puts its name where readers look for the sender, or in several such places, wants the mail "
        "to be taken for that organization's.",
        ja="組織の名前を出すことは誰にでもできます。差出人を確かめるために見る場所や、複数の場所にその名前を置くのは、その組織からのメールだと思わせるためと考えられます。",
    ),
    innocent=Text(
        en="News and orders about the organization, its partners and resellers, and addresses it has newly taken into use.",
        ja="その組織を扱うニュースや注文のメール、提携先や販売店からの案内、組織が新しく使い始めたアドレスでも起こります。",
    ),
)
BRAND_UNPROVEN = Kind(
    id="brand-unproven",
    group=Group.IDENTITY,
    direction=Direction.INFORMS,
    when_bad=True,
    title=Text(
        en="The mail speaks in the name of {brand} and bears an address of {brand}'s, {address}, but nothing proves that {brand} sent it.",
        ja="このメールは {brand} を名乗り、アドレスも {brand} のもの（{address}）ですが、{brand} が送ったことを裏付ける記録がありません。",
    ),
    why=Text(
        en="The address in From can be written by anybody. Only authentication that our own server checked tells whether its domain allowed the mail.",
        ja="From のアドレスは誰でも書けます。そのドメインが送信を認めたかどうかは、自社サーバーが確かめた送信ドメイン認証の結果でしか分かりません。",
    ),
    innocent=Text(
        en="Genuine mail of the organization whose authentication nobody recorded.",
        ja="本物のメールでも、送信ドメイン認証の結果が記録されていなければ起こります。",
    ),
)

_MOST_QUOTES = 4
_CLEAR = 5.0
"""Points from which several places say the same."""
_PLACES = {
    Where.NAME: Text(en="display name", ja="表示名"),
    Where.WITHIN_NAME: Text(en="display name", ja="表示名"),
    Where.SUBJECT: Text(en="subject", ja="件名"),
    Where.WITHIN_SUBJECT: Text(en="subject", ja="件名"),
    Where.ADDRESS: Text(en="sender's address", ja="差出人のアドレス"),
    Where.TEXT: Text(en="text", ja="本文"),
    Where.HEADING: Text(en="text", ja="本文"),
    Where.MENTION: Text(en="text", ja="本文"),
    Where.SIGNATURE: Text(en="signature", ja="署名"),
    Where.IMAGE: Text(en="pictures", ja="画像"),
    Where.FILE: Text(en="file names", ja="ファイル名"),
    Where.SHOWN_HOST: Text(en="text of a link", ja="リンクの表示"),
    Where.LINK_HOST: Text(en="host of a link", ja="リンク先のホスト"),
    Where.OWN_LINK: Text(en="links to its site", ja="その組織のサイトへのリンク"),
    Where.PREHEADER: Text(en="preview text", ja="プレビュー用の隠し文"),
}


def check(
    identity: Identity, senders: Senders, own: OwnSide, bulk: Bulk, recorded: Recorded, voice: Lazy[OwnVoice]
) -> Iterator[Finding]:
    author = senders.author
    if not identity.claimed or author is None or not author.address or own.owns(author.domain):
        return
    host, local = (author.domain or "").lower(), (author.mailbox.local or "").lower()
    backed = next((claimed for claimed in identity.claimed if claimed.brand.holds(host, local)), None)
    if backed is not None:
        # Of several names in one mail, one is its own: the others are partners and products.
        if proof(recorded, senders) is None:
            yield _found(BRAND_UNPROVEN, backed, author)
        return
    first = identity.claimed[0]
    if not first.several:
        return
    if first.brand.named_by(host) and not freemail(host):
        return  # told by the address's own name
    as_customer = any(sign.where is Where.TEXT for sign in first.signs)
    own_voice = voice()
    if own_voice.forwards or (own_voice.introduced and not as_customer):
        return  # it is about the organization
    of_list = bulk.lists and author.organization in bulk.organizations
    several = first.points >= _CLEAR and first.brand.verified and not of_list and not own_voice.introduced
    yield _found(BRAND_CLAIMED, first, author, Strength.MODERATE if several else Strength.WEAK)


def _found(kind: Kind, claimed: Claimed, author: Party, strength: Strength | None = None) -> Finding:
    return kind.found(
        *_quotes(claimed),
        author.quote_address(),
        strength=strength,
        pretends=claimed.brand.id,
        brand=Quote(claimed.brand.name),
        places=Word(_places(claimed)),
        address=Address(author.address or ""),
    )


def _quotes(claimed: Claimed) -> tuple[Evidence, ...]:
    return tuple(sign.evidence for sign in _told(claimed))


def _told(claimed: Claimed) -> tuple[Appearance, ...]:
    """The display name is told by itself; where it is all there is, it is told here."""
    return (claimed.beyond_name or claimed.signs)[:_MOST_QUOTES]


def _places(claimed: Claimed) -> Text:
    """The places that are quoted, in words, each once."""
    said = list(dict.fromkeys(_PLACES[sign.where] for sign in _told(claimed)))
    return Text(en=", ".join(text.en for text in said), ja="、".join(text.ja or text.en for text in said))
