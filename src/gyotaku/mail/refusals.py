"""What a file is when no mail can be read from it, and what its owner can do."""

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
SHORTENED = _refusal(
    "shortened",
    "This file became shorter while it was read. What was there was read; read it again when nobody writes to it.",
    "読み取り中にファイルが短くなりました。残っていた部分は読み取りました。ほかのプログラムが書き込んでいないときに、もう一度読み取ってください。",
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
    "This is an Outlook item (.msg) that is damaged: its contents could not be found. Save it again, or as .eml.",
    "Outlook のメール（.msg）ですが、壊れていて中身を読み取れません。保存し直すか、.eml 形式で保存してください。",
)
OUTLOOK_ITEM = _refusal(
    "outlook-item",
    "This is an Outlook item that is no mail: an appointment, a contact, a task or a note.",
    "Outlook の予定、連絡先、タスク、メモなどで、メールではありません。",
)
OFFICE = _refusal(
    "ole",
    "This is an old Office document or another OLE file, not a mail. If it came with a mail, save the mail as .eml.",
    "旧形式の Office 文書などの OLE ファイルで、メールではありません。"
    "メールの添付ファイルであれば、メール本体を .eml 形式で保存してください。",
)
OFFICE_ZIP = _refusal(
    "office",
    "This is an Office document, not a mail. Do not open it. If it came with a mail, save the mail as .eml.",
    "Office 文書で、メールではありません。開かないでください。"
    "メールの添付ファイルであれば、メール本体を .eml 形式で保存してください。",
)
TNEF = _refusal(
    "tnef",
    "This is a winmail.dat (TNEF) that is damaged. Save the mail it came with as .eml.",
    "winmail.dat（TNEF）ですが、壊れていて読み取れません。添付されていたメールを .eml 形式で保存してください。",
)
ZIP = _refusal(
    "zip",
    "This is a ZIP archive that is damaged, or one part of several. Unpack it by other means and give the files in it.",
    "ZIP アーカイブですが、壊れているか、分割されたものの一部です。"
    "別の方法で展開して、中のファイルを指定してください。",
)
LOCKED = _refusal(
    "encrypted",
    'This is encrypted with a password other than "infected". Unpack it yourself and give the files in it.',
    "「infected」以外のパスワードで暗号化されています。展開して、中のファイルを指定してください。",
)
AES = _refusal(
    "zip-aes",
    "This ZIP archive is encrypted with AES, for which pyzipper is needed: pip install 'gyotaku[aes]'. "
    "Or unpack it yourself and give the files in it.",
    "AES で暗号化された ZIP アーカイブです。読むには pyzipper が必要です（pip install 'gyotaku[aes]'）。"
    "または、展開して中のファイルを指定してください。",
)
UNPACKABLE = _refusal(
    "packed",
    "This is packed in a way that is not read here. Unpack it by other means.",
    "対応していない方式で圧縮されています。別の方法で展開してください。",
)
GZIP = _refusal(
    "gzip",
    "This begins like a compressed file (gzip, bzip2 or xz) but is damaged or cut short.",
    "gzip、bzip2、xz のいずれかで圧縮されたファイルですが、壊れているか、途中で切れています。",
)
TAR = _refusal(
    "tar",
    "This is a tar archive that is damaged or cut short. What came before was read.",
    "tar アーカイブですが、壊れているか、途中で切れています。そこまでの内容は読みました。",
)
ARCHIVE = _refusal(
    "archive",
    "This is an archive of a kind that is not read here (7z, RAR or zstd). Unpack it and give the files in it.",
    "対応していない形式の圧縮アーカイブ（7z、RAR、zstd）です。展開して、中のファイルを指定してください。",
)
BOMB = _refusal(
    "archive-bomb",
    "This unpacks to far more than mails need, or holds too many files. The rest was not read.",
    "展開後の大きさがメールとしてありえないほど大きいか、ファイルの数が多すぎます。残りは読んでいません。",
)
NESTED = _refusal(
    "archive-nested",
    "This is an archive inside too many others and was not opened. Unpack the outer ones and give it directly.",
    "アーカイブの入れ子が深すぎるため、開いていません。外側を展開して、直接指定してください。",
)
NOTHING_INSIDE = _refusal(
    "no-mail-inside",
    "Nothing is in this archive or mailbox.",
    "このアーカイブまたはメールボックスには何も入っていません。",
)
PST = _refusal(
    "pst",
    "This is an Outlook data file (.pst or .ost) that is damaged, or of a version that is not read. "
    "Save the mail in question as .eml or .msg.",
    "Outlook のデータファイル（.pst または .ost）ですが、壊れているか、対応していない版です。"
    "調べたいメールを .eml または .msg 形式で保存してください。",
)
PST_ABSENT = _refusal(
    "pst-extra",
    "This is an Outlook data file (.pst or .ost). To read it, libpff is needed: pip install 'gyotaku[pst]'. "
    "Or save the mail in question as .eml or .msg.",
    "Outlook のデータファイル（.pst または .ost）です。読むには libpff が必要です（pip install 'gyotaku[pst]'）。"
    "または、調べたいメールを .eml か .msg 形式で保存してください。",
)
MEMBER = _refusal(
    "member",
    "This mail could not be read out of the file that holds it.",
    "このメールは、収められているファイルから読み取れませんでした。",
)
MBOX = _refusal(
    "mbox",
    "This holds several mails, where one is wanted.",
    "一通のメールが必要なところに、複数のメールが入っています。",
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
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"Rar!\x1a\x07", ARCHIVE),
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
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?[ \t\r\n]*<(?:!doctype\s+html|html|head|body|meta|table|div|!--)\b", re.IGNORECASE
)


def recognized_as(raw: bytes) -> Refusal | None:
    """The refusal for octets that are neither a mail nor anything that holds some; None for what may be a mail."""
    if not raw.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return EMPTY
    for magic, refusal in _MAGIC:
        if raw.startswith(magic):
            return refusal
    if raw.startswith((b"RIFF", b"BM")) and b"\0" in raw[:16]:
        return IMAGE
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
