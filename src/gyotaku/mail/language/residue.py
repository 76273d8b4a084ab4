"""What a program that fills in letters left unfilled: {name}, [[-Email-]], %%FNAME%%, ##rand_10##."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.facts.wording import Passage
from gyotaku.mail.pattern import Pattern

_MARKS = ("[[-", "##", "%%", "*|", "{", "_", "[%")
_NAMES = (
    r"(?:(?:first|last|full|user|customer|recipient|receiver|to)[_-]?name|f?name|lname|e?-?mail(?:[_-]?address)?|user(?:id)?|recipient|receiver"
    r"|(?:to|your|user|victim)[_-]?(?:e?mail|address|domain)|domain|company(?:[_-]?name)?|rand(?:om)?[a-z0-9_-]*)"
)
_LEFT = Pattern(
    rf"(?i)\[\[-[a-z_]{{2,20}}-\]\]|\[(?:rand|random|receiver|recipient)[a-z]*_[a-z0-9_-]{{2,30}}\]|##[a-z][a-z_]{{2,20}}[0-9_]{{0,6}}##"
    rf"|%%?{_NAMES}%%?|\*\|{_NAMES}\|\*|\*\|MC_[a-z_]{{3,30}}\|\*|\{{\{{ ?{_NAMES} ?\}}\}}|{{(?<![\w$#{{]{{){_NAMES}}}(?!\}})|\[%{_NAMES}%\]"
)
_CODE = (";", "=", "()", "\\", "://", "<%", "&&")
"""What lines of programs have."""


def find(passage: Passage) -> Iterator[tuple[int, int]]:
    text = passage.text
    if not any(mark in text for mark in _MARKS):
        return
    for match in _LEFT.compiled.finditer(text):
        begin = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        line = text[begin : end if end >= 0 else len(text)]
        if not any(mark in line for mark in _CODE):
            yield match.span()
