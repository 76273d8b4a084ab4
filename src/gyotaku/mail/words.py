"""Encoded words (RFC 2047, with RFC 2231 section 5 language suffixes), as written and as miswritten."""

from __future__ import annotations

import binascii
import re

from gyotaku.mail.charset import codec_for, decode
from gyotaku.mail.transfer import Note, base64

# The text may hold raw spaces and question marks, as bad software writes; but "=?" opens the next word, so that one
# word that is never closed does not swallow those after it, and no stretch is looked at twice.
_WORD = re.compile(r"=\?([^?\s*]{1,80})(?:\*[^?\s]{0,80})?\?([bBqQ])\?([^?]*+(?:(?<!=)\?(?!=)[^?]*+)*+)\?=")


def decode_words(value: str, note: Note) -> str:
    """`value` with its encoded words decoded, wherever they stand.

    White space between two words is dropped. Neighbours of one charset are joined as octets first, since bad software
    splits characters between words.
    """
    pieces: list[str] = []
    run: list[tuple[str, str]] = []
    label = ""
    position = 0
    for match in _WORD.finditer(value):
        between = value[position : match.start()]
        charset, encoding, text = match.groups()
        charset = charset.lower()
        adjacent = bool(run) and (not between or between.isspace())
        if charset != label or not adjacent:
            pieces.append(_text_of(run, label, note))
            run = []
            label = charset
            if not adjacent:
                pieces.append(between)
        run.append((encoding, text))
        position = match.end()
    pieces.append(_text_of(run, label, note))
    pieces.append(value[position:])
    if position == 0 or "=?" in pieces[-1]:
        _note_unclosed(pieces[-1], note)
    return "".join(pieces)


_OPENING = re.compile(r"=\?[^?\s]{1,80}\?[bBqQ]\?")


def _note_unclosed(rest: str, note: Note) -> None:
    if _OPENING.search(rest):
        note("bad-encoded-word", "never closed")


def _text_of(run: list[tuple[str, str]], label: str, note: Note) -> str:
    """The text of neighbouring words of one charset."""
    if not run:
        return ""
    data = [_octets(encoding, text, note) for encoding, text in _joined(run)]
    decoded = decode(b"".join(data), label)
    if len(data) > 1 and codec_for(label) == "utf-8" and any(0x80 <= octets[0] < 0xC0 for octets in data if octets):
        note("split-character", label)
    for id_, detail in decoded.defects:
        note(id_, detail)
    return decoded.text


def _joined(run: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The run with base64 words joined to the next where their letters stop in the middle of an octet group."""
    if not any(len(text) % 4 and encoding in "bB" for encoding, text in run):
        return run
    joined: list[tuple[str, str]] = []
    waiting: list[str] = []
    length = 0
    for encoding, text in run:
        if encoding in "bB":
            waiting.append(text)
            length += len(text)
            if length % 4 and "=" not in text:
                continue
            joined += _fitting(waiting, length)
        else:
            joined += (*_fitting(waiting, length), (encoding, text))
        waiting, length = [], 0
    return joined + _fitting(waiting, length)


def _fitting(words: list[str], length: int) -> list[tuple[str, str]]:
    """One word where the letters add up to whole groups, else each by itself: they only lack their padding."""
    return [("b", "".join(words))] if words and length % 4 == 0 else [("b", word) for word in words]


def _octets(encoding: str, text: str, note: Note) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding in "bB":
        try:
            octets = binascii.a2b_base64(raw)
        except binascii.Error:
            octets = b""
        if len(octets) == (len(raw) - raw.count(b"=")) * 3 // 4 and len(raw) % 4 == 0:
            return octets
        return base64(raw.replace(b" ", b""), lambda id_, detail: note("bad-encoded-word", f"{id_}: {detail}"))
    return binascii.a2b_qp(raw, header=True)
