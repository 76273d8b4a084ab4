"""Sentences of running text that end a line without 。 beside others that have it."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.language.sheet import Sheet, Slip
from gyotaku.mail.pattern import Pattern

_LEAST = 2
"""Sentences that must lack it, and as many that must have it."""
_SHORTEST = 12
"""Characters of what is running text; below it may be a button or a heading."""
BARE = Pattern(
    r"(?m)^[ \t\u3000]{0,4}(?P<words>[^\s■□●○◆◇▼▽▲△▶※・＊*★☆→⇒>＞【《＜<◎◯①-⑳0-9０-９(（\-][^\r\n]{10,150}(?:ます|ました|ません|です|でした|ください|下さい|ませ|ません?か))[ \t\u3000]{0,4}\r?$"
)
_STOPPED = Pattern(r"(?:ます|ました|ません|です|でした|ください|下さい|ませ)。")


def find(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    if sheet.is_header or text.count("。") < _LEAST:
        return
    if len(_STOPPED.compiled.findall(text)) < _LEAST:
        return
    bare = [match for match in BARE.compiled.finditer(text) if sheet.by_sender(match.start("words"))]
    if len(bare) >= _LEAST:
        for match in bare:
            yield Slip(sheet, match.start("words"), match.end("words"), match["words"] + "。")
