"""Text on a terminal: what may be shown, how wide it is, where a line may break.

Libraries for this cost 50 to 80 ms of import at every start (docs/decisions/0003), a fifth of what a whole dissection may.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Controls, formatting characters (bidi, zero width), surrogates, private and unassigned code points, line separators:
# whatever moves the cursor, hides or reorders text (Unicode TR 36, RFC 9839).
UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SPACE = re.compile(r"[ \t\r\n]+")
_LINK = re.compile(r"\bh(?:tt)(ps?)(?=:(?:/|\\))", re.IGNORECASE)
_HOST = re.compile(
    r"(?:\bhxxps?:|\bftps?:|^)[/\\]{2}[^\s/?#<>\"「」]*|\bwww\.[^\s/?#<>\"「」]*"
    r"|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?=/)",
    re.IGNORECASE,
)
_LAYOUT = {ord("\n"): None, ord("\t"): None}
_MARKS_IN_A_ROW = 3
_LONGEST = 2_000
"""Characters of one foreign text that are shown."""

# JIS X 4051: what may not begin a line, and what may not end one.
_NOT_FIRST = frozenset(
    "、。，．,.・：；:;？！?!」』）】〉》〕］｝〟’”)]}ー々ゝゞ‐–〜…‥ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％%"
)
_UNITS = frozenset("年月日時間分秒件行通個")
_NOT_LAST = frozenset("「『（【〈《〔［｛〝‘“([{")


def safe(text: str) -> str:
    """The text as a terminal may show it: one line, unsafe characters as ‹U+202E›, links without their scheme's teeth.

    Of a text without end the beginning is enough for a person; JSON has it whole.
    """
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + "…"
    text = _SPACE.sub(" ", text)
    if not text.isascii() or not text.isprintable():
        text = "".join(_visible(character) for character in _without_heaps(text))
    return _LINK.sub(r"hxx\1", text)


def unlinked(text: str) -> str:
    """What `safe` made of words that hold addresses, the hosts in them broken as well: hxxps://ex[.]ample/path."""
    return _HOST.sub(lambda found: found[0].replace(".", "[.]").replace("@", "[@]"), text)


def breaks(text: str) -> dict[int, str]:
    """What to write in place of single characters of a long text so that none of its links can be followed, by offset."""
    edits: dict[int, str] = {}
    for link in _LINK.finditer(text):
        edits[link.start() + 1] = edits[link.start() + 2] = "x"
    for host in _HOST.finditer(_LINK.sub(r"hxx\1", text)):
        for at, character in enumerate(host[0], host.start()):
            if character in ".@":
                edits[at] = f"[{character}]"
    return edits


def visible_lines(text: str) -> str:
    """The text with unsafe characters as ‹U+202E›, its lines and spaces as they are."""
    if text.isascii() and text.translate(_LAYOUT).isprintable():
        return text
    return "".join(character if character in "\n\t" else _visible(character) for character in _without_heaps(text))


@lru_cache(maxsize=4096)
def _visible(character: str) -> str:
    if unicodedata.category(character) in UNSAFE:
        return f"‹U+{ord(character):04X}›"
    return character


def _without_heaps(text: str) -> str:
    """Combining marks beyond a few on one letter pile over other lines; the rest is left out."""
    kept: list[str] = []
    row = 0
    for character in text:
        row = row + 1 if unicodedata.combining(character) else 0
        if row <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


@lru_cache(maxsize=8192)
def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def columns(text: str) -> int:
    """Width in terminal columns (Unicode TR 11; ambiguous characters count one)."""
    return len(text) if text.isascii() else sum(_columns(character) for character in text)


def padded(text: str, width: int) -> str:
    return text + " " * max(0, width - columns(text))


def shortened(text: str, width: int) -> str:
    """At most `width` columns, with an ellipsis where something is left out."""
    if columns(text) <= width:
        return text
    kept: list[str] = []
    used = 1
    for character in text:
        used += _columns(character)
        if used > width:
            break
        kept.append(character)
    return "".join(kept) + "…"


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, broken at spaces and between wide characters as Japanese typesetting allows."""
    lines: list[str] = []
    line = ""
    used = 0
    for piece in _pieces(text, width):
        if line and used + columns(piece.rstrip(" ")) > width:
            lines.append(line.rstrip(" "))
            line = piece.lstrip(" ")
            used = columns(line)
        else:
            line += piece
            used += columns(piece)
    if line.strip(" ") or not lines:
        lines.append(line.rstrip(" "))
    return lines


def _pieces(text: str, width: int) -> list[str]:
    """Stretches that stay on one line: words, single wide characters with the punctuation that clings to them."""
    pieces: list[str] = []
    for word in re.split(r"(?<= )", text):
        if word and len(word) <= width and word.isascii():
            pieces.append(word)
            continue
        current = ""
        used = 0
        for character in word:
            if current and _may_break(current[-1], character):
                pieces.append(current)
                current, used = "", 0
            elif used + _columns(character) > width:
                # A word longer than the line is cut, taking along one letter for punctuation that must not lead.
                kept = len(current) - (character in _NOT_FIRST and len(current) > 1)
                pieces.append(current[:kept])
                current = current[kept:]
                used = columns(current)
            current += character
            used += _columns(character)
        if current:
            pieces.append(current)
    return pieces


def _may_break(before: str, after: str) -> bool:
    if after in _NOT_FIRST or before in _NOT_LAST or after == " " or (before.isdigit() and after in _UNITS):
        return False
    return _columns(before) == 2 or _columns(after) == 2
