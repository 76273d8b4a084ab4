"""What a site showed when it was visited with care: kept as the answer of a look-up, so that any day can be told again.

One `Visit` is one device's look, one record of `Ask("site", …)`, as JSON. A `Look` is all visits of one link, and tells whether they agree.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec import Struct

from gyotaku.model.asks import Answer
from gyotaku.model.text import Text

SOURCE = "site"
"""The source under which visits are asked for."""
AS_IS = "as-is"
"""Beside device and language in what is asked: the link is visited with all that it carries."""


class Device(StrEnum):
    """As which kind of device the visitor appears."""

    DESKTOP = "desktop"
    PHONE = "phone"

    @property
    def label(self) -> Text:
        return _DEVICES[self]


_DEVICES = {Device.DESKTOP: Text(en="desktop", ja="パソコン"), Device.PHONE: Text(en="phone", ja="スマートフォン")}


class AnswerClass(StrEnum):
    """What the site answered, in one word, by what was seen."""

    LOGIN_PAGE = "login-page"
    ASKS_FOR_DATA = "asks-for-data"
    """A form wants a card, a code, papers or particulars, and no password."""
    ERROR = "error"
    """A status of 400 or more, or a page that says so. The name still leads to a server."""
    CLOSED = "closed"
    """The page says that the account or site was stopped, or the status is 410 or 451."""
    PARKED = "parked"
    """A page of a registrar or host that stands where nobody put one."""
    DOES_NOT_RESOLVE = "does-not-resolve"
    BLOCKED_BY_CHALLENGE = "blocked-by-challenge"
    """A test whether a human visits; what stands behind it was not seen."""
    DOWNLOAD = "download"
    TOO_LARGE = "too-large"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    TIMED_OUT = "timed-out"
    UNREACHABLE = "unreachable"
    """It has an address, and nobody answered there, or not in a language that browsers speak."""
    REFUSED = "refused"
    """We did not go there: an address that is not on the public Internet, a port or a scheme of no web site."""
    DIFFERS = "differs"
    """Of a look alone: the visits do not agree."""
    OTHER = "other"
    """A page, and none of the above."""

    @property
    def label(self) -> Text:
        return _ANSWERS[self]


_ANSWERS = {
    AnswerClass.LOGIN_PAGE: Text(en="a login page", ja="ログイン画面"),
    AnswerClass.ASKS_FOR_DATA: Text(en="a page that asks for data", ja="個人情報などの入力を求めるページ"),
    AnswerClass.ERROR: Text(en="an error page", ja="エラーページ"),
    AnswerClass.CLOSED: Text(en="closed", ja="閉鎖"),
    AnswerClass.PARKED: Text(en="a parking page", ja="ドメイン業者などの仮のページ"),
    AnswerClass.DOES_NOT_RESOLVE: Text(en="the name has no address", ja="名前解決できません"),
    AnswerClass.BLOCKED_BY_CHALLENGE: Text(en="a test for human visitors", ja="人間かどうかを確認する画面"),
    AnswerClass.DOWNLOAD: Text(en="a file to download", ja="ファイルのダウンロード"),
    AnswerClass.TOO_LARGE: Text(en="more data than is accepted", ja="受け取る上限を超えるデータ"),
    AnswerClass.TOO_MANY_REDIRECTS: Text(en="redirects without end", ja="終わらない転送"),
    AnswerClass.TIMED_OUT: Text(en="no whole page in time", ja="時間内に表示が終わりませんでした"),
    AnswerClass.UNREACHABLE: Text(en="no connection", ja="接続できません"),
    AnswerClass.REFUSED: Text(en="not visited, for safety", ja="安全のためアクセスしませんでした"),
    AnswerClass.DIFFERS: Text(en="differs by device or language", ja="端末や言語によって異なる内容"),
    AnswerClass.OTHER: Text(en="another page", ja="その他のページ"),
}


class Via(StrEnum):
    """How a browser was led to an address."""

    ASKED = "asked"
    """It is the link itself."""
    HTTP = "http"
    META = "meta"
    """By the page's markup or a Refresh field."""
    SCRIPT = "script"


class Asks(StrEnum):
    """What a field of a form wants."""

    PASSWORD = "password"  # noqa: S105 - a word
    CARD = "card"
    """Number, expiry or security code of a payment card."""
    IDENTITY_DOCUMENT = "identity-document"
    ONE_TIME_CODE = "one-time-code"
    BANK_ACCOUNT = "bank-account"
    ACCOUNT = "account"
    """The name or number under which somebody logs in."""
    MAIL_ADDRESS = "mail-address"
    PHONE = "phone"
    NAME = "name"
    ADDRESS = "address"
    BIRTH_DATE = "birth-date"
    FILE = "file"
    OTHER = "other"

    @property
    def label(self) -> Text:
        return _ASKS[self]

    @property
    def secret(self) -> bool:
        """Nobody gives it away without harm."""
        return self in _SECRET


