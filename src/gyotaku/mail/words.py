"""Encoded words (RFC 2047, with RFC 2231 section 5 language suffixes), as written and as miswritten."""

from __future__ import annotations

import binascii
import re

from gyotaku.mail.charset import codec_for, decode
from gyotaku.mail.transfer import Note, base64

# The text may hold raw spaces and question marks, as bad software writes; but "=?" opens the next word, so that one
# word that is never closed does not swallow those after it, and no stretch is looked at twice.
_WORD = re.compile(r"=\?([^?\s*]{1,80})(?:\*[^?\s]{0,80})?\?([bBqQ])\?([^?]*+(?:(?<!=)\?(?!=)[^?]*+)*)\?=")
_OPENING = re.compile(r"=\?[^?\s]{1,80}\?[bBqQ]\?")


def decode_words(value: str, note: Note) -> str:
    """`value` with its encoded words decoded, wherever they stand.

    White space between two words is dropped. Neighbours of one charset are joined as octets first, since bad software
    splits characters between words.
    """
    split = _WORD.split(value)
    between, charsets, encodings, texts = split[::4], split[1::4], split[2::4], split[3::4]
    pieces = [between[0]]
    first = 0
    for after in range(1, len(between)):
        gap = between[after]
        adjacent = after < len(charsets) and (not gap or gap.isspace())
        if adjacent and charsets[after] == charsets[first]:
            continue
        pieces.append(_text(charsets[first], encodings[first:after], texts[first:after], note))
        if not adjacent:
            pieces.append(gap)
        first = after
    if any("=?" in gap and _OPENING.search(gap) for gap in between):
        note("bad-encoded-word", "never closed")
    return "".join(pieces)


def _text(label: str, encodings: list[str], texts: list[str], note: Note) -> str:
    """The text of neighbouring words of one charset."""
    words = _well_formed(encodings, texts)
    if words is None:
        words = [_octets(encoding, text, note) for encoding, text in _mended(encodings, texts)]
    octets = b"".join(words)
    decoded = decode(octets, label)
    if len(texts) > 1 and not octets.isascii() and codec_for(label) == "utf-8" and _splits_a_character(words):
        note("split-character", label)
    for id_, detail in decoded.defects:
        note(id_, detail)
    return decoded.text


def _well_formed(encodings: list[str], texts: list[str]) -> list[bytes] | None:
    """The octets of the words; None where the length of one says that it is damaged."""
    words: list[bytes] = []
    try:
        for encoding, text in zip(encodings, texts, strict=True):
            if encoding in "bB":
                word = binascii.a2b_base64(text)
                if len(text) % 4 or len(word) != (len(text) - text.count("=")) * 3 // 4:
                    return None
            else:
                word = binascii.a2b_qp(text, header=True)
            words.append(word)
    except ValueError:  # binascii.Error, or a letter beyond ASCII
        return None
    return words


def _splits_a_character(words: list[bytes]) -> bool:
    """True where a word after the first starts with an octet that continues a UTF-8 character."""
    return any(0x80 <= word[0] < 0xC0 for word in words[1:] if word)


def _mended(encodings: list[str], texts: list[str]) -> list[tuple[str, str]]:
    """The words, base64 ones joined to the next where their letters stop in the middle of a group of four."""
    words: list[tuple[str, str]] = []
    waiting: list[str] = []
    length = 0
    for encoding, text in zip(encodings, texts, strict=True):
        if encoding in "bB":
            waiting.append(text)
            length += len(text)
            if length % 4 and "=" not in text:
                continue
            words += _fitting(waiting, length)
        else:
            words += (*_fitting(waiting, length), (encoding, text))
        waiting, length = [], 0
    return words + _fitting(waiting, length)


def _fitting(words: list[str], length: int) -> list[tuple[str, str]]:
    """One word where the letters add up to whole groups, else each by itself: they only lack their padding."""
    return [("b", "".join(words))] if words and length % 4 == 0 else [("b", word) for word in words]


def _octets(encoding: str, text: str, note: Note) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding in "bB":
        return base64(raw.replace(b" ", b""), lambda id_, detail: note("bad-encoded-word", f"{id_}: {detail}"))
    return binascii.a2b_qp(raw, header=True)
