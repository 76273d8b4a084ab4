"""Words as the recognizer or a PDF gives them, made into lines."""

from __future__ import annotations

from gyotaku.mail.pattern import Pattern

_LONGEST = 4_000
_COLUMNS, _CONFIDENCE = 12, 10
_SURE = 30.0
"""Percent, as tesseract counts it."""
_LEAST = 12
"""Letters that are a message; fewer are a logo."""
_BETWEEN = Pattern(r"(?<=[\u3001-\u30ff\u4e00-\u9fff\uff01-\uff60]) +(?=[\u3001-\u30ff\u4e00-\u9fff\uff01-\uff60])")
"""Spaces between Japanese characters, which recognizers put there; no writer does."""


def recognized(table: str) -> str:
    """The words of tesseract's table (TSV) that it is fairly sure of, in their lines; what it sees in drawings and photographs it is not."""
    lines: dict[tuple[str, ...], list[str]] = {}
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) == _COLUMNS and cells[_CONFIDENCE][:2].isdecimal() and float(cells[_CONFIDENCE]) >= _SURE:
            lines.setdefault(tuple(cells[1:5]), []).append(cells[-1])
    text = "\n".join(map(" ".join, lines.values()))
    return text if sum(map(str.isalnum, text)) >= _LEAST else ""


def lines_of(text: str) -> str:
    """Without empty lines, control characters and spaces that nobody wrote."""
    lines = (" ".join(line.split()) for line in text[: 2 * _LONGEST].splitlines())
    kept = "\n".join(line for line in lines if any(map(str.isalnum, line)))
    return _BETWEEN.compiled.sub("", "".join(letter for letter in kept if letter.isprintable() or letter == "\n"))[
        :_LONGEST
    ]
