"""A link leads to a file.

Innocent when: papers are handed over so every day.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.links import Links
from gyotaku.mail.site_evidence import link_of, said
from gyotaku.model.answers import NotApplicable
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text, Time, Url
from gyotaku.model.visit import Visits

SITE_DOWNLOAD = Kind(
    id="site-download",
    group=Group.SITE,
    strength=Strength.MODERATE,
    title=Text(
        en="{host}, to which a link leads, sends the file {name} (visited {asked}).",
        ja="リンク先の {host} は、ファイル {name} をダウンロードさせます（{asked} にアクセス）。",
    ),
    why=Text(
        en="A file that runs when it is opened takes over the machine of whoever opens it. Other files only inform: their content was not looked at, and their hash names them.",
        ja="開くと動作するファイルは、開いた人のパソコンを乗っ取るおそれがあります。それ以外のファイルは参考情報です。中身は調べておらず、ハッシュ値だけを記録しています。",
    ),
    innocent=Text(
        en="Invoices, forms and programs are offered by honest links as well.",
        ja="請求書や書式、プログラムは、正当なリンクでも配布されます。",
    ),
)
_NO_FILE = Text(
    en="No site that was visited sends a file.", ja="ファイルをダウンロードさせるサイトはありませんでした。"
)


def check(visits: Visits, links: Links) -> Iterator[Finding]:
    found = False
    for look in visits.looks:
        link = link_of(links, look)
        visit = next((one for one in look.visits if one.downloads), None)
        if visit is None or link is None:
            continue
        found = True
        file = visit.downloads[0]
        runs = file.name.lower().rpartition(".")[2] in table("site_answers")["programs"]
        words = f"{file.name} SHA-256 {file.sha256}" if file.sha256 else file.name
        yield SITE_DOWNLOAD.found(
            link.evidence(),
            said(look, visit, words),
            direction=Direction.ACCUSES if runs else Direction.INFORMS,
            host=Url((visit.final or look.url).partition("://")[2].partition("/")[0]),
            name=Quote(file.name),
            asked=Time(visit.when),
        )
    if not found:
        raise NotApplicable(_NO_FILE)
