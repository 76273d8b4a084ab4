"""What a visit saw as people are told it: rows of a name and words, for every form. Every word of the site is a stranger's."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.model.text import Amount, Text, Time, Url
from gyotaku.model.visit import AnswerClass, Device, Download, Look, Step, Via, Visit, Why
from gyotaku.report.teller import Teller

Row = tuple[Text, str]
"""What is told, and the words."""

SITE = Text(en="What the site answered", ja="サイトの応答")
ANSWER = Text(en="answer", ja="応答")
_SAID = Text(en="{answer} ({words})", ja="{answer}（{words}）")
_WAY = Text(en="way", ja="経過")
_TITLE = Text(en="title", ja="タイトル")
_PAGE = Text(en="page", ja="表示されたページ")
_FORM = Text(en="asks for", ja="入力を求める項目")
_FORM_TO = Text(en="{asks} (would be sent to {action})", ja="{asks}（送信先は {action}）")
_BRAND = Text(en="bears the name of", ja="名乗っている組織")
_SHOWN_BY = Text(en="{name}: {words}", ja="{name}：{words}")
_CERTIFICATE = Text(en="certificate", ja="証明書")
_CERTIFIED = Text(
    en="for {names}, by {issuer}, from {start} to {end}",
    ja="対象 {names}、発行者 {issuer}、有効期間 {start} から {end}",
)
_DOWNLOAD = Text(en="file", ja="ファイル")
_HASHED = Text(en="{name}, {size} octets, SHA-256 {hash}", ja="{name}、{size} バイト、SHA-256 {hash}")
_HASH_UNKNOWN = Text(en="{name} (not read to its end)", ja="{name}（最後まで読み取っていません）")
_HASH = Text(en="SHA-256 of the page", ja="ページの SHA-256")
_KIT = Text(en="paths", ja="パス")
_PICTURE = Text(en="picture", ja="画像")
_PICTURED = Text(en="{size}, SHA-256 {hash}", ja="{size}、SHA-256 {hash}")
_DENIED = Text(en="not let through", ja="通信を遮断した宛先")
_DENIED_ONE = Text(en="{host}:{port} ({why})", ja="{host}:{port}（{why}）")
_NOT_SEEN = Text(en="not as it should be", ja="注意")
_STEP = Text(en="{status} {url}", ja="{status} {url}")
_AT = Text(en=" at {address}", ja="（{address}）")
_VIAS = {
    Via.ASKED: Text(en="", ja=""),
    Via.HTTP: Text(en="redirected to ", ja="転送先: "),
    Via.META: Text(en="led by its markup to ", ja="ページの指定による移動先: "),
    Via.SCRIPT: Text(en="led by a script to ", ja="スクリプトによる移動先: "),
}
_NO_STATUS = Text(en="(no answer)", ja="（応答なし）")
_WHEN = Text(en="{device}, language {language}, {time}", ja="{device}、言語 {language}、{time}")
_DECOYS = Text(
    en="{count} stretches of the link that may tell the recipient were replaced by decoys.",
    ja="リンクのうち受信者を示すおそれのある {count} か所を、おとりの値に置き換えました。",
)
_AS_IS = Text(en="The link was visited as it is.", ja="リンクを置き換えずにそのままアクセスしました。")
_DIFFER = Text(
    en="The visits saw different things: the site shows them by device, or shows each visitor something else.",
    ja="アクセスのたびに内容が異なりました。端末などによって表示を変えている可能性があります。",
)
_COMES_BACK = Text(
    en="The name still leads to a server: the page can come back, so it is worth watching.",
    ja="名前解決はできるため、ページが復活する可能性があります。引き続き確認する価値があります。",
)
_FAILED = Text(en="as a {device}: not visited ({why})", ja="{device}: アクセスできませんでした（{why}）")
_MOST_LISTED = 8
_LONGEST_SHOWN = 200
"""Characters of an address."""


def looked_as(teller: Teller, visit: Visit) -> str:
    """As which device, and when."""
    return teller.filled(_WHEN, device=visit.device.label, language=visit.language, time=Time(visit.when))


def notes(teller: Teller, look: Look) -> Iterator[str]:
    """What is to be said of a look as a whole."""
    if look.as_is:
        yield teller.say(_AS_IS)
    elif look.visits and look.visits[0].decoys:
        yield teller.filled(_DECOYS, count=Amount(look.visits[0].decoys))
    if look.differs:
        yield teller.say(_DIFFER)
    if look.answer is AnswerClass.ERROR:
        yield teller.say(_COMES_BACK)


def silence(teller: Teller, look: Look) -> Iterator[str]:
    """The looks of which nothing came."""
    for answer in look.answers[len(look.visits) :]:
        device = answer.ask.what.partition(" ")[0]
        known = Device(device).label if device in tuple(Device) else device
        yield teller.filled(_FAILED, device=known, why=answer.detail or answer.outcome.label)


def rows(teller: Teller, visit: Visit) -> Iterator[Row]:
    """Everything that is known of one visit, the answer first."""
    label = visit.answer.label
    yield ANSWER, teller.filled(_SAID, answer=label, words=visit.shown_by) if visit.shown_by else teller.say(label)
    for step in visit.steps:
        yield _WAY, _step(teller, step)
    yield from _page(teller, visit)
    for one in visit.downloads:
        yield _DOWNLOAD, _download(teller, one)
    if visit.page_sha256:
        yield _HASH, visit.page_sha256
    if visit.kit_paths:
        yield _KIT, " ".join(teller.foreign(path) for path in visit.kit_paths[:_MOST_LISTED])
    if visit.picture is not None:
        size = Text(
            en=f"{visit.picture.width} x {visit.picture.height}", ja=f"{visit.picture.width} x {visit.picture.height}"
        )
        yield _PICTURE, teller.filled(_PICTURED, size=size, hash=visit.picture.sha256)
    # The browser's own business is nobody's news.
    for denied in [one for one in visit.denied if one.why is not Why.NOT_OF_THE_PAGE][:_MOST_LISTED]:
        host = f"[{denied.host}]" if ":" in denied.host else denied.host
        yield _DENIED, teller.filled(_DENIED_ONE, host=host, port=denied.port, why=denied.why.label)
    for defect in visit.defects:
        yield _NOT_SEEN, teller.say(defect.label)


def _page(teller: Teller, visit: Visit) -> Iterator[Row]:
    if visit.title:
        yield _TITLE, teller.foreign(visit.title)
    if visit.final and visit.steps and visit.final != visit.steps[-1].url:
        yield _PAGE, _address(teller, visit.final)
    for form in visit.forms[:_MOST_LISTED]:
        asks = _joined(teller, [teller.say(asked.label) for asked in form.asks])
        sent = form.action and form.action != visit.final
        yield _FORM, _put(teller, _FORM_TO, asks=asks, action=_address(teller, form.action)) if sent else asks
    if visit.brand is not None:
        yield _BRAND, teller.filled(_SHOWN_BY, name=visit.brand.name, words=visit.brand.shown_by)
    if visit.certificate is not None:
        held = visit.certificate
        names = ", ".join(held.names[:3]) or held.subject
        yield (
            _CERTIFICATE,
            teller.filled(
                _CERTIFIED, names=names, issuer=held.issuer, start=Time(held.not_before), end=Time(held.not_after)
            ),
        )


def _download(teller: Teller, one: Download) -> str:
    if one.size is None or one.sha256 is None:
        return teller.filled(_HASH_UNKNOWN, name=one.name)
    return teller.filled(_HASHED, name=one.name, size=Amount(one.size), hash=one.sha256)


def _step(teller: Teller, step: Step) -> str:
    status = str(step.status) if step.status else teller.say(_NO_STATUS)
    address = teller.filled(_AT, address=step.address) if step.address else ""
    return teller.say(_VIAS[step.via]) + _put(teller, _STEP, status=status, url=_address(teller, step.url)) + address


def _address(teller: Teller, url: str) -> str:
    """As far as anybody reads; JSON has all that was kept."""
    return teller.tell(Url(url if len(url) <= _LONGEST_SHOWN else url[:_LONGEST_SHOWN] + "…"))


def _joined(teller: Teller, words: list[str]) -> str:
    return ("、" if teller.japanese else ", ").join(words)


def _put(teller: Teller, text: Text, **words: str) -> str:
    """A text filled with words that stand in the form's syntax already."""
    template = text.template(teller.language)
    for name, word in words.items():
        template = template.replace("{" + name + "}", word)
    return template
