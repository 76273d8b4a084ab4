"""The proof: what was written is decoded and read again, and everything of the owner that is found is named with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from gyotaku.model.report import Report
from gyotaku.report.masking.finder import UNREAD, Finder, Place
from gyotaku.report.masking.folding import fold
from gyotaku.report.masking.looks import skeleton
from gyotaku.report.masking.secrets import PARTS, Sort, secrets

if TYPE_CHECKING:
    from gyotaku.report.masking.files import Checked, Pictures

DEPTH = 4
MOST = 20
"""Leaks that are named; one is enough to withhold what was written."""
_INK = re.compile(r"\x1b\[[0-9;]*m")
_TAG = re.compile(r"[ \t\r\n]*<[^<>]*>[ \t\r\n]*")
_STYLE = re.compile(r"<style\b[^<>]*>[^<]*</style>", re.IGNORECASE)
_INNER = re.compile(r"<style\b[^<>]*>[^<]*</style>|<[^<>]*>", re.IGNORECASE)
_VALUE = re.compile(r"([\w:-]{1,40})\s{0,9}=\s{0,9}(\"[^\"]*\"|'[^']*'|[^\s>]+)")
_OURS = frozenset({"class", "id", "style", "viewbox", "d", "role", "lang", "xmlns", "charset", "http-equiv"})
_LEAST_BONES = 7
_CLOSE = 4
"""Columns that a line broken within a word may fall short of the widest one."""


class Leak(Struct, frozen=True):
    """Something of the owner that still stands in what was written.

    `where` is a line (`line 12`) or a member of JSON (`report 1 /findings/0/text/en`); `how` the codes that were undone to read it.
    """

    where: str
    sort: Sort
    how: tuple[str, ...]
    unread: bool = False
    """Not found, but within a code too deep to be looked through."""


class Guard:
    """Reads what is written about one report and the mails that came with it."""

    __slots__ = ("_finder",)

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    @classmethod
    def of(cls, report: Report, *, others: bool = False) -> Guard:
        """The guard of a report before masking: a masked one knows no owner. `others` as for the redactor."""
        return cls(Finder(secrets(report, others=others)))

    @property
    def japanese(self) -> bool:
        """Something of the owner is written in more than Latin letters."""
        return self._finder.native

    def file(self, path: Path, pictures: Pictures | None = None) -> Checked:
        """Leaks in a file or in all files of a folder, of whatever kind, and in their names. Raises OSError."""
        from gyotaku.report.masking.files import check

        return check(self, path, pictures)

    def octets(self, written: bytes, pictures: Pictures | None = None) -> Checked:
        """The same of what will be a file."""
        from gyotaku.report.masking.files import octets

        return octets(self, written, pictures)

    def recognized(self, words: str) -> tuple[Leak, ...]:
        """Leaks in words that a program recognized in a picture. It puts in spaces, loses dots, and takes letters for others that look like them."""
        found = list(self.text(words))
        if " " in words:
            found += self.text(words.replace(" ", ""))
        bones = skeleton(words)
        for secret in self._finder.secrets:
            bare = "" if secret.sort is Sort.NETWORK else skeleton(secret.word)
            if len(bare) >= _LEAST_BONES and bare in bones:
                found.append(Leak("line 1", secret.sort, ("letters that look alike",)))
        return _first(found)

    def text(self, written: str) -> tuple[Leak, ...]:
        """Leaks in any text, such as markup or Markdown."""
        return _first(Leak(f"line {_line(written, place.start)}", *_told(place)) for place in self._places(written))

    def markup(self, written: str) -> tuple[Leak, ...]:
        """Leaks in HTML, SVG or XML: in what is read, also where tags or lines stand between letters, and in its tags and styles.

        Names of elements, classes and colors are our own words, however the owner is called.
        """
        found: list[Leak] = []
        ours, markup = _tags(written), _STYLE.sub(lambda style: "\n" * style[0].count("\n"), written)
        for (text, line), depth in ((_values(markup), DEPTH), (_bare(markup, ""), DEPTH), (_bare(markup, " "), 0)):
            found += [Leak(f"line {line(place.start)}", *_told(place)) for place in self._finder.find(text, depth)]
        text, line = ours
        found += [
            Leak(f"line {line(place.start)}", *_told(place)) for place in self._places(text) if _foreign(place, text)
        ]
        return _first(found)

    def terminal(self, written: str) -> tuple[Leak, ...]:
        """Leaks in lines for a terminal: colors are left out, and what was broken into lines is joined again."""
        plain = _INK.sub("", written)
        found = list(self.text(plain))
        for joined, lines in (_joined(plain, " ", 0), _joined(plain, "", _widest(plain) - _CLOSE)):
            for place in self._places(joined):
                found.append(Leak(f"line {lines[place.start]}", *_told(place)))
        return _first(found)

    def json(self, written: bytes) -> tuple[Leak, ...]:
        """Leaks in lines of JSON: in the values as a reader of JSON gets them."""
        found: list[Leak] = []
        for number, line in enumerate(_objects(written), 1):
            found += self._of_value(msgspec.json.decode(line), f"report {number} ")
        return _first(found)

    def _of_value(self, value: Any, where: str) -> Iterator[Leak]:
        match value:
            case str():
                for place in self._places(value):
                    yield Leak(where, *_told(place))
            case dict():
                for name, member in value.items():
                    yield from self._of_value(member, f"{where}/{name}")
            case list():
                for index, member in enumerate(value):
                    yield from self._of_value(member, f"{where}/{index}")

    def _places(self, text: str) -> list[Place]:
        return self._finder.find(text, DEPTH)


def _objects(written: bytes) -> Iterator[bytes]:
    """One JSON object a line, or several indented ones: each begins with a brace at the beginning of a line."""
    at = 0
    while at < len(written):
        following = written.find(b"\n{", at)
        end = len(written) if following < 0 else following + 1
        if written[at:end].strip():
            yield written[at:end]
        at = end


def _told(place: Place) -> tuple[Sort, tuple[str, ...], bool]:
    return place.secret.sort, place.how, place.secret is UNREAD


def _first(leaks: Iterable[Leak]) -> tuple[Leak, ...]:
    kept: dict[Leak, None] = {}
    for leak in leaks:
        kept[leak] = None
        if len(kept) == MOST:
            break
    return tuple(kept)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _bare(markup: str, glue: str) -> tuple[str, Callable[[int], int]]:
    """What stands between the tags, and the line of each character of it."""
    pieces: list[tuple[int, str]] = []
    at = 0
    for tag in _TAG.finditer(markup):
        if tag.start() > at:
            pieces.append((at, markup[at : tag.start()] + glue))
        at = tag.end()
    pieces.append((at, markup[at:]))
    return _pieced(markup, pieces)


def _tags(markup: str) -> tuple[str, Callable[[int], int]]:
    """Tags, comments and styles alone, each on a line."""
    return _pieced(markup, [(tag.start(), tag[0] + "\n") for tag in _INNER.finditer(markup)])


def _values(markup: str) -> tuple[str, Callable[[int], int]]:
    """Attributes that hold words, each on a line, and comments."""
    values = []
    for tag in _TAG.finditer(markup):
        if tag[0].lstrip().startswith("<!--"):
            values.append((tag.start(), tag[0] + "\n"))
        for found in _VALUE.finditer(tag[0]) if "=" in tag[0] else ():
            if found[1].lower() not in _OURS:
                values.append((tag.start() + found.start(2), found[2] + "\n"))
    return _pieced(markup, values or [(0, "")])


def _foreign(place: Place, text: str) -> bool:
    """What no word of ours can be by chance."""
    return place.secret.sort not in PARTS or fold(text[place.start : place.end]) != fold(place.secret.word)


def _pieced(markup: str, pieces: list[tuple[int, str]]) -> tuple[str, Callable[[int], int]]:
    """Pieces of a text put together, and the line of the text in which each character stands."""
    starts = [0, *accumulate(len(piece) for _, piece in pieces)]

    def line(offset: int) -> int:
        number = min(bisect_right(starts, offset) - 1, len(pieces) - 1)
        return _line(markup, pieces[number][0] + offset - starts[number])

    return "".join(piece for _, piece in pieces), line


def _widest(text: str) -> int:
    return max((len(line) for line in text.split("\n")), default=0)


def _joined(text: str, glue: str, least: int) -> tuple[str, list[int]]:
    """Lines of at least so many characters joined with the next, and the line that each character stands in."""
    pieces: list[str] = []
    lines: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        wide = len(line) + sum(not character.isascii() for character in line)
        piece = line.strip(" │|") if least == 0 else line.lstrip(" │|")
        piece += glue if wide >= least else "\n"
        pieces.append(piece)
        lines.extend([number] * len(piece))
    return "".join(pieces), lines
