"""Words of reports that are read on a page: what a terminal has no place for."""

from __future__ import annotations

from gyotaku.model.evidence import Layer
from gyotaku.model.text import Text

TITLE = Text(en="Dissection", ja="解剖")
SKIP = Text(en="Skip to the verdict", ja="判定へ移動")
CONTENTS = Text(en="Contents", ja="目次")
VERDICT = Text(en="Verdict", ja="判定")
ABOUT = Text(en="The mail", ja="このメール")
FILE = Text(en="File", ja="ファイル")
DIGEST = Text(en="SHA-256 of the mail", ja="メールの SHA-256")
FINDING = Text(en="Finding {number}", ja="所見{number}")
GOAL_MARK = Text(en="goal", ja="狙い")
SEE = Text(en="in the mail", ja="該当箇所")
PATH_DRAWING = Text(en="The path as a drawing, oldest server first", ja="配送経路の図（古い順）")
PATH_WORDS = Text(en="The path in words", ja="配送経路を文字で読む")
LINE_OURS = Text(en="written down by your own server", ja="自社サーバーの記録")
LINE_OTHERS = Text(en="the word of others", ja="他者の記録")
CLIENT = Text(en="the machine that handed it in", ja="最初の接続元")
TIMELINE = Text(en="Times", ja="時系列")
TIMELINE_DRAWING = Text(en="The times as a drawing, earliest first", ja="時系列の図（古い順）")
TIMELINE_WORDS = Text(en="The times in words", ja="時系列を文字で読む")
WRITTEN_DATE = Text(en="Date field, the sender's own word", ja="Date フィールド（差出人の申告）")
ARRIVED = Text(en="arrived at {name}", ja="{name} に到着")
ASKED = Text(en="look-ups were answered", ja="照会への回答")
LATER = Text(en="{length} later", ja="{length}後")
LINKS = Text(en="Links", ja="リンク")
LINKS_NOTE = Text(
    en="Written so that nobody can open them by mistake. Do not restore and open them.",
    ja="誤って開かないように、無害化した表記にしています。元に戻して開かないでください。",
)
NO_LINKS = Text(en="No link was found.", ja="リンクは見つかりませんでした。")
LINKS_LEFT_OUT = Text(en="There are more links than are listed here.", ja="このほかにもリンクがあります。")
OBSERVABLES = Text(en="Observables", ja="抽出した情報（アドレス、ホスト名など）")
OBSERVABLES_CAPTION = Text(
    en="What can be looked up or searched for in other mails", ja="照会や、ほかのメールとの照合に使えるもの"
)
LINKS_CAPTION = Text(en="Where links and embedded resources lead", ja="リンクや埋め込みの参照先")
KIND = Text(en="Kind", ja="種類")
VALUE = Text(en="Value", ja="値")
ROLE = Text(en="Where it stands", ja="現れる場所")
TARGET = Text(en="Target", ja="参照先")
MAIL_TEXT = Text(en="The mail, with the evidence marked", ja="メールの中の証拠")
MAIL_NOTE = Text(
    en="The numbers lead to the findings. Links are written so that they cannot be opened, and characters that would not be "
    "seen are shown by name, as ‹U+200B›.",
    ja="番号は所見に対応します。リンクは無害化した表記です。目に見えない文字は ‹U+200B› のように名前で示しています。",
)
HEADER_FIELDS = Text(en="Header fields", ja="ヘッダーフィールド")
ATTRIBUTES = Text(en="Attributes in HTML that are quoted", ja="引用した HTML の属性")
BODIES = {
    Layer.BODY: Text(en="Body, part {part}", ja="本文、パート {part}"),
    Layer.VISIBLE: Text(en="Text as a reader sees it, part {part}", ja="表示される本文、パート {part}"),
}
HTML_SOURCE = Text(en="HTML source, part {part}", ja="HTML のソース、パート {part}")
EMPTY = Text(en="(empty)", ja="（空）")
LEFT_OUT = Text(en="{count} more characters are not shown.", ja="以降の{count}文字は省略しています。")
PLACES_LEFT_OUT = Text(
    en="{count} further fields or texts are not shown.", ja="ほかに{count}件のフィールドや本文を省略しています。"
)
RAW = Text(en="Source of the mail", ja="メールのソース")
RAW_NOTE = Text(
    en="{size} octets as they arrived, except that links are defanged and that octets which are no text are shown by number. "
    "Keep the file itself as evidence.",
    ja="届いたままの{size}バイトです。ただし、リンクは無害化し、文字でないバイトは番号で示しています。"
    "証拠としては、元のファイルを保管してください。",
)
RAW_NOTE_MASKED = Text(
    en="{size} octets, with masks (●●●) in place of what tells whose mail it is, of tokens in links, and of encoded texts and files. "
    "Links are defanged, and octets which are no text are shown by number.",
    ja="{size}バイトのソースです。受信者がわかる部分、リンクの中の識別子、符号化された本文やファイルは伏せ字（●●●）にしています。"
    "リンクは無害化し、文字でないバイトは番号で示しています。",
)
RAW_LEFT_OUT = Text(en="Only the first {count} octets are shown.", ja="先頭の{count}バイトだけを示しています。")
NO_TEXT = Text(en="The text of the mail is not part of this page.", ja="このページにメールの本文は含まれていません。")
MADE_BY = Text(
    en="Made by gyotaku {version}. This page loads nothing and contains no script.",
    ja="gyotaku {version} が作成しました。このページは外部から何も読み込まず、スクリプトを含みません。",
)

TYPES = {
    "mailbox": Text(en="mail address", ja="メールアドレス"),
    "address": Text(en="IP address", ja="IPアドレス"),
    "host": Text(en="host or domain", ja="ホスト名、ドメイン"),
    "url": Text(en="URL", ja="URL"),
    "helo": Text(en="HELO name", ja="HELO 名"),
    "message-id": Text(en="Message-ID", ja="Message-ID"),
}
ROLES = {
    "from": Text(en="From", ja="From"),
    "reply-to": Text(en="Reply-To", ja="Reply-To"),
    "sender": Text(en="Sender", ja="Sender"),
    "return-path": Text(en="Return-Path", ja="Return-Path"),
    "handed-over-by": Text(en="handed the mail over", ja="直接の引き渡し元"),
    "hop": Text(en="on the path", ja="配送経路"),
    "helo": Text(en="HELO", ja="HELO"),
    "message-id": Text(en="Message-ID", ja="Message-ID"),
    "link": Text(en="link", ja="リンク"),
    "form": Text(en="form", ja="フォームの送信先"),
    "refresh": Text(en="automatic redirect", ja="自動転送先"),
    "image": Text(en="image", ja="画像"),
    "frame": Text(en="frame", ja="フレーム"),
    "resource": Text(en="embedded resource", ja="埋め込みの参照"),
}
