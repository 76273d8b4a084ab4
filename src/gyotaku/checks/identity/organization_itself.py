"""The mail is an organization's own: its domain authorized it, and no stranger can write there.

Innocent when: that is how its honest mail looks.
"""

from collections.abc import Iterator

from gyotaku.mail.brands import Brand, speaking_only_itself
from gyotaku.mail.facts.recorded import Recorded, proof
from gyotaku.mail.facts.senders import Party, Senders
from gyotaku.model.answers import Ending, NotApplicable
from gyotaku.model.authentication import Authentication
from gyotaku.model.bearing import HypothesisName, speaks_for
from gyotaku.model.dmarc import DmarcWord
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Host, Quote, Text

ORGANIZATION_ITSELF = Kind(
    id="organization-itself",
    group=Group.IDENTITY,
    direction=Direction.CLEARS,
    strength=Strength.WEAK,
    bears=speaks_for(HypothesisName.HONEST),
    title=Text(
        en="{domain}, a domain of {brand}, authorized this mail, and nobody but {brand} writes there.",
        ja="{brand} のドメイン {domain} がこのメールを認めています。このドメインから第三者がメールを送ることはできません。",
    ),
    why=Text(
        en="A stranger cannot make this domain sign for him or let his servers send. What remains is an account or a server of the organization itself that is abused.",
        ja="第三者がこのドメインの署名を作ったり、自分のサーバーからの送信を認めさせたりすることはできません。残るのは、この組織のアカウントやサーバーが不正に利用されている可能性です。",
    ),
    innocent=Text(
        en="The organization's honest mail looks like this.", ja="この組織からの正当なメールなら、こうなります。"
    ),
)
_NOT_KNOWN = Text(
    en="The sender's domain is not one of those known to carry an organization's own mail alone.",
    ja="差出人のドメインは、その組織自身のメールだけを送るものとして知られたドメインではありません。",
)
_NOT_PROVEN = Text(
    en="Nothing shows that the sender's domain authorized the mail.",
    ja="差出人のドメインがこのメールを認めたことを示すものがありません。",
)


def check(senders: Senders, recorded: Recorded, authentication: Lazy[Authentication]) -> Iterator[Finding]:
    author = senders.author
    brand = _organization(author) if len(senders.authors) == 1 else None
    if author is None or brand is None:
        raise NotApplicable(_NOT_KNOWN)
    shown = _shown_by(senders, recorded, authentication)
    if shown is None:
        raise NotApplicable(_NOT_PROVEN)
    yield ORGANIZATION_ITSELF.found(shown, domain=Host(author.domain or ""), brand=Quote(brand.name))


def _organization(author: Party | None) -> Brand | None:
    if author is None:
        return None
    return speaking_only_itself(author.domain, (author.address or "").partition("@")[0])


def _shown_by(senders: Senders, recorded: Recorded, authentication: Lazy[Authentication]) -> Evidence | None:
    """Our own server's record of DKIM or DMARC, or DMARC as we evaluated it: SPF alone passes where a service that others use sends as well."""
    proven = proof(recorded, senders)
    if proven is not None and proven.method != "spf":
        return proven.evidence()
    try:
        dmarc = authentication().dmarc
    except Ending:
        return None
    if dmarc is None or dmarc.result is not DmarcWord.PASS or not dmarc.answers:
        return None
    signed = next((one for one in dmarc.passing if one.method != "spf"), None)
    if signed is None:
        return None
    quote = f"dmarc=pass {signed.method}={signed.result} {signed.domain}"
    return Evidence.answered(dmarc.answers[0], Principal.DOMAIN_HOLDER, quote, dmarc.author_domain)
