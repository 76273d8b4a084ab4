"""What a file is when it is no single mail, and what its owner can do."""

from __future__ import annotations

import re

from msgspec import Struct

from gyotaku.model.text import Text


class Refused(Struct, frozen=True):
    """Something named that was not read as a mail. `id` is for scripts, `reason` for people."""

    path: str
    reason: Text
    id: str


class Refusal(Struct, frozen=True):
    """A reason to refuse, before it is known what."""

    id: str
    reason: Text

    def of(self, path: str) -> Refused:
        return Refused(path, self.reason, self.id)


def _refusal(id: str, en: str, ja: str) -> Refusal:  # noqa: A002 - the word of the contract
    return Refusal(id, Text(en=en, ja=ja))


MISSING = _refusal(
    "missing",
    "There is no such file. Check the name.",
    "ファイルが見つかりません。名前を確認してください。",
)
UNREADABLE = _refusal(
    "unreadable",
    "This could not be read. Check that it still exists and that you may read it.",
    "読み取れませんでした。まだ存在するか、読み取りの権限があるかを確認してください。",
)
SPECIAL = _refusal(
    "special",
    "This is a device, pipe or socket, not a file. It was not opened. To read from a pipe, give - as the name.",
    "デバイス、パイプ、またはソケットであり、ファイルではありません。"
    "開いていません。パイプから読むには、名前に - を指定してください。",
)
TOO_DEEP = _refusal(
    "too-deep",
    "This folder lies too deep inside others and was not searched. Name it directly.",
    "フォルダーの階層が深すぎるため、中を調べていません。このフォルダーを直接指定してください。",
)
NO_MAIL = _refusal(
    "no-mail",
    "No mail was found in this folder.",
    "このフォルダーにメールは見つかりませんでした。",
)
EMPTY = _refusal(
    "empty",
    "This is empty. Save the mail again, with its source.",
    "中身が空です。メールをソースごと保存し直してください。",
)
OUTLOOK = _refusal(
    "outlook-msg",
    "This is an Outlook item (.msg). This version does not read it yet. Save the mail as .eml, or paste its Internet "
    "headers (File, Properties) into a text file.",
    "Outlook のメール（.msg）です。この版ではまだ読めません。.eml 形式で保存し直すか、"
    "「ファイル」→「プロパティ」のインターネットヘッダーをテキストファイルに貼り付けてください。",
)
OFFICE = _refusal(
    "ole",
    "This is an old Office document or another OLE file, not a mail. If it came with a mail, save the mail as .eml.",
    "旧形式の Office 文書などの OLE ファイルで、メールではありません。"
    "メールの添付ファイルであれば、メール本体を .eml 形式で保存してください。",
)
TNEF = _refusal(
    "tnef",
    "This is a winmail.dat (TNEF), the body of a mail from Outlook, "
    "without the mail's header fields. This version does not "
    "read it yet. Save the mail it came with as .eml.",
    "Outlook のメール本文を収めた winmail.dat（TNEF）で、"
    "ヘッダーフィールドがありません。この版ではまだ読めません。"
    "添付されていたメールを .eml 形式で保存してください。",
)
ZIP = _refusal(
    "zip",
    "This is a ZIP archive (or an Office document, which is one inside). "
    "This version does not read it yet. Unpack it and "
    "give the .eml files in it.",
    "ZIP アーカイブ（または内部が ZIP の Office 文書）です。"
    "この版ではまだ読めません。展開して、中の .eml ファイルを指定してください。",
)
GZIP = _refusal(
    "gzip",
    "This is compressed with gzip. This version does not read it yet. Unpack it first (gunzip).",
    "gzip で圧縮されています。この版ではまだ読めません。先に展開してください（gunzip）。",
)
ARCHIVE = _refusal(
    "archive",
    "This is a compressed archive. This version does not read it yet. Unpack it and give the .eml files in it.",
    "圧縮アーカイブです。この版ではまだ読めません。展開して、中の .eml ファイルを指定してください。",
)
PST = _refusal(
    "pst",
    "This is an Outlook data file (.pst or .ost). This version does "
    "not read it yet. Save the mail in question as .eml.",
    "Outlook のデータファイル（.pst または .ost）です。"
    "この版ではまだ読めません。調べたいメールを .eml 形式で保存してください。",
)
MBOX = _refusal(
    "mbox",
    "This is a mailbox of several mails (mbox). This version does not read it yet. Save the mail in question as .eml.",
    "複数のメールが入ったメールボックス（mbox）です。"
    "この版ではまだ読めません。調べたいメールを .eml 形式で保存してください。",
)
HTML = _refusal(
    "html",
    "This is an HTML page, not a mail. The header fields are missing, and they say the most. Save the mail as .eml.",
    "HTML ファイルで、メールではありません。"
    "最も手がかりになるヘッダーフィールドがありません。メールを .eml 形式で保存してください。",
)
PDF = _refusal(
    "pdf",
    "This is a PDF, not a mail. A printed mail has lost its header fields. Save the mail itself as .eml.",
    "PDF で、メールではありません。印刷したメールからはヘッダーフィールドが失われています。"
    "メールそのものを .eml 形式で保存してください。",
)
IMAGE = _refusal(
    "image",
    "This is a picture, not a mail. A screenshot has lost the header fields. Save the mail itself as .eml.",
    "画像で、メールではありません。スクリーンショットにはヘッダーフィールドが残りません。"
    "メールそのものを .eml 形式で保存してください。",
)
PROGRAM = _refusal(
    "program",
    "This is a program, not a mail. Do not run it. If it came with a mail, save the mail as .eml.",
    "プログラムで、メールではありません。実行しないでください。"
    "メールの添付ファイルであれば、メール本体を .eml 形式で保存してください。",
)
PLAIN = _refusal(
    "no-headers",
    "This is text without header fields. Save the mail with its source (.eml), or paste all header fields "
    "from the top.",
    "ヘッダーフィールドのないテキストです。メールをソースごと .eml 形式で保存するか、"
    "ヘッダーフィールドを先頭からすべて貼り付けてください。",
)
BINARY = _refusal(
    "binary",
    "This is neither a mail nor anything else that is recognized here. Save the mail as .eml.",
    "メールではなく、種類もわからないファイルです。メールを .eml 形式で保存してください。",
)
WIDE = _refusal(
    "utf-16",
    "This is text in UTF-16, which changes the octets of a mail. Save it as UTF-8, or better the mail itself as .eml.",
    "UTF-16 のテキストで、メール本来のバイト列ではありません。"
    "UTF-8 で保存し直すか、できればメールそのものを .eml 形式で保存してください。",
)

