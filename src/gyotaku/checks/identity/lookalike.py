"""The sender's domain, or the host of a link, looks like a known organization's and is not known to be its own.

Innocent when: the organization took a new name into use, or a firm bears a similar one.
"""

from collections.abc import Iterator
from itertools import islice

from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.links.services import real
from gyotaku.mail.links.warned import warned_of
from gyotaku.mail.lookalike import Likeness, Lookalike, borne_by_others, lookalike
from gyotaku.model.bearing import HypothesisName, speaks_against, speaks_for
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Host, Quote, Slot, Text, Url, Word

SENDER_LOOKALIKE = Kind(
    id="sender-lookalike",
    group=Group.IDENTITY,
    strength=Strength.MODERATE,
    bears=(*speaks_for(HypothesisName.LOOKALIKE_DOMAIN), *speaks_against(HypothesisName.HONEST)),
    title=Text(
        en="The sender's domain {domain} looks like one of {brand}'s, and is not known to be its own: {likeness}.",
        ja="差出人のドメイン {domain} は {brand} のものに似ていますが、{brand} のドメインとして知られていません（{likeness}）。",
    ),
    why=Text(
        en="Domains are registered so that a quick look takes them for a known name. Who registers one can authenticate mail from it, so that "
        "passing SPF, DKIM and DMARC says nothing here.",
        ja="一目では見分けにくい名前のドメインを登録する手口があります。登録した本人は送信ドメイン認証も設定できるため、SPF・DKIM・DMARC に合格していても安心できません。",
    ),
    innocent=Text(
        en="A new or foreign domain of the organization itself, its partners, and firms of a similar name.",
        ja="その組織が新しく使い始めたドメインや海外のドメイン、提携先、似た名前の別の会社でも起こります。",
    ),
)
LINK_LOOKALIKE = Kind(
    id="link-lookalike",
    group=Group.IDENTITY,
    strength=Strength.MODERATE,
    bears=speaks_against(HypothesisName.HONEST),
    title=Text(
        en="A link leads to {host}, which looks like {brand}'s and is not known to be its own: {likeness}.",
        ja="リンク先の {host} は {brand} のものに似ていますが、{brand} のホストとして知られていません（{likeness}）。",
    ),
    why=Text(
        en="Only the end of a host name says whose it is; everything before it can be chosen freely. Names of known organizations are put there "
        "to be read by people in a hurry.",
        ja="ホスト名の持ち主が分かるのは末尾の部分だけで、その前には好きな文字を並べられます。知られた名前は、急いで見る人に本物と思わせるために置かれます。",
    ),
    innocent=Text(
        en="A new or foreign host of the organization itself, its partners, and firms of a similar name.",
        ja="その組織が新しく使い始めたホストや海外のホスト、提携先、似た名前の別の会社でも起こります。",
    ),
)

_MOST = 3
_STRENGTHS = {
    Likeness.SUFFIX: Strength.WEAK,
    Likeness.WORDS: Strength.MODERATE,
    Likeness.MISSPELT: Strength.MODERATE,
    Likeness.LETTERS: Strength.STRONG,
    Likeness.DOMAIN: Strength.STRONG,
}
_SAME_NAME = frozenset({Likeness.SUFFIX, Likeness.WORDS, Likeness.MISSPELT})
_LIKENESSES = {
    Likeness.SUFFIX: Text(en="its name under another ending", ja="名前は同じで末尾が異なる"),
    Likeness.WORDS: Text(en="its name with other words beside it", ja="名前に別の語を付け足している"),
    Likeness.MISSPELT: Text(en="its name with one letter changed", ja="名前の一文字が違う"),
    Likeness.LETTERS: Text(en="its name in letters that look alike", ja="名前を見た目の似た文字で書いている"),
    Likeness.DOMAIN: Text(
        en="its whole domain stands at the front of another's", ja="本物のドメイン名を前に置いた別のドメイン"
    ),
}


def check(senders: Senders, links: Links, own: OwnSide, config: Config, wording: Lazy[Wording]) -> Iterator[Finding]:
    author = senders.author
    if author is not None and author.domain and not own.owns(author.domain) and not freemail(author.domain):
        domain = author.domain.lower()
        like = _looks(domain, config)
        if like is not None:
            yield _found(SENDER_LOOKALIKE, like, author.quote_address(), domain=Host(domain))
    yield from islice(_of_links(links, own, config, wording), _MOST)


def _of_links(links: Links, own: OwnSide, config: Config, wording: Lazy[Wording]) -> Iterator[Finding]:
    seen: set[str] = set()
    told: set[str] = set()
    for link in links.clickable:
        target = real(link.target)
        if not target.host or target.host in seen or own.owns(target.host):
            continue
        seen.add(target.host)
        like = _looks(target.host, config)
        if (
            like is not None
            and target.domain not in told
            and not warned_of(link, (text.text for text in wording().bodies))
        ):
            told.add(target.domain)
            yield _found(LINK_LOOKALIKE, like, link.evidence_of(target.host), host=Url(target.host))


def _looks(host: str, config: Config) -> Lookalike | None:
    like = lookalike(host, config.brands)
    return like if like is not None and like.likeness in _STRENGTHS else None


def _strength(like: Lookalike) -> Strength:
    if not like.brand.verified or (like.likeness in _SAME_NAME and borne_by_others(like.meant)):
        return Strength.WEAK
    return _STRENGTHS[like.likeness]


def _found(kind: Kind, like: Lookalike, evidence: Evidence, **slots: Slot) -> Finding:
    return kind.found(
        evidence,
        strength=_strength(like),
        bears=None,
        direction=None,
        pretends=like.brand.id,
        brand=Quote(like.brand.name),
        likeness=Word(_LIKENESSES[like.likeness]),
        **slots,
    )
