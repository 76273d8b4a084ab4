"""One and the same button leads to the sender's organization by one of its links, and to another's host by a second.

Innocent when: newsletters call many different articles "Read more".
"""

from collections.abc import Iterator

from gyotaku.mail.facts.destinations import Destination, Destinations
from gyotaku.mail.facts.wording import folded
from gyotaku.mail.links.services import is_tracker
from gyotaku.mail.links.shown import shown_host
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text, Url

LINK_MIXED_TARGETS = Kind(
    id="link-mixed-targets",
    group=Group.LINK,
    title=Text(
        en="Two links with the same text, {text}, lead to {genuine} and to {other}.",
        ja="同じ表示 {text} のリンクが二つあり、一方は {genuine} に、他方は {other} に誘導します。",
    ),
    why=Text(
        en="Who tries one of them lands at the genuine host and trusts the other. A button that is written twice, once for "
        "Outlook, leads to one place in honest mail.",
        ja="一方を試して正しいサイトが開くと、もう一方も信用してしまいます。Outlook 用にボタンを二重に書くことはありますが、正当なメールではリンク先は同じです。",
    ),
    innocent=Text(
        en="Newsletters with several articles behind links of the same words.",
        ja="複数の記事に同じ言葉のリンクを付けたメールマガジンでも起こります。",
    ),
)

_LEAST_TEXT = 4
_LONGEST_TEXT = 60


def check(destinations: Destinations) -> Iterator[Finding]:
    if destinations.bulk or not destinations.speaks or not destinations.elsewhere:
        return
    away = {one.target.host for one in destinations.elsewhere}
    if len(away) == len({one.target.host for one in destinations.all}):
        return  # none leads home
    texts: dict[str, tuple[list[Destination], list[Destination]]] = {}
    for one in destinations.all:
        shown = one.link.shown
        if shown and one.link.mark is not None:
            text = " ".join(folded(shown).split())
            if _LEAST_TEXT <= len(text) <= _LONGEST_TEXT and shown_host(text) is None:
                texts.setdefault(text, ([], []))[one.target.host in away].append(one)
    for genuine, others in texts.values():
        if genuine and others and len(genuine) + len(others) == 2 and not is_tracker(others[0].target):
            yield _finding(genuine[0], others[0])
            return


def _finding(genuine: Destination, other: Destination) -> Finding:
    shown = other.link.shown_evidence()
    outlook = any(one.link.mark is not None and one.link.mark.tag.startswith("v:") for one in (genuine, other))
    return LINK_MIXED_TARGETS.found(
        *((shown,) if shown is not None else ()),
        genuine.link.evidence(),
        other.link.evidence(),
        strength=Strength.MODERATE if outlook else Strength.WEAK,
        text=Quote((other.link.shown or "").strip()),
        genuine=Url(genuine.target.host),
        other=Url(other.target.host),
    )