_MEBIBYTE = 1024 * 1024

_MAGIC = (
    (b"!BDN", PST),
    (b"\x78\x9f\x3e\x22", TNEF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\x1f\x8b", GZIP),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"Rar!\x1a\x07", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ\x00", ARCHIVE),
    (b"\x28\xb5\x2f\xfd", ARCHIVE),
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF87a", IMAGE),
    (b"GIF89a", IMAGE),
    (b"II*\x00", IMAGE),
    (b"MM\x00*", IMAGE),
    (b"\x00\x00\x01\x00", IMAGE),
    (b"MZ\x90\x00", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xff\xfe", WIDE),
    (b"\xfe\xff", WIDE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK_STREAM = "__substg1.0_".encode("utf-16-le")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?[ \t\r\n]*<(?:!doctype\s+html|html|head|body|meta|table|div|!--)\b", re.IGNORECASE
)
_ASCTIME = rb"From \S[^\r\n]{0,400}?[ \t][A-Z][a-z]{2} +[A-Z][a-z]{2} +[0-9]{1,2} [0-9]{2}:[0-9]{2}[^\r\n]{0,80}\r?\n"
_FIRST_FROM = re.compile(rb"[\r\n]*" + _ASCTIME)
_NEXT_FROM = re.compile(rb"\n\r?\n" + _ASCTIME + rb"[A-Za-z][!-9;-~]{0,76}:")


def recognized_as(raw: bytes) -> Refusal | None:
    """The refusal for octets that are something else than one mail; None for what may be one."""
    if not raw.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return EMPTY
    if raw.startswith(_OLE):
        return OUTLOOK if _OUTLOOK_STREAM in raw else OFFICE
    for magic, refusal in _MAGIC:
        if raw.startswith(magic):
            return refusal
    if raw.startswith((b"RIFF", b"BM")) and b"\0" in raw[:16]:
        return IMAGE
    if _FIRST_FROM.match(raw) and _NEXT_FROM.search(raw):
        return MBOX
    return None


def not_a_mail(raw: bytes) -> Refusal:
    """The refusal for octets in which no header field was found."""
    if _HTML.match(raw):
        return HTML
    return BINARY if b"\0" in raw[:4096] else PLAIN


def too_large(octets: int | None, limit: int) -> Refusal:
    """`octets` is None where reading ended at the limit."""
    allowed = f"{limit / _MEBIBYTE:g}"
    if octets is None:
        return _refusal(
            "too-large",
            f"This is larger than {allowed} MiB, the limit. It was not read.",
            f"上限の {allowed} MiB を超えているため、読んでいません。",
        )
    size = f"{octets / _MEBIBYTE:.1f}"
    return _refusal(
        "too-large",
        f"This is {size} MiB, more than the limit of {allowed} MiB. It was not read.",
        f"大きさが {size} MiB あり、上限の {allowed} MiB を超えているため、読んでいません。",
    )


def too_many(limit: int) -> Refusal:
    return _refusal(
        "too-many",
        f"This folder holds more than {limit} files. The rest was not read.",
        f"このフォルダーには {limit} 個を超えるファイルがあります。残りは読んでいません。",
    )
