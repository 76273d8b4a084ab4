"""An organization's name at the end of a text in which no address, telephone or office is told."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.language.sheet import Sheet, Slip
from gyotaku.mail.pattern import Pattern

_LAST = 500
"""Characters at the end of a text in which its signature stands."""
_LINES = 6
_SHORTEST = 80
"""Characters of a notice; a shorter text signs as it likes."""
_NAME = Pattern(
    r"^[ \t\u3000]*(?P<name>[^\s。、:：@<>■●※・-][^。、:：@<>※]{0,40}?(?:株式会社|銀行|カード|センター|センタ.|事務局|(?:システム|運用|運営|管理|営業|経理|総務|業務|情報|技術|人事)部|サポート|窓口|チーム|[Tt]eam"
    r"|デスク|部門|協会|公社|組合|本部|管理者|サービス|コーディネーター|マネージャー|運輸|郵便|急便|電力|水道局|年金機構|税務署|国税庁|庁|証券|生命|損保|モバイル|通信|ネット|通販|ストア|ショップ|信用金庫|信金|ポイント|ペイ)(?:より|一同)?|(?:株式|有限|合同)会社[^。、:：@<>]{1,20})[ \t\u3000]*\r?$"
)
_REACHED = Pattern(
    r"〒|[0-9０-９]{2,4}[-－(（][0-9０-９]{2,4}[-－)）][0-9０-９]{3,4}|(?:TEL|Tel|ＴＥＬ|℡|電話|内線)[^\n]{0,8}[0-9０-９]|(?:都|道|府|県)[^\s。、]{1,8}(?:市|区|町|村|郡)|市[^\s。、]{1,6}区"
    r"|お?問い?合わ?せ(?:先|窓口|フォーム)?[ \u3000]*[:：]|担当(?:者)?[ \u3000]*[:：]|運営(?:会社|者)?[ \u3000]*[:：]|[0-9]-[0-9]{1,3}-[0-9]"
)


def find(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    if (
        sheet.is_header
        or len(text) < _SHORTEST
        or ("http" not in text and "クリック" not in text and "ボタン" not in text)
    ):
        return
    if _REACHED.compiled.search(text):
        return
    begin = max(0, len(text) - _LAST)
    for line, start in reversed(list(_lines(text, begin))[-_LINES:]):
        named = _NAME.compiled.match(line)
        if named and sheet.by_sender(start):
            yield Slip(sheet, start + named.start("name"), start + named.end("name"), "", "signature")
            return


def _lines(text: str, begin: int) -> Iterator[tuple[str, int]]:
    for line in text[begin:].split("\n"):
        if line.strip(" \t\r\u3000-=_*―━─"):
            yield line, begin
        begin += len(line) + 1
