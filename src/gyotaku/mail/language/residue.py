"""What a program that fills in letters left unfilled: {name}, [[-Email-]], %%FNAME%%, ##rand_10##."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from gyotaku.mail.facts.wording import Passage
from gyotaku.mail.pattern import Pattern

_MARKS = (
    "[[",
    "##",
    "%",
    "*|",
    "{",
    "_",
    "[",
    "#",
    "<%",
    "${",
    "X様",
    "undefined",
    "null",
    "None",
    "Lorem",
    "lorem",
    "ダミー",
    "様",
)
_NAMES = (
    r"(?:(?:first|last|full|user|customer|recipient|receiver|to|sender|company|brand)[_ -]?name|f?name|lname|e?-?mail(?:[_ -]?(?:address|id|user))?|user(?:id)?|username|recipient|receiver"
    r"|(?:to|your|user|victim|recipient|customer)[_ -]?(?:e?mail|address|domain|id)|domain|company(?:[_ -]?name)?|rand(?:om|num)?[a-z0-9_-]*|(?:order|ticket|tracking|invoice|ref)[_ -]?(?:id|no|num|number)?"
    r")"
)
_SURE = Pattern(
    rf"(?i)\[\[-[a-z_ ]{{2,24}}-\]\]|\[\[{_NAMES}\]\]|\[(?:rand|random|receiver|recipient)[a-z]*_[a-z0-9_-]{{2,30}}\]|##[a-z][a-z_]{{2,20}}[0-9_]{{0,6}}##"
    rf"|%%[a-z][a-z_]{{2,20}}%%|%{_NAMES}%|\*\|{_NAMES}\|\*|\*\|MC_[a-z_]{{3,30}}\|\*|\[-{_NAMES}-\]|\[%{_NAMES}%\]"
)
"""Forms that no writer types, even where they stand in an address."""
_LEFT = Pattern(
    rf"(?i)%%?{_NAMES}%%?|\{{\{{ ?(?:user\.|customer\.|contact\.)?{_NAMES} ?\}}\}}|{{(?<![\w$#{{]{{){_NAMES}}}(?!\}})|\$\{{(?:user\.|customer\.)?{_NAMES}\}}|<%=? ?@?(?:user\.|customer\.)?{_NAMES} ?%>|#{_NAMES}#"
)
_JAPANESE = Pattern(
    r"(?i)(?:^|(?<=[\s。、:：]))(?:undefined|null|none|nan)(?=[ \u3000]*(?:様|さま|さん|殿|円|時|日))"
    r"|(?:^|(?<=[\s。、]))(?:お名前|氏名|姓名|お客様名|会社名|ユーザー名|名前|御社名|担当者名|宛名)(?=[ \u3000]*(?:様|さま|殿|御中)(?:[\s。、,]|$))|[XＸ]{3,10}(?=[ \u3000]*(?:様|さま|殿|御中))"
    rf"|[\[［【〔](?:お名前|氏名|会社名|メールアドレス|ユーザー名|日付|金額|注文番号|お客様名|宛名|名前|ここに[^\]］】〕\s]{{1,12}}|{_NAMES})[\]］】〕](?=[ \u3000]*(?:様|さま|殿|御中|、|,|円|$))"
    r"|lorem ipsum|(?:ダミー|サンプル)テキスト|ここに(?:本文|テキスト|文章|件名|リンク)(?:を|が)?(?:入|挿入|追加)|\{(?:お名前|氏名|会社名|名前|日付|姓|名|[一-龠ァ-ヶー]{1,10}(?:名|番号|日|額))\}"
)
"""Forms that are looked for in Japanese texts only."""
_CODE = (";", "=", "()", "\\", "://", "<%", "&&")
"""What lines of programs have."""
_MOST = 200


def find(passage: Passage, japanese: bool) -> Iterator[tuple[int, int]]:
    """Each place once, from the beginning."""
    text = passage.text
    if not any(mark in text for mark in _MARKS):
        return
    patterns = (_SURE, _LEFT, _JAPANESE) if japanese else (_SURE, _LEFT)
    found = [
        match.span()
        for pattern in patterns
        for match in islice(pattern.compiled.finditer(text), _MOST)
        if pattern is _SURE or not _code(text, match.start(), match.end())
    ]
    last = 0
    for start, end in sorted(found, key=lambda place: (place[0], -place[1])):
        if start >= last:
            last = end
            yield start, end


def _code(text: str, start: int, end: int) -> bool:
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    around = text[begin:start] + text[end : stop if stop >= 0 else len(text)]
    return any(mark in around for mark in _CODE)
