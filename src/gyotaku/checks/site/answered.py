"""The site behind a link shows an error, was closed, is parked, or hides behind a test for humans.

Innocent when: sites move, fail and close; of an old mail it means little.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.links import Links
from gyotaku.mail.site_evidence import link_of, said
from gyotaku.model.answers import NotApplicable
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.text import Quote, Text, Time, Url
from gyotaku.model.visit import AnswerClass, Visits

SITE_ERROR = Kind(
    id="site-error",
    group=Group.SITE,
    direction=Direction.INFORMS,
    title=Text(
        en="{host}, to which a link leads, answers with an error ({words}; visited {asked}), so a server is still there.",
        ja="リンク先の {host} はエラーを返しました（{words}。{asked} にアクセス）。サーバー自体は応答しています。",
    ),
    why=Text(
        en="An error page is no end: the name still resolves and a server answers, so the page can come back, and frauds show errors to those whom they take for investigators. "
        "It is worth watching.",
        ja="エラーが表示されても、閉鎖されたとは限りません。名前解決ができ、サーバーも応答しているため、ページが復活する可能性があります。調査と疑った相手にだけエラーを見せる手口もあります。引き続き確認する価値があります。",
    ),
    innocent=Text(
        en="Pages are moved and servers fail; of an old mail it means little.",
        ja="ページの移動やサーバーの障害でも起こります。古いメールでは、あまり意味がありません。",
    ),
)
SITE_CLOSED = Kind(
    id="site-closed",
    group=Group.SITE,
    direction=Direction.INFORMS,
    title=Text(
        en="{host}, to which a link leads, says that it was closed ({words}; visited {asked}).",
        ja="リンク先の {host} には、閉鎖または利用停止の表示があります（{words}。{asked} にアクセス）。",
    ),
    why=Text(
        en="Providers stop accounts that abuse was reported of, and owners close sites. What stood there when the mail came cannot be seen any more.",
        ja="悪用の報告を受けた事業者がアカウントを停止したか、持ち主がサイトを閉じたものです。メールが届いたころの内容は、もう確認できません。",
    ),
    innocent=Text(
        en="Honest sites close as well, and accounts are stopped for unpaid bills.",
        ja="正当なサイトも閉鎖されることがあります。料金の未払いで停止されることもあります。",
    ),
)
SITE_PARKED = Kind(
    id="site-parked",
    group=Group.SITE,
    direction=Direction.INFORMS,
    title=Text(
        en="{host}, to which a link leads, shows a page of a registrar or provider in place of a site ({words}; visited {asked}).",
        ja="リンク先の {host} には、サイトの内容ではなく、ドメイン業者などの仮のページが表示されます（{words}。{asked} にアクセス）。",
    ),
    why=Text(
        en="Nobody has put a site there now: it was taken away, or is not up yet. Some such pages are shown to strangers alone.",
        ja="現在はサイトが設置されていません。撤去されたか、まだ設置されていないものと考えられます。特定の訪問者以外に、このようなページを見せる手口もあります。",
    ),
    innocent=Text(
        en="Domains whose owner has given them up look the same.", ja="持ち主が手放したドメインでも同じ表示になります。"
    ),
)
SITE_CHALLENGE = Kind(
    id="site-challenge",
    group=Group.SITE,
    direction=Direction.INFORMS,
    title=Text(
        en="{host}, to which a link leads, first wants to know whether a human visits ({words}; visited {asked}). What stands behind was not seen.",
        ja="リンク先の {host} は、最初に人間かどうかの確認を求めます（{words}。{asked} にアクセス）。その先の内容は確認できていません。",
    ),
    why=Text(
        en="Such tests keep programs out, those that look for frauds as well. It says nothing of what stands behind.",
        ja="このような確認は、プログラムによるアクセスを防ぐもので、詐欺サイトの調査も妨げます。その先に何があるかは、これだけではわかりません。",
    ),
    innocent=Text(
        en="Very many honest sites use the same services against floods of requests.",
        ja="大量アクセスへの対策として、多くの正当なサイトが同じサービスを使っています。",
    ),
)
_KINDS = {
    AnswerClass.ERROR: SITE_ERROR,
    AnswerClass.CLOSED: SITE_CLOSED,
    AnswerClass.PARKED: SITE_PARKED,
    AnswerClass.BLOCKED_BY_CHALLENGE: SITE_CHALLENGE,
}
_OTHERS = Text(
    en="No site that was visited shows an error, was closed, is parked or tests its visitors.",
    ja="エラー、閉鎖、仮のページ、人間かどうかの確認のいずれかを示したサイトはありませんでした。",
)


def check(visits: Visits, links: Links) -> Iterator[Finding]:
    found = False
    for look in visits.looks:
        kind, link = _KINDS.get(look.answer) if look.answer else None, link_of(links, look)
        if kind is None or link is None:
            continue
        found = True
        visit = look.telling[0]
        words = visit.shown_by or visit.answer.value
        yield kind.found(
            link.evidence(),
            said(look, visit, words),
            host=Url((visit.final or look.url).partition("://")[2].partition("/")[0]),
            words=Quote(words),
            asked=Time(visit.when),
        )
    if not found:
        raise NotApplicable(_OTHERS)
