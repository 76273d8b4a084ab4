"""What of the mail could be read, and what could not."""

from enum import StrEnum

from msgspec import Struct

from gyotaku.mail.defects import UNREAD
from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.mentions import Mentions
from gyotaku.mail.facts.message_identity import MessageIdentities
from gyotaku.mail.facts.recipients import Recipients
from gyotaku.mail.facts.recorded import Recorded
from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.message import Message
from gyotaku.mail.mime import Defect, Part
from gyotaku.model.text import Text

_ENCRYPTED_TYPES = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_MAX_ATTACHMENTS = 50


class Gap(StrEnum):
    """Why the text of a mail is not known."""

    NOTHING = "nothing"
    NO_HEADER = "no-header"
    NO_BODY = "no-body"
    HEADER_LOST = "header-lost"
    ENCRYPTED = "encrypted"
    NO_TEXT = "no-text"
    CUT = "cut"
    LEFT_UNREAD = "left-unread"
    CARRIED = "carried"
    CHECK_FAILED = "check-failed"

    @property
    def text(self) -> Text:
        return _GAPS[self]


_GAPS = {
    Gap.NOTHING: Text(en="There is nothing to read: no header field and no text.", ja="ヘッダーも本文もなく、調べるものがありません。"),
    Gap.NO_HEADER: Text(
        en="Neither From nor Received is there, so nothing is known of the sender or the way it came.",
        ja="From も Received もないため、差出人も配送経路もわかりません。",
    ),
    Gap.NO_BODY: Text(en="Only headers were given; there is no body to look at.", ja="ヘッダーだけが渡されたため、本文は調べていません。"),
    Gap.HEADER_LOST: Text(
        en="The original header is gone, so nothing is known of the way the mail came. How to get it: "
        "gyotaku howto source",
        ja="元のヘッダーが失われているため、配送経路はわかりません。入手方法は gyotaku howto source で表示します。",
    ),
    Gap.ENCRYPTED: Text(en="The body is encrypted and was not read.", ja="本文は暗号化されているため、調べていません。"),
    Gap.NO_TEXT: Text(
        en="The mail shows no text, only images or attachments, in which this version looks for QR codes, links and recognizable words alone.",
        ja="本文に文字がなく、画像または添付ファイルだけです。この版がその中から調べるのは、QRコード、リンク、自動認識できる文字だけです。",
    ),
    Gap.CUT: Text(en="The text is longer than is read; the rest was not looked at.", ja="本文が長すぎるため、途中までしか調べていません。"),
    Gap.LEFT_UNREAD: Text(
        en="Part of the mail is damaged or larger than is read, and was not looked at.",
        ja="メールの一部が壊れているか、読み取る上限を超えているため、調べていません。",
    ),
    Gap.CARRIED: Text(
        en="Mails are attached to it that were not looked at.", ja="添付されたメールの一部を調べていません。"
    ),
    Gap.CHECK_FAILED: Text(
        en="A check failed, so what it looks for was not looked at.",
        ja="確認の一つが失敗したため、その内容を調べていません。",
    ),
}  # fmt: skip


class Readability(Struct, frozen=True):
    """`gaps` are reasons why innocence cannot be told; `defects` what the reader met in structure, headers and text."""

    gaps: tuple[Gap, ...]
    defects: tuple[Defect, ...]
    attachments: tuple[Part, ...]


def read(
    message: Message,
    wording: Wording,
    links: Links,
    mentions: Mentions,
    recipients: Recipients,
    recorded: Recorded,
    identities: MessageIdentities,
    clock: Clock,
) -> Readability:
    """Asks for every fact that reads fields, because the reader learns of a defect only when something is read."""
    del recipients, recorded, identities, clock
    headers = message.headers
    parts = [part for part in message.root.walk() if not part.children]
    gaps: list[Gap] = []
    text = wording.shows_text
    if not len(headers) and not text:
        gaps.append(Gap.NOTHING)
    elif "From" not in headers and "Received" not in headers:
        gaps.append(Gap.NO_HEADER)
    if message.partial is not None:
        gaps.append(Gap.HEADER_LOST)
    if not message.has_body:
        gaps.append(Gap.NO_BODY)
    elif any(part.content_type in _ENCRYPTED_TYPES for part in message.root.walk() if _encrypted(part)):
        gaps.append(Gap.ENCRYPTED)
    elif not text:
        gaps.append(Gap.NO_TEXT)
    if wording.cut or links.cut or mentions.cut:
        gaps.append(Gap.CUT)
    defects = message.defects
    if any(defect.id in UNREAD for defect in defects):
        gaps.append(Gap.LEFT_UNREAD)
    mails = message.attached_files
    attachments = tuple(part for part in parts if _is_attachment(part) and part not in mails)[:_MAX_ATTACHMENTS]
    return Readability(tuple(gaps), defects, attachments)


def _encrypted(part: Part) -> bool:
    return part.parameters.get("smime-type", "enveloped-data") != "signed-data"


def _is_attachment(part: Part) -> bool:
    if part.content_type == "message/rfc822":
        return False
    return part.disposition == "attachment" or not part.content_type.startswith(("text/", "multipart/"))
