"""A site shows one kind of device what it does not show another.

Innocent when: a site has pages of its own for phones, or a server fails between two visits.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.links import Links
from gyotaku.mail.site_evidence import link_of, said
from gyotaku.model.answers import NotApplicable
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Text, Time, Url, Word
from gyotaku.model.visit import AnswerClass, Visit, Visits

SITE_DIFFERS_BY_DEVICE = Kind(
    id="site-differs-by-device",
    group=Group.SITE,
    strength=Strength.WEAK,
    title=Text(
        en="{host}, to which a link leads, does not show all devices the same: {one}: {first}; {other}: {second} (visited {asked}).",
        ja="リンク先の {host} の応答は、{one} では「{first}」、{other} では「{second}」でした（{asked} にアクセス）。",
    ),
    why=Text(
        en="Frauds show their page to those whom they are after, and an error or something harmless to everybody else, so that filters and investigators do not see it.",
        ja="詐欺サイトは、狙った相手にだけ本来のページを見せ、ほかの訪問者にはエラーや無害な内容を見せることがあります。フィルターや調査を逃れるためです。",
    ),
    innocent=Text(
        en="Sites have pages of their own for phones, and servers fail between two visits.",
        ja="スマートフォン専用のページがある場合や、二回のアクセスの間にサーバーの障害が起きた場合も、応答が異なります。",
    ),
)
_ALIKE = Text(en="Every site shows all devices the same.", ja="どのサイトも、端末による違いはありませんでした。")
_TURNED_AWAY = frozenset(
    {AnswerClass.ERROR, AnswerClass.CLOSED, AnswerClass.PARKED, AnswerClass.OTHER, AnswerClass.UNREACHABLE}
)


def check(visits: Visits, links: Links) -> Iterator[Finding]:
    found = False
    for look in visits.looks:
        link = link_of(links, look)
        if not look.differs or link is None:
            continue
        first = look.telling[0]
        second = next((one for one in look.telling if one.answer is not first.answer), None)
        if second is None:
            continue
        found = True
        yield SITE_DIFFERS_BY_DEVICE.found(
            link.evidence(),
            *(said(look, one, one.shown_by or one.answer.value) for one in (first, second)),
            strength=Strength.MODERATE if _turns_away(first, second) else Strength.WEAK,
            host=Url(look.url.partition("://")[2].partition("/")[0]),
            one=Word(first.device.label),
            first=Word(first.answer.label),
            other=Word(second.device.label),
            second=Word(second.answer.label),
            asked=Time(first.when),
        )
    if not found:
        raise NotApplicable(_ALIKE)


def _turns_away(one: Visit, other: Visit) -> bool:
    """One is asked for something secret, the other is shown nothing of it."""
    return any(
        any(asked.secret for asked in mine.asks) and not theirs.asks and theirs.answer in _TURNED_AWAY
        for mine, theirs in ((one, other), (other, one))
    )
