"""Links that are documents or programs themselves, forms, and pages that lead on by themselves.

Innocent when: old newsletters kept parts of their web page.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.links import Links
from gyotaku.mail.links.data_uri import document_type
from gyotaku.mail.links.link import Link
from gyotaku.mail.links.mark import Mark, Place
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Quote, Text, Url, Word

LINK_DATA_URI = Kind(
    id="link-data-uri",
    group=Group.LINK,
    strength=Strength.STRONG,
    title=Text(
        en="A link opens a page that it carries within itself ({type}).",
        ja="リンクの中にページそのものが埋め込まれています（{type}）。",
    ),
    why=Text(
        en="A page inside a link has no address that anybody could check or block. Phishing hides login forms so.",
        ja="リンクに埋め込まれたページには、確認したり遮断したりできるアドレスがありません。フィッシングでは、ログイン画面を隠すために使われます。",
    ),
    innocent=Text(
        en="Web developers send such links to each other.",
        ja="ウェブの開発者どうしでやり取りされることがあります。",
    ),
)
LINK_JAVASCRIPT = Kind(
    id="link-javascript",
    group=Group.LINK,
    title=Text(
        en="A link runs a script instead of leading somewhere: {script}.",
        ja="リンクは移動ではなく、スクリプト {script} を実行するものです。",
    ),
    why=Text(
        en="Mail programs run no scripts, so such a link is of use only where somebody saves and opens the mail as a "
        "page.",
        ja="メールソフトはスクリプトを実行しません。このようなリンクが働くのは、メールを保存してブラウザーで開いたときだけです。",
    ),
    innocent=Text(
        en="Newsletters made from web pages keep such links by mistake.",
        ja="ウェブページから作ったメールマガジンに、誤って残っていることがあります。",
    ),
)
LINK_FORM = Kind(
    id="link-form",
    group=Group.LINK,
    strength=Strength.STRONG,
    title=Text(
        en="The mail itself asks for {input} and sends it to {host}.",
        ja="メール本文に入力欄（{input}）があり、入力内容は {host} に送られます。",
    ),
    why=Text(
        en="Honest organizations let nobody type a password into a mail. Other fields are unusual as well, since most "
        "mail programs do not send forms.",
        ja="正当な組織が、メール本文にパスワードを入力させることはありません。多くのメールソフトはフォームを送信しないため、ほかの入力欄も普通は使われません。",
    ),
    innocent=Text(
        en="Newsletters with a search field, and surveys that are answered in the mail.",
        ja="検索欄のあるメールマガジンや、メール上で回答するアンケートがあります。",
    ),
)
LINK_META_REFRESH = Kind(
    id="link-meta-refresh",
    group=Group.LINK,
    strength=Strength.MODERATE,
    title=Text(
        en="Opened in a browser, the mail leads on by itself to {host}.",
        ja="ブラウザーで開くと、自動的に {host} に移動します。",
    ),
    why=Text(
        en="A text that nobody is to read, but that leads on at once, is made for who opens it as a page.",
        ja="読ませずに別のページへ移動させる仕組みで、ページとして開いた人を誘導するためのものです。",
    ),
    innocent=Text(
        en="A web page that was sent as a mail.",
        ja="ウェブページをそのままメールで送った場合にも起こります。",
    ),
)

_PASSWORD = Text(en="a password", ja="パスワード")
_TEXT = Text(en="text", ja="文字")
_TYPED = frozenset({"text", "email", "tel", "number", "textarea"})
_NOTHING = frozenset({"", "void(0)", "void(0);", "void 0", ";", "#", "//", "return false;", "return false"})
_OPENED = frozenset({Place.ANCHOR, Place.AREA, Place.FORM, Place.REFRESH, Place.FRAME})


def check(links: Links, own: OwnSide) -> Iterator[Finding]:
    told: set[str] = set()
    for link in links:
        if link.hidden or link.place not in _OPENED:
            continue
        finding = _of(link, own)
        if finding is not None and finding.kind.id not in told:
            told.add(finding.kind.id)
            yield finding


def _of(link: Link, own: OwnSide) -> Finding | None:
    target = link.target
    if target.scheme == "data":
        kind = document_type(target.url)
        return LINK_DATA_URI.found(link.evidence(), type=Quote(kind)) if kind else None
    if target.scheme == "javascript":
        script = target.url[len("javascript:") :].strip()
        return LINK_JAVASCRIPT.found(link.evidence(), script=Quote(script[:80])) if script not in _NOTHING else None
    if own.owns(target.host):
        return None
    if link.place is Place.REFRESH and target.host:
        return LINK_META_REFRESH.found(link.evidence(), host=Url(target.host))
    if link.place is Place.FORM and target.host:
        return _form(link)
    return None


def _form(link: Link) -> Finding | None:
    typed = [field for field in link.fields if _kind(field) in _TYPED]
    password = next((field for field in link.fields if _kind(field) == "password"), None)
    if not typed and password is None:
        return None
    evidence = [link.evidence()]
    field = password or typed[0]
    if field.value:
        evidence.append(link.field_evidence(field))
    one = password is None and len(typed) == 1  # a field to search in
    return LINK_FORM.found(
        *evidence,
        strength=Strength.STRONG if password else Strength.WEAK,
        direction=Direction.INFORMS if one else Direction.ACCUSES,
        input=Word(_PASSWORD if password else _TEXT),
        host=Url(link.target.host),
    )


def _kind(field: Mark) -> str:
    return field.words[0] if field.words else ""
