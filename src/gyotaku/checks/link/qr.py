"""QR codes of the mail: where they lead, and whether they are drawn in a way that hides them from filters.

Innocent when: tickets, coupons, payment slips and invitations bring codes, as pictures, to the sender's own site or app.
"""

from collections.abc import Iterator

from gyotaku.mail.codes.payload import says
from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.codes import Code, Codes
from gyotaku.mail.facts.destinations import Destinations
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.said import Sayings
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.wording import Wording, names
from gyotaku.mail.links.mark import Place
from gyotaku.mail.links.target import read_target
from gyotaku.model.answers import NotApplicable, Unavailable
from gyotaku.model.evidence import ReadFrom
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Quote, Text, Url, Word

QR_LINK = Kind(
    id="qr-link",
    group=Group.LINK,
    direction=Direction.INFORMS,
    title=Text(
        en="A QR code ({where}) leads to {host}.",
        ja="QRコード（{where}）は {host} に誘導します。",
    ),
    why=Text(
        en="A code does not show where it leads, and a phone opens it outside the protection of the computer on which the mail is read. It is "
        "judged here like any other link.",
        ja="QRコードは見ただけでは行き先がわかりません。また、スマートフォンで開くと、メールを読んでいるパソコンの保護が及びません。ここではほかのリンクと同じように調べています。",
    ),
    innocent=Text(
        en="Tickets, coupons, app downloads and payment slips bring codes.",
        ja="チケット、クーポン、アプリの案内、払込票などにも使われます。",
    ),
)
QR_CONTENT = Kind(
    id="qr-content",
    group=Group.LINK,
    direction=Direction.INFORMS,
    title=Text(
        en="A QR code ({where}) holds {what}: {payload}.",
        ja="QRコード（{where}）の内容は{what}です: {payload}。",
    ),
    why=Text(
        en="It holds no address of the web, so no link is judged. What it makes a phone do is told by its words.",
        ja="ウェブのアドレスではないため、リンクとしては調べていません。スマートフォンで読み取ると何が起こるかは、内容が示しています。",
    ),
    innocent=Text(
        en="Admission tickets, membership numbers, wireless access and business cards are given as codes.",
        ja="入場券、会員番号、無線LANの接続情報、名刺などがコードで渡されることがあります。",
    ),
)
QR_DISGUISED = Kind(
    id="qr-disguised",
    group=Group.LINK,
    strength=Strength.STRONG,
    title=Text(
        en="A QR code is {where} instead of sent as a picture; it says {payload}.",
        ja="QRコードが画像ではなく、{where}になっています。内容は {payload} です。",
    ),
    why=Text(
        en="Programs that make codes write pictures. Drawing one with characters or cells is laborious and shows worse; its gain is that filters "
        "which read codes in pictures do not see it.",
        ja="QRコードを作るプログラムは、普通は画像を出力します。文字や表のセルで描くのは手間がかかり、表示も崩れやすくなります。得られるのは、画像の中のコードを読むフィルターに見つからないことです。",
    ),
    innocent=Text(
        en="Output of command line tools that show codes in a terminal, in technical mail.",
        ja="端末にコードを表示するコマンドの出力を、技術的なメールに貼り付けた場合にも見られます。",
    ),
)
QR_ELSEWHERE = Kind(
    id="qr-elsewhere",
    group=Group.LINK,
    strength=Strength.MODERATE,
    title=Text(
        en="The mail asks {ask}; the code leads to {host}, which is not the sender's and which the mail nowhere names.",
        ja="メールは {ask} と求めていますが、コードの行き先は {host} です。差出人のものではなく、メールのどこにも書かれていません。",
    ),
    why=Text(
        en="Who asks to scan a code leads to his own site, or says whose it is. A host that neither the sender nor the text shows can be seen only "
        "when the phone has opened it.",
        ja="コードの読み取りを求める差出人は、自分のサイトに誘導するか、誰のサイトかを書くのが普通です。差出人とも本文とも関係のない行き先は、スマートフォンで開くまで見えません。",
    ),
    innocent=Text(
        en="Senders that keep a form, an event or a shop with a service, and shortened addresses.",
        ja="フォーム、イベント、店舗を外部サービスに置いている差出人や、短縮URLの場合でも起こります。",
    ),
)

_FEW = 3
_DRAWN = frozenset({ReadFrom.CHARACTERS, ReadFrom.CELLS})
_NO_CODES = Text(
    en="The mail has no picture, PDF or drawing with a code.", ja="コードを含む画像、PDF、図がありません。"
)


def check(
    codes: Codes,
    links: Links,
    senders: Senders,
    bulk: Bulk,
    sayings: Lazy[Sayings],
    destinations: Lazy[Destinations],
    wording: Lazy[Wording],
) -> Iterator[Finding]:
    found = [code for code in codes.all if code.reading.of is not ReadFrom.PDF_LINK]
    if not found:
        if codes.unread:
            raise Unavailable(codes.unread[0][1].text)
        raise NotApplicable(_NO_CODES)
    yield from _links(links)
    yield from _contents(found)
    yield from _disguised(found, bulk)
    yield from _elsewhere(links, senders, bulk, sayings, destinations, wording)


def _links(links: Links) -> Iterator[Finding]:
    """Each host once."""
    told: set[str] = set()
    for link in links:
        host = link.target.host
        if link.place is Place.QR and link.reading is not None and host and host not in told and len(told) < _FEW:
            told.add(host)
            yield QR_LINK.found(link.evidence(), where=Word(link.reading.of.label), host=Url(host))


def _contents(codes: list[Code]) -> Iterator[Finding]:
    others = [code for code in codes if not _leads(code)]
    for code in others[:_FEW]:
        evidence = code.evidence()
        what = Word(says(code.payload).label)
        yield QR_CONTENT.found(
            evidence, where=Word(code.reading.of.label), what=what, payload=Quote(evidence.quote[:200])
        )


def _disguised(codes: list[Code], bulk: Bulk) -> Iterator[Finding]:
    for code in codes:
        if code.reading.of in _DRAWN and code.drawn is not None:
            evidence = code.evidence()
            # The secrets of one-time passwords and the like are drawn by servers that know nothing but text.
            strong = _leads(code) and not bulk.lists
            yield QR_DISGUISED.found(
                evidence,
                code.drawn,
                strength=Strength.STRONG if strong else Strength.WEAK,
                where=Word(code.reading.of.label),
                payload=Quote(evidence.quote[:200]),
            )
            return


def _leads(code: Code) -> bool:
    return any(_host(url) for url in code.urls)


def _host(url: str) -> str:
    return read_target(url).host or read_target("http://" + url).host


def _elsewhere(
    links: Links,
    senders: Senders,
    bulk: Bulk,
    sayings: Lazy[Sayings],
    destinations: Lazy[Destinations],
    wording: Lazy[Wording],
) -> Iterator[Finding]:
    author = senders.author
    if not any(link.place is Place.QR and link.target.host for link in links) or author is None or not author.domain:
        return
    asks = sayings().of("scan")
    if not asks:
        return
    for link, target in ((one.link, one.target) for one in destinations().all):
        if link.place is not Place.QR or target.domain in destinations().home or names(wording(), target.domain):
            continue
        ask = asks[0].evidence()
        yield QR_ELSEWHERE.found(
            ask,
            link.evidence(),
            author.quote_address(),
            strength=Strength.WEAK if bulk.any else Strength.MODERATE,
            ask=Quote(ask.quote),
            host=Url(target.host),
        )
        return
