"""A link's host has no address now, and another source saw one when the mail was young.

Innocent when: sites close; an old mail's links often lead nowhere.
"""

from collections.abc import Iterator

from gyotaku.mail.whereabouts import around
from gyotaku.model.answers import NotApplicable
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.history import DnsHistory
from gyotaku.model.names import Names
from gyotaku.model.place import Places
from gyotaku.model.text import Host, Quote, Slot, Text, Time, Url, Word, day

LINK_RESOLVED_THEN = Kind(
    id="link-resolved-then",
    group=Group.SITE,
    direction=Direction.INFORMS,
    title=Text(
        en="{host} has no address now (asked {asked}); {source} last saw it at {address} on {then}. That address: {place} {by}.",
        ja="{host} は現在、名前解決できません（{asked} に照会）。{source} では、{then} に {address} が最後に記録されています。このIPアドレスの位置: {place}{by}。",
    ),
    why=Text(
        en="Phishing sites live for days. What was there when the mail came can only be told by those who looked then.",
        ja="フィッシングサイトの寿命は数日です。メールが届いたころに何があったかは、当時調べた情報源にしかわかりません。",
    ),
    innocent=Text(
        en="Honest sites close as well; this only informs.", ja="正当なサイトも閉じることがあります。参考情報です。"
    ),
)
_NO_PLACE = Text(en="not known", ja="不明")
_NOTHING = Text(en="", ja="")
_NONE_SEEN = Text(
    en="No link leads to a host that has no address now and was seen with one before.",
    ja="現在は名前解決できず、過去の記録がある、というリンク先はありません。",
)


def check(names: Names, history: DnsHistory, places: Places) -> Iterator[Finding]:
    found = False
    for host in names.links:
        seen = history.last(host.host)
        if host.addresses or not host.told or seen is None:
            continue
        found = True
        once = places.once(host.host)
        best = once.best if once else None
        place: Slot = around(best) if best else Word(_NO_PLACE)
        quotes = [Evidence.answered(host.answer, Principal.DOMAIN_HOLDER), seen.evidence]
        yield LINK_RESOLVED_THEN.found(
            *quotes,
            *((best.evidence,) if best else ()),
            host=Url(host.host),
            asked=Time(host.answer.time),
            source=Quote(seen.source),
            address=Host(seen.address),
            then=day(seen.last),
            place=place,
            by=Word(
                Text(en=f"({best.source}, {best.date:%Y-%m-%d})", ja=f"（{best.source}、{best.date:%Y-%m-%d}）")
                if best
                else _NOTHING
            ),
        )
    if not found:
        raise NotApplicable(_NONE_SEEN)
