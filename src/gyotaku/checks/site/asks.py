"""The page behind a link asks for a password, a card or the like.

Innocent when: the site is the sender's own, or of a service that the sender uses.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.destinations import Destinations
from gyotaku.mail.facts.links import Links
from gyotaku.mail.site_evidence import link_of, said, stranger
from gyotaku.model.answers import NotApplicable
from gyotaku.model.configuration import Config
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text, Time, Url, Word
from gyotaku.model.visit import AnswerClass, Asks, Look, Visit, Visits

SITE_ASKS_LOGIN = Kind(
    id="site-asks-login",
    group=Group.SITE,
    strength=Strength.MODERATE,
    title=Text(
        en="{host}, to which a link leads, asks for a login ({words}; visited {asked}, as a {device}).",
        ja="リンク先の {host} は、ログイン情報の入力を求めています（{words}。{asked} に {device} としてアクセス）。",
    ),
    why=Text(
        en="Whoever types a password there gives it to the page's owner. It accuses where the host belongs neither to the sender nor to an organization that is known here.",
        ja="入力したパスワードは、ページの設置者に渡ります。ホストが差出人のものでも既知の組織のものでもない場合に、不審と判断します。",
    ),
    innocent=Text(
        en="Many honest mails lead to a login, of the sender's own site or of a service that it uses.",
        ja="正当なメールでも、差出人自身のサイトや、差出人が利用するサービスのログイン画面に誘導することはよくあります。",
    ),
)
SITE_ASKS_CARD = Kind(
    id="site-asks-card",
    group=Group.SITE,
    strength=Strength.MODERATE,
    title=Text(
        en="{host}, to which a link leads, asks for: {what} ({words}; visited {asked}, as a {device}).",
        ja="リンク先の {host} は、{what}の入力を求めています（{words}。{asked} に {device} としてアクセス）。",
    ),
    why=Text(
        en="Card numbers, codes, papers and account numbers are what frauds live on. It accuses where the host belongs neither to the sender nor to an organization "
        "that is known here.",
        ja="カード情報、認証コード、本人確認書類、口座情報は、詐欺で悪用される情報です。ホストが差出人のものでも既知の組織のものでもない場合に、不審と判断します。",
    ),
    innocent=Text(
        en="Shops and payment services ask for a card when something is bought.",
        ja="買い物の支払いでは、店や決済サービスがカード情報の入力を求めます。",
    ),
)
_NO_FORM = Text(
    en="No page that was visited asks for anything secret.", ja="秘密の情報の入力を求めるページはありませんでした。"
)


def check(visits: Visits, links: Links, destinations: Destinations, config: Config) -> Iterator[Finding]:
    found = False
    for look in visits.looks:
        for visit in look.visits:
            if not any(asked.secret for asked in visit.asks) and visit.answer is not AnswerClass.LOGIN_PAGE:
                continue
            found = True
            finding = _finding(look, visit, links, destinations, config)
            if finding is not None:
                yield finding
                break
    if not found:
        raise NotApplicable(_NO_FORM)


def _finding(look: Look, visit: Visit, links: Links, destinations: Destinations, config: Config) -> Finding | None:
    link = link_of(links, look)
    if link is None:
        return None
    led = stranger(look, visit, destinations, config.brands)
    # A mail that speaks for an organization and leads to a stranger's form; another's may only point somewhere.
    strength = Strength.MODERATE if led is not None and destinations.stands_for_sender(led) else Strength.WEAK
    direction = Direction.INFORMS if led is None else Direction.ACCUSES
    others = [asked for asked in visit.asks if asked.secret and asked is not Asks.PASSWORD]
    words = next(
        (field.label or field.name for form in visit.forms for field in form.fields if field.asks in others),
        visit.shown_by,
    )
    host, asked, device = Url(_host(visit, look)), Time(visit.when), Word(visit.device.label)
    told = Quote(words or visit.answer.value)
    evidence = link.evidence(), said(look, visit, told.value)
    if others:
        kinds = Text(en=", ".join(one.label.en for one in others), ja="、".join(one.label.ja for one in others))
        return SITE_ASKS_CARD.found(
            *evidence,
            strength=strength,
            direction=direction,
            host=host,
            what=Word(kinds),
            words=told,
            asked=asked,
            device=device,
        )
    return SITE_ASKS_LOGIN.found(
        *evidence, strength=strength, direction=direction, host=host, words=told, asked=asked, device=device
    )


def _host(visit: Visit, look: Look) -> str:
    return (visit.final or look.url).partition("://")[2].partition("/")[0]
