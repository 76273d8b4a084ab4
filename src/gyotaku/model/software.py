"""The software a mail went through: what composed it, what sent it, and by which traces that is known."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Strength
from gyotaku.model.text import Text


class Role(StrEnum):
    """What a tool did for the mail. A library beneath a service may both stand: one wrote the mail, the other sent it."""

    COMPOSES = "composes"
    SENDS = "sends"


class ToolKind(StrEnum):
    LIBRARY = "library"
    CLIENT = "client"
    WEBMAIL = "webmail"
    SERVICE = "service"
    BULK_SERVICE = "bulk-service"
    SERVER = "server"
    HOSTING = "hosting"
    MASS_MAILER = "mass-mailer"

    @property
    def label(self) -> Text:
        return _KINDS[self]

    @property
    def role(self) -> Role:
        return Role.SENDS if self in _SENDING else Role.COMPOSES


_SENDING = frozenset({ToolKind.SERVICE, ToolKind.BULK_SERVICE, ToolKind.SERVER, ToolKind.HOSTING})
_KINDS = {
    ToolKind.LIBRARY: Text(en="a library that programs send mail with", ja="プログラムからメールを送るためのライブラリ"),
    ToolKind.CLIENT: Text(en="a mail program for people", ja="人が使うメールソフト"),
    ToolKind.WEBMAIL: Text(en="a webmail", ja="ウェブメール"),
    ToolKind.SERVICE: Text(en="a service that sends mail for its customers", ja="利用者に代わってメールを送るサービス"),
    ToolKind.BULK_SERVICE: Text(en="a bulk mail service", ja="メール一斉配信サービス"),
    ToolKind.SERVER: Text(en="a mail server", ja="メールサーバー"),
    ToolKind.HOSTING: Text(en="shared web hosting", ja="共用レンタルサーバー"),
    ToolKind.MASS_MAILER: Text(en="a mass mailing program", ja="一斉送信ソフト"),
}  # fmt: skip


class Look(StrEnum):
    """Where a trace stands."""

    MESSAGE_ID = "message-id"
    BOUNDARY = "boundary"
    FIELD = "field"
    HELO = "helo"
    RECEIVED = "received"
    HOST = "host"
    DATE = "date"
    ORDER = "order"
    SPELLING = "spelling"
    ENCODED = "encoded"
    CLAIM = "claim"

    @property
    def label(self) -> Text:
        return _LOOKS[self]


_LOOKS = {
    Look.MESSAGE_ID: Text(en="the form of the Message-ID", ja="Message-ID の形"),
    Look.BOUNDARY: Text(en="the form of the MIME boundary", ja="MIME の境界文字列の形"),
    Look.FIELD: Text(en="a header field it writes", ja="固有のヘッダーフィールド"),
    Look.HELO: Text(en="the HELO name", ja="HELO 名"),
    Look.RECEIVED: Text(en="the first Received line", ja="最初の Received 行"),
    Look.HOST: Text(en="the sending host", ja="送信したホスト"),
    Look.DATE: Text(en="the form of Date", ja="Date の書き方"),
    Look.ORDER: Text(en="the order of the header fields", ja="ヘッダーフィールドの順序"),
    Look.SPELLING: Text(en="the spelling of the field names", ja="フィールド名のつづり方"),
    Look.ENCODED: Text(en="the form of the encoded words", ja="エンコードされた語の形"),
    Look.CLAIM: Text(en="its own name in the header", ja="ヘッダーでの名乗り"),
}  # fmt: skip


class Tool(Struct, frozen=True, kw_only=True):
    """One program, library or service. `built_on` is the id of the library it composes with."""

    id: str
    name: str
    kind: ToolKind
    role: Role
    family: str
    """Tools of one family leave the same traces, or replace one another: they never contradict each other."""
    built_on: str | None = None
    market: str | None = None
    """The language of the people it is made for, where that is one."""
    rebuilds: bool = False
    """It also relays other programs' mails and writes their MIME structure anew."""

    @property
    def called(self) -> Text:
        """Its name, the same in both languages."""
        return Text(en=self.name, ja=self.name)


class Trace(Struct, frozen=True):
    """What a tool left in the mail. `own_word`: the mail says the name itself, as anybody can."""

    look: Look
    weight: float
    own_word: bool
    evidence: Evidence


class Recognized(Struct, frozen=True):
    """A tool with its traces, strongest first. `score` is their sum in natural log odds."""

    tool: Tool
    score: float
    strength: Strength
    traces: tuple[Trace, ...]

    @property
    def looks(self) -> frozenset[Look]:
        return frozenset(trace.look for trace in self.traces)

    @property
    def reasons(self) -> Text:
        """Where its traces stand, strongest first, as one enumeration."""
        labels = [look.label for look in dict.fromkeys(trace.look for trace in self.traces)]
        return Text(en=", ".join(label.en for label in labels), ja="、".join(label.ja for label in labels))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(trace.evidence for trace in self.traces)
