"""Parameters of Content-Type and Content-Disposition (RFC 2045 section 5.1, RFC 2231, RFC 2183), and their abuses."""

from __future__ import annotations

import re

from gyotaku.mail.charset import decode
from gyotaku.mail.transfer import Note
from gyotaku.mail.words import decode_words

MOST_PARAMETERS = 10_000

# A quoted string that is never closed ends at the next semicolon.
_PARAMETER = re.compile(
    r""";\s*+([^\s=;"]{1,200})\s*+=\s*+(?:"((?:[^"\\]++|\\.)*)"|("?[^;]*+))""",
    re.DOTALL,
)
_CONTINUED = re.compile(r"([^*]+)(?:\*([0-9]{1,9}))?(\*)?", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_COMMENT = re.compile(r"\s*\(")
_NAMES_A_FILE = frozenset({"name", "filename"})


def parse_parameters(value: str, note: Note) -> dict[str, str]:
    """Parameters by lower-case name; continuations joined, charsets undone.

    The RFC 2231 form wins over the plain one.
    """
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(value)):
        if count == MOST_PARAMETERS:
            note("too-many-parameters", f"more than {MOST_PARAMETERS}")
            break
        name = match.group(1).lower()
        text = _plain_value(name, match, note)
        continued = _CONTINUED.fullmatch(name) if "*" in name else None
        if continued and (continued.group(2) or continued.group(3)):
            number = int(continued.group(2) or 0)
            pieces.setdefault(continued.group(1), []).append((number, bool(continued.group(3)), text))
        elif plain.setdefault(name, text) != text:
            note("duplicate-parameter", name)
    if not pieces and "=?" not in value:
        return plain
    decoded = {name: decode_words(text, note) if "=?" in text else text for name, text in plain.items()}
    decoded.update((name, _extended(name, found, note)) for name, found in pieces.items())
    return decoded


def _plain_value(name: str, match: re.Match[str], note: Note) -> str:
    quoted, bare = match.group(2), match.group(3)
    if quoted is not None:
        return _ESCAPED.sub(r"\1", quoted) if "\\" in quoted else quoted
    if bare.startswith('"'):
        note("bad-parameter", f"{name}: quoted string never closed")
        bare = bare[1:]
    elif "(" in bare and name.partition("*")[0] not in _NAMES_A_FILE and (comment := _COMMENT.search(bare)):
        bare = bare[: comment.start()] or bare
    return bare.strip()


def _extended(name: str, pieces: list[tuple[int, bool, str]], note: Note) -> str:
    """One parameter from its RFC 2231 pieces: (number, whether percent-encoded, text)."""
    pieces.sort(key=lambda piece: piece[0])
    numbers = [number for number, _, _ in pieces]
    if numbers != list(range(len(numbers))):
        note("bad-parameter", f"{name}: continuations missing or twice")
    charset = None
    if pieces[0][1]:
        declared, quote, rest = pieces[0][2].partition("'")
        if quote and "'" in rest:
            charset = declared or None
            pieces[0] = (numbers[0], True, rest.partition("'")[2])
        else:
            note("bad-parameter", f"{name}: no charset")
    elif not any(encoded for _, encoded, _ in pieces):
        joined = "".join(text for _, _, text in pieces)
        return decode_words(joined, note) if "=?" in joined else joined
    data = b"".join(_unescaped(text) if encoded else _raw(text) for _, encoded, text in pieces)
    decoded = decode(data, charset)
    for id_, detail in decoded.defects:
        note(id_, detail)
    return decoded.text


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _unescaped(text: str) -> bytes:
    return _PERCENT.sub(lambda match: bytes((int(match.group(1), 16),)), _raw(text))