_ASKS = {
    Asks.PASSWORD: Text(en="password", ja="パスワード"),
    Asks.CARD: Text(en="payment card", ja="カード情報"),
    Asks.IDENTITY_DOCUMENT: Text(en="identity document", ja="本人確認書類"),
    Asks.ONE_TIME_CODE: Text(en="one-time code", ja="ワンタイムパスワードや認証コード"),
    Asks.BANK_ACCOUNT: Text(en="bank account", ja="口座情報"),
    Asks.ACCOUNT: Text(en="user name", ja="ユーザーID"),
    Asks.MAIL_ADDRESS: Text(en="mail address", ja="メールアドレス"),
    Asks.PHONE: Text(en="telephone number", ja="電話番号"),
    Asks.NAME: Text(en="name", ja="氏名"),
    Asks.ADDRESS: Text(en="postal address", ja="住所"),
    Asks.BIRTH_DATE: Text(en="date of birth", ja="生年月日"),
    Asks.FILE: Text(en="a file", ja="ファイル"),
    Asks.OTHER: Text(en="something else", ja="その他"),
}
_SECRET = frozenset({Asks.PASSWORD, Asks.CARD, Asks.IDENTITY_DOCUMENT, Asks.ONE_TIME_CODE, Asks.BANK_ACCOUNT})


class Defect(StrEnum):
    """What was not as it should be, or not seen to its end."""

    CERTIFICATE_INVALID = "certificate-invalid"
    SCRIPT_STOPPED = "script-stopped"
    """A script did not end and was stopped."""
    NOT_LOADED = "not-loaded"
    """The time was up before the page had loaded."""
    BODY_CUT = "body-cut"
    """The limit on octets was reached."""
    NO_PICTURE = "no-picture"
    FRAMES_LEFT_OUT = "frames-left-out"
    FORMS_LEFT_OUT = "forms-left-out"
    CRASHED = "crashed"
    """The browser ended before the visit did."""

    @property
    def label(self) -> Text:
        return _DEFECTS[self]


_DEFECTS = {
    Defect.CERTIFICATE_INVALID: Text(en="its certificate is not valid", ja="証明書が有効ではありません"),
    Defect.SCRIPT_STOPPED: Text(
        en="a script of the page did not end and was stopped", ja="ページのスクリプトが終わらないため、停止しました"
    ),
    Defect.NOT_LOADED: Text(
        en="the page had not loaded when the time was up", ja="時間内に読み込みが終わりませんでした"
    ),
    Defect.BODY_CUT: Text(en="the limit on data was reached", ja="データ量の上限に達しました"),
    Defect.NO_PICTURE: Text(en="no picture could be taken", ja="画像を取得できませんでした"),
    Defect.FRAMES_LEFT_OUT: Text(en="not all frames of the page were read", ja="読み取っていないフレームがあります"),
    Defect.FORMS_LEFT_OUT: Text(en="not all forms of the page were read", ja="読み取っていない入力フォームがあります"),
    Defect.CRASHED: Text(en="the browser ended early", ja="ブラウザーが途中で終了しました"),
}


class Step(Struct, frozen=True):
    """One address on the way. `status` is None where no answer came; `address` where another proxy resolved the name."""

    url: str
    status: int | None = None
    address: str | None = None
    via: Via = Via.ASKED
    location: str | None = None
    """Where it led on to, as it stands in the answer."""


class Certificate(Struct, frozen=True):
    """Of the page that was shown."""

    issuer: str
    subject: str
    not_before: datetime
    not_after: datetime
    names: tuple[str, ...] = ()


class Field(Struct, frozen=True):
    """One field of a form. `name` and `label` are the page's words."""

    type: str
    name: str
    label: str
    asks: Asks = Asks.OTHER


class Form(Struct, frozen=True):
    """Where it would have sent what is typed; nothing was. Fields outside of any form make one without an action."""

    action: str
    method: str
    fields: tuple[Field, ...]

    @property
    def asks(self) -> tuple[Asks, ...]:
        """What it wants, each once."""
        return tuple(dict.fromkeys(field.asks for field in self.fields))


class Imitated(Struct, frozen=True):
    """An organization whose name the page bears while its host is none of that organization's."""

    brand: str
    """Its id in the table."""
    name: str
    shown_by: str
    """The page's words that show it."""


class Download(Struct, frozen=True):
    """A file that the site sent; never kept. Size and hash are None where it was not read to its end."""

    name: str
    size: int | None = None
    sha256: str | None = None


class Picture(Struct, frozen=True):
    """What the page looked like, as PNG; where it was kept, its file is called `SHA256.png`. No report tells the folder of somebody's machine."""

    sha256: str
    width: int
    height: int


class Why(StrEnum):
    """Why a place was not reached."""

    INNER = "inner"
    """It is not on the public Internet, by its form or by its address, or the port is of no web site."""
    NOT_OF_THE_PAGE = "not-of-the-page"
    """No request of the page led there: the browser's own business, or a way around us."""
    METHOD = "method"
    """Something was to be sent: a form, or data to another host."""
    LIMIT = "limit"
    """Beyond the number of hosts, requests or redirects."""

    @property
    def label(self) -> Text:
        return _WHYS[self]


