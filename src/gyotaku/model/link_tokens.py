"""What of a link may name its reader: values of queries, fragments, and pieces of the path that are no words.

Such a token cannot be told from any other, so masking hides all of them and a visit replaces all of them. Host, path words and names of parameters
stay: they are the attacker's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_URL = re.compile(
    r"(?:\bh(?:tt|xx|\*\*)ps?|\bftps?|\bwss?)(?::[/\\]{1,3}|%3[Aa]%2[Ff]%2[Ff])[^ \t\r\n\u3000\"'<>「」『』（）、。]{1,20000}"
    r"|\b(?:mailto|tel|sms|data|cid|javascript):[^ \t\r\n\u3000\"'<>「」『』（）、。]{1,20000}"
    r"|(?<![\w@.-])(?:[\w-]{1,63}(?:\.|\[\.\])){1,10}[A-Za-z][\w-]{1,62}(?::\d{1,5})?[/?][^ \t\r\n\u3000\"'<>「」『』（）、。]{1,20000}",
    re.IGNORECASE,
)
_SCHEMES = re.compile(r"(?:[A-Za-z*]{2,12}:[/\\]{0,3}|[A-Za-z*]{2,12}%3[Aa]%2[Ff]%2[Ff])")
_CUT = re.compile(r"[?#]")
_VALUE = re.compile(r"[^&;=]+")
_SEGMENT = re.compile(r"[^/\\;=,!]+")
_WORDS = re.compile(r"[A-Za-z]{1,14}(?:[-_.][A-Za-z]{1,14}){0,3}")
_VOWELS = frozenset("aeiouyAEIOUY")
_SHORT = 4
_LONGEST = 24
_NAME = re.compile(r"[A-Za-z_][A-Za-z_.-]{0,15}")
_OPAQUE_SCHEMES = ("data:", "cid:")
_MEANINGLESS = frozenset(
    """0 1 2 ja jp en us utf-8 utf8 true false yes no on off login signin logon logout index home top main new view open click confirm
    verify update account secure mail email web mobile pc sp get post redirect html pdf default step1 step2 ja-jp ja_jp en-us en_us""".split()
)


def hidden(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of every link in a text that are not shown."""
    if "/" not in text and "\\" not in text and ":" not in text and "?" not in text:
        return
    for found in _URL.finditer(text):
        yield from _of_link(found[0], found.start())


def of_url(url: str) -> Iterator[tuple[int, int]]:
    """The same of a text that is known to be one link, whatever stands in it."""
    yield from _of_link(url, 0)


def _of_link(url: str, at: int) -> Iterator[tuple[int, int]]:
    scheme = _SCHEMES.match(url)
    begin = scheme.end() if scheme else 0
    if url.lower().startswith(_OPAQUE_SCHEMES):
        yield at + begin, at + len(url)
        return
    cut = _CUT.search(url, begin)
    end = cut.start() if cut else len(url)
    slash = url.find("/", begin, end)
    host = end if slash < 0 else slash
    user = url.rfind("@", begin, host)
    if user > begin and not url.lower().startswith("mailto:") and url[user - 1] != "[":
        yield at + begin, at + user
    for found in _SEGMENT.finditer(url, host, end):
        if not _is_word(found[0]):
            yield at + found.start(), at + found.end()
    while cut:
        start = cut.end()
        cut_next = _CUT.search(url, start)
        end = cut_next.start() if cut_next else len(url)
        yield from _of_pairs(url, start, end, at)
        cut = cut_next


def _of_pairs(url: str, start: int, end: int, at: int) -> Iterator[tuple[int, int]]:
    """Values, and what stands without a name; a fragment that is a path is read by its pieces."""
    named = False
    for found in _VALUE.finditer(url, start, end):
        after, before = url[found.end() : found.end() + 1], url[found.start() - 1 : found.start()]
        is_name = after == "=" and found.end() < end and not (named and before == "=")
        named = is_name
        if is_name and _NAME.fullmatch(found[0]):
            continue
        pieces = [found.span()]
        if "/" in found[0] and "=" not in (after, before):
            pieces = [piece.span() for piece in _SEGMENT.finditer(url, *found.span())]
        for first, last in pieces:
            if url[first:last].lower() not in _MEANINGLESS:
                yield at + first, at + last


def _is_word(segment: str) -> bool:
    """Words anybody could read, or too short to name one of many."""
    if segment.lower() in _MEANINGLESS or (len(segment) <= _SHORT and segment.isascii()):
        return True
    if len(segment) > _LONGEST or not _WORDS.fullmatch(segment):
        return False
    return all(_looks_spoken(word) for word in re.split("[-_.]", segment))


def _looks_spoken(word: str) -> bool:
    """Has a vowel, and its capitals where words have them: none, the first, all, or one within (camelCase)."""
    if len(word) <= _SHORT:
        return True
    inner = sum(character.isupper() for character in word[1:])
    return any(letter in _VOWELS for letter in word) and (inner <= 2 or word.isupper())
