"""Many links that promise different pages lead to the very same address.

Innocent when: a page made from a template whose links nobody filled in.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.destinations import Destination, Destinations
from gyotaku.mail.facts.wording import folded
from gyotaku.mail.links.shown import shown_host
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.text import Amount, Quote, Text, Url

LINKS_ONE_TARGET = Kind(
    id="links-one-target",
    group=Group.LINK,
    strength=Strength.MODERATE,
    title=Text(
        en="{count} links with different texts, {text} among them, all lead to the same address on {host}.",
        ja="表示の異なる {count} 個のリンクが、{text} も含めてすべて {host} の同じアドレスに誘導します。",
    ),
    why=Text(
        en="A page of rules, a way to unsubscribe and a button to press are different pages. Phishing copies the look of a "
        "real mail and puts its own address behind every link.",
        ja="規約、配信停止、操作のボタンは、本来それぞれ別のページです。フィッシングは本物のメールの見た目をまね、すべてのリンクに自分のアドレスを入れます。",
    ),
    innocent=Text(
        en="Templates whose links were not filled in, and mail that shows one page of a small site.",
        ja="リンクを設定していないひな型や、一ページだけの小さなサイトの案内でも起こります。",
    ),
)

_FEWEST = 3
_LONGEST_TEXT = 60
_MOST_QUOTED = 4


def check(destinations: Destinations) -> Iterator[Finding]:
    if len(destinations.all) < _FEWEST:
        return
    targets: dict[str, list[Destination]] = {}
    for one in destinations.all:
        if one.link.shown and one.link.mark is not None:
            targets.setdefault(one.target.url, []).append(one)
    away = {one.target.host for one in destinations.elsewhere}
    for links in targets.values():
        if len(links) >= _FEWEST and links[0].target.host in away:
            texts: dict[str, Destination] = {}
            for one in links:
                text = " ".join(folded(one.link.shown or "").split())
                if 1 < len(text) <= _LONGEST_TEXT:
                    texts.setdefault(text, one)
            if len(texts) >= _FEWEST:
                yield from _judged(texts, destinations)


def _judged(texts: dict[str, Destination], destinations: Destinations) -> Iterator[Finding]:
    words = table("link_services")["duty_words"]
    duties = [text for text in texts if any(word in text for word in words)]
    if not duties or len(duties) == len(texts):
        return
    duty = texts[duties[0]]
    others = [one for text, one in texts.items() if text != duties[0]]
    shown = [seen for one in (duty, *others[: _MOST_QUOTED - 1]) if (seen := one.link.shown_evidence()) is not None]
    # A mail that shows the address itself in place of other words hides nothing.
    open_address = any(shown_host(one.link.shown or "") is not None for one in others)
    front_page = duty.target.url.partition("://")[2].rstrip("/").lower() == duty.target.host  # as templates have it
    yield LINKS_ONE_TARGET.found(
        duty.link.evidence(),
        *shown,
        strength=Strength.MODERATE if destinations.speaks and not (open_address or front_page) else Strength.WEAK,
        direction=Direction.INFORMS if destinations.bulk and not destinations.plays else Direction.ACCUSES,
        count=Amount(len(texts)),
        text=Quote((duty.link.shown or "").strip()),
        host=Url(duty.target.host),
    )
