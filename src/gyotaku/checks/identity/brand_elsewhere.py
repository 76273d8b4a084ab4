"""The mail uses a well-known organization's name, and its address is not of that organization.

Innocent when: the name is an ordinary word or a person's, the organization sends from a domain we do not know, or the
mail is about the organization and not from it.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.claims import Claim, Claims, Place
from gyotaku.mail.facts.identity import Identity
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.own_voice import OwnVoice
from gyotaku.mail.facts.senders import Party, Senders
from gyotaku.model.bearing import HypothesisName, speaks_against
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Address, Host, Quote, Text

BRAND_ELSEWHERE = Kind(
    id="brand-elsewhere",
    group=Group.IDENTITY,
    strength=Strength.MODERATE,
    bears=speaks_against(HypothesisName.HONEST),
    title=Text(
        en="The sender uses the name {brand}, but the address {address} is not known to be one of its own.",
        ja="差出人は {brand} の名前を使っていますが、アドレス {address} は、その名前の組織やサービスのものとして知られていません。",
    ),
    why=Text(
        en="The display name is free text that anybody can set, and it is all that many programs show. Large organizations "
        "send from domains of their own. Where they give mailboxes to anybody, an address is not theirs for its domain. The list of known "
        "domains cannot be complete.",
        ja="表示名は誰でも自由に設定でき、多くのメールソフトは表示名だけを見せます。大きな組織は自前のドメインから送るのが普通です。"
        "誰でもメールアドレスを持てるドメインでは、ドメインが同じでもその組織のアドレスとは言えません。ただし、知られているドメインの一覧は完全ではありません。",
    ),
    innocent=Text(
        en="People and firms that bear the same name, partners that write about the organization, addresses and domains it has newly taken into use.",
        ja="同じ名前の個人や会社、その組織について書く提携先、組織が新しく使い始めたアドレスやドメインの場合でも起こります。",
    ),
)
BRAND_DISGUISED = Kind(
    id="brand-disguised",
    group=Group.IDENTITY,
    strength=Strength.STRONG,
    bears=speaks_against(HypothesisName.HONEST),
    title=Text(
        en="{written} reads as {brand}, but is written with other letters that look alike.",
        ja="{written} は {brand} と読めますが、よく似た別の文字で書かれています。",
    ),
    why=Text(
        en="An organization writes its own name with the letters everybody knows. Letters that only look alike are chosen so that filters do "
        "not recognize the name while the reader does.",
        ja="組織は自分の名前を通常の文字で書きます。見た目だけが似た文字は、読む人には伝わり、フィルターには気づかれないように選ばれたものです。",
    ),
    innocent=Text(
        en="Decorative letters in private mail and in advertising.",
        ja="装飾文字を好む個人のメールや広告でも、まれに見られます。",
    ),
)
BRAND_IN_TEXT = Kind(
    id="brand-in-text",
    group=Group.IDENTITY,
    title=Text(
        en="The text speaks to the reader as a customer of {brand} ({words}), but the address {address} is not known to be one of its own.",
        ja="本文は {words} と、読む人を {brand} の利用者として扱っていますが、アドレス {address} は、その名前の組織やサービスのものとして知られていません。",
    ),
    why=Text(
        en="So speaks the organization itself, or who plays it. Partners and resellers may write alike, so this is a weak hint.",
        ja="こう書くのは、その組織自身か、それを装う者です。提携先や販売店が同じように書くこともあるため、弱い手がかりです。",
    ),
    innocent=Text(
        en="Partners, resellers and forwarded notices.",
        ja="提携先や販売店からの案内、転送された通知でも見られます。",
    ),
)
BRAND_OTHER_SUFFIX = Kind(
    id="brand-other-suffix",
    group=Group.IDENTITY,
    title=Text(
        en="The sender uses the name {brand} and a domain of that name, {domain}, but not one that is known for it.",
        ja="差出人は {brand} の名前を使っています。ドメイン {domain} もその名前を含みますが、使われていると知られているドメインではありません。",
    ),
    why=Text(
        en="Frauds register an organization's name under another ending, or invent it. The organization may own it all the same: the list of "
        "known domains is not complete.",
        ja="組織の名前を別の末尾（.jp や .com など）で登録したり、でっち上げたりする手口があります。その組織が実際に持っている場合もあり、一覧は完全ではありません。",
    ),
    innocent=Text(
        en="Domains of an organization in other countries.",
        ja="組織がほかの国で使うドメインでも起こります。",
    ),
)
BRAND_IN_SUBJECT = Kind(
    id="brand-in-subject",
    group=Group.IDENTITY,
    title=Text(
        en="The subject begins with the name {brand}, but the address {address} is not known to be one of its own.",
        ja="件名は {brand} の名前で始まっていますが、アドレス {address} は、その名前の組織やサービスのものとして知られていません。",
    ),
    why=Text(
        en="A subject that begins with an organization's name reads as a message from it. Whoever mentions the organization may write the "
        "same, so this is a weak hint.",
        ja="組織の名前で始まる件名は、その組織からの連絡に見えます。話題にしているだけのメールも同じように書かれるため、弱い手がかりです。",
    ),
    innocent=Text(
        en="News, discussion and orders that are about the organization.",
        ja="その組織を話題にしたニュース、議論、注文などのメールでも起こります。",
    ),
)


def check(
    claims: Claims, senders: Senders, own: OwnSide, bulk: Bulk, identity: Identity, voice: Lazy[OwnVoice]
) -> Iterator[Finding]:
    author = senders.author
    if author is None or not author.domain or own.owns(author.domain):
        return
    for claim in claims.all:
        if claim.disguised and (claim.leads or claim.place is Place.NAME):
            written = Quote(claim.evidence.quote)
            yield BRAND_DISGUISED.found(
                claim.evidence, written=written, brand=Quote(claim.brand.name), pretends=claim.brand.id
            )
            break
    said = [claim for claim in claims.all if _speaks(claim)]
    if not said or voice().any:
        return  # what it names besides is what it is about
    # Several places in one name are told together (brand-claimed).
    together = identity.claimed[0].brand.id if identity.claimed and identity.claimed[0].several else None
    host, local = author.domain.lower(), (author.mailbox.local or "").lower()
    if any(claim.brand.holds(host, local) for claim in said):
        # Of several names in one mail, one is its own: the others are partners and products.
        return
    # A list that rewrites From puts its own address beside the writer's name.
    of_list = bulk.lists and author.organization in bulk.organizations
    alone = [claim for claim in said if claim.place is Place.NAME or claim.brand.id != together]
    yield from _told(alone, author, of_list=of_list)


def _speaks(claim: Claim) -> bool:
    """Partners of a brand name it after their own name ("Kimura (Amazon)"): only a name at the front is a claim."""
    return claim.leads or claim.place is not Place.NAME


def _told(said: list[Claim], author: Party, *, of_list: bool) -> Iterator[Finding]:
    """The first claim of each place, unless the sender's domain bears the name."""
    host = (author.domain or "").lower()
    places: set[Place] = set()
    for claim in said:
        if claim.place in places:
            continue
        places.add(claim.place)
        brand = Quote(claim.brand.name)
        if claim.brand.named_by(host) and not freemail(host):
            if claim.place is Place.NAME:
                yield BRAND_OTHER_SUFFIX.found(
                    claim.evidence, author.quote_address(), pretends=claim.brand.id, brand=brand, domain=Host(host)
                )
            continue
        address = Address(author.address or "")
        if claim.place is Place.TEXT:
            words = Quote(claim.evidence.quote)
            yield BRAND_IN_TEXT.found(claim.evidence, author.quote_address(), words=words, brand=brand, address=address)
            continue
        kind = BRAND_ELSEWHERE if claim.place is Place.NAME else BRAND_IN_SUBJECT
        yield kind.found(
            claim.evidence,
            author.quote_address(),
            strength=Strength.WEAK if of_list else _strength(claim, host),
            pretends=claim.brand.id,
            brand=brand,
            address=address,
        )


def _strength(claim: Claim, host: str) -> Strength:
    """Only domains that were read on a page of the organization can say with some weight that an address is not its own."""
    known = claim.brand.verified and not claim.brand.shares(host)
    return Strength.MODERATE if known and claim.place is Place.NAME else Strength.WEAK