_WHYS = {
    Why.INNER: Text(en="not on the public Internet", ja="インターネット上の公開アドレスではありません"),
    Why.NOT_OF_THE_PAGE: Text(en="not asked for by the page", ja="ページの要求によるものではありません"),
    Why.METHOD: Text(en="something was to be sent there", ja="データを送信しようとするものでした"),
    Why.LIMIT: Text(en="beyond the limits of a visit", ja="アクセスの上限を超えています"),
}


class Denied(Struct, frozen=True):
    """A place that the page or the browser wanted to reach and did not."""

    host: str
    port: int
    why: Why
    times: int = 1


class Visit(Struct, frozen=True, kw_only=True):
    """One device's look at one link."""

    url: str
    """As the mail has it."""
    visited: str
    """As it was asked for: what may tell the reader was replaced by decoys of the same shape."""
    decoys: int = 0
    """Stretches that were replaced."""
    when: datetime
    device: Device
    language: str
    """Accept-Language."""
    proxy: str | None = None
    """Through which the site was reached."""
    answer: AnswerClass
    shown_by: str = ""
    """What the answer's class was told from: a status, or words of the page."""
    steps: tuple[Step, ...] = ()
    final: str = ""
    """The address of the page at the end."""
    title: str = ""
    certificate: Certificate | None = None
    forms: tuple[Form, ...] = ()
    brand: Imitated | None = None
    page_sha256: str | None = None
    """Of the page's document as the browser decoded it, in UTF-8."""
    kit_paths: tuple[str, ...] = ()
    """Paths on the page's own host that the page loaded or sends to: what one kit leaves alike on every site."""
    downloads: tuple[Download, ...] = ()
    picture: Picture | None = None
    hosts: tuple[str, ...] = ()
    """Every host that was reached, in the order of the visit."""
    denied: tuple[Denied, ...] = ()
    octets: int = 0
    """Received, all together."""
    defects: tuple[Defect, ...] = ()

    @property
    def asks(self) -> tuple[Asks, ...]:
        """What its forms want, each once."""
        return tuple(dict.fromkeys(asked for form in self.forms for asked in form.asks))

    def record(self) -> str:
        """As it is kept in an answer."""
        return msgspec.json.encode(self).decode()


def of_record(text: str) -> Visit:
    """Raises msgspec.MsgspecError for what is none."""
    return msgspec.json.decode(text, type=Visit)


_CHANCE = frozenset({AnswerClass.TIMED_OUT, AnswerClass.UNREACHABLE})
_UNSEEN = frozenset(
    {AnswerClass.BLOCKED_BY_CHALLENGE, AnswerClass.TIMED_OUT, AnswerClass.REFUSED, AnswerClass.TOO_LARGE}
)


class Look(Struct, frozen=True):
    """All visits of one link, with the answers that they were read from, in the same order."""

    url: str
    visits: tuple[Visit, ...]
    answers: tuple[Answer, ...]
    """One for each visit, then those that nobody gave."""

    @property
    def differs(self) -> bool:
        """The visits saw different things: another class, other forms, or another host at the end (but for one of its own for phones)."""
        return len({(one.answer, _host(one.final), one.asks) for one in self.telling}) > 1

    @property
    def telling(self) -> tuple[Visit, ...]:
        """Without those that a slow or failing server may have kept from seeing what the others saw, where there are others."""
        return tuple(one for one in self.visits if one.answer not in _CHANCE) or self.visits

    @property
    def seen(self) -> bool:
        """At least one visit saw what the site shows, or that there is nothing."""
        return any(one.answer not in _UNSEEN for one in self.visits)

    @property
    def as_is(self) -> bool:
        """Nothing of the link was replaced, since that was asked for."""
        return any(AS_IS in answer.ask.what.split(" ") for answer in self.answers)

    @property
    def answer(self) -> AnswerClass | None:
        """What the site answered; None where nobody could look."""
        if self.differs:
            return AnswerClass.DIFFERS
        return self.telling[0].answer if self.visits else None

    def answer_of(self, visit: Visit) -> Answer:
        return self.answers[self.visits.index(visit)]


class Visits(Struct, frozen=True):
    """All looks at the links of one mail."""

    looks: tuple[Look, ...] = ()

    @property
    def pictured(self) -> Visit | None:
        """The first visit that saw something and has a picture of it."""
        return next((visit for look in self.looks for visit in look.telling if visit.picture is not None), None)


# What sites call their hosts for phones, or for anybody.
_MOBILE = ("www.", "m.", "sp.", "s.", "mobile.", "touch.")


def _host(url: str) -> str:
    host = url.partition("://")[2].partition("/")[0]
    return next((host.removeprefix(label) for label in _MOBILE if host.startswith(label)), host)
