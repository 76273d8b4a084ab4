"""The text of a link shows one host, and the link leads to another.

Innocent when: a bulk mail service counts clicks, or a gateway of the reader's own rewrites links.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.recorded import Recorded, proof
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.links.link import Link
from gyotaku.mail.links.mark import Place
from gyotaku.mail.links.services import is_tracker
from gyotaku.mail.links.shown import Shown, shown_host
from gyotaku.mail.links.target import WEB, Target
from gyotaku.model.bearing import HypothesisName, speaks_against
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Text, Url

LINK_TEXT_ELSEWHERE = Kind(
    id="link-text-elsewhere",
    group=Group.LINK,
    strength=Strength.MODERATE,
    title=Text(
        en="A link shows {shown}, but leads to {target}.",
        ja="リンクの表示は {shown} ですが、実際のリンク先は {target} です。",
    ),
    why=Text(
        en="The text of a link can be anything; a click leads to the target. Phishing shows an address the reader "
        "trusts and leads to another organization's host.",
        ja="リンクの表示には何でも書けますが、クリックすると開くのは実際のリンク先です。フィッシングでは、信用される宛先を表示して、別の組織のホストに誘導します。",
    ),
    innocent=Text(
        en="Newsletters lead through a service that counts clicks, and some mail gateways rewrite links.",
        ja="メールマガジンではクリック数を数えるサービスを経由することがあります。リンクを書き換えるメールゲートウェイもあります。",
    ),
)
LINK_TEXT_OURS = Kind(
    id="link-text-ours",
    group=Group.LINK,
    strength=Strength.STRONG,
    bears=speaks_against(HypothesisName.HONEST),
    title=Text(
        en="A link shows your own {shown}, but leads to {target}.",
        ja="リンクには自社の {shown} が表示されていますが、実際のリンク先は {target} です。",
    ),
    why=Text(
        en="Whoever shows your own host and leads elsewhere wants the link to be taken for one inside your "
        "organization.",
        ja="自社のホストを表示しながら別の場所に誘導するのは、社内のリンクだと思わせるためです。",
    ),
    innocent=Text(
        en="Your own newsletter through a service that counts clicks, and gateways that rewrite links.",
        ja="自社のメールマガジンがクリック計測のサービスを経由する場合や、リンクを書き換えるゲートウェイでも起こります。",
    ),
)

_MOST = 3
"""Pairs that are told. As many shown domains that lead to one target are a service that counts clicks."""
_ANCHORS = frozenset({Place.ANCHOR, Place.AREA})


def check(links: Links, own: OwnSide, senders: Senders, bulk: Bulk, recorded: Recorded) -> Iterator[Finding]:
    pairs: dict[tuple[str, str], tuple[Link, Shown, Target]] = {}
    for link in links.clickable:
        if link.place not in _ANCHORS or not link.shown or link.target.scheme not in WEB:
            continue
        shown = shown_host(link.shown)
        if shown is None:
            continue
        target = link.end
        pair = shown.target.domain, target.domain
        if pair[0] == pair[1] or pair in pairs or _file_name(shown, target) or own.owns(target.host):
            continue
        pairs[pair] = link, shown, target
    leading = Counter(target for _, target in pairs)
    for link, shown, target in islice(pairs.values(), _MOST):
        home = _home(senders)
        service = _counted(target, senders, bulk)
        counted = service and (bulk.unsubscribes or shown.target.domain in home)  # others hire such services too
        sure = not service and leading[target.domain] < _MOST and target.domain not in home
        yield _finding(
            link, shown, target, own, counted=counted, sure=sure, proven=proof(recorded, senders) is not None
        )


def _finding(
    link: Link, shown: Shown, target: Target, own: OwnSide, *, counted: bool, sure: bool, proven: bool
) -> Finding:
    evidence = [link.evidence()]
    seen = link.shown_evidence(shown.start, shown.end)
    if seen is not None:
        evidence.insert(0, seen)
    shows, leads = Url(shown.target.host), Url(target.host)
    direction = Direction.INFORMS if counted else Direction.ACCUSES
    if own.owns(shown.target.host):
        if counted and proven:
            return LINK_TEXT_OURS.found(
                *evidence, strength=Strength.WEAK, direction=direction, bears=(), shown=shows, target=leads
            )
        strength = Strength.MODERATE if counted else Strength.STRONG
        return LINK_TEXT_OURS.found(*evidence, strength=strength, shown=shows, target=leads)
    # A bare name is often that of a shop, not of a place to go; and firms hold one name under several suffixes.
    moderate = sure and shown.whole and _label(shown.target) != _label(target)
    strength = Strength.MODERATE if moderate else Strength.WEAK
    return LINK_TEXT_ELSEWHERE.found(*evidence, strength=strength, direction=direction, shown=shows, target=leads)


def _counted(target: Target, senders: Senders, bulk: Bulk) -> bool:
    """The mail's own service stands between: a known one, or the one its list fields and its sender name."""
    return is_tracker(target) or (bulk.unsubscribes and target.domain in bulk.organizations | _home(senders))


def _home(senders: Senders) -> set[str]:
    parties = filter(None, (senders.author, senders.envelope))
    return {party.organization for party in parties if party.organization and not freemail(party.domain)}


def _label(target: Target) -> str:
    """The first label of the registrable domain."""
    return target.domain.partition(".")[0]


def _file_name(shown: Shown, target: Target) -> bool:
    """The text is the name of the file that the link leads to: `setup.py`, `notes.md`."""
    name = shown.target.url.partition("://")[2].rstrip("/")
    return (
        not shown.whole
        and "/" not in name
        and target.url.partition("#")[0].partition("?")[0].lower().endswith("/" + name.lower())
    )
