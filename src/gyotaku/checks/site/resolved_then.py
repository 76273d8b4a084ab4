"""A link's host has no address now, and another source saw one when the mail was young.

Innocent when: sites close; an old mail's links often lead nowhere.
"""

from collections.abc import Iterator

from gyotaku.mail.dns_evidence import absence
from gyotaku.mail.whereabouts import around
from gyotaku.model.answers import NotApplicable
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.history import DnsHistory
from gyotaku.model.names import Names
from gyotaku.model.place import Places, PlaceSaid
from gyotaku.model.text import Host, Quote, Text, Time, Url, Word, day

LINK_RESOLVED_THEN = Kind(
    id="link-resolved-then",
    group=Group.SITE,
    direction=Direction.INFORMS,
    title=Text(
        en="{host} has no address now (asked {asked}); {source} last saw it at {address} on {then}. That address: {place}.",
        ja="{host} は現在、名前解決できません（{asked} に照会）。{source} では、{then} に {address} が最後に記録されています。このIPアドレスの位置: {place}。",
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
_NONE_SEEN = Text(
    en="No link leads to a host that has no address now and was seen with one before.",
    ja="現在は名前解決できず、過去の記録がある、というリンク先はありません。",
)


def check(names: Names, history: DnsHistory, places: Places) -> Iterator[Finding]:
    found = False
    for host in names.links:
        seen = history.last(host.host)
        if host.addresses or host.exists is None or not all(answer.told for answer in host.answers) or seen is None:
            continue
        found = True
        once = places.once(host.host)
        best = once.best if once else None
        place = Word(_placed(best) if best else _NO_PLACE)
        yield LINK_RESOLVED_THEN.found(
            *absence(host),
            seen.evidence,
            *((best.evidence,) if best else ()),
            host=Url(host.host),
            asked=Time(host.answer.time),
            source=Quote(seen.source),
            address=Host(seen.address),
            then=day(seen.last),
            place=place,
        )
    if not found:
        raise NotApplicable(_NONE_SEEN)


def _placed(said: PlaceSaid) -> Text:
    where, when = around(said).value, said.date.strftime("%Y-%m-%d")
    return Text(en=f"{where.en} by {said.source}, {when}", ja=f"{where.ja}（{said.source}、{when} のデータ）")
