"""A link of the mail, or an address that sent it, is on a list of abusers.

Innocent when: an honest site was broken into; a list is wrong, or older than the repair.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.links import Links
from gyotaku.mail.links.link import Link
from gyotaku.mail.links.services import steps
from gyotaku.model.answers import NotApplicable
from gyotaku.model.bearing import HypothesisName, speaks_against
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.path import Hop, Path
from gyotaku.model.reputation import Listing, Listings, Match
from gyotaku.model.text import Host, Quote, Slot, Text, Url, Word, day

LINK_LISTED = Kind(
    id="link-listed",
    group=Group.REPUTATION,
    strength=Strength.STRONG,
    bears=speaks_against(HypothesisName.HONEST),
    title=Text(
        en="{what} {listed} is on a list: {category} ({source}; listed {since}, list as of {date}).",
        ja="{what} {listed} はリストに載っています。分類: {category}（掲載元: {source}、掲載日: {since}、リストの時点: {date}）。",
    ),
    why=Text(
        en="Somebody has reported it before and the list's keepers took it in. A host's other pages need not be bad where one was reported.",
        ja="以前に報告があり、リストの運営者が掲載したものです。同じホストの別のページが報告されただけなら、このリンク先も不正とは限りません。",
    ),
    innocent=Text(
        en="Sites of honest people are broken into and stay listed after they are mended; lists have mistakes.",
        ja="正当なサイトが改ざんされ、修復後も載り続けることがあります。誤って掲載されることもあります。",
    ),
)
SENDER_ADDRESS_LISTED = Kind(
    id="sender-address-listed",
    group=Group.REPUTATION,
    strength=Strength.MODERATE,
    title=Text(
        en="{address}, {which}, is on a list: {category} ({source}; listed {since}, list as of {date}).",
        ja="{which} {address} はリストに載っています。分類: {category}（掲載元: {source}、掲載日: {since}、リストの時点: {date}）。",
    ),
    why=Text(
        en="Bad mail has come from this address. It may be shared by many, or belong to somebody else by now.",
        ja="このIPアドレスから不正なメールが送られたことがあります。多くの人が共用していたり、今は別の人が使っていたりすることもあります。",
    ),
    innocent=Text(
        en="Servers of large providers get listed for a few customers; addresses of home lines are listed as a whole.",
        ja="大手事業者のサーバーは一部の利用者が原因で載ることがあります。家庭用回線のIPアドレスは一括して載っています。",
    ),
)

_WHAT = {
    Match.URL: Text(en="The link's very URL", ja="リンクの URL"),
    Match.HOST: Text(en="The link's host", ja="リンク先のホスト"),
    Match.SAME_HOST: Text(en="Another URL on the link's host", ja="リンク先と同じホストの別の URL"),
    Match.DOMAIN: Text(en="The domain above the link's host", ja="リンク先の上位のドメイン"),
}
_HANDED_OVER = Text(en="which handed the mail over", ja="メールを直接引き渡した")
_FIRST = Text(en="from which the first server says it took the mail", ja="最初のサーバーの記録にある送り元の")
_NO_CATEGORY = Text(en="not told", ja="記載なし")
_UNDATED = Text(en="on a day that it does not tell", ja="記載なし")
_NONE_ASKED = Text(en="No list was looked into.", ja="調べたリストはありません。")
# Words by which lists say that a thing serves crime, and not advertising or taste.
_CRIME = ("phish", "malware", "scam", "fraud", "fake", "botnet", "steal", "ransom", "exploit", "詐欺", "フィッシング")
_OLD = timedelta(days=365)
"""After this long a host may have another holder."""


def check(listings: Listings, links: Links, path: Path, clock: Clock) -> Iterator[Finding]:
    if not (listings.consulted or listings.hits):
        raise NotApplicable(_NONE_ASKED)
    yield from _of_links(listings, links, clock.written)
    for hop, which, strength in (
        (path.handed_over_by, _HANDED_OVER, Strength.MODERATE),
        (path.first, _FIRST, Strength.WEAK),
    ):
        if hop is not None and (hop is path.handed_over_by) is (which is _HANDED_OVER):
            yield from _of_hop(listings, hop, which, strength, path)


def _of_links(listings: Listings, links: Links, written: datetime | None) -> Iterator[Finding]:
    first: dict[str, Link] = {}
    for link in links.clickable:
        for target in steps(link.target):
            first.setdefault(target.url, link)
            first.setdefault(target.host.strip("[]"), link)
    told = set()
    for hit in listings.of(*_WHAT):
        named = first.get(hit.asked)
        subject = hit.listed if "://" in hit.listed or hit.match is Match.DOMAIN else hit.asked
        if named is None or (hit.listed_by, subject) in told:
            continue
        told.add((hit.listed_by, subject))
        yield LINK_LISTED.found(
            named.evidence(),
            hit.evidence,
            strength=_strength(hit, written),
            what=Word(_WHAT[hit.match]),
            listed=Url(subject),
            category=_category(hit),
            source=Quote(hit.listed_by),
            since=_since(hit),
            date=day(hit.list_date),
        )


def _strength(hit: Listing, written: datetime | None) -> Strength:
    if hit.match is Match.URL:
        return Strength.STRONG
    if hit.policy:
        return Strength.WEAK
    category = hit.meaning.en if hit.meaning else hit.category
    crime = any(word in category.lower() for word in _CRIME)
    grades = [Strength.STRONG, Strength.MODERATE, Strength.WEAK, Strength.WEAK]
    steps = (hit.match is Match.SAME_HOST) + (not crime)
    if written is not None and written.tzinfo is not None and hit.last is not None and written - hit.last > _OLD:
        steps += 1
    return grades[steps]


def _of_hop(listings: Listings, hop: Hop, which: Text, strength: Strength, path: Path) -> Iterator[Finding]:
    for hit in listings.of(Match.ADDRESS):
        if hit.asked == hop.address:
            yield SENDER_ADDRESS_LISTED.found(
                hop.quote("address", Principal.US if path.ours(hop) else Principal.RELAY),
                hit.evidence,
                strength=Strength.WEAK if hop.logged_in or hit.policy else strength,
                address=Host(hit.asked),
                which=Word(which),
                category=_category(hit),
                source=Quote(hit.listed_by),
                since=_since(hit),
                date=day(hit.list_date),
            )


def _category(hit: Listing) -> Slot:
    if hit.meaning is not None:
        return Word(hit.meaning)
    return Quote(hit.category) if hit.category else Word(_NO_CATEGORY)


def _since(hit: Listing) -> Slot:
    return day(hit.last) if hit.last else Word(_UNDATED)
