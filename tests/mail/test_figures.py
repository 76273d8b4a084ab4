"""Where figures and words stand is what the plain way of looking says, in every sort of text."""

from __future__ import annotations

import random
import re

import pytest

from gyotaku.mail.mentions.figures import figures
from gyotaku.mail.mentions.particulars import sums
from gyotaku.mail.mentions.quoted import words_of_others
from gyotaku.mail.phrases import Words

_PIECES = (
    "1",
    "20",
    "2026",
    "1,234",
    "円",
    "¥",
    "usd ",
    ".",
    ",",
    "-",
    " ",
    "\n",
    "a",
    "é",
    "銀行",
    "\U0001d7d8",
    "\u0663",
    "\ud800",
)


def _drawn() -> list[str]:
    drawing = random.Random(6)  # noqa: S311 - the same every time
    return ["".join(drawing.choices(_PIECES, k=drawing.randint(0, 30))) for _ in range(2_000)]


def test_figures_are_the_runs_of_ascii_digits() -> None:
    for text in _drawn():
        assert figures(text) == tuple(match.span() for match in re.finditer("[0-9]+", text)), text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("12 x 300円", [("300円", 30_000)]),
        ("合計 - ¥ -1,500", [("- ¥ -1,500", 150_000)]),
        ("3 5 usd 7", [("5 usd", 500)]),
        ("1.2.3円", []),
        ("500,50円", []),
        ("1234567890123円", []),
        ("$1234567890123", [("$123456789", 12_345_678_900)]),
        ("5万円", [("5万円", 5_000_000)]),
    ],
)
def test_an_amount_is_a_figure_with_a_currency_beside_it(text: str, told: list[tuple[str, int]]) -> None:
    assert [(text[one.start : one.end], one.hundredths) for one in sums(text)] == told


def test_words_are_told_in_the_order_in_which_they_were_given() -> None:
    words = Words(("銀行", "行", "plan", "an"))
    assert words.standing("planet") == ["plan", "an"]
    assert words.standing("みどり銀行") == ["銀行", "行"]
    assert words.standing("") == []


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("> a\nb\n  | c\n", ["> a", "  | c"]),
        ("mine\non monday, somebody\n of them wrote:\nhis", ["on monday, somebody\n of them wrote:\nhis"]),
        ("mine\n2026/11/22 somebody:\n> his", ["2026/11/22 somebody:\n> his"]),
        ("mine wrote:\n> his\nfrom: a mailbox\nsent: today\nhis", ["> his", "from: a mailbox\nsent: today\nhis"]),
        ("the original, from: nobody", []),
    ],
)
def test_a_head_of_others_words_begins_in_the_line_of_its_mark_or_above(text: str, others: list[str]) -> None:
    assert [text[start:end] for start, end in words_of_others(text)] == others
